/**
 * An override of a freeze. Whether there may be one, and by whom, is said by the freeze itself; where it names nobody,
 * by the policy. It is about the freezes that stand over the window of the change now, and ends with that window.
 *
 * What must stay true: nobody lets a change of their own through; what somebody may not override stays shut, and needs
 * the word of whoever may.
 */
import { freezeFacts, frozenNow, overridersOf, passOf } from '../gate/freeze.ts';
import { planReadable } from '../gate/plan-readable.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Freeze } from '../policy/calendar.ts';
import { isNobody } from '../policy/holders.ts';
import { isSameHuman } from '../policy/humans.ts';
import { mayUse } from '../policy/rights.ts';
import { isHolder } from '../policy/roles.ts';
import type { Membership } from '../policy/roles.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case } from './answer.ts';
import { boundDigest, currentHeads } from './binding.ts';
import type { Facts } from './facts.ts';
import { addHours, isBefore } from './moment.ts';
import { forbidden } from './permission.ts';
import type { Change } from './state.ts';

/** Of a change that has no window ahead. */
const HOURS = 24;
const GATE = 'freeze_window_blocked';

export function overrideFreeze(asked: Case<'override'>): Answer {
  const { change, command, facts } = asked;
  const { type: verb } = command;
  if (isSameHuman(facts, facts.actor.id, change.author.id))
    return obstacle('self_approval', { why: 'constrained', verb });
  if (facts.neighbours === undefined)
    return obstacle('evidence_unavailable', { unknown: 'neighbours' });
  const standing = frozenNow(change, facts);
  const allowing = standing.map(({ freeze }) => freeze).filter((freeze) => freeze.allowOverride);
  const [first] = standing;
  if (first === undefined) return obstacle('freeze_not_met');
  if (allowing.length === 0) return obstacle(GATE, freezeFacts(first, asked, standing));
  const mine = allowing.filter((freeze) => mayOverride(freeze, facts) === 'yes');
  if (mine.length === 0) return mayNot(allowing, facts, verb);
  return said(asked, mine);
}

function said({ change, command, facts }: Case<'override'>, freezes: readonly Freeze[]): Answer {
  const reason = command.reason.trim();
  if (reason === '') return obstacle('reason_required', { verb: command.type });
  const digest = boundDigest(change);
  if (digest === null) {
    const { facts: problems = {} } = planReadable.judge({ change, facts, purpose: 'submit' });
    return obstacle('plan_unreadable', problems);
  }
  if (freezes.every((freeze) => passOf(freeze, change, facts) !== null)) return NOTHING;
  const data = {
    gate: GATE,
    digest,
    until: untilWhen(change, facts),
    sticky: false,
    category: change.category,
    heads: currentHeads(change),
    via: 'override',
    freezes: freezes.map(({ id }) => id),
    windowStart: windowFor(change)?.start ?? null,
    windowEnd: windowFor(change)?.end ?? null,
  } as const;
  return record({ type: 'overridden', data, texts: { reason } });
}

/** With the window that it is about, or after the hours that the policy gives. */
function untilWhen(change: Change, { occurredAt, policy }: Facts): string {
  const { hours } = (Object.hasOwn(policy.overrides, GATE) ? policy.overrides[GATE] : null) ?? {};
  if (hours !== undefined) return addHours(occurredAt, hours);
  const end = windowFor(change)?.end ?? null;
  return end === null || !isBefore(occurredAt, end) ? addHours(occurredAt, HOURS) : end;
}

function mayOverride({ overrideBy }: Freeze, facts: Facts): Membership {
  const { actor, policy } = facts;
  if (!isNobody(overrideBy)) return isHolder(overrideBy, actor, facts);
  return mayUse(policy, 'override_freeze', actor.roles) ? 'yes' : 'no';
}

function mayNot(freezes: readonly Freeze[], facts: Facts, verb: string): Answer {
  if (freezes.some((freeze) => mayOverride(freeze, facts) === 'unknown'))
    return obstacle('evidence_unavailable', { unknown: 'teams' });
  const needs = [...new Set(freezes.flatMap((freeze) => overridersOf(freeze, facts.policy)))];
  return forbidden({ verb, why: 'role', needs, held: facts.actor.roles });
}
