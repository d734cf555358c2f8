/**
 * Reads one change whole. A fact found here was not witnessed and says so (source `sweep`): an edit has an unknown
 * editor, a comment counts only while it still is as it was written. Then the change is reconciled, which repairs
 * whatever drifted on the forge.
 */
import type { Change } from '../core/change/state.ts';
import type { CommentSeen } from '../core/intent/notice.ts';
import { isoNow } from '../clock.ts';
import { blankRow } from '../reconcile/book.ts';
import { observeHome } from '../reconcile/observe.ts';
import { doubtSurface, editedDoubt, isFormer, RECORD } from '../reconcile/surface-names.ts';
import { textDigest } from '../reconcile/text-digest.ts';
import { holdMark, wantLook } from '../store/dirty.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { loadChange } from '../store/load-change.ts';
import { listSurfaces, putSurface } from '../store/surfaces.ts';
import { restate } from './stopped.ts';
import { hand, handComments, NOBODY, type Place } from './sweep-hand.ts';
import { sweepPull } from './sweep-pull.ts';
import { wakeReconcile } from './wakes.ts';

export async function sweepChange(place: Place, number: number): Promise<void> {
  const { house, forge } = place;
  const { workspace } = forge;
  const change = await inWorkspace(house.db, workspace, (tx) => loadChange(tx, number));
  if (change === null) return;
  const repo = { id: change.repoId, name: change.repo };
  const issue = await observeHome(forge, repo, change);
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
    await handComments(place, comments, {
      repo,
      number: change.issue,
      onPull: change.own !== null,
    });
  }
  for (const linked of change.pulls)
    if (!reused || linked.repoId !== change.repoId) await sweepPull(place, change, linked);
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
