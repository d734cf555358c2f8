/**
 * The one thing that is needed next, in every state a change can be in. A person who opens the record reads this
 * first; everything else on it is detail.
 *
 * What must stay true: a situation never asks for a command that `decide` would refuse as things stand; where a
 * gate is shut, the gate's own answer is the situation.
 */
import { checklist, currentSteps, waitingHolds, type ChecklistStep } from '../change/checklist.ts';
import type { Change } from '../change/state.ts';
import type { Verdict } from '../gate/verdict.ts';
import type { SignInAsked } from '../policy/sign-ins-due.ts';
import { formNamed } from '../plan/forms.ts';
import { dutiesOwed, hasEnded, owesAuthorisation, reviewOwed } from './duties.ts';
import { lastReturn } from './returned.ts';
import { rollbackDue } from './rollback-clock.ts';
import type { GateList, Question, Situation } from './view.ts';

export function situate(
  change: Change,
  gates: GateList | null,
  signIn: SignInAsked | null,
): Situation {
  switch (change.state) {
    case 'draft':
      return drafting(change, gates);
    case 'review':
      return reviewing(change, gates, signIn);
    case 'approved':
    case 'scheduled':
      return change.own === null ? agreed(change, gates) : agreedOwn(change, gates);
    case 'in_progress':
      return running(change, gates);
    case 'rolled_back':
      return hasEnded(change)
        ? afterwards(change)
        : { kind: 'recovery_wanted', ...rollbackDue(change) };
    case 'completed':
    case 'rejected':
    case 'cancelled':
      return afterwards(change);
  }
}

/** The next step that stays shut until somebody has looked at this one. */
export function shutBehind(change: Change, step: string): string | null {
  const shut = checklist(change).find(({ shutBy }) =>
    shutBy.some((by) => by.step === step && by.why === 'not_confirmed'),
  );
  return shut?.step.id ?? null;
}

export function blockersAmong(gates: GateList | null): readonly Verdict[] {
  return (gates?.verdicts ?? []).filter(({ kind }) => kind === 'unmet' || kind === 'cannot_tell');
}

/** Done, and nobody wrote what was seen. */
export function unobserved(change: Change): readonly ChecklistStep[] {
  return checklist(change).filter(
    ({ progress }) => progress.status === 'done' && progress.observed === null,
  );
}

function drafting(change: Change, gates: GateList | null): Situation {
  if (change.plan === null) return { kind: 'plan_unreadable', problems: change.problems.length };
  if (change.own?.draft === true) return { kind: 'pull_draft' };
  if (change.category === 'emergency') return emergencyAhead(change, gates);
  if (change.plan.missing.length > 0)
    return {
      kind: change.own === null ? 'answers_missing' : 'sections_missing',
      questions: change.plan.missing.map((id) => question(id, change)),
    };
  return shut('submit', gates) ?? { kind: 'ready_to_submit' };
}

/** The gates are in the order in which people can mend them; a missing approval is asked for in its own words. */
function reviewing(change: Change, gates: GateList | null, signIn: SignInAsked | null): Situation {
  if (change.plan === null) return { kind: 'plan_unreadable', problems: change.problems.length };
  const objecting = objected(change);
  if (objecting !== null) return objecting;
  const first = blockersAmong(gates)[0];
  if (first !== undefined && (first.gate !== 'approvals' || first.kind === 'cannot_tell')) {
    return shut('approve', gates) ?? { kind: 'ready_to_submit' };
  }
  return {
    kind: 'approval_wanted',
    given: first === undefined ? 0 : numberOf(first, 'counted'),
    needed: first === undefined ? 1 : Math.max(1, numberOf(first, 'needed')),
    returned: lastReturn(change)?.why ?? null,
    signIn,
  };
}

/** Blocked by something that a line of its own says better. */
const SAID_OTHERWISE = ['window_not_open', 'preflight_steps_open', 'window_required'];

function agreed(change: Change, gates: GateList | null): Situation {
  if (change.plan === null) return { kind: 'plan_unreadable', problems: change.problems.length };
  const objecting = objected(change);
  if (objecting !== null) return objecting;
  const window = change.window ?? change.plan.window;
  if (window === null) return shut('schedule', gates, SAID_OTHERWISE) ?? { kind: 'window_wanted' };
  const codes = blockersAmong(gates).map(({ code }) => code);
  if (change.windowMissedAt !== null || codes.includes('window_closed'))
    return { kind: 'window_missed', window };
  const waiting = waitingHolds(change)[0];
  if (waiting !== undefined) return hold(change, waiting);
  const other = shut('start', gates, SAID_OTHERWISE);
  if (other !== null) return other;
  const ahead = codes.includes('window_not_open');
  if (ahead && change.window === null) return { kind: 'window_to_book', window };
  const next = currentSteps(change)[0];
  if (next !== undefined) return { kind: 'preflight', step: next.step, window };
  return ahead ? { kind: 'window_ahead', window } : { kind: 'ready_to_start', window };
}

/** Nothing stands between the approval of a pull request and its merge but the gates. */
function agreedOwn(change: Change, gates: GateList | null): Situation {
  return objected(change) ?? shut('merge', gates) ?? { kind: 'ready_to_merge' };
}

function running(change: Change, gates: GateList | null): Situation {
  const { paused, handover } = change;
  if (paused !== null) return { kind: 'paused', since: paused, reason: paused.reason };
  const waiting = waitingHolds(change)[0];
  if (waiting !== undefined) return hold(change, waiting);
  if (handover !== null)
    return { kind: 'handover_offered', from: handover.by.login, to: handover.to.login };
  const open = currentSteps(change).filter(({ step }) => step.phase !== 'preflight');
  const unseen = lastUnobserved(change);
  const [next, ...also] = open;
  if (unseen !== null)
    return { kind: 'observation_missing', step: unseen.step, then: next?.step.id ?? null };
  if (next !== undefined)
    return { kind: 'step', step: next.step, also: also.map(({ step }) => step.id) };
  return shut('complete', gates, ['closure_required']) ?? { kind: 'ready_to_complete' };
}

function afterwards(change: Change): Situation {
  const { emergency } = change;
  if (emergency !== null && owesAuthorisation(change)) {
    return {
      kind: 'authorisation_owed',
      authoriser: emergency.authoriser,
      dueAt: emergency.authoriseDueAt,
      overdueSince: emergency.unconfirmedSince,
    };
  }
  const review = reviewOwed(change);
  if (review !== null) return { kind: 'review_owed', ...review };
  const owed = dutiesOwed(change);
  return owed === null ? { kind: 'ended' } : { kind: 'duties_owed', ...owed };
}

function emergencyAhead(change: Change, gates: GateList | null): Situation {
  const authoriser = change.plan?.answers['authorised_by'] ?? null;
  // That nobody is named is said in words of its own; that somebody is who cannot give the word is not.
  const isNamed = authoriser !== null && authoriser.trim() !== '';
  const except = isNamed ? [] : ['authorisation_required'];
  return shut('start', gates, except) ?? { kind: 'emergency_to_start', authoriser };
}

/** A block weighs more than a request, and the older one was waiting longer. */
function objected(change: Change): Situation | null {
  const open = change.objections.filter(
    ({ lifted, kind }) => lifted === null && kind !== 'concern',
  );
  const block = open.find(({ kind }) => kind === 'block');
  if (block !== undefined) return { kind: 'blocked', objection: block };
  const request = open[0];
  return request === undefined ? null : { kind: 'changes_requested', objection: request };
}

function hold(change: Change, { step, progress }: ChecklistStep): Situation {
  if (progress.hold?.status === 'declined') {
    return {
      kind: 'hold_declined',
      step,
      by: progress.hold.stamp?.by.login ?? '',
      saw: progress.hold.observed ?? '',
    };
  }
  return {
    kind: 'hold_waiting',
    step,
    shuts: shutBehind(change, step.id),
    by: progress.finished?.by.login ?? '',
  };
}

/** Only the step that was finished last: older gaps are reminded of, the operator is not led back. */
function lastUnobserved(change: Change): ChecklistStep | null {
  const finished = checklist(change).filter(({ progress }) => progress.finished !== null);
  const last = finished.toSorted(
    (a, b) => (b.progress.finished?.seq ?? 0) - (a.progress.finished?.seq ?? 0),
  )[0];
  return last?.progress.status === 'done' && last.progress.observed === null ? last : null;
}

function shut(
  act: GateList['act'],
  gates: GateList | null,
  except: readonly string[] = [],
): Situation | null {
  const blockers = blockersAmong(gates).filter(({ code }) => !except.includes(code));
  const [verdict] = blockers;
  return verdict === undefined ? null : { kind: 'gate_shut', act, verdict, unmet: blockers.length };
}

function numberOf(verdict: Verdict, fact: string): number {
  const value = verdict.facts[fact];
  return typeof value === 'number' ? value : 0;
}

function question(id: string, change: Change): Question {
  const form = formNamed(change.plan?.form ?? '');
  const label = form?.fields.find((field) => field.id === id)?.label ?? id;
  return { id, label };
}
