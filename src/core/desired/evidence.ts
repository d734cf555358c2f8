/**
 * The evidence of a change that has ended: the same record an auditor would ask for, made from its state.
 *
 * What must stay true: once posted it stays the same. What happens after the end (a review, a late authorisation)
 * becomes an addendum with a digest of its own, so that nobody wonders what was known when.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { storable } from '../change/storable.ts';
import { boundDigest, planShown, whyNotCounted } from '../change/binding.ts';
import { isBefore, toMs } from '../change/moment.ts';
import type { Reviewed } from '../change/failure-review.ts';
import { changeName, type Change, type Emergency } from '../change/state.ts';
import type { Approval } from '../change/spoken.ts';
import type { Stamp } from '../change/stamp.ts';
import { isPlannedWindow } from '../gate/window-for.ts';
import { formNamed } from '../plan/forms.ts';
import type { Plan } from '../plan/plan.ts';
import { contains } from '../time/window.ts';
import { addendaOf, type SealedAddendum } from './evidence-addenda.ts';
import { actOf } from './evidence-act.ts';
import { EVIDENCE_SCHEMA, type EvidenceApproval, type EvidenceRecord } from './evidence-record.ts';
import { evidenceDeployments } from './evidence-deployments.ts';
import { evidenceSteps } from './evidence-steps.ts';
import { isKept, rollbackDue } from './rollback-clock.ts';
import { templateEvidence } from './template-view.ts';
import type { ViewClock } from './view.ts';
import { viewClock } from './view-clock.ts';

export type EvidenceView = {
  /** One for each end: a reopened change ends again. */
  readonly key: string;
  readonly clock: ViewClock;
  readonly record: EvidenceRecord;
  /** SHA-256 over the canonical JSON of the record, hex. */
  readonly digest: string;
  readonly addenda: readonly SealedAddendum[];
};

/** Null while the change has not ended. */
export function evidenceView(change: Change): EvidenceView | null {
  const { ended } = change;
  if (ended === null) return null;
  const record = storable(recordOf({ ...change, ...change.atEnd }, ended));
  const digest = evidenceDigest(record);
  return {
    key: `evidence:${String(ended.seq)}`,
    clock: viewClock(change),
    record,
    digest,
    addenda: addendaOf(change, ended, digest),
  };
}

export function evidenceDigest(record: object): string {
  return createHash('sha256')
    .update(canonicalize({ ...record }))
    .digest('hex');
}

function recordOf(change: Change, ended: Stamp): EvidenceRecord {
  const { number, author, operator, started } = change;
  return {
    schema: EVIDENCE_SCHEMA,
    schema_version: 1,
    change: changeName(number),
    number,
    repository: { id: change.repoId, name: change.repo },
    issue: { id: change.issueId, number: change.issue, url: change.issueUrl },
    title: change.title,
    state: change.state,
    category: change.category,
    risk: change.risk,
    priority: change.priority,
    ...(change.suggestedRisk === null ? {} : { risk_suggestion: change.suggestedRisk }),
    people: {
      author,
      operator,
      started_by: started?.by ?? null,
      second_person: planShown(change)?.secondPerson ?? null,
    },
    dates: datesOf(change, ended),
    window: windowOf(change, ended),
    end: { ...actOf(ended), reason: change.endReason },
    closure:
      change.closure === null
        ? null
        : { ...actOf(change.closure), code: change.closure.code, notes: change.closure.notes },
    plan: planOf(change),
    ...actsOf(change, ended),
    steps: evidenceSteps(change),
    pull_requests: change.pulls.map((pull) => ({
      repository: pull.repo,
      number: pull.number,
      head: pull.head,
    })),
    ...evidenceDeployments(change),
    reopenings: change.reopenings,
    events: { first: change.firstSeq, last: ended.seq },
  };
}

type Acts = Pick<
  EvidenceRecord,
  'approvals' | 'template' | 'objections' | 'rollback' | 'emergency' | 'overrides' | 'exceptions'
>;

function actsOf(change: Change, ended: Stamp): Acts {
  const { rollback, emergency } = change;
  const template = templateEvidence(change);
  return {
    approvals: change.approvals.map(approvalOf),
    ...(template === null ? {} : { template }),
    objections: change.objections.map((objection) => ({
      ...actOf(objection),
      kind: objection.kind,
      ...(objection.name === null ? {} : { name: objection.name }),
      text: objection.text,
      lifted: upTo(ended, objection.lifted) ? actOf(objection.lifted) : null,
    })),
    rollback:
      rollback === null
        ? null
        : {
            ...actOf(rollback),
            reason: rollback.reason,
            ...clockOf(change, rollback),
            recovered: recoveredOf(rollback),
          },
    emergency:
      emergency === null
        ? null
        : {
            authoriser: emergency.authoriser,
            bypassed: emergency.bypassed,
            review_due_at: emergency.reviewDueAt,
            authorised: upTo(ended, emergency.authorised) ? actOf(emergency.authorised) : null,
            review: upTo(ended, emergency.review) ? reviewIn(emergency.review) : null,
            ...dutiesIn(emergency, ended),
          },
    overrides: change.overrides.map((override) => ({
      ...actOf(override),
      gate: override.gate,
      reason: override.reason,
      plan_digest: override.digest,
      ...(override.until === null ? {} : { expires_at: override.until }),
      ...(override.via === 'override' ? {} : { via: override.via }),
      ...(override.asker === null ? {} : { asked_by: override.asker }),
      ...(override.ended?.how === 'cancelled' ? { cancelled: actOf(override.ended) } : {}),
    })),
    exceptions: change.exceptions
      .filter((exception) => upTo(ended, exception))
      .map((exception) => ({
        ...actOf(exception),
        kind: exception.kind,
        detail: exception.detail,
      })),
  };
}

function reviewIn(
  review: Reviewed,
): NonNullable<NonNullable<EvidenceRecord['emergency']>['review']> {
  const { findings, outage } = review;
  return { ...actOf(review), findings, ...(outage === null ? {} : { outage }) };
}

function dutiesIn(
  { duties }: Emergency,
  ended: Stamp,
): Pick<NonNullable<EvidenceRecord['emergency']>, 'duties'> {
  if (duties.length === 0) return {};
  return {
    duties: duties.map(({ id, title, proof, dueAt, done }) => ({
      id,
      title,
      proof,
      due_at: dueAt,
      done: upTo(ended, done) ? { ...actOf(done), seen: done.seen, what: done.what } : null,
    })),
  };
}

function upTo<T extends Stamp>(ended: Stamp, act: T | null): act is T {
  return act !== null && act.seq <= ended.seq;
}

function approvalOf(approval: Approval): EvidenceApproval {
  const because = whyNotCounted(approval);
  const { digest, heads, policy, channel, note } = approval;
  return {
    ...actOf(approval),
    plan_digest: digest,
    heads,
    policy,
    channel,
    note,
    counted: because === null,
    not_counted_because: because,
  };
}

function clockOf(
  change: Change,
  { targetMinutes }: NonNullable<Change['rollback']>,
): Pick<NonNullable<EvidenceRecord['rollback']>, 'clock'> {
  if (targetMinutes === null) return {};
  const { promised, target } = rollbackDue(change);
  return {
    clock: {
      promised_minutes: promised?.minutes ?? null,
      target_minutes: targetMinutes,
      kept_promise: isKept(change, promised),
      kept_target: isKept(change, target),
    },
  };
}

function recoveredOf(
  rollback: NonNullable<Change['rollback']>,
): NonNullable<EvidenceRecord['rollback']>['recovered'] {
  const { recovered } = rollback;
  if (recovered === null) return null;
  const seconds = Math.round((toMs(recovered.at) - toMs(rollback.at)) / 1000);
  return { ...actOf(recovered), observed: recovered.observed, seconds };
}

function datesOf(change: Change, ended: Stamp): EvidenceRecord['dates'] {
  const { times } = change;
  return {
    opened_at: times.openedAt,
    submitted_at: times.submittedAt,
    first_approved_at: times.firstApprovedAt,
    fully_approved_at: times.fullyApprovedAt,
    scheduled_at: times.scheduledAt,
    started_at: times.startedAt,
    ended_at: ended.at,
  };
}

function windowOf(change: Change, ended: Stamp): EvidenceRecord['window'] {
  const { window, started } = change;
  if (window === null) return null;
  const planned = planShown(change)?.window ?? null;
  return {
    start: window.start,
    end: window.end,
    zone: window.zone,
    started_inside: started === null ? null : contains(window, started.at),
    ended_inside: started === null ? null : !isBefore(window.end, ended.at),
    ...extensionsOf(change),
    as_planned: isPlannedWindow(change),
    planned:
      planned === null ? null : { start: planned.start, end: planned.end, zone: planned.zone },
  };
}

function extensionsOf({
  extensions,
}: Change): Pick<NonNullable<EvidenceRecord['window']>, 'extensions'> {
  if (extensions.length === 0) return {};
  return {
    extensions: extensions.map((one) => ({
      ...actOf(one),
      ...{ from: one.from, end: one.end, reason: one.reason },
    })),
  };
}

function planOf(change: Change): EvidenceRecord['plan'] {
  const plan = planShown(change);
  if (plan === null) return null;
  return {
    form: plan.form,
    revision: change.revision,
    digest: boundDigest(change),
    assets: plan.assets,
    environments: plan.environments,
    rollback_minutes: plan.rollbackMinutes,
    answers: answersOf(plan),
  };
}

/** In the order in which they were asked. Steps stand in the checklist. */
function answersOf(plan: Plan): NonNullable<EvidenceRecord['plan']>['answers'] {
  const fields = formNamed(plan.form)?.fields ?? [];
  const answers = fields
    .filter(({ id }) => !id.startsWith('steps_') && Object.hasOwn(plan.answers, id))
    .map(({ id, label }) => ({ id, question: label, answer: plan.answers[id] ?? '' }));
  const { outside } = plan;
  if (outside === undefined) return answers;
  return [...answers, { id: 'outside', question: 'Beside the answers', answer: outside }];
}
