/**
 * The comment in which each opened freeze explains itself, drawn anew when it was opened, changed or ended, when a change
 * that it may hit has moved, and when it begins and is over.
 *
 * What must stay true: one comment a freeze; one that was lost is found again by its marker, in what our own account
 * wrote. Trouble with one puts its look off, loses none and holds up no other.
 */
import type { Change } from '../core/change/state.ts';
import { freezePage } from '../core/desired/freeze-page.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import type { Policy } from '../core/policy/policy.ts';
import { endOf, freezeName, isOver, type OpenedFreeze } from '../core/time/opened-freeze.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import { carriesMarker, namedMarker } from '../reconcile/marker.ts';
import { textDigest } from '../reconcile/text-digest.ts';
import { renderFreezePage } from '../render/freeze-page.ts';
import { isoNow } from '../clock.ts';
import {
  duePages,
  putOffPage,
  readPage,
  settlePage,
  type DuePage,
  type FreezePage,
} from '../store/freeze-pages.ts';
import { findInTime } from '../store/freezes.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChanges } from '../store/load-change.ts';
import { readMarkerKey } from '../store/workspaces.ts';
import type { House } from './house.ts';

const BATCH = 50;
const RETRY_MS = 60_000;
/** After a clear no: its issue is gone, or locked. */
const LATER_MS = 3_600_000;

export async function showFreezes(house: House): Promise<void> {
  for (const due of await duePages(house.db, isoNow(house.clock), BATCH)) {
    const { workspace, number } = due;
    try {
      const seen = await see(house, due);
      if (seen !== null) await show(house, seen);
    } catch (error) {
      const pauseMs = error instanceof ForgeFault && !isTransient(error.code) ? LATER_MS : RETRY_MS;
      const lookAt = new Date(house.clock.now().getTime() + pauseMs).toISOString();
      await inWorkspace(house.db, workspace, (tx) => putOffPage(tx, number, lookAt));
      const fields = {
        action: 'freeze_not_shown',
        workspace,
        freeze: freezeName(number),
        err: error,
      };
      house.log.warn(fields, 'a freeze could not be shown; it is tried again');
    }
  }
}

type Seen = {
  readonly workspace: string;
  readonly page: FreezePage;
  readonly near: readonly Change[];
  readonly passed: readonly Change[];
  readonly marker: string;
};

/** Null: it is gone. */
async function see({ db }: House, { workspace, number }: DuePage): Promise<Seen | null> {
  return inWorkspace(db, workspace, async (tx) => {
    const page = await readPage(tx, number);
    if (page === null) return null;
    const { terms } = page.opened;
    return {
      ...{ workspace, page },
      near: await loadChanges(tx, await findInTime(tx, terms)),
      passed: await loadChanges(tx, page.passed),
      marker: namedMarker(await readMarkerKey(tx), freezeName(number), 'freeze'),
    };
  });
}

async function show(house: House, seen: Seen): Promise<void> {
  const { workspace, page, marker } = seen;
  const { opened } = page;
  const now = isoNow(house.clock);
  const { place } = opened;
  if (place === null) return settle(house, seen, { ...page, lookAt: null });
  const forge = await house.app.forge(workspace);
  const repo = { id: place.repoId, name: place.repo };
  const { policy } = await house.policies.inForce(forge, repo);
  const near = await withPolicies(house, seen);
  const body = renderFreezePage(
    freezePage({ opened, policy, near, passed: seen.passed, now }),
    marker,
  );
  const shown = textDigest(body);
  const comment = shown === page.shown ? page.comment : await write(forge, repo, { seen, body });
  await settle(house, seen, {
    version: page.version,
    comment,
    shown,
    lookAt: nextLook(opened, now),
  });
}

/** Each change is looked at by the policy that its record knows. */
async function withPolicies(
  { policies }: House,
  { workspace, near }: Seen,
): Promise<readonly { readonly change: Change; readonly policy: Policy }[]> {
  const known = new Map<string, Policy>();
  for (const { policy } of near)
    if (!known.has(policy)) known.set(policy, await policies.kept(workspace, policy));
  return near.flatMap((change) => {
    const policy = known.get(change.policy);
    return policy === undefined ? [] : [{ change, policy }];
  });
}

type Writing = { readonly seen: Seen; readonly body: string };

/** The id of the comment. */
async function write(forge: Forge, repo: RepoRef, { seen, body }: Writing): Promise<string> {
  const { page, marker } = seen;
  const issue = page.opened.place?.issue ?? 0;
  if (page.comment !== null)
    try {
      return (await forge.editComment(repo, page.comment, body)).id;
    } catch (error) {
      if (!(error instanceof ForgeFault) || error.code !== 'not_found') throw error;
    }
  const all = await forge.observeComments(repo, issue);
  const ours = all.find((one) => one.ours && carriesMarker(one.body, marker));
  const written =
    ours === undefined
      ? await forge.createComment(repo, issue, body)
      : await forge.editComment(repo, ours.id, body);
  return written.id;
}

/** When it begins, or is over, it says so by itself. */
function nextLook(opened: OpenedFreeze, now: string): string | null {
  if (isOver(opened, now)) return null;
  const { start } = opened.terms;
  return Date.parse(now) < Date.parse(start) ? start : endOf(opened);
}

async function settle(
  { db }: House,
  { workspace, page }: Seen,
  to: Parameters<typeof settlePage>[2],
): Promise<void> {
  await inWorkspace(db, workspace, (tx) => settlePage(tx, page.opened.number, to));
}
