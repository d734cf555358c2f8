/**
 * What an approval speaks of beside the plan, and what a push leaves of it: the heads of the linked pull requests, and
 * of each what was known of its files.
 *
 * What must stay true: only what a rule says it does not mind stays; what remains is enough, or the change is read again.
 */
import { scenesElsewhere } from '../policy/elsewhere.ts';
import type { PartDoubt } from '../policy/part.ts';
import { tally } from '../policy/tally.ts';
import type { Tally } from '../policy/tally.ts';
import { hasBegun, headsToApprove, standingApprovals } from './binding.ts';
import { bindsHeads } from './bound-heads.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { preview } from './preview.ts';
import { isPull } from './pull-key.ts';
import { contentOfHead } from './push.ts';
import type { Approval } from './spoken.ts';
import type { Change } from './state.ts';

/** Heads that are approved now, sorted; in the same order what is known of each. */
export function codeToApprove(
  change: Change,
  facts: Facts,
): Pick<Approval, 'heads' | 'trees' | 'contents'> {
  const heads = headsToApprove(change, facts);
  const known = heads.map((head) => {
    const linked = change.pulls.find((pull) => pull.head === head);
    const seen = facts.pulls.find((pull) => linked !== undefined && isPull(pull, linked));
    return contentOfHead(seen?.head === head ? seen : undefined);
  });
  return {
    heads,
    trees: known.map(({ tree }) => tree),
    contents: known.map(({ content }) => content),
  };
}

/** While the change runs, the merge is what is held up; what was approved stays in force. */
export function approvalsAfterPush(
  change: Change,
  push: readonly ChangeEvent[],
  facts: Facts,
): readonly ChangeEvent[] {
  if (hasBegun(change) && !change.reapprovalDue) return [];
  const pushed = preview(change, push, facts);
  const standing = standingApprovals(pushed);
  const scene = { change: pushed, facts };
  if (standing.length > 0 && standing.every((one) => bindsHeads(one, scene))) return [];
  const tallies = [scene, ...scenesElsewhere(pushed, facts)].map((at) =>
    tally(at.change, at.facts),
  );
  const kept = standing.filter((one) => tallies.some((count) => isGoodForSome(one, count)));
  const voided = voiding('ref_changed', standing, kept);
  const isAgreed = change.state === 'approved' || change.state === 'scheduled';
  const isEnough = kept.length > 0 && !tally(preview(pushed, voided, facts), facts).isShort;
  return isAgreed && !isEnough ? [...voided, returned('ref_changed')] : voided;
}

/** Approvals that stand are voided; a change that was approved goes back to review. */
export function approvalsLost(
  change: Change,
  reason: 'approval_stale' | 'ref_changed',
): readonly ChangeEvent[] {
  const isAgreed = change.state === 'approved' || change.state === 'scheduled';
  const voided = voiding(reason, standingApprovals(change), []);
  return isAgreed ? [...voided, returned(reason)] : voided;
}

/** Nothing is wrong with it; it waits for something else, or is not needed. */
const WAITING: readonly PartDoubt[] = ['early', 'repeated', 'unsigned'];

/** For a part that does not mind the push, whether it is its turn or not, in whichever repository it is asked for. */
function isGoodForSome({ seq }: Approval, { parts }: Tally): boolean {
  const heard = parts.flatMap(({ voices }) => voices.filter((one) => one.approval.seq === seq));
  return heard.some(({ doubt }) => doubt === null || WAITING.includes(doubt));
}

type Reason = 'approval_stale' | 'ref_changed';

function voiding(
  reason: Reason,
  standing: readonly Approval[],
  kept: readonly Approval[],
): readonly ChangeEvent[] {
  if (standing.length === kept.length) return [];
  const data = { reason, kept: kept.map(({ seq }) => seq) };
  return [{ type: 'approvals_voided', data, texts: {} }];
}

function returned(reason: Reason): ChangeEvent {
  return { type: 'returned_to_review', data: { reason }, texts: {} };
}
