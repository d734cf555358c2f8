/**
 * The ends: completed with a closure, rolled back and recovered, cancelled before the beginning, and reopened.
 *
 * What must stay true: completing says everything that is missing at once; rolling back is never held up by a gate,
 * only by a missing reason.
 */
import { blockers, judge } from '../gate/judge.ts';
import type { Verdict } from '../gate/verdict.ts';
import { rollbackTarget } from '../policy/rollback-methods.ts';
import { blockedBy, NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { checklist } from './checklist.ts';
import { reviewDue } from './decide-start.ts';
import { suspending } from './decide-template.ts';
import type { ChangeEvent } from './event.ts';
import { owingReview } from './post-review.ts';
import { lacksRole, notOperator } from './permission.ts';
import type { Closure } from './state.ts';

export const CLOSURE_CODES: readonly Closure['code'][] = [
  'successful',
  'successful_with_issues',
  'unsuccessful',
];

export const endHandlers: Handlers<'complete' | 'rollback' | 'recovered' | 'reopen' | 'cancel'> = {
  complete: decideComplete,
  rollback: ({ change, command, facts }) => {
    const other = notOperator(change, facts, command.type);
    if (other !== null) return other;
    const reason = command.reason.trim();
    if (reason === '') return obstacle('rollback_reason_required');
    const at = checklist(change).find(
      ({ openness }) => openness === 'current' || openness === 'waiting_confirmation',
    );
    const started: ChangeEvent = {
      type: 'rollback_started',
      data: { step: at?.step.id ?? null, target: rollbackTarget(change, facts) },
      texts: { reason },
    };
    return record(started, ...suspending(change, 'rolled_back'));
  },
  recovered: ({ change, command, facts }) => {
    const other = notOperator(change, facts, command.type);
    if (other !== null) return other;
    if (change.rollback?.recovered !== null) return NOTHING;
    const observed = command.observed.trim();
    if (observed === '') return obstacle('observation_missing');
    const recovered: ChangeEvent = { type: 'recovered', data: {}, texts: { observed } };
    return record(recovered, ...owingReview(change, facts, 'rolled_back'));
  },
  reopen: ({ change, command, facts }) => {
    const reason = command.reason.trim();
    if (reason === '') return obstacle('reason_required', { verb: command.type });
    // Nobody has looked over what is done from here on. A review that is owed already keeps its deadline.
    const isReviewed = (change.emergency?.review ?? null) !== null;
    const reviewDueAt = isReviewed ? reviewDue(facts) : null;
    return record({ type: 'reopened', data: { reviewDueAt }, texts: { reason } });
  },
  cancel: ({ change, command, facts }) => {
    const right = facts.actor.id === change.author.id ? 'cancel_own' : 'cancel';
    const lacking = lacksRole(facts, command.type, right);
    if (lacking !== null) return lacking;
    const reason = command.reason.trim();
    if (reason === '') return obstacle('reason_required', { verb: command.type });
    return record({ type: 'cancelled', data: {}, texts: { reason } });
  },
};

function decideComplete({ change, command, facts }: Case<'complete'>): Answer {
  const other = notOperator(change, facts, command.type);
  if (other !== null) return other;
  const given = command.code.trim().toLowerCase().replaceAll('-', '_');
  const code = CLOSURE_CODES.find((known) => known === given);
  const notes = command.notes.trim();
  const verdicts = [...judge(change, facts, 'complete'), closureVerdict(code, notes, command.code)];
  const blocked = blockedBy(blockers(verdicts), verdicts);
  if (blocked !== null || code === undefined) return blocked ?? NOTHING;
  const completed: ChangeEvent = { type: 'completed', data: { code }, texts: { notes } };
  const owed = code === 'unsuccessful' ? owingReview(change, facts, 'failed') : [];
  return record(completed, ...suspending(change, code), ...owed);
}

/** Not a gate, because it looks at the words of the command; shown among them, because it stops the same act. */
function closureVerdict(code: Closure['code'] | undefined, notes: string, given: string): Verdict {
  const missing = [...(code === undefined ? ['code'] : []), ...(notes === '' ? ['notes'] : [])];
  const isGiven = missing.length === 0;
  return {
    gate: 'closure',
    kind: isGiven ? 'met' : 'unmet',
    code: 'closure_required',
    facts: isGiven ? {} : { codes: CLOSURE_CODES, given: given.trim(), missing },
    who: [],
    next: isGiven ? null : '/chg complete <code> <notes>',
    link: null,
  };
}
