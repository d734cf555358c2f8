/**
 * Whether somebody has a voice in a change, and what becomes of it when too few remain: shared by those who give an
 * approval, take it back and give it on.
 *
 * What must stay true: who had a hand in plan or code is refused outright, whatever their roles. To be thumbed up
 * without counting would tell people that they are enough.
 */
import { openObjections } from '../gate/objections.ts';
import { findBar } from '../policy/bar.ts';
import { speaksFor } from '../policy/delegates.ts';
import { scenesElsewhere } from '../policy/elsewhere.ts';
import { mayGive } from '../policy/part.ts';
import { findRule, holdsAny, mayUse, rolesForVerb } from '../policy/rights.ts';
import { tally } from '../policy/tally.ts';
import { obstacle } from './answer.ts';
import type { Answer } from './answer.ts';
import { standingApprovals } from './binding.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { forbidden } from './permission.ts';
import { preview } from './preview.ts';
import type { Approval, VoiceElsewhere } from './spoken.ts';
import type { Change } from './state.ts';

export function barredFromApproving(
  change: Change,
  facts: Facts,
  verb: 'approve' | 'delegate' | 'override' | 'grant' | 'deny' | 'review_template' = 'approve',
): Answer | null {
  const bar = findBar(change, facts, facts.actor.id);
  if (bar === null) return null;
  if (bar.reason === 'plan_editor_approval') {
    return obstacle('plan_editor_approval', { revision: change.revision });
  }
  if (bar.pull === null) return obstacle('self_approval', { why: 'author', verb });
  return obstacle('self_approval', { why: 'contributor', pull: bar.pull, verb });
}

type Speaking = {
  readonly verb: string;
  /** Without what others gave them. */ readonly own: boolean;
};

/** A voice for the category itself, or for anything that a rule asks for. */
export function lacksVoice(change: Change, facts: Facts, { verb, own }: Speaking): Answer | null {
  const { actor, policy } = facts;
  const voices = speaksFor(change, facts, actor).filter(({ by }) => !own || by === null);
  const rule = findRule(policy, change.category);
  const isApprover = voices.some(
    ({ roles }) =>
      mayUse(policy, 'approve', roles) && (rule === null || holdsAny(roles, rule.approverRoles)),
  );
  const asked = tally(change, facts).parts.filter(({ need }) => need.stage !== null);
  const answers = asked.flatMap(({ need }) => voices.map((who) => mayGive(need, who, facts)));
  if (isApprover || answers.includes('yes')) return null;
  if (answers.includes('unknown')) return obstacle('evidence_unavailable', { unknown: 'teams' });
  const isBelow = voices.some(({ roles }) => mayUse(policy, 'approve', roles));
  const needs = isBelow ? (rule?.approverRoles ?? []) : rolesForVerb(policy, 'approve');
  return forbidden({ verb, why: 'role', needs, held: actor.roles });
}

/** Whoever has none here may have one in another repository, about its pull requests. */
export function lacksAnyVoice(change: Change, facts: Facts): Answer | null {
  const speaking = { verb: 'approve', own: false };
  const lacks = lacksVoice(change, facts, speaking);
  if (lacks === null) return null;
  const there = scenesElsewhere(change, facts);
  const isHeard = there.some((one) => lacksVoice(one.change, one.facts, speaking) === null);
  return isHeard ? null : lacks;
}

/** What whoever speaks now may do there, and under which policy. */
export function voiceElsewhere(change: Change, facts: Facts): readonly VoiceElsewhere[] {
  return scenesElsewhere(change, facts).map(({ facts: there }) => ({
    repoId: there.scope ?? '',
    policy: there.policy.version,
    roles: there.actor.roles,
  }));
}

export function ownApprovals(change: Change, personId: string): readonly Approval[] {
  return standingApprovals(change).filter(({ by }) => by.id === personId);
}

export function ownRequests(change: Change, personId: string): Change['objections'] {
  return openObjections(change, 'changes_requested').filter(({ by }) => by.id === personId);
}

/** Nothing, where they have not approved. */
export function takenBack(change: Change, person: string): readonly ChangeEvent[] {
  if (ownApprovals(change, person).length === 0) return [];
  return [{ type: 'approval_withdrawn', data: { person }, texts: {} }];
}

export function backToReview(
  change: Change,
  reason: 'changes_requested' | 'approval_missing',
): readonly ChangeEvent[] {
  if (change.state !== 'approved' && change.state !== 'scheduled') return [];
  return [{ type: 'returned_to_review', data: { reason }, texts: {} }];
}

export function whenTooFewRemain(
  change: Change,
  events: readonly ChangeEvent[],
  facts: Facts,
): readonly ChangeEvent[] {
  if (events.length === 0) return [];
  const { isShort } = tally(preview(change, events, facts), facts);
  return isShort ? backToReview(change, 'approval_missing') : [];
}
