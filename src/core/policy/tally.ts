/**
 * Counts approvals. It keeps apart who spoke, who is barred and why, who could still speak, and whether it is enough;
 * what is said about it on a surface is made elsewhere from this result.
 *
 * What must stay true: the author, everybody with a hand in the plan, and whoever wrote, committed or pushed to a
 * linked pull request never count; nor does a bot, a person without the role now as well as then, or a voice for another plan,
 * policy or head. One human counts once. What cannot be established counts as nobody.
 */
import { bindsHeads, bindsPresentPlan, boundDigest } from '../change/binding.ts';
import type { Actor, Facts } from '../change/facts.ts';
import { isBefore } from '../change/moment.ts';
import { isPull } from '../change/pull-key.ts';
import type { RefusalCode } from '../change/refusal.ts';
import type { Approval, Change } from '../change/state.ts';
import { findBar } from './bar.ts';
import type { CategoryRule } from './policy.ts';
import { findRule, holdsAny } from './rights.ts';

export type VoiceReason = RefusalCode | 'withdrawn' | 'reopened' | 'bot' | 'repeated';

export type Voice = {
  readonly approval: Approval;
  readonly counted: boolean;
  /** Why it does not count; null when it does. */
  readonly reason: VoiceReason | null;
  /** `plan`, `policy`, `heads`, `roles`, or the pull request that bars: what the reason is about. */
  readonly about: string | null;
};

export type Tally = {
  /** Null: no category, or the policy has no rule for it; then nothing is ever enough. */
  readonly rule: CategoryRule | null;
  readonly needed: number;
  readonly counted: readonly Approval[];
  readonly spoke: readonly Voice[];
  readonly remaining: number;
  /** Who could still give a counting approval; empty when people are unknown. */
  readonly eligible: readonly Actor[];
  /** What the forge would not say, or has not said yet. While it does not, nothing is enough. */
  readonly unknown: readonly ('people' | 'pulls' | 'editor')[];
  readonly enough: boolean;
};

type Doubt = Pick<Voice, 'reason' | 'about'>;

export function tally(change: Change, facts: Facts): Tally {
  const rule = findRule(facts.policy, change.category);
  const spoke = judgeVoices(change, facts, rule);
  const counted = spoke.filter((voice) => voice.counted).map(({ approval }) => approval);
  // A rule that asks for nobody is a mistake, not a permission.
  const needed = Math.max(1, rule?.approvalsNeeded ?? 1);
  const remaining = Math.max(0, needed - counted.length);
  const unknown = unknowns(change, facts);
  const eligible = findEligible(change, facts, rule).filter(
    ({ id }) => !counted.some(({ by }) => by.id === id),
  );
  const enough = rule !== null && remaining === 0 && unknown.length === 0;
  return { rule, needed, counted, spoke, remaining, eligible, unknown, enough };
}

/** Of each approval, in the order in which they were given: `counted`, or why not. */
export function voicesOf({ spoke }: Tally): readonly string[] {
  return spoke.map(({ reason }) => reason ?? 'counted');
}

function judgeVoices(change: Change, facts: Facts, rule: CategoryRule | null): readonly Voice[] {
  const already = new Set<string>();
  return change.approvals.map((approval) => {
    const doubt = doubtAbout(change, facts, { approval, rule });
    if (doubt !== null) return { approval, counted: false, ...doubt };
    if (already.has(approval.by.id))
      return { approval, counted: false, reason: 'repeated', about: null };
    already.add(approval.by.id);
    return { approval, counted: true, reason: null, about: null };
  });
}

type Spoken = { readonly approval: Approval; readonly rule: CategoryRule | null };

function doubtAbout(change: Change, facts: Facts, spoken: Spoken): Doubt | null {
  const { approval } = spoken;
  if (approval.voided !== null) return { reason: approval.voided.reason, about: null };
  const bar = findBar(change, facts, approval.by.id);
  if (bar !== null) return { reason: bar.reason, about: bar.pull };
  return staleness(change, facts, approval) ?? roleDoubt(facts, spoken);
}

function staleness(change: Change, facts: Facts, approval: Approval): Doubt | null {
  const digest = boundDigest(change);
  if (digest === null || approval.digest !== digest)
    return { reason: 'approval_stale', about: 'plan' };
  // Given in the same second as the edit, it may have been given to the text before it.
  if (bindsPresentPlan(change) && !isBefore(change.substantiveAt, approval.at))
    return { reason: 'approval_stale', about: 'plan' };
  if (approval.policy !== facts.policy.version)
    return { reason: 'approval_stale', about: 'policy' };
  if (bindsHeads(approval, change, facts)) return null;
  return { reason: approval.channel === 'review' ? 'stale_review' : 'ref_changed', about: 'heads' };
}

/** The role must have been held when it was said, and must still be held. */
function roleDoubt(facts: Facts, { approval, rule }: Spoken): Doubt | null {
  const wanted = rule?.approverRoles ?? [];
  if (!holdsAny(approval.roles, wanted)) return { reason: 'not_permitted', about: 'roles' };
  if (facts.people === null) return null;
  const person = facts.people.find(({ id }) => id === approval.by.id);
  if (person !== undefined && person.kind !== 'human') return { reason: 'bot', about: null };
  const holds = person !== undefined && holdsAny(person.roles, wanted);
  return holds ? null : { reason: 'approval_stale', about: 'roles' };
}

function findEligible(change: Change, facts: Facts, rule: CategoryRule | null): readonly Actor[] {
  if (rule === null || facts.people === null) return [];
  return facts.people.filter(
    (person) =>
      person.kind === 'human' &&
      holdsAny(person.roles, rule.approverRoles) &&
      findBar(change, facts, person.id) === null,
  );
}

function unknowns(change: Change, facts: Facts): Tally['unknown'] {
  const unread = change.pulls.some((linked) => !facts.pulls.some((pull) => isPull(pull, linked)));
  return [
    ...(facts.people === null ? ['people' as const] : []),
    ...(unread ? ['pulls' as const] : []),
    // What is edited while a change runs is not what was approved, whoever did it.
    ...(change.editorUnknownSince !== null && bindsPresentPlan(change) ? ['editor' as const] : []),
  ];
}
