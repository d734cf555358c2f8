/**
 * An override lets one gate pass for one change and one plan: when the plan is edited, it is gone. Only gates that
 * ask `activeOverride` can be overridden, and they are listed here, so that nobody overrides what nobody reads.
 *
 * What must stay true: the author's own override was read by the approvers together with the plan's window, and holds
 * for that window alone; for another one somebody else must lower the gate.
 */
import type { RefusalCode, RefusalFacts } from '../change/refusal.ts';
import type { Change, Override } from '../change/state.ts';
import { isPlannedWindow } from './window-for.ts';

export const OVERRIDABLE: readonly RefusalCode[] = ['lead_time_violation'];

export function activeOverride(change: Change, gate: RefusalCode): Override | null {
  const holds = ({ by }: Override): boolean =>
    by.id !== change.author.id || isPlannedWindow(change);
  const { digest, overrides } = change;
  return overrides.find((one) => one.gate === gate && one.digest === digest && holds(one)) ?? null;
}

export function overrideFacts(override: Override): RefusalFacts {
  return { override_by: override.by.login, override_reason: override.reason };
}
