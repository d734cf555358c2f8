/**
 * What an approval is bound to: the digest of the plan, the policy, and the head commits of the linked pull
 * requests. One place says which digest that is, so that gates, tally and `decide` cannot disagree.
 *
 * What must stay true: before the start it is the plan as last read; while the change runs it is the plan in force,
 * until a reopened change with another plan asks for a new approval.
 */
import type { Plan } from '../plan/plan.ts';
import type { Facts } from './facts.ts';
import { isShut } from './bound-heads.ts';
import type { Approval, SignIn } from './spoken.ts';
import type { Change, LinkedPull } from './state.ts';

/** The change has begun: what was approved is what is carried out, whatever is written into the issue now. */
export function hasBegun(change: Change): boolean {
  return change.started !== null;
}

/** While a change runs, its approvals are bound to the plan in force, which no edit moves. */
export function bindsPresentPlan(change: Change): boolean {
  return !hasBegun(change) || change.reapprovalDue;
}

export function boundDigest(change: Change): string | null {
  return bindsPresentPlan(change) ? change.digest : change.digestInForce;
}

/** The plan that the checklist, the gates and the record speak of. */
export function planShown(change: Change): Plan | null {
  return hasBegun(change) ? change.planInForce : change.plan;
}

/** Sorted, so that two lists of heads can be compared. */
export function currentHeads(change: Change): readonly string[] {
  return change.pulls.map(({ head }) => head).sort();
}

/** What a sign-in of this moment speaks of. */
export function boundNow(change: Change): Pick<SignIn, 'digest' | 'heads'> {
  return { digest: boundDigest(change), heads: currentHeads(change) };
}

/** It would be merged into another branch than the one that was known. */
export function hasNewBase({ base }: LinkedPull, shown: { readonly base?: string }): boolean {
  const { base: now = '' } = shown;
  return base !== null && now !== '' && now !== base;
}

/** What an approval that is given now speaks of: at a closed pull request nobody looks, and it may come back. */
export function headsToApprove(change: Change, facts: Facts): readonly string[] {
  return change.pulls
    .filter((pull) => !isShut(pull, facts))
    .map(({ head }) => head)
    .sort();
}

export function standingApprovals(change: Change): readonly Approval[] {
  return change.approvals.filter(({ voided }) => voided === null);
}

/**
 * Why an approval did not count, null when it did: the one answer for evidence and exports. What was taken back or
 * overtaken says so; otherwise it is what the last decision took it for. Where none was since, it counts as it did when
 * it was accepted.
 */
export function whyNotCounted(approval: Approval): string | null {
  if (approval.voided !== null) return approval.voided.reason;
  return approval.tallied === 'counted' ? null : approval.tallied;
}

/** `owner/repo#12` */
export function pullName(pull: Pick<LinkedPull, 'repo' | 'number'>): string {
  return `${pull.repo}#${String(pull.number)}`;
}
