/**
 * From a change's new state to its rows: the projection that lists and lookups read, its timers, its pull
 * requests, and the mark that says "the forge does not show this yet". All of it can be made again from events.
 */
import type { Change } from '../core/change/state.ts';
import { timersOf } from '../core/change/timers.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { saveChange } from '../store/changes.ts';
import { loadChange } from '../store/load-change.ts';
import { markDirty } from '../store/dirty.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import type { HeadLock } from '../store/lock.ts';
import { projectionOf } from '../store/projection.ts';
import { forgetAttempts } from '../store/surfaces.ts';
import { replaceTimers } from '../store/timers.ts';
import { isoNow } from '../clock.ts';
import type { House } from './house.ts';

export async function readRepo(
  house: House,
  workspace: string,
  number: number,
): Promise<RepoRef | null> {
  const change = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
  return change === null ? null : { id: change.repoId, name: change.repo };
}

/** Writes nothing, and says so, when no event was appended. */
export async function project(
  house: House,
  lock: HeadLock,
  states: { readonly before: Change | null; readonly after: Change },
): Promise<boolean> {
  const { before, after } = states;
  if (before?.lastSeq === after.lastSeq) return false;
  const now = isoNow(house.clock);
  await saveChange(lock, projectionOf(after, now));
  await replaceTimers(lock, after.number, timersOf(after));
  await forgetAttempts(lock, after.number);
  await markDirty(lock, { number: after.number, version: after.lastSeq, since: now });
  return true;
}
