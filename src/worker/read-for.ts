/**
 * What those may read who ask over HTTP: where can be deployed, and whom a change meets. Told from the record and the
 * policy in force; nothing is looked up at the forge for it but the policy.
 *
 * What must stay true: a workflow is told of changes of its own repository alone, and cannot tell others from none.
 */
import { isoNow } from '../clock.ts';
import { placesOf, type Place } from '../core/deploy/where.ts';
import type { Change } from '../core/change/state.ts';
import { aroundOf } from '../core/time/around.ts';
import { conflictSummary, type ConflictSummary } from '../core/time/conflict-summary.ts';
import { listRepositories } from '../store/changes.ts';
import { listLocks } from '../store/environment-locks.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { freezesAt, readNeighbours } from '../store/neighbours.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';

/** `id` null: only its name is known. */
export type RepositoryAsked = { readonly id: string | null; readonly name: string };

export type WhereAsked = {
  readonly workspace: string;
  readonly repository: RepositoryAsked;
  readonly asset: string | null;
};

type Reading = Pick<House, 'app' | 'clock' | 'clockSkewMs' | 'db' | 'policies'>;

/** Null: no change was ever opened in a repository of that name. */
export async function whereFor(
  { app, clock, db, policies }: Reading,
  { workspace, repository, asset }: WhereAsked,
): Promise<readonly Place[] | null> {
  const name = repository.name.toLowerCase();
  const now = isoNow(clock);
  const { known, locks, opened } = await inWorkspace(db, workspace, async (tx) => ({
    opened: await freezesAt(tx, now),
    known: await listRepositories(tx),
    locks: await listLocks(tx),
  }));
  const repo =
    repository.id === null
      ? known.find((one) => one.name.toLowerCase() === name)
      : { id: repository.id, name: repository.name };
  if (repo === undefined) return null;
  const { policy } = await policies.inForce(await app.forge(workspace), repo);
  const { catalogue } = policy;
  const freezes = [...policy.calendar.freezes, ...opened];
  const calendar = { ...policy.calendar, freezes };
  return placesOf({ catalogue, calendar, locks, asset, repository: repo.name, now });
}

export type ConflictsAsked = {
  readonly workspace: string;
  readonly change: number;
  /** Null: any of the workspace. */
  readonly repository: string | null;
};

export async function conflictsFor(
  { app, clock, clockSkewMs, db, policies }: Reading,
  { workspace, change: number, repository }: ConflictsAsked,
): Promise<ConflictSummary | null> {
  const change = await inWorkspace(db, workspace, (tx) => loadChange(tx, number));
  if (change === null || !isOf(change, repository)) return null;
  const repo = { id: change.repoId, name: change.repo };
  const { policy } = await policies.inForce(await app.forge(workspace), repo);
  const seen = { policy, pulls: [] };
  const now = isoNow(clock);
  const neighbours = await inWorkspace(db, workspace, (tx) =>
    readNeighbours(tx, aroundOf(change, seen), now),
  );
  const facts = { ...seen, neighbours, people: null, actor: SYSTEM_ACTOR };
  return conflictSummary(change, { ...facts, now, occurredAt: now, clockSkewMs: clockSkewMs() });
}

function isOf({ repoId, pulls }: Change, repository: string | null): boolean {
  return repository === null || [repoId, ...pulls.map((pull) => pull.repoId)].includes(repository);
}
