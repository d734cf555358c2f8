/**
 * An override lets one gate pass for one change and one plan: when the plan is edited, it is gone. Only gates that
 * ask `activeOverride` can be overridden, and they are listed here, so that nobody overrides what nobody reads.
 */
import type { RefusalCode, RefusalFacts } from '../change/refusal.ts';
import type { Change, Override } from '../change/state.ts';

export const OVERRIDABLE: readonly RefusalCode[] = ['lead_time_violation'];

export function activeOverride(change: Change, gate: RefusalCode): Override | null {
  return change.overrides.find((one) => one.gate === gate && one.digest === change.digest) ?? null;
}

export function overrideFacts(override: Override): RefusalFacts {
  return { override_by: override.by.login, override_reason: override.reason };
}
