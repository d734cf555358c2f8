/**
 * Folds the ends of a change and what follows them: completion, rollback, cancelling, reopening, and the review that
 * an emergency owes.
 *
 * What must stay true: `ended` is set exactly while nothing more is to be done: a rollback ends when it is verified,
 * and a reopened change has not ended. `atEnd` is set with it and never moves.
 */
import type { Folds } from './evolve-context.ts';
import { withException } from './evolve-context.ts';
import { voidApprovals } from './evolve-review.ts';
import type { FailureReview } from './failure-review.ts';
import { withExecutor } from './progress.ts';
import type { Change, Emergency } from './state.ts';
import type { Stamp } from './stamp.ts';

type EndEvent =
  | 'completed'
  | 'rollback_started'
  | 'recovered'
  | 'reopened'
  | 'rejected'
  | 'cancelled'
  | 'authorised'
  | 'review_owed'
  | 'posthoc_reviewed'
  | 'posthoc_became_overdue'
  | 'authorisation_became_overdue';

export const endFolds: Folds<EndEvent> = {
  completed: (change, { data, texts }, { stamp }) => ({
    ...end(change, stamp),
    state: 'completed',
    closure: { ...stamp, code: data.code, notes: texts.notes },
  }),
  rollback_started: (change, { data, texts }, { stamp }) => ({
    ...settle(withExecutor(change, stamp.by)),
    state: 'rolled_back',
    closure: { ...stamp, code: 'unsuccessful', notes: texts.reason },
    rollback: { ...stamp, reason: texts.reason, targetMinutes: data.target, recovered: null },
  }),
  recovered: (change, { texts }, { stamp }) => {
    const { rollback } = change;
    if (rollback === null) return change;
    return {
      ...end(change, stamp),
      rollback: { ...rollback, recovered: { ...stamp, observed: texts.observed } },
    };
  },
  reopened: (change, { data }, { stamp }) => {
    const reopened: Change = {
      ...change,
      state: 'in_progress',
      closure: null,
      ended: null,
      atEnd: null,
      reopenings: change.reopenings + 1,
      emergency: owingReview(change.emergency, data.reviewDueAt),
    };
    // Nothing was approved in an emergency, so nothing can have changed since.
    if (change.emergency !== null || change.digest === change.digestInForce) return reopened;
    return asPlanned(
      voidApprovals({ ...reopened, reapprovalDue: true }, { reason: 'reopened', at: stamp.at }),
    );
  },
  rejected: (change, { texts }, { stamp }) => ({
    ...end(change, stamp),
    state: 'rejected',
    endReason: texts.reason,
  }),
  cancelled: (change, { texts }, { stamp }) => ({
    ...end(change, stamp),
    state: 'cancelled',
    endReason: texts.reason,
  }),
  authorised: (change, _event, { stamp }) => {
    const { emergency } = change;
    return emergency === null
      ? change
      : { ...change, emergency: { ...emergency, authorised: stamp } };
  },
  review_owed: (change, { data }) => ({
    ...change,
    failureReview: { ...data, overdueSince: null, review: null },
  }),
  posthoc_reviewed: (change, { data, texts }, { stamp }) =>
    withReview(change, { review: { ...stamp, findings: texts.findings, outage: data.outage } }),
  posthoc_became_overdue: (change, _event, { stamp }) => {
    const overdue = withReview(change, { overdueSince: stamp.at });
    return withException(overdue, stamp, { kind: 'posthoc_overdue', detail: null });
  },
  authorisation_became_overdue: (change, _event, { stamp }) => {
    const { emergency } = change;
    if (emergency === null) return change;
    const overdue = { ...change, emergency: { ...emergency, unconfirmedSince: stamp.at } };
    return withException(overdue, stamp, { kind: 'authorisation_overdue', detail: null });
  },
};

/** An emergency keeps its review with what else it owes. */
function withReview(
  change: Change,
  next: Partial<Pick<FailureReview, 'review' | 'overdueSince'>>,
): Change {
  const { emergency, failureReview } = change;
  if (emergency !== null) return { ...change, emergency: { ...emergency, ...next } };
  if (failureReview === null) return change;
  return { ...change, failureReview: { ...failureReview, ...next } };
}

function owingReview(emergency: Emergency | null, reviewDueAt: string | null): Emergency | null {
  if (emergency === null || reviewDueAt === null) return emergency;
  return { ...emergency, reviewDueAt, review: null, overdueSince: null };
}

/** Until it is approved again, the rules of the new plan's class apply, so that the old class cannot approve it. */
function asPlanned(change: Change): Change {
  const { plan } = change;
  if (plan === null) return change;
  const { category, priority, risk } = plan;
  return { ...change, category, priority, risk };
}

function end(change: Change, stamp: Stamp): Change {
  const { title, revision, pulls, approvals, deployments } = change;
  const emergency =
    change.emergency === null
      ? null
      : { ...change.emergency, endedAt: change.emergency.endedAt ?? stamp.at };
  const atEnd = { title, revision, pulls, approvals, deployments };
  return { ...settle(change), ended: stamp, atEnd, emergency };
}

/** What belongs to a run does not outlast it. */
function settle(change: Change): Change {
  return { ...change, paused: null, handover: null };
}
