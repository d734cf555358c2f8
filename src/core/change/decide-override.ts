/**
 * An override: one gate set aside, for one change and one plan, by name, with a reason and until a moment that is
 * written down. Which gates can be set aside, and for how long, is the policy's to say.
 *
 * A freeze says itself whether it can be, and by whom (decide-freeze.ts).
 *
 * What must stay true: nobody lowers a gate for their own change, but for the notice that a draft gives, which its
 * approvers read.
 */
import { guardsCode, isActive, listedOverrides } from '../gate/override.ts';
import { planReadable } from '../gate/plan-readable.ts';
import { isSameHuman } from '../policy/humans.ts';
import { freezesOf } from '../time/freeze.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { boundDigest, currentHeads } from './binding.ts';
import { overrideFreeze } from './decide-freeze.ts';
import type { ChangeEvent } from './event.ts';
import { addHours } from './moment.ts';
import { lacksRole } from './permission.ts';
import type { RefusalCode } from './refusal.ts';
import { barredFromApproving } from './voice.ts';

/** What an author may lower, while it is a draft. */
const OWN: RefusalCode = 'lead_time_violation';

export const overrideHandlers: Handlers<'override' | 'cancel_override'> = {
  override: decideOverride,
  cancel_override: ({ change, command, facts }) => {
    const known = listedOverrides(facts.policy);
    const active = change.overrides.filter(
      (one) => one.gate === command.gate && isActive(one, change, facts),
    );
    if (active.length === 0 && !known.some((code) => code === command.gate))
      return obstacle('gate_unknown', { gate: command.gate, known });
    return record(
      ...active.map(({ seq: overridden }): ChangeEvent => ({
        type: 'override_cancelled',
        data: { overridden },
        texts: {},
      })),
    );
  },
};

function decideOverride(asked: Case<'override'>): Answer {
  const { change, command, facts } = asked;
  if (command.gate === 'freeze_window_blocked' && freezesOf(facts).length > 0)
    return overrideFreeze(asked);
  const barred = mayNotOverride(asked);
  if (barred !== null) return barred;
  const known = listedOverrides(facts.policy);
  const gate = known.find((code) => code === command.gate);
  const rule = gate === undefined ? undefined : facts.policy.overrides[gate];
  if (gate === undefined || rule === undefined)
    return obstacle('gate_unknown', { gate: command.gate, known });
  const own = mayNotLower(asked, gate);
  if (own !== null) return own;
  const reason = command.reason.trim();
  if (reason === '') return obstacle('reason_required', { verb: command.type });
  const digest = boundDigest(change);
  if (digest === null) {
    const { facts: said = {} } = planReadable.judge({ change, facts, purpose: 'submit' });
    return obstacle('plan_unreadable', said);
  }
  const isKnown = change.overrides.some(
    (one) => one.gate === gate && one.by.id === facts.actor.id && isActive(one, change, facts),
  );
  if (isKnown) return NOTHING;
  const data = {
    gate,
    digest,
    until: addHours(facts.occurredAt, rule.hours),
    sticky: rule.sticky,
    category: change.category,
    heads: currentHeads(change),
    via: 'override' as const,
    ...{ freezes: [], windowStart: null, windowEnd: null },
  };
  return record({ type: 'overridden', data, texts: { reason } });
}

function mayNotOverride({ change, command, facts }: Case<'override'>): Answer | null {
  const isAuthor = isSameHuman(facts, facts.actor.id, change.author.id);
  const verb = command.type;
  if (isAuthor && change.state === 'draft') return lacksRole(facts, verb);
  return isAuthor ? constrained(verb) : lacksRole(facts, verb, 'override_after_draft');
}

/** What guards code is not set aside by whoever had a hand in it. */
function mayNotLower(
  { change, command, facts }: Case<'override'>,
  gate: RefusalCode,
): Answer | null {
  const verb = command.type;
  if (isSameHuman(facts, facts.actor.id, change.author.id))
    return gate === OWN ? null : constrained(verb);
  return guardsCode(gate) ? barredFromApproving(change, facts, verb) : null;
}

function constrained(verb: string): Answer {
  return obstacle('self_approval', { why: 'constrained', verb });
}
