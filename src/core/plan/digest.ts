/**
 * The digest that an approval is bound to: SHA-256 over the canonical JSON of the governed parts.
 *
 * What must stay true: the same plan gives the same digest on every machine and in every later version; from the
 * first release on, a new way of computing it needs a new name in the first line.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { governedParts } from './governed.ts';
import type { Plan } from './plan.ts';

const DOMAIN = 'holdpoint:plan:1\n';

/** 64 hexadecimal digits. */
export function digestPlan(plan: Plan): string {
  const parts = governedParts(plan);
  const ordered = [...parts.keys()].sort().map((id) => [id, parts.get(id) ?? null]);
  return createHash('sha256').update(DOMAIN).update(canonicalize(ordered)).digest('hex');
}
