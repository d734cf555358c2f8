/**
 * Carries out one step of a plan. Every write here is either idempotent by nature or goes through `writeComment`,
 * which creates once; what was written is noted in the book right after, so that the next run sees no difference.
 */
import { assertNever } from '../core/assert-never.ts';
import { ForgeFault, type FaultCode } from '../forge/fault.ts';
import { blankRow } from './book.ts';
import { applyNative } from './native.ts';
import { writeComment } from './create-once.ts';
import type { Looked } from './observe.ts';
import { ComeBack } from './outcome.ts';
import { waitedSince, type Run } from './run.ts';
import type { Step } from './step.ts';
import { RECORD } from './surface-names.ts';
import { textDigest } from './text-digest.ts';

/** Returns how many writes reached the forge. */
export async function apply(run: Run, step: Step, looked: Looked): Promise<number> {
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
    case 'write_comment': {
      const shown = step.surface === RECORD && looked.record !== null ? looked.record.body : null;
      const digest = shown === null ? null : textDigest(shown);
      return writeComment(run, { surface: step.surface, body: step.body, shown: digest });
    }
    case 'minimise_comment':
      return minimise(run, step.surface);
    case 'create_check':
      await forge.createCheck(step.repo, step.sha, step.content);
      return 1;
    case 'update_check':
      await forge.updateCheck(step.repo, step.id, step.content);
      return 1;
    case 'write_status':
      return (await forge.writeStatus(step.repo, step.sha, step.content)) ? 1 : 0;
    case 'react':
      return react(run, step);
    case 'request_reviewers':
      return requestReviewers(run, step);
    case 'add_blocker':
    case 'remove_blocker':
    case 'set_type':
    case 'set_fields':
      return applyNative(run, step);
    default:
      return assertNever(step);
  }
}

async function minimise(run: Run, surface: string): Promise<number> {
  const row = run.page.surfaces.get(surface);
  if (row?.forgeId === undefined || row.forgeId === null) return 0;
  const comment = await run.forge.observeComment(run.repo, row.forgeId);
  if (comment !== null) await run.forge.minimiseComment(comment, 'outdated');
  await run.book.write(run.page.change.number, { ...row, problem: 'retired' });
  return comment === null ? 0 : 1;
}

type React = Extract<Step, { kind: 'react' }>;

/** A comment that its author took back can have no reaction; one that is only not visible yet can, a little later. */
async function react(run: Run, step: React): Promise<number> {
  const { number } = run.page.change;
  try {
    await run.forge.react(step.repo, step.comment, step.reaction);
  } catch (error) {
    if (!(error instanceof ForgeFault) || error.code !== 'not_found') throw error;
    const row = run.page.surfaces.get(step.surface) ?? blankRow(step.surface);
    const since = row.intentAt ?? run.waitClock();
    if (row.intentAt === null) await run.book.write(number, { ...row, intentAt: since });
    const rest = run.pace.goneMs - waitedSince(run, since);
    if (rest > 0) throw new ComeBack(rest, 'the comment to react to is not found');
    await run.book.drop(number, step.surface);
    return 0;
  }
  await run.book.drop(number, step.surface);
  return 1;
}

const WILL_NOT_ASK: ReadonlySet<FaultCode> = new Set(['invalid', 'not_found', 'forbidden']);

type Ask = Extract<Step, { kind: 'request_reviewers' }>;

/**
 * People asked once are not asked again: a forge forgets a request as soon as they have reviewed. A forge that
 * will not ask them is not asked again either; the announcement names them all the same.
 */
async function requestReviewers(run: Run, step: Ask): Promise<number> {
  let problem: string | null = null;
  try {
    await run.forge.requestReviewers(step.repo, step.pull, step.logins);
  } catch (error) {
    if (!(error instanceof ForgeFault) || !WILL_NOT_ASK.has(error.code)) throw error;
    problem = error.code;
  }
  const put = step.logins.map((login) => {
    const once = `reviewer:${step.repo.id}:${String(step.pull)}:${login}`;
    const surface = step.round === '' ? once : `${once}:${step.round}`;
    const row = run.page.surfaces.get(surface) ?? blankRow(surface);
    return { ...row, writtenAt: run.waitClock(), digest: textDigest(surface), problem };
  });
  await run.book.tidy(run.page.change.number, { put, drop: [] });
  return problem === null ? 1 : 0;
}
