/**
 * Submit, and every voice for or against. An approval is bound to what was read at the moment it was given: plan,
 * policy and heads.
 *
 * What must stay true: the author, the last editor and the contributors are refused outright, whatever their roles. An
 * approval that may have been given to an older text is refused, not kept for later.
 */
import { blockers, judge } from '../gate/judge.ts';
import { scenesElsewhere } from '../policy/elsewhere.ts';
import { tally } from '../policy/tally.ts';
import { noteRisk } from '../risk/note.ts';
import { blockedBy, NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { staleApproval } from './approval-binding.ts';
import { codeToApprove } from './approved-code.ts';
import { boundDigest } from './binding.ts';
import { bindsHeads } from './bound-heads.ts';
import { DELEGATION_ENDED, ownDelegation } from './decide-delegate.ts';
import type { ChangeEvent } from './event.ts';
import { forbidden } from './permission.ts';
import { preview } from './preview.ts';
import { secondIdNow } from './second-person.ts';
import { settleTemplate } from './settle.ts';
import {
  backToReview,
  barredFromApproving,
  lacksAnyVoice,
  ownApprovals,
  ownRequests,
  takenBack,
  voiceElsewhere,
  whenTooFewRemain,
} from './voice.ts';
import { isVersion } from '../policy/version.ts';

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
    const { risk, texts } = noteRisk(change.plan, facts.policy);
    const submitted: ChangeEvent = {
      type: 'submitted',
      data: { digest: change.digest ?? '', warnings: [], second: secondIdNow(change, facts), risk },
      texts,
    };
    return record(submitted, ...settleTemplate(preview(change, [submitted], facts), facts));
  },
  approve,
  request_changes: ({ change, command, facts }) => {
    const { actor } = facts;
    const text = command.text.trim();
    if (actor.id === change.author.id) return forbidden({ verb: command.type, why: 'author' });
    if (text === '') return obstacle('reason_required', { verb: command.type });
    if (ownRequests(change, actor.id).some((one) => one.text === text)) return NOTHING;
    const requested: ChangeEvent = { type: 'changes_requested', data: {}, texts: { text } };
    return record(
      ...takenBack(change, actor.id),
      requested,
      ...backToReview(change, 'changes_requested'),
    );
  },
  withdraw: ({ change, facts }) => {
    const { id } = facts.actor;
    const events: ChangeEvent[] = [...takenBack(change, id)];
    if (ownDelegation(change, id) !== undefined) events.push(DELEGATION_ENDED);
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
    const reviewed = ownApprovals(change, id).some(({ channel }) => channel === 'review');
    const events: ChangeEvent[] = reviewed ? [...takenBack(change, id)] : [];
    // Only the reviewer can take back a request for changes; a dismissal by somebody else cannot.
    if (facts.actor.id === id && ownRequests(change, id).length > 0) events.push(CLEARED);
    return record(...events, ...whenTooFewRemain(change, events, facts));
  },
};

function approve({ change, command, facts }: Case<'approve'>): Answer {
  const { actor } = facts;
  const barred = barredFromApproving(change, facts) ?? lacksAnyVoice(change, facts);
  if (barred !== null) return barred;
  const stale = staleApproval({ change, command, facts });
  if (stale !== null) return stale;
  const digest = boundDigest(change);
  // `staleApproval` refuses a plan that cannot be read.
  if (digest === null) return obstacle('plan_unreadable');
  const given = ownApprovals(change, actor.id).some(
    (one) =>
      one.digest === digest &&
      isVersion(facts.policy, one.policy) &&
      bindsHeads(one, { change, facts }),
  );
  // It may be wanted once more: for a stage whose turn has come since.
  const scenes = [{ change, facts }, ...scenesElsewhere(change, facts)];
  const isWanted = scenes.some((scene) =>
    tally(scene.change, scene.facts).eligible.some(({ id }) => id === actor.id),
  );
  const cleared = ownRequests(change, actor.id).length > 0 ? [CLEARED] : [];
  if (given && !isWanted && cleared.length === 0) return NOTHING;
  // Their own word: nobody speaks for them any more.
  const ended = ownDelegation(change, actor.id) === undefined ? [] : [DELEGATION_ENDED];
  const { channel } = command;
  const texts = { note: command.note.trim() };
  const elsewhere = voiceElsewhere(change, facts);
  const data = { digest, ...codeToApprove(change, facts), channel, elsewhere };
  return record(...cleared, ...ended, { type: 'approved', data, texts });
}
