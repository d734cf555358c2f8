/**
 * Which changes a notice is about, and what `intend` needs to know of them: the change of the issue, the changes
 * a pull request is linked to, and what our own comments are. Read without a lock; `act` looks again under it.
 */
import type { Change } from '../core/change/state.ts';
import { isOurLabel, stateLabel } from '../core/desired/labels.ts';
import type { Known } from '../core/intent/intend.ts';
import type { CommentSeen, Notice, RepoRef } from '../core/intent/notice.ts';
import type { SurfaceRow } from '../reconcile/book.ts';
import { carriesMarker, surfaceMarker } from '../reconcile/marker.ts';
import { formerSurface, isFormer, ISSUE_READ, RECORD } from '../reconcile/surface-names.ts';
import {
  findChangeByIssue,
  findChangesByHead,
  findChangesByPull,
  listOpenChanges,
} from '../store/changes.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { listGroups } from '../store/merge-groups.ts';
import { listSurfaces } from '../store/surfaces.ts';
import { readMarkerKey } from '../store/workspaces.ts';
import { loadChange, loadChanges } from '../store/load-change.ts';
import { changesUnder } from './changes-under.ts';
import type { House } from './house.ts';

/** A comment of ours that a notice is about. */
export type OurComment = {
  readonly surface: string;
  /** Another comment than the one we know by that name: an answer was lost, or came very late. */
  readonly copy: boolean;
};

export type Found = {
  readonly known: Omit<Known, 'forms' | 'templates' | 'ownPulls'>;
  /** The change of the issue itself, and those that the notice concerns in other ways. */
  readonly own: number | null;
  readonly others: readonly number[];
  readonly comment: OurComment | null;
  /** Digest of the title and text that were recorded last; null when that was never noted. */
  readonly read: string | null;
};

/** Whether the text recorded last is still the one that was found. Asked again under the lock. */
export async function isStillRead(tx: Tx, { own, read }: Found): Promise<boolean> {
  return own === null || readIn(await listSurfaces(tx, own)) === read;
}

/** Whether the pull request still belongs to no open change: it may have been linked while it was looked up. */
export async function isStillFree(tx: Tx, { fact, repo }: Notice): Promise<boolean> {
  const number = pullOf(fact);
  if (repo === null || number === null) return true;
  const linked = await loadChanges(tx, await findChangesByPull(tx, repo.id, number));
  return linked.every(({ ended }) => ended !== null);
}

function pullOf(fact: Notice['fact']): number | null {
  if (fact.kind === 'pull_changed') return fact.pull.number;
  if (fact.kind === 'label_added') return fact.issue.pull?.number ?? null;
  return fact.kind === 'comment_created' && fact.onPull ? fact.issue : null;
}

function readIn(rows: readonly SurfaceRow[]): string | null {
  return rows.find(({ surface }) => surface === ISSUE_READ)?.digest ?? null;
}

export async function findSubject(house: House, notice: Notice, repo: RepoRef): Promise<Found> {
  return inWorkspace(house.db, notice.workspace, async (tx) => {
    const own = await ownChange(tx, notice, repo);
    const change = own === null ? null : await loadChange(tx, own);
    const linked = await loadChanges(tx, await linkedChanges(tx, notice, repo));
    const rows = own === null ? [] : await listSurfaces(tx, own);
    const blocker = await blockerOf(tx, notice);
    const comment = change === null ? null : await ourComment(tx, { notice, change, rows });
    const id = 'comment' in notice.fact ? notice.fact.comment.id : null;
    const is = (surface: string): boolean => comment?.surface === surface && !comment.copy;
    const evidence = comment?.surface.startsWith('evidence:') === true && !comment.copy;
    return {
      known: {
        change,
        blocker,
        linked,
        recordComment: is(RECORD) ? id : null,
        evidenceComments: evidence && id !== null ? [id] : [],
        otherComment: otherComment(comment, id),
        lastRecordBody: null,
        stateLabel: change === null ? null : stateLabel(change.state).name,
      },
      own,
      others: [
        ...linked.map(({ number }) => number),
        ...(await changesElsewhere(tx, notice, repo)),
      ],
      comment,
      read: readIn(rows),
    };
  });
}

function otherComment(comment: OurComment | null, id: string | null): Known['otherComment'] {
  if (comment === null || comment.copy || id === null) return null;
  if (comment.surface.startsWith('milestone:')) return { id, surface: 'announcement' };
  return comment.surface.startsWith('reply:') ? { id, surface: 'reply' } : null;
}

async function ownChange(tx: Tx, notice: Notice, repo: RepoRef): Promise<number | null> {
  const { fact } = notice;
  if ('pull' in fact) return findChangeByIssue(tx, repo.id, fact.pull.number);
  if (!('issue' in fact)) return null;
  const issue = typeof fact.issue === 'number' ? fact.issue : fact.issue.number;
  return findChangeByIssue(tx, repo.id, issue);
}

/** Which change the issue is that blocks this one, if any. */
async function blockerOf(tx: Tx, { fact }: Notice): Promise<number | null> {
  if (fact.kind !== 'blocker_told') return null;
  return findChangeByIssue(tx, fact.on.repoId, fact.on.issue);
}

/** A pull request may be linked, and marked as one that is to be a change of its own. */
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
    case 'label_added':
      return fact.issue.pull === undefined ? [] : findChangesByPull(tx, repo.id, fact.issue.number);
    case 'checks_changed':
      return findChangesByHead(tx, repo.id, fact.sha);
    case 'check_forged':
    case 'check_requested':
      return changesAt(tx, repo, fact.sha);
    default:
      return [];
  }
}

/** On a group of the merge queue our check speaks for the changes of its members. */
async function changesAt(tx: Tx, repo: RepoRef, sha: string): Promise<readonly number[]> {
  const found = await findChangesByHead(tx, repo.id, sha);
  if (found.length > 0) return found;
  const groups = (await listGroups(tx)).filter((one) => one.repoId === repo.id);
  const members = groups.find(({ headSha }) => headSha === sha)?.members ?? [];
  const numbers = new Set<number>();
  for (const pull of members)
    for (const number of await findChangesByPull(tx, repo.id, pull)) numbers.add(number);
  return [...numbers];
}

/** What concerns every open change of a repository at once: its rules, or a label of ours that is deleted or renamed. */
async function changesElsewhere(
  tx: Tx,
  { fact }: Notice,
  repo: RepoRef,
): Promise<readonly number[]> {
  if (fact.kind === 'policy_pushed') return changesUnder(tx, repo);
  const isLabel = fact.kind === 'label_registry_changed' && isOurLabel(fact.label);
  return isLabel ? listOpenChanges(tx, repo.id) : [];
}

type Place = {
  readonly notice: Notice;
  readonly change: Change;
  readonly rows: readonly SurfaceRow[];
};

async function ourComment(tx: Tx, { notice, change, rows }: Place): Promise<OurComment | null> {
  const { fact } = notice;
  if (!('comment' in fact)) return null;
  const { id } = fact.comment;
  const row = rows.find(({ forgeId, surface }) => forgeId === id && !isFormer(surface));
  if (row !== undefined) return { surface: row.surface, copy: false };
  const former = rows.find(({ surface }) => surface === formerSurface(id))?.problem;
  if (former !== undefined && former !== null) return { surface: former, copy: false };
  if (fact.kind !== 'comment_created' || !fact.comment.ours) return null;
  const surface = copyOf(fact.comment, { change, rows, key: await readMarkerKey(tx) });
  return surface === null ? null : { surface, copy: true };
}

type Marked = {
  readonly change: Change;
  readonly rows: readonly SurfaceRow[];
  readonly key: Uint8Array;
};

/** While the answer to our own post is awaited, the comment is not a copy but the thing itself. */
function copyOf(comment: CommentSeen, { change, rows, key }: Marked): string | null {
  const known = rows.filter(({ forgeId, surface }) => forgeId !== null && !isFormer(surface));
  const found = known.find(({ surface }) =>
    carriesMarker(comment.body, surfaceMarker(key, change.number, surface)),
  );
  return found?.surface ?? null;
}
