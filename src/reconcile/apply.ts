/**
 * Carries out one step of a plan. Every write here is either idempotent by nature or goes through `createOnce`;
 * what was written is noted in the book right after, so that the next run sees no difference.
 */
import { assertNever } from '../core/assert-never.ts';
import { blankRow } from './book.ts';
import { writeComment } from './create-once.ts';
import type { Run } from './run.ts';
import type { Step } from './step.ts';
import { surfaceMarker } from './marker.ts';
import { textDigest } from './diff.ts';

/** Returns how many writes reached the forge. */
export async function apply(run: Run, step: Step): Promise<number> {
  const { forge, repo, issue } = run;
  switch (step.kind) {
    case 'reopen_issue':
      await forge.reopenIssue(repo, issue);
      return 1;
    case 'close_issue':
      await forge.closeIssue(repo, issue, step.reason);
      return 1;
    case 'set_title':
      await forge.setTitle(repo, issue, step.title);
      return 1;
    case 'create_label':
      await forge.createLabel(repo, step.label);
      return 1;
    case 'add_labels':
      await forge.addLabels(repo, issue, step.labels);
      return 1;
    case 'remove_label':
      await forge.removeLabel(repo, issue, step.label);
      return 1;
    case 'write_comment':
      return applyComment(run, step.surface, step.body);
    case 'minimise_comment':
      return minimise(run, step.surface);
    case 'create_check':
      await forge.createCheck(step.repo, step.sha, step.content);
      return 1;
    case 'update_check':
      await forge.updateCheck(step.repo, step.id, step.content);
      return 1;
    case 'react':
      await forge.react(step.repo, step.comment, step.reaction);
      await run.book.drop(run.page.change.number, step.surface);
      return 1;
    case 'request_reviewers':
      return requestReviewers(run, step);
    default:
      return assertNever(step);
  }
}

function applyComment(run: Run, surface: string, body: string): Promise<number> {
  return writeComment({
    forge: run.forge,
    book: run.book,
    change: run.page.change.number,
    repo: run.repo,
    issue: run.issue,
    surface,
    body,
    marker: surfaceMarker(run.page.markerKey, run.page.change.number, surface),
    row: run.page.surfaces.get(surface),
    waitClock: run.waitClock,
    settleMs: run.pace.settleMs,
  });
}

async function minimise(run: Run, surface: string): Promise<number> {
  const row = run.page.surfaces.get(surface);
  if (row?.forgeId === undefined || row.forgeId === null) return 0;
  const comment = await run.forge.observeComment(run.repo, row.forgeId);
  if (comment !== null) await run.forge.minimiseComment(comment, 'outdated');
  await run.book.write(run.page.change.number, { ...row, problem: 'retired' });
  return comment === null ? 0 : 1;
}

/** People asked once are not asked again: a forge forgets a request as soon as they have reviewed. */
async function requestReviewers(run: Run, step: Extract<Step, { kind: 'request_reviewers' }>): Promise<number> {
  await run.forge.requestReviewers(step.repo, step.pull, step.logins);
  for (const login of step.logins) await note(run, `reviewer:${step.repo.id}:${String(step.pull)}:${login}`);
  return 1;
}

async function note(run: Run, surface: string): Promise<void> {
  const row = run.page.surfaces.get(surface) ?? blankRow(surface);
  await run.book.write(run.page.change.number, { ...row, writtenAt: run.waitClock(), digest: textDigest(surface) });
}
