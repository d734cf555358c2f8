/**
 * What stands in the place of a policy that cannot be used. Running work must still be paused, recorded and rolled
 * back, so the built-in roles and rights are kept; whatever lets something pass is nobody's right until the policy can
 * be read again.
 *
 * What must stay true: it is never mistaken for the policy before it, nor for the built-in one: `problems` is not
 * empty, gates read `policy_invalid`, and its version begins with `invalid:`.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import type { Policy, PolicyProblem, PolicySource } from './policy.ts';

/** Rights that let something pass without any gate being asked. */
const GRANTING: readonly string[] = [
  'unblock_for_blocker',
  'resolve_for_raiser',
  'unhold',
  'confirm',
  'confirm_unnamed',
  'waive',
  'resume',
  'reopen',
  'handover_for_operator',
  'authorise',
  'authorise_unnamed',
  'review',
  'review_template',
  'override',
  'override_after_draft',
  'thaw',
];

export function invalidPolicy(
  problems: readonly PolicyProblem[],
  sources: readonly PolicySource[],
): Policy {
  const digest = createHash('sha256').update(canonicalize({ problems, sources })).digest('hex');
  const rights = Object.entries(DEFAULT_POLICY.verbRoles);
  return {
    ...DEFAULT_POLICY,
    version: `invalid:${digest.slice(0, 12)}`,
    problems,
    sources,
    verbRoles: Object.fromEntries(rights.filter(([verb]) => !GRANTING.includes(verb))),
  };
}

export function isInvalid({ problems }: Policy): boolean {
  return problems.length > 0;
}

const SHOWN = 10;

/** What a refusal or verdict says of it: where, expected, found, and what to do, one line each. */
export function policyFaults({ problems, version }: Policy): {
  readonly version: string;
  readonly problems: readonly string[];
  readonly count: number;
} {
  return { version, problems: problems.slice(0, SHOWN).map(describe), count: problems.length };
}

function describe({ file, line, column, expected, found, remedy }: PolicyProblem): string {
  const place = [file, line, column].filter((part) => part !== null).join(':');
  return `${place}: expected ${expected}; found ${found}; ${remedy}`;
}
