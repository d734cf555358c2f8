/**
 * One act on one change, from request to log: facts first, then one short transaction that holds the workspace's
 * head row (perform.ts). No HTTP inside. When the pull requests that the facts are about were linked or unlinked
 * between reading and locking, nothing is written and the facts are gathered again.
 */
import type { Change } from '../core/change/state.ts';
import type { Intention } from '../core/intent/intention.ts';
import { knownActs } from '../store/acts.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import type { ActRequest } from './act-request.ts';
import { gather, resolve } from './gather.ts';
import type { House } from './house.ts';
import { MOVED, perform, type OVERTAKEN } from './perform.ts';
import { loadChange } from '../store/load-change.ts';

const ATTEMPTS = 5;

/** The numbers of the changes that were touched. */
export async function act(
  house: House,
  request: ActRequest,
): Promise<readonly number[] | typeof OVERTAKEN> {
  const fresh = await withoutKnown(house, request);
  const intentions = await resolve({ ...request, intentions: fresh });
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await readChange(house, request);
    const facts = await gather(house, { ...request, change: before, intentions });
    const done = await inWorkspace(house.db, request.workspace, (tx) =>
      perform(house, { ...request, intentions }, { tx, before, facts }),
    );
    if (done !== MOVED) return done;
  }
  throw new Error(
    `the pull requests of change ${String(request.change)} kept moving while they were read`,
  );
}

/** What has counted already asks nothing of the forge: a redelivery, a sweep that finds old comments. */
async function withoutKnown(house: House, request: ActRequest): Promise<readonly Intention[]> {
  const keys = request.intentions.map(({ key }) => key);
  if (keys.length === 0) return [];
  const known = await inWorkspace(house.db, request.workspace, (tx) => knownActs(tx, keys));
  return request.intentions.filter(({ key }) => !known.has(key));
}

async function readChange(house: House, request: ActRequest): Promise<Change | null> {
  const number = request.change;
  if (number === null) return null;
  return inWorkspace(house.db, request.workspace, (tx) => loadChange(tx, number));
}
