/**
 * Submit, and every voice for or against. An approval is bound to what was read at the moment it was given: plan,
 * policy and heads.
 *
 * What must stay true: the author, the last editor and the contributors are refused outright, whatever their roles. An
 * approval that may have been given to an older text is refused, not kept for later.
 */
import { blockers, judge } from '../gate/judge.ts';
import { openObjections } from '../gate/objections.ts';
import { findBar } from '../policy/bar.ts';
import { findRule, holdsAny } from '../policy/rights.ts';
import { tally } from '../policy/tally.ts';
import { blockedBy, NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { staleApproval } from './approval-binding.ts';
import { bindsHeads, boundDigest, headsToApprove, standingApprovals } from './binding.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { forbidden, lacksRole } from './permission.ts';
import { preview } from './preview.ts';
import { secondIdNow } from './second-person.ts';
import type { Approval, Change } from './state.ts';

type ReviewVerb =
  'submit' | 'approve' | 'request_changes' | 'withdraw' | 'reject' | 'note_review_dismissed';

const CLEARED: ChangeEvent = {
  type: 'changes_request_cleared',
  data: { by: 'reviewer' },
  texts: {},
};

export const reviewHandlers: Handlers<ReviewVerb> = {
  submit: ({ change, facts }) => {
    if (change.state === 'review') return NOTHING;
    const verdicts = judge(change, facts, 'submit');
    const blocked = blockedBy(blockers(verdicts), verdicts);
    if (blocked !== null) return blocked;
    const digest = change.digest ?? '';
    return record({
      type: 'submitted',
      data: { digest, warnings: [], second: secondIdNow(change, facts) },
      texts: {},
    });
  },
  approve,
  request_changes: ({ change, command, facts }) => {
    const { actor } = facts;
    const text = command.text.trim();
    if (actor.id === change.author.id) return forbidden({ verb: command.type, why: 'author' });
    if (text === '') return obstacle('reason_required', { verb: command.type });
    if (ownRequests(change, actor.id).some((one) => one.text === text)) return NOTHING;
    const requested: ChangeEvent = { type: 'changes_requested', data: {}, texts: { text } };
    const own = ownApprovals(change, actor.id).length > 0 ? [withdrawn(actor.id)] : [];
    return record(...own, requested, ...backToReview(change, 'changes_requested'));
  },
  withdraw: ({ change, facts }) => {
    const { id } = facts.actor;
    const events: ChangeEvent[] = [];
    if (ownApprovals(change, id).length > 0) events.push(withdrawn(id));
    if (ownRequests(change, id).length > 0) events.push(CLEARED);
    return record(...events, ...whenTooFewRemain(change, events, facts));
  },
  reject: ({ command }) => {
    const reason = command.reason.trim();
    if (reason === '') return obstacle('reason_required', { verb: command.type });
    return record({ type: 'rejected', data: {}, texts: { reason } });
  },
  note_review_dismissed: ({ change, command, facts }) => {
    const { id } = command.person;
    // What was agreed when it ended stays agreed.
    if (change.ended !== null) return NOTHING;
    const events: ChangeEvent[] = [];
    const reviewed = ownApprovals(change, id).some(({ channel }) => channel === 'review');
    if (reviewed) events.push(withdrawn(id));
    // Only the reviewer can take back a request for changes; a dismissal by somebody else cannot.
    if (facts.actor.id === id && ownRequests(change, id).length > 0) events.push(CLEARED);
    return record(...events, ...whenTooFewRemain(change, events, facts));
  },
};

function approve({ change, command, facts }: Case<'approve'>): Answer {
  const { actor } = facts;
  const barred =
    barredFromApproving(change, facts) ??
    lacksRole(facts, 'approve') ??
    lacksCategoryRole(change, facts);
  if (barred !== null) return barred;
  const stale = staleApproval({ change, command, facts });
  if (stale !== null) return stale;
  const digest = boundDigest(change);
  // `staleApproval` refuses a plan that cannot be read.
  if (digest === null) return obstacle('plan_unreadable');
  const heads = headsToApprove(change, facts);
  const given = ownApprovals(change, actor.id).some(
    (one) =>
      one.digest === digest &&
      one.policy === facts.policy.version &&
      bindsHeads(one, change, facts),
  );
  const cleared = ownRequests(change, actor.id).length > 0 ? [CLEARED] : [];
  if (given && cleared.length === 0) return NOTHING;
  const { channel } = command;
  const texts = { note: command.note.trim() };
  return record(...cleared, { type: 'approved', data: { digest, heads, channel }, texts });
}

function barredFromApproving(change: Change, facts: Facts): Answer | null {
  const bar = findBar(change, facts, facts.actor.id);
  if (bar === null) return null;
  if (bar.reason === 'plan_editor_approval') {
    return obstacle('plan_editor_approval', { revision: change.revision });
  }
  if (bar.pull === null) return obstacle('self_approval', { why: 'author', verb: 'approve' });
  return obstacle('self_approval', { why: 'contributor', pull: bar.pull, verb: 'approve' });
}

/** Whoever may approve changes need not be enough for this category; to be thumbed up would tell them that they are. */
function lacksCategoryRole({ category }: Change, { actor, policy }: Facts): Answer | null {
  const rule = findRule(policy, category);
  if (rule === null || holdsAny(actor.roles, rule.approverRoles)) return null;
  const needs = rule.approverRoles;
  return forbidden({ verb: 'approve', why: 'role', needs, held: actor.roles });
}

function withdrawn(person: string): ChangeEvent {
  return { type: 'approval_withdrawn', data: { person }, texts: {} };
}

function ownApprovals(change: Change, personId: string): readonly Approval[] {
  return standingApprovals(change).filter(({ by }) => by.id === personId);
}

function ownRequests(change: Change, personId: string): Change['objections'] {
  return openObjections(change, 'changes_requested').filter(({ by }) => by.id === personId);
}

function backToReview(
  change: Change,
  reason: 'changes_requested' | 'approval_missing',
): readonly ChangeEvent[] {
  if (change.state !== 'approved' && change.state !== 'scheduled') return [];
  return [{ type: 'returned_to_review', data: { reason }, texts: {} }];
}

function whenTooFewRemain(
  change: Change,
  events: readonly ChangeEvent[],
  facts: Facts,
): readonly ChangeEvent[] {
  if (events.length === 0) return [];
  const { remaining } = tally(preview(change, events, facts), facts);
  return remaining > 0 ? backToReview(change, 'approval_missing') : [];
}
