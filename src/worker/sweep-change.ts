/**
 * Reads one open change whole. A fact found here was not witnessed and says so (source `sweep`): an edit has an
 * unknown editor, a comment counts only while it still is as it was written. Then the change is reconciled, which
 * repairs whatever drifted on the forge.
 */
import { hasNewBase } from '../core/change/binding.ts';
import type { Change, LinkedPull } from '../core/change/state.ts';
import type { CommentSeen, NoticeActor, NoticeFact, RepoRef } from '../core/intent/notice.ts';
import { isoNow } from '../clock.ts';
import type { Forge } from '../forge/port.ts';
import { blankRow } from '../reconcile/book.ts';
import { doubtSurface, editedDoubt, isFormer, RECORD } from '../reconcile/surface-names.ts';
import { textDigest } from '../reconcile/text-digest.ts';
import { holdMark, wantLook } from '../store/dirty.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { listSurfaces, putSurface } from '../store/surfaces.ts';
import type { House } from './house.ts';
import { loadChange } from '../store/load-change.ts';
import { restate } from './stopped.ts';
import { takeNotice } from './take-delivery.ts';
import { wakeReconcile } from './wakes.ts';

export type Place = {
  readonly house: House;
  readonly forge: Forge;
  readonly account: string;
  readonly installation: string;
};

const NOBODY: NoticeActor = { id: '0', login: 'unknown', kind: 'unknown' };

export async function sweepChange(place: Place, number: number): Promise<void> {
  const { house, forge } = place;
  const { workspace } = forge;
  const change = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
  if (change === null) return;
  const repo = { id: change.repoId, name: change.repo };
  const issue = await forge.observeIssue(repo, change.issue);
  // The name may have come to belong to another repository: nothing that is read there is about this change.
  const reused = issue !== null && issue.id !== change.issueId;
  if (issue !== null && !reused) {
    const before = { body: null, title: null };
    const { updatedAt: occurredAt } = issue;
    await hand(place, {
      repo,
      actor: NOBODY,
      occurredAt,
      fact: { kind: 'issue_edited', issue, before },
    });
    const comments = await forge.observeComments(repo, change.issue);
    await doubtDrifted(place, change, comments);
    await handComments(place, comments, { repo, number: change.issue, onPull: false });
  }
  for (const linked of change.pulls)
    if (!reused || linked.repoId !== change.repoId) await sweepPull(place, linked);
  if (change.stopped.length > 0) await restate(house, workspace, number);
  await inWorkspace(house.db, workspace, async (tx) => {
    await wantLook(tx, number, isoNow(house.clock));
    await wakeReconcile(tx, { workspace, change: number });
  });
}

/** Comments of ours that are not as we wrote them, or not there any more. */
async function doubtDrifted(
  { house, forge }: Place,
  change: Change,
  comments: readonly CommentSeen[],
): Promise<void> {
  const shown = new Map(comments.map(({ id, body }) => [id, textDigest(body)]));
  await inWorkspace(house.db, forge.workspace, async (tx) => {
    await holdMark(tx, change.number);
    for (const { surface, forgeId, digest } of await listSurfaces(tx, change.number)) {
      const ours = forgeId !== null && surface !== RECORD && !isFormer(surface);
      if (!ours || digest === null || shown.get(forgeId) === digest) continue;
      const doubt = shown.has(forgeId) ? editedDoubt : doubtSurface;
      await putSurface(tx, change.number, blankRow(doubt(surface, `swept ${forgeId}`)));
    }
  });
}

type Thread = { readonly repo: RepoRef; readonly number: number; readonly onPull: boolean };

async function handComments(
  place: Place,
  comments: readonly CommentSeen[],
  { repo, number, onPull }: Thread,
): Promise<void> {
  for (const comment of comments) {
    if (comment.ours || comment.createdAt !== comment.updatedAt) continue;
    const fact = { kind: 'comment_created', issue: number, onPull, comment } as const;
    const { author: actor, createdAt: occurredAt } = comment;
    await hand(place, { repo, actor, occurredAt, fact });
  }
}

async function sweepPull(place: Place, linked: LinkedPull): Promise<void> {
  const { forge, house } = place;
  const repo = { id: linked.repoId, name: linked.repo };
  const pull = await forge.observePull(repo, linked.number);
  if (pull === null) return;
  const told = { repo, actor: NOBODY, occurredAt: isoNow(house.clock) };
  if (pull.head !== linked.head || hasNewBase(linked, pull))
    await hand(place, { ...told, fact: { kind: 'pull_changed', action: 'pushed', pull } });
  if (pull.merged && !linked.merged)
    await hand(place, { ...told, fact: { kind: 'pull_changed', action: 'closed', pull } });
  const comments = await forge.observeComments(repo, linked.number);
  await handComments(place, comments, { repo, number: linked.number, onPull: true });
}

export type Finding = {
  readonly repo: RepoRef;
  readonly actor: NoticeActor;
  readonly occurredAt: string;
  readonly fact: NoticeFact;
};

export async function hand({ house, forge, ...place }: Place, finding: Finding): Promise<void> {
  const notice = { ...finding, ...place, workspace: forge.workspace, echo: false };
  await takeNotice(house, notice, { source: { kind: 'sweep', delivery: null } });
}
