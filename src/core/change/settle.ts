/**
 * After an accepted command: is the change approved now? The last needed approval need not be the last thing needed,
 * so the question is asked again whenever something has moved that gates look at.
 *
 * What must stay true: a change becomes approved only when every gate of the approval is met or does not apply.
 */
import { blockers, judge } from '../gate/judge.ts';
import { tally, voicesOf } from '../policy/tally.ts';
import { boundDigest } from './binding.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { secondIdNow } from './second-person.ts';
import type { Change } from './state.ts';

export function settle(change: Change, facts: Facts): readonly ChangeEvent[] {
  const awaits =
    change.state === 'review' || (change.state === 'in_progress' && change.reapprovalDue);
  const digest = boundDigest(change);
  if (!awaits || digest === null) return [];
  const open = blockers(judge(change, facts, 'approve'));
  if (open.length > 0) return [];
  const voices = voicesOf(tally(change, facts));
  const data = { digest, voices, second: secondIdNow(change, facts) };
  return [{ type: 'approval_completed', data, texts: {} }];
}
