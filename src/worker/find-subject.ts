/**
 * Which changes a notice is about, and what `intend` needs to know of them: the change of the issue, the changes
 * a pull request is linked to, and the ids of our own comments. Read without a lock; `act` looks again under it.
 */
import type { Change } from '../core/change/state.ts';
import type { Known } from '../core/intent/intend.ts';
import type { Notice, RepoRef } from '../core/intent/notice.ts';
import { stateLabel } from '../core/desired/labels.ts';
import { findChangeByIssue, findChangesByHead, findChangesByPull } from '../store/changes.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { listSurfaces } from '../store/surfaces.ts';
import { loadChange } from './project.ts';
import type { House } from './house.ts';

export type Found = {
  readonly known: Omit<Known, 'forms'>;
  /** Changes whose surfaces should be looked at even when nothing was asked. */
  readonly looked: readonly number[];
};

export async function findSubject(house: House, notice: Notice, repo: RepoRef): Promise<Found> {
  return inWorkspace(house.db, notice.workspace, async (tx) => {
    const number = await ownChange(tx, notice, repo);
    const change = number === null ? null : await loadChange(tx, number);
    const linked = await load(tx, await linkedChanges(tx, notice, repo));
    const surfaces = change === null ? [] : await listSurfaces(tx, change.number);
    const record = surfaces.find((row) => row.surface === 'record');
    const evidence = surfaces.filter((row) => row.surface.startsWith('evidence:')).flatMap((row) => row.forgeId ?? []);
    return {
      known: {
        change,
        linked,
        recordComment: record?.forgeId ?? null,
        evidenceComments: evidence,
        lastRecordBody: null,
        stateLabel: change === null ? null : stateLabel(change.state).name,
      },
      looked: [...(change === null ? [] : [change.number]), ...linked.map((one) => one.number)],
    };
  });
}

async function ownChange(tx: Tx, notice: Notice, repo: RepoRef): Promise<number | null> {
  const { fact } = notice;
  if ('issue' in fact) {
    const issue = typeof fact.issue === 'number' ? fact.issue : fact.issue.number;
    return findChangeByIssue(tx, repo.id, issue);
  }
  return null;
}

async function linkedChanges(tx: Tx, notice: Notice, repo: RepoRef): Promise<readonly number[]> {
  const { fact } = notice;
  switch (fact.kind) {
    case 'pull_changed':
    case 'review_submitted':
    case 'review_dismissed':
      return findChangesByPull(tx, repo.id, fact.pull.number);
    case 'comment_created':
    case 'comment_edited':
    case 'comment_deleted':
      return fact.onPull ? findChangesByPull(tx, repo.id, fact.issue) : [];
    case 'checks_changed':
    case 'check_requested':
      return findChangesByHead(tx, repo.id, fact.sha);
    default:
      return [];
  }
}

async function load(tx: Tx, numbers: readonly number[]): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const number of numbers) {
    const change = await loadChange(tx, number);
    if (change !== null) changes.push(change);
  }
  return changes;
}
