/**
 * Folds what people decide before the start: submit, voices for and against, approval, window, override, end before
 * the beginning.
 *
 * What must stay true: an approval or objection is never deleted; it is marked as voided or lifted, with why.
 */
import type { Folds } from './evolve-context.ts';
import { suggestedRisk } from '../risk/note.ts';
import { boundDigest, boundNow, standingApprovals } from './binding.ts';
import { keptSteps } from './kept-steps.ts';
import type { RefusalCode } from './refusal.ts';
import { withSecond } from './second-person.ts';
import type { Approval, Objection } from './spoken.ts';
import type { Change } from './state.ts';
import type { Stamp } from './stamp.ts';

type ReviewEvent =
  | 'submitted'
  | 'approved'
  | 'identity_confirmed'
  | 'approval_withdrawn'
  | 'approvals_voided'
  | 'delegated'
  | 'delegation_ended'
  | 'approval_completed'
  | 'changes_requested'
  | 'changes_request_cleared'
  | 'blocked'
  | 'unblocked'
  | 'returned_to_review';

const WHAT_IS_DONE_MOVED: readonly RefusalCode[] = ['approval_stale', 'ref_changed'];

export const reviewFolds: Folds<ReviewEvent> = {
  submitted: (change, { data, texts }, { stamp, stored }) => ({
    ...withSecond(change, data.second),
    suggestedRisk: suggestedRisk({ risk: data.risk, texts }),
    policy: stored.policy,
    policyChangedAt: null,
    state: 'review',
    times: { ...change.times, submittedAt: stamp.at },
  }),
  approved: (change, { data, texts }, { stamp, stored }) => {
    const note = texts.note === '' ? null : texts.note;
    const approval: Approval = {
      ...stamp,
      ...data,
      policy: stored.policy,
      note,
      voided: null,
      tallied: null,
    };
    const { times } = change;
    return {
      ...change,
      approvals: [...change.approvals, approval],
      times: { ...times, firstApprovedAt: times.firstApprovedAt ?? stamp.at },
    };
  },
  identity_confirmed: (change, _event, { stamp }) => ({
    ...change,
    signIns: [...change.signIns, { ...stamp, ...boundNow(change) }],
  }),
  approval_withdrawn: (change, { data }, { stamp }) =>
    voidApprovals(change, { reason: 'withdrawn', at: stamp.at }, ({ by }) => by.id === data.person),
  approvals_voided: (change, { data }, { stamp }) =>
    voidApprovals(
      change,
      { reason: data.reason, at: stamp.at },
      ({ seq }) => !data.kept.includes(seq),
    ),
  delegated: (change, { data, texts }, { stamp }) => {
    const { to: id, digest } = data;
    const to = { id, login: texts.toLogin };
    const delegation = { ...stamp, to, digest, reason: texts.reason, ended: null };
    return { ...change, delegations: [...change.delegations, delegation] };
  },
  delegation_ended: (change, _event, { stamp }) => ({
    ...change,
    delegations: change.delegations.map((one) =>
      one.by.id === stamp.by.id && one.ended === null ? { ...one, ended: stamp.at } : one,
    ),
  }),
  approval_completed: (change, { data }, { stamp, stored }) => {
    const times = { ...change.times, fullyApprovedAt: stamp.at };
    const rules = { policy: stored.policy, policyChangedAt: null };
    const approved = {
      ...withSecond(withVoices(change, data.voices), data.second),
      ...{ times, ...rules },
    };
    return change.state === 'in_progress'
      ? putInForce(approved)
      : { ...approved, state: 'approved' };
  },
  changes_requested: (change, { texts }, { stamp }) =>
    withObjection(change, stamp, { kind: 'changes_requested', text: texts.text }),
  changes_request_cleared: (change, { data }, { stamp }) =>
    lift(
      change,
      stamp,
      ({ kind, by }) =>
        kind === 'changes_requested' && (data.by === 'plan_edit' || by.id === stamp.by.id),
    ),
  blocked: (change, { texts }, { stamp }) =>
    withObjection(change, stamp, { kind: 'block', text: texts.text }),
  unblocked: (change, { data }, { stamp }) =>
    lift(change, stamp, ({ kind, by }) => kind === 'block' && by.id === data.blocker),
  returned_to_review: (change, { data }) => ({
    ...change,
    state: 'review',
    window: null,
    windowOpenedAt: null,
    windowMissedAt: null,
    // Steps were walked for a plan and its heads; who agrees to them is another matter.
    steps: WHAT_IS_DONE_MOVED.includes(data.reason) ? {} : change.steps,
  }),
};

/** Notes what a decision took each approval for. */
export function withVoices(change: Change, voices: readonly string[] | null): Change {
  const approvals = change.approvals.map((one, index) => ({
    ...one,
    tallied: voices?.[index] ?? one.tallied,
  }));
  return { ...change, approvals };
}

/** Marks standing approvals, all or some. */
export function voidApprovals(
  change: Change,
  voided: NonNullable<Approval['voided']>,
  isMeant: (approval: Approval) => boolean = () => true,
): Change {
  const standing = new Set(standingApprovals(change).filter(isMeant));
  const approvals = change.approvals.map((one) => (standing.has(one) ? { ...one, voided } : one));
  return { ...change, approvals };
}

/** A reopened change was approved again: its new plan is the one in force now. */
function putInForce(change: Change): Change {
  const { plan } = change;
  if (!change.reapprovalDue || plan === null) return change;
  const { category, priority, risk } = plan;
  const steps = keptSteps(change, plan);
  const forced = {
    ...change,
    category,
    priority,
    risk,
    steps,
    planInForce: plan,
    reapprovalDue: false,
  };
  return { ...forced, digestInForce: boundDigest(change), editedWhileRunning: null };
}

type Objecting = Pick<Objection, 'kind' | 'text'> & { readonly name?: string };

export function withObjection(change: Change, stamp: Stamp, what: Objecting): Change {
  const objection: Objection = { ...stamp, name: null, ...what, lifted: null };
  return { ...change, objections: [...change.objections, objection] };
}

export function lift(
  change: Change,
  stamp: Stamp,
  isMeant: (objection: Objection) => boolean,
): Change {
  const objections = change.objections.map((one) =>
    one.lifted === null && isMeant(one) ? { ...one, lifted: stamp } : one,
  );
  return { ...change, objections };
}
