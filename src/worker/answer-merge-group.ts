/**
 * A merge queue asks for our check on a commit of its own, which belongs to no single pull request. Until the
 * queue's members are judged, the only honest answer is no: silence would stall the queue until its timeout, and
 * a yes would let everything through.
 */
import type { RepoRef } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import { renderMergeGroupCheck } from '../render/merge-group.ts';

export async function answerMergeGroup(
  forge: Forge,
  repo: RepoRef,
  headSha: string,
): Promise<void> {
  const answered = await forge.observeCheck(repo, headSha);
  if (answered !== null) return;
  const { title, summary } = renderMergeGroupCheck();
  await forge.createCheck(repo, headSha, {
    conclusion: 'failure',
    title,
    summary,
    externalId: 'merge-group',
    detailsUrl: null,
  });
}
