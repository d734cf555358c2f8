/**
 * The population: one row for every number that was ever given, also for changes that were rejected or called off.
 * An auditor draws the sample from here, so nothing may be missing.
 */
import { planShown, whyNotCounted } from '../core/change/binding.ts';
import { isBefore, toMs } from '../core/change/moment.ts';
import { postReviewOf } from '../core/change/post-review.ts';
import { isFinished, isPassed, progressOf } from '../core/change/progress.ts';
import { changeName } from '../core/change/state.ts';
import type { Approval } from '../core/change/spoken.ts';
import type { Change } from '../core/change/state.ts';
import { findRule } from '../core/policy/rights.ts';
import type { Policy } from '../core/policy/policy.ts';
import { contains } from '../core/time/window.ts';
import type { ChangeHistory } from './population.ts';
import { evidenceRecord } from './record.ts';
import { column } from './table.ts';
import type { Cell, Column, Table } from './table.ts';

export type ChangeSubject = ChangeHistory & { readonly workspace: string; readonly policy: Policy };

const HOUR_MS = 3_600_000;

const of = (name: string, cell: (change: Change) => Cell): Column<ChangeSubject> =>
  column(name, ({ change }) => cell(change));

const answer = (name: string, field: string): Column<ChangeSubject> =>
  of(name, (change) => {
    const answers = planShown(change)?.answers;
    return answers !== undefined && Object.hasOwn(answers, field) ? (answers[field] ?? null) : null;
  });

const IDENTITY: readonly Column<ChangeSubject>[] = [
  column('tenant', ({ workspace }) => workspace),
  of('repo', ({ repo }) => repo),
  of('change_number', ({ number }) => changeName(number)),
  of('issue_number', ({ issue }) => String(issue)),
  of('issue_node_id', ({ issueId }) => issueId),
  of('title', ({ title }) => title),
  of('category', ({ category }) => category),
  of('state', ({ state }) => state),
  of('closure_code', ({ closure }) => closure?.code ?? null),
  of('author_id', ({ author }) => author.id),
  of('author_login', ({ author }) => author.login),
  of('operator_id', ({ operator }) => operator?.id ?? null),
  of('operator_login', ({ operator }) => operator?.login ?? null),
  of('second_person_login', (change) => planShown(change)?.secondPerson ?? null),
];

const TIMES: readonly Column<ChangeSubject>[] = [
  of('requested_at', ({ times }) => times.openedAt),
  of('submitted_at', ({ times }) => times.submittedAt),
  of('first_approved_at', ({ times }) => times.firstApprovedAt),
  of('fully_approved_at', ({ times }) => times.fullyApprovedAt),
  of('scheduled_at', ({ times }) => times.scheduledAt),
  of('started_at', ({ times }) => times.startedAt),
  of('finished_at', ({ ended }) => ended?.at ?? null),
  of('window_start', ({ window }) => window?.start ?? null),
  of('window_end', ({ window }) => window?.end ?? null),
  of('window_tz', ({ window }) => window?.zone ?? null),
  of('in_window', ranInside),
  column(
    'lead_time_required_h',
    ({ change, policy }) => findRule(policy, change.category)?.leadTimeHours ?? null,
  ),
  of('lead_time_actual_h', noticeHours),
];

const PLAN: readonly Column<ChangeSubject>[] = [
  of('assets', (change) => planShown(change)?.assets ?? null),
  of('environments', (change) => planShown(change)?.environments ?? null),
  answer('reason', 'why'),
  answer('description', 'what'),
  answer('security_impact', 'security_impact'),
  answer('customer_impact', 'customer_impact'),
  answer('rollback_plan', 'rollback'),
  of('rollback_minutes', (change) => planShown(change)?.rollbackMinutes ?? null),
  answer('test_evidence', 'test_evidence'),
  of('risk_level_chosen', ({ risk }) => risk),
];

const APPROVAL: readonly Column<ChangeSubject>[] = [
  column(
    'approvals_required',
    ({ change, policy }) => findRule(policy, change.category)?.approvalsNeeded ?? null,
  ),
  // One human counts once, also after approving a second head.
  of('approvals_valid', (change) => new Set(counted(change).map(({ by }) => by.id)).size),
  of('approvals_policy_version', (change) => counted(change).at(-1)?.policy ?? null),
  of('plan_hash_approved', (change) => counted(change).at(-1)?.digest ?? null),
  of('plan_hash_executed', ({ digestInForce }) => digestInForce),
  of(
    'plan_changed_after_approval',
    ({ editedWhileRunning, reapprovalDue }) => editedWhileRunning !== null || reapprovalDue,
  ),
];

const EMERGENCY: readonly Column<ChangeSubject>[] = [
  of('emergency', ({ emergency }) => emergency !== null),
  answer('incident_ref', 'incident'),
  answer('emergency_reason', 'emergency_reason'),
  of('post_review_for', (change) => postReviewOf(change)?.why ?? null),
  of('post_review_due_at', (change) => postReviewOf(change)?.dueAt ?? null),
  of('post_review_at', (change) => postReviewOf(change)?.review?.at ?? null),
  of('post_review_late', (change) => {
    const owed = postReviewOf(change);
    if (owed === null) return null;
    const { overdueSince, review, dueAt } = owed;
    return overdueSince !== null || (review !== null && isBefore(dueAt, review.at));
  }),
  of('outage_started_at', (change) => postReviewOf(change)?.review?.outage?.start ?? null),
  of('outage_ended_at', (change) => postReviewOf(change)?.review?.outage?.end ?? null),
];

const OUTCOME: readonly Column<ChangeSubject>[] = [
  of('steps_total', (change) => stepIds(change).length),
  of('steps_done', (change) => countSteps(change, 'done')),
  of('steps_skipped', (change) => countSteps(change, 'skipped')),
  of('holds_total', (change) => holdIds(change).length),
  of(
    'holds_confirmed',
    (change) =>
      holdIds(change).filter((id) => progressOf(change, id).hold?.status === 'confirmed').length,
  ),
  of(
    'holds_passed',
    (change) => holdIds(change).filter((id) => isPassed(progressOf(change, id))).length,
  ),
  of('rolled_back_at', ({ rollback }) => rollback?.at ?? null),
  of('recovered_at', ({ rollback }) => rollback?.recovered?.at ?? null),
  of('rollback_reason', ({ rollback }) => rollback?.reason ?? null),
  of('linked_prs', ({ pulls }) => pulls.map(({ repo, number }) => `${repo}#${String(number)}`)),
  of('reopenings', ({ reopenings }) => reopenings),
  of('exceptions_count', ({ exceptions }) => exceptions.length),
  column('evidence_sha256', ({ events }) => evidenceRecord(events)?.digest ?? null),
  of('first_event_seq', ({ firstSeq }) => firstSeq),
  of('last_event_seq', ({ lastSeq }) => lastSeq),
];

export const CHANGES_TABLE: Table<ChangeSubject> = {
  name: 'changes',
  columns: [...IDENTITY, ...TIMES, ...PLAN, ...APPROVAL, ...EMERGENCY, ...OUTCOME],
};

function counted(change: Change): readonly Approval[] {
  return change.approvals.filter((approval) => whyNotCounted(approval) === null);
}

/** Started and ended inside the booked window; null when it never ran or has not ended. */
function ranInside({ window, started, ended }: Change): boolean | null {
  if (window === null || started === null || ended === null) return null;
  return contains(window, started.at) && !isBefore(window.end, ended.at);
}

/** From the submit to the window, or to the start where there is no window; with one decimal. */
function noticeHours({ times, window, started }: Change): number | null {
  const from = times.submittedAt;
  const to = window?.start ?? started?.at ?? null;
  if (from === null || to === null) return null;
  return Math.round(((toMs(to) - toMs(from)) / HOUR_MS) * 10) / 10;
}

function stepIds(change: Change): readonly string[] {
  return (planShown(change)?.steps ?? []).map(({ id }) => id);
}

function holdIds(change: Change): readonly string[] {
  return (planShown(change)?.steps ?? [])
    .filter(({ tags }) => tags.includes('hold'))
    .map(({ id }) => id);
}

function countSteps(change: Change, status: 'done' | 'skipped'): number {
  return stepIds(change).filter(
    (id) => isFinished(progressOf(change, id)) && progressOf(change, id).status === status,
  ).length;
}
