/**
 * The record comment as data: the page that author, reviewers, operator and second person all see alike.
 *
 * What must stay true: it shows the plan that counts (the one in force once the change has begun), every gate of
 * the act that comes next with its reason, and nothing that was not recorded.
 */
import { hasBegun, planShown } from '../change/binding.ts';
import { checklist, type ChecklistStep } from '../change/checklist.ts';
import { postReviewOf } from '../change/post-review.ts';
import { dutiesOf } from '../change/duties.ts';
import type { Facts, PullFacts } from '../change/facts.ts';
import type { Change, LinkedPull } from '../change/state.ts';
import { isPlannedWindow } from '../gate/window-for.ts';
import type { Phase, PlanProblem } from '../plan/plan.ts';
import { isInvalid } from '../policy/invalid-policy.ts';
import { signInAsked } from '../policy/sign-ins-due.ts';
import { tally } from '../policy/tally.ts';
import { unlistedNames } from '../policy/unlisted.ts';
import { conflictSummary } from '../time/conflict-summary.ts';
import { approvalsView, whatChanged } from './approval-parts.ts';
import { askWhom } from './ask-whom.ts';
import { guidanceOf } from './guidance.ts';
import { rehearsalView, rehearsedView } from './rehearsal-view.ts';
import { remindersOf } from './reminders.ts';
import { riskView } from './risk-view.ts';
import { promisedMinutes } from './rollback-clock.ts';
import { situate } from './situation.ts';
import { templateView } from './template-view.ts';
import type { GateList, PhaseView, PullView, RecordView, StepStanding, StepView } from './view.ts';
import { viewClock } from './view-clock.ts';

const DEPLOYMENTS_SHOWN = 5;
const PHASES: readonly Phase[] = ['preflight', 'execution', 'verification'];

export function recordView(change: Change, facts: Facts, gates: GateList | null): RecordView {
  const situation = situate(change, gates, signInAsked(change, facts));
  const { author, operator, closure, rollback } = change;
  const count = tally(change, facts);
  return {
    number: change.number,
    state: change.state,
    issueUrl: change.issueUrl,
    author: author.login,
    operator: operator?.login ?? null,
    operatorPlanned: otherOperator(change),
    category: change.category,
    risk: change.risk,
    priority: change.priority,
    clock: viewClock(change),
    situation,
    who: askWhom(change, situation, { facts, gates }),
    reminders: remindersOf(change, situation, facts),
    window: change.window ?? (hasBegun(change) ? null : (change.plan?.window ?? null)),
    booked: change.window !== null,
    offPlan: offPlanOf(change),
    started: change.started,
    ended: change.ended,
    closure:
      closure === null
        ? null
        : { code: closure.code, notes: closure.notes, by: closure.by.login, at: closure.at },
    rollback: rollback === null ? null : rollbackView(rollback),
    stop: stopOf(change, facts),
    endReason: change.endReason,
    problems: change.problems,
    warnings: warningsOf(change, facts),
    phases: phasesOf(change),
    rehearsal: rehearsalView(change),
    postReview: change.ended === null ? null : postReviewOf(change),
    duties: dutiesOf(change),
    gates,
    guidance: guidanceOf(change, facts),
    suggested: riskView(change, facts),
    past: null,
    parts: null,
    beside: besideOf(change, facts),
    approvals: count.spoke.map(({ approval, counted, reason, about }) => ({
      ...approval,
      counts: counted,
      because: reason,
      about,
      since: whatChanged(change, approval),
    })),
    asked: approvalsView(change, facts, count),
    template: templateView(change),
    objections: change.objections,
    pulls: change.pulls.map((pull) => pullView(pull, facts.pulls)),
    deployments: deploymentsOf(change),
    overrides: change.overrides,
    exceptions: change.exceptions,
    event: { seq: change.lastSeq, hash: change.lastHash },
  };
}

function deploymentsOf({ deployments }: Change): RecordView['deployments'] {
  return { count: deployments.length, last: deployments.slice(-DEPLOYMENTS_SHOWN) };
}

function stopOf(change: Change, { policy }: Facts): RecordView['stop'] {
  const running =
    change.state === 'in_progress' || (change.state === 'rolled_back' && change.ended === null);
  if (!running) return null;
  return {
    criteria: planShown(change)?.answers['abort_criteria'] ?? null,
    minutes: promisedMinutes(change),
    policy: isInvalid(policy) ? [] : policy.rollbackCriteria,
  };
}

function besideOf(change: Change, facts: Facts): RecordView['beside'] {
  if (change.ended !== null) return null;
  const summary = conflictSummary(change, facts);
  const { conflicts, dependencies, outside } = summary;
  const isAlone = conflicts.length + dependencies.length + outside.assets.length === 0;
  return isAlone ? null : summary;
}

/** What was seen when it was read, and what the catalogue of now does not list. */
function warningsOf({ warnings, plan }: Change, { policy }: Facts): readonly PlanProblem[] {
  return plan === null ? warnings : [...warnings, ...unlistedNames(plan, policy.catalogue)];
}

function otherOperator(change: Change): string | null {
  const named = planShown(change)?.operator ?? null;
  const { started } = change;
  if (named === null || started === null) return null;
  return named.toLowerCase() === started.by.login.toLowerCase() ? null : named;
}

function offPlanOf(change: Change): RecordView['offPlan'] {
  if (change.window === null || isPlannedWindow(change)) return null;
  return { planned: planShown(change)?.window ?? null };
}

function rollbackView(
  rollback: NonNullable<Change['rollback']>,
): NonNullable<RecordView['rollback']> {
  const { recovered } = rollback;
  return {
    by: rollback.by.login,
    at: rollback.at,
    reason: rollback.reason,
    recovered:
      recovered === null
        ? null
        : { by: recovered.by.login, at: recovered.at, observed: recovered.observed },
  };
}

function phasesOf(change: Change): readonly PhaseView[] {
  const steps = checklist(change).map((one) => stepView(change, one));
  return PHASES.map((phase) => {
    const own = steps.filter(({ step }) => step.phase === phase);
    const finished = own.filter(
      ({ standing }) => standing.kind === 'done' || standing.kind === 'skipped',
    ).length;
    return { phase, finished, steps: own };
  }).filter(({ steps }) => steps.length > 0);
}

function stepView(change: Change, entry: ChecklistStep): StepView {
  const { step, progress } = entry;
  const rehearsed = rehearsedView(change, step);
  return { step, progress, standing: standingOf(entry), rehearsed };
}

function standingOf({ progress, openness, shutBy }: ChecklistStep): StepStanding {
  switch (openness) {
    case 'done':
      return { kind: 'done' };
    case 'skipped':
      return { kind: 'skipped' };
    case 'waiting_confirmation':
      return { kind: 'unconfirmed' };
    case 'current':
      return progress.hold?.status === 'declined' ? { kind: 'declined' } : { kind: 'current' };
    case 'shut': {
      // Only a hold is worth naming: that a step waits for the one before it is the order of the list.
      const hold = shutBy.find(({ why }) => why === 'not_confirmed')?.step ?? null;
      return hold === null ? { kind: 'later' } : { kind: 'shut', by: hold };
    }
  }
}

function pullView(pull: LinkedPull, observed: readonly PullFacts[]): PullView {
  const facts = observed.find(
    ({ repoId, number }) => repoId === pull.repoId && number === pull.number,
  );
  const approving =
    facts?.reviews.filter(({ state, commit }) => state === 'approved' && commit === facts.head) ??
    [];
  return {
    repo: pull.repo,
    number: pull.number,
    head: facts?.head ?? pull.head,
    merged: facts?.merged ?? pull.merged,
    checks: facts?.checks ?? 'unknown',
    failing: facts?.failing ?? [],
    reviews: facts === undefined ? null : approving.length,
  };
}
