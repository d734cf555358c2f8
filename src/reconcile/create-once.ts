/**
 * A comment is created exactly once, although forges lose answers: the intent is written down first; when the
 * answer never came, all pages of comments are read back, ours are found by their marker, the oldest is adopted
 * and any other of ours with the same marker is removed. Nothing is posted again while an earlier post may
 * still become visible.
 */
import type { CommentSeen, RepoRef } from '../core/intent/notice.ts';
import { ForgeFault } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import { blankRow, type Book, type SurfaceRow } from './book.ts';
import { textDigest } from './diff.ts';
import { carriesMarker } from './marker.ts';
import { ComeBack } from './outcome.ts';

export type CommentJob = {
  readonly forge: Forge;
  readonly book: Book;
  readonly change: number;
  readonly repo: RepoRef;
  readonly issue: number;
  readonly surface: string;
  readonly body: string;
  readonly marker: string;
  readonly row: SurfaceRow | undefined;
  readonly waitClock: () => string;
  readonly settleMs: number;
};

/** Creates the comment, or adopts it, or edits it. Returns how many writes it took. */
export async function writeComment(job: CommentJob): Promise<number> {
  const known = job.row?.forgeId ?? null;
  if (known !== null && (await edit(job, known))) return 1;
  const there = await findOurs(job);
  const [oldest, ...copies] = there;
  for (const copy of copies) await job.forge.deleteComment(job.repo, copy.id);
  if (oldest !== undefined) return adopt(job, oldest, copies.length);
  waitForEarlierAttempt(job);
  await job.book.write(job.change, { ...(job.row ?? blankRow(job.surface)), forgeId: null, digest: null, intentAt: job.waitClock() });
  const created = await job.forge.createComment(job.repo, job.issue, job.body);
  await remember(job, created.id);
  return 1;
}

/** False: the comment was deleted on the forge, so it is made again. */
async function edit(job: CommentJob, id: string): Promise<boolean> {
  try {
    await job.forge.editComment(job.repo, id, job.body);
  } catch (error) {
    if (error instanceof ForgeFault && error.code === 'not_found') return false;
    throw error;
  }
  await remember(job, id);
  return true;
}

async function findOurs(job: CommentJob): Promise<readonly CommentSeen[]> {
  const all = await job.forge.observeComments(job.repo, job.issue);
  return all
    .filter((comment) => comment.ours && carriesMarker(comment.body, job.marker))
    .toSorted((a, b) => Number(BigInt(a.id) - BigInt(b.id)));
}

async function adopt(job: CommentJob, comment: CommentSeen, removed: number): Promise<number> {
  if (textDigest(comment.body) === textDigest(job.body)) {
    await remember(job, comment.id);
    return removed;
  }
  await job.forge.editComment(job.repo, comment.id, job.body);
  await remember(job, comment.id);
  return removed + 1;
}

function waitForEarlierAttempt(job: CommentJob): void {
  const intentAt = job.row?.intentAt ?? null;
  if (intentAt === null) return;
  const waited = Date.parse(job.waitClock()) - Date.parse(intentAt);
  if (waited < job.settleMs) throw new ComeBack(job.settleMs - waited, `an earlier post of ${job.surface} may still appear`);
}

async function remember(job: CommentJob, id: string): Promise<void> {
  const row = job.row ?? blankRow(job.surface);
  await job.book.write(job.change, {
    ...row,
    forgeId: id,
    digest: textDigest(job.body),
    intentAt: null,
    writtenAt: job.waitClock(),
    attempts: row.attempts + 1,
    problem: null,
  });
}
