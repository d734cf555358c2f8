/**
 * After an accepted command: is the change approved now? The last needed approval need not be the last thing needed,
 * so the question is asked again whenever something has moved that gates look at. A pull request that is its own change
 * is submitted in the same way.
 *
 * What must stay true: a change becomes approved only when every gate of the approval is met or does not apply.
 */
import { blockers, judge } from '../gate/judge.ts';
import { isPreapproved } from '../policy/pre-approved.ts';
import { voicesOf } from '../policy/tally.ts';
import { awaitsApproval, awaitsSubmit } from './awaits.ts';
import { boundDigest } from './binding.ts';
import { seenDuties } from './decide-duty.ts';
import { scheduled } from './decide-start.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { preview } from './preview.ts';
import { secondIdNow } from './second-person.ts';
import type { Change } from './state.ts';

export function settle(change: Change, facts: Facts): readonly ChangeEvent[] {
  const submitted = submitOwn(change, facts);
  const read = submitted.length === 0 ? change : preview(change, submitted, facts);
  return [...submitted, ...complete(read, facts), ...seenDuties(read, facts)];
}

/** A pull request that is its own change is submitted by being ready for review, as soon as the gates let it. */
function submitOwn(change: Change, facts: Facts): readonly ChangeEvent[] {
  const { digest } = change;
  if (!awaitsSubmit(change) || digest === null) return [];
  if (blockers(judge(change, facts, 'submit')).length > 0) return [];
  return [
    { type: 'submitted', data: { digest, warnings: [], second: null, risk: null }, texts: {} },
  ];
}

function complete(change: Change, facts: Facts): readonly ChangeEvent[] {
  const digest = boundDigest(change);
  if (!awaitsApproval(change) || digest === null) return [];
  const open = blockers(judge(change, facts, 'approve'));
  if (open.length > 0) return [];
  const voices = voicesOf(change, facts);
  const data = { digest, voices, second: secondIdNow(change, facts) };
  return [...byTemplate(change, facts, digest), { type: 'approval_completed', data, texts: {} }];
}

/** What the approval rests on where a template stands in for people. */
function byTemplate(change: Change, facts: Facts, digest: string): readonly ChangeEvent[] {
  const template = change.plan?.template;
  if (template === undefined || !isPreapproved(change, facts)) return [];
  const file = facts.template?.current?.file ?? '';
  return [{ type: 'template_approved', data: { ...template, digest }, texts: { file } }];
}

/** A standard change from a template waits for nobody: submitted, it is approved, and booked where it names a window. */
export function settleTemplate(change: Change, facts: Facts): readonly ChangeEvent[] {
  if (!isPreapproved(change, facts)) return [];
  const settled = settle(change, facts);
  const approved = preview(change, settled, facts);
  const window = approved.plan?.window ?? null;
  if (approved.state !== 'approved' || window === null) return settled;
  const verdicts = judge({ ...approved, window }, facts, 'schedule');
  return blockers(verdicts).length > 0 ? settled : [...settled, scheduled(window)];
}
