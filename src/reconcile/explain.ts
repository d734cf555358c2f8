/**
 * An edit of the record that no processed delivery carries is waited for: its delivery may be on its way, and may
 * hold somebody's tick. After a while the forge's own list of deliveries is asked for; at last it is recorded as
 * found, granting nothing, and the record is put right. Meanwhile only the record is left alone: gate answers and
 * labels go on.
 */
import type { CommentSeen } from '../core/intent/notice.ts';
import { ForgeFault } from '../forge/fault.ts';
import { blankRow } from './book.ts';
import { ComeBack } from './outcome.ts';
import { waitedSince, type Run } from './run.ts';
import { RECORD, seenSurface, UNEXPLAINED } from './surface-names.ts';
import { textDigest } from './text-digest.ts';

export type OrphanEdit = {
  readonly comment: CommentSeen;
  /** What we had written; null when the record would be written differently by now. */
  readonly written: string | null;
  /** Whom the forge names as the last editor; its word, not something that was witnessed. */
  readonly editor: string | null;
};

export type EditReports = {
  /** Compare the forge's delivery list with the inbox now: something is missing. */
  readonly missedDelivery: (workspace: string) => Promise<void>;
  /** An edit of the record that nothing explained in time. Told twice, it is recorded once. */
  readonly orphanEdit: (workspace: string, change: number, found: OrphanEdit) => Promise<void>;
};

/** Milliseconds for which the record is to be left alone. Throws `ComeBack` once the edit was recorded. */
export async function waitForWord(
  run: Run,
  reports: EditReports,
  { comment, drawn }: { readonly comment: CommentSeen; readonly drawn: string | null },
): Promise<number> {
  const { number } = run.page.change;
  const digest = textDigest(comment.body);
  const row = run.page.surfaces.get(UNEXPLAINED);
  const since = row?.digest === digest ? row.intentAt : null;
  if (since === null) {
    const first = { ...blankRow(UNEXPLAINED), digest, intentAt: run.waitClock() };
    await run.book.write(number, first);
    return run.pace.explainMs;
  }
  if (waitedSince(run, since) < run.pace.orphanMs) {
    await reports.missedDelivery(run.forge.workspace);
    return run.pace.explainMs;
  }
  const { digest: writtenDigest = null } = run.page.surfaces.get(RECORD) ?? {};
  const written = drawn !== null && textDigest(drawn) === writtenDigest ? drawn : null;
  const editor = await lastEditor(run, comment);
  await reports.orphanEdit(run.forge.workspace, number, { comment, written, editor });
  await run.book.tidy(number, {
    put: [{ ...blankRow(seenSurface(comment.body)), digest }],
    drop: [UNEXPLAINED],
  });
  throw new ComeBack(0, 'an unexplained edit of the record was recorded');
}

async function lastEditor(run: Run, comment: CommentSeen): Promise<string | null> {
  try {
    return (await run.forge.observeCommentEditor(comment))?.by.login ?? null;
  } catch (error) {
    if (error instanceof ForgeFault) return null;
    throw error;
  }
}
