/**
 * The answer to "may this merge?" on the head of every linked pull request, and whom an open hold asks to look.
 *
 * What must stay true: one check per head that is still open, with every gate in it; an answer that is not a clear
 * yes is never reported as success.
 */
import type { Facts, PullFacts } from '../change/facts.ts';
import { waitingHolds } from '../change/checklist.ts';
import { changeName, type Change, type LinkedPull } from '../change/state.ts';
import type { Verdict } from '../gate/verdict.ts';
import { confirmers, few } from './asked.ts';
import { isOver } from './duties.ts';
import type { CheckView, RecordView } from './view.ts';
import { viewClock } from './view-clock.ts';

export type DesiredCheck = {
  readonly repoId: string;
  readonly repo: string;
  readonly sha: string;
  readonly view: CheckView;
};
export type DesiredReviewers = {
  readonly repoId: string;
  readonly repo: string;
  readonly pull: number;
  readonly logins: readonly string[];
};

export type MergeScene = {
  readonly facts: Facts;
  readonly verdicts: readonly Verdict[];
  readonly record: RecordView;
};

export function checksOf(change: Change, scene: MergeScene): readonly DesiredCheck[] {
  const open = change.pulls.filter((pull) => isOpen(pull, factsOf(pull, scene.facts)));
  return open.map((pull) => ({
    repoId: pull.repoId,
    repo: pull.repo,
    sha: factsOf(pull, scene.facts)?.head ?? pull.head,
    view: checkView(change, scene),
  }));
}

export function checkView(change: Change, scene: MergeScene): CheckView {
  return {
    number: change.number,
    issueUrl: change.issueUrl,
    state: change.state,
    clock: viewClock(change),
    conclusion: conclusionOf(change, scene.verdicts),
    externalId: `${changeName(change.number)}/gate`,
    closure: scene.record.closure,
    rollback: scene.record.rollback,
    endReason: scene.record.endReason,
    situation: scene.record.situation,
    who: scene.record.who,
    verdicts: scene.verdicts,
  };
}

/** A forge refuses to ask the author of a pull request for a review; others it notifies. */
export function reviewersOf(change: Change, facts: Facts): readonly DesiredReviewers[] {
  const waiting = waitingHolds(change).filter(
    ({ progress }) => progress.hold?.status === 'waiting',
  );
  if (isOver(change) || waiting.length === 0) return [];
  const wanted = waiting.flatMap(({ step }) => confirmers(change, step.id, facts));
  return change.pulls.flatMap((pull): readonly DesiredReviewers[] => {
    const observed = factsOf(pull, facts);
    if (observed === null || !isOpen(pull, observed)) return [];
    const others = new Map(wanted.map((person) => [person.id, person]));
    others.delete(observed.author.id);
    const logins = few([...others.values()]);
    return logins.length === 0
      ? []
      : [{ repoId: pull.repoId, repo: pull.repo, pull: pull.number, logins }];
  });
}

/** `failure` is for what has failed; what waits for people or for time asks for an action. */
function conclusionOf(change: Change, verdicts: readonly Verdict[]): CheckView['conclusion'] {
  const blockers = verdicts.filter(({ kind }) => kind !== 'met' && kind !== 'not_applicable');
  if (verdicts.length > 0 && blockers.length === 0) return 'success';
  const over =
    change.state === 'rejected' || change.state === 'cancelled' || change.state === 'rolled_back';
  return over || blockers.some(({ code }) => code === 'ci_gates_failed')
    ? 'failure'
    : 'action_required';
}

function factsOf(pull: LinkedPull, facts: Facts): PullFacts | null {
  return (
    facts.pulls.find(({ repoId, number }) => repoId === pull.repoId && number === pull.number) ??
    null
  );
}

function isOpen(pull: LinkedPull, observed: PullFacts | null): boolean {
  return observed === null ? !pull.merged : observed.open && !observed.merged;
}
