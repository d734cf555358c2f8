/**
 * An override lets one gate pass for one change, one plan and a time. `judge` asks here for every gate alike: what would
 * not be met, and is set aside by an override that holds, does not apply.
 *
 * What must stay true: a gate that keeps people apart, that asks whether something can be known at all, or who agreed,
 * is never set aside, whatever a policy lists. The author's own override was read by the approvers together with the
 * plan's window, and holds for that window alone.
 */
import { boundDigest, currentHeads } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import { isBefore } from '../change/moment.ts';
import type { RefusalCode, RefusalFacts } from '../change/refusal.ts';
import type { Change } from '../change/state.ts';
import type { Override } from '../change/spoken.ts';
import { findBar } from '../policy/bar.ts';
import { isNobody } from '../policy/holders.ts';
import { isSameHuman } from '../policy/humans.ts';
import { isInvalid } from '../policy/invalid-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { isPlannedWindow, windowFor } from './window-for.ts';

/** What a policy may list; a policy that lists anything else is not valid. */
export const OVERRIDABLE: readonly RefusalCode[] = [
  'lead_time_violation',
  'freeze_window_blocked',
  'template_suspended',
  'template_changed',
  'conflict_unacknowledged',
  'outside_maintenance_window',
  'dependencies_unmet',
  'dependency_rolled_back',
  'preflight_steps_open',
  'ci_gates_failed',
  'pr_sections_missing',
  'plan_rule_unmet',
];

/** What a policy's bypass list may let pass: the same today; a list of its own, because the two may part. */
export const BYPASSABLE: readonly RefusalCode[] = [...OVERRIDABLE];

/** What they ask is asked of a pull request: no word of those who wrote it stands against that. */
export function guardsCode(gate: RefusalCode): boolean {
  return gate === 'ci_gates_failed' || gate === 'pr_sections_missing';
}

/** The gates that this policy lets people set aside. */
export function listedOverrides({ overrides }: Pick<Policy, 'overrides'>): readonly RefusalCode[] {
  return OVERRIDABLE.filter((code) => Object.hasOwn(overrides, code));
}

export function activeOverride(change: Change, facts: Facts, gate: RefusalCode): Override | null {
  if (isInvalid(facts.policy)) return null;
  const all = change.overrides.filter((one) => one.gate === gate && isListed(one, facts.policy));
  return all.find((one) => isActive(one, change, facts)) ?? null;
}

/** The policy still knows of this way. */
function isListed({ via, gate }: Override, policy: Policy): boolean {
  if (via === 'override') return listedOverrides(policy).includes(gate);
  const { may, reviewers } = policy.bypass;
  return BYPASSABLE.includes(gate) && !isNobody(via === 'bypass_list' ? may : reviewers);
}

/** Neither taken back nor over, and what it was given for is still what it is about. */
export function isActive(override: Override, change: Change, facts: Facts): boolean {
  const { ended, until, by } = override;
  if (ended !== null || (until !== null && !isBefore(facts.now, until))) return false;
  const isBypass = override.via !== 'override';
  if ((isBypass || guardsCode(override.gate)) && findBar(change, facts, by.id) !== null)
    return false;
  if (override.asker !== null && isSameHuman(facts, override.asker.id, by.id)) return false;
  const isOwn = isSameHuman(facts, by.id, change.author.id);
  if (isOwn && windowFor(change) !== null && !isPlannedWindow(change)) return false;
  return isBound(override, change);
}

function isBound({ sticky, category, digest, heads }: Override, change: Change): boolean {
  if (sticky) return category === change.category;
  if (digest !== boundDigest(change)) return false;
  // Old logs do not say for which code it was given.
  if (heads === null) return true;
  const present = currentHeads(change);
  return heads.length === present.length && heads.every((head, at) => head === present[at]);
}

export function overrideFacts({ by, reason, until, via, asker }: Override): RefusalFacts {
  return {
    override_by: by.login,
    override_reason: reason,
    ...(until === null ? {} : { override_until: until }),
    ...(via === 'override' ? {} : { override_via: via }),
    ...(asker === null ? {} : { override_asker: asker.login }),
  };
}
