/** The policy that a change was last looked at under, as it was kept: what the command line judges by. */
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import type { Policy } from '../core/policy/policy.ts';
import { findPolicy } from '../store/policies.ts';
import type { Tx } from '../store/in-workspace.ts';
import { CannotTellError } from './command.ts';

export async function policyOf(tx: Tx, version: string): Promise<Policy> {
  if (version === DEFAULT_POLICY.version) return DEFAULT_POLICY;
  const kept = await findPolicy(tx, version);
  if (kept !== null) return kept.content;
  // Before policies were kept there was only the built-in one, of the version that ran then.
  if (version.startsWith('builtin:')) return DEFAULT_POLICY;
  throw new CannotTellError(`the policy ${version} is not in the record.`);
}
