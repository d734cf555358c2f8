/**
 * The shape of a policy: what a team's `.github/holdpoint.yml` will say and what the built-in policy
 * (`default-policy.ts`) already says. Gates and tally read nothing else. A policy is data: no rule hides in code.
 */
import type { Category, Level } from '../plan/plan.ts';

/** Roles of the field. `approver` and `maintainer` are one role; `maintainer` is the name used. */
export const ROLES = [
  'viewer',
  'engineer',
  'maintainer',
  'lead',
  'incident_commander',
  'admin',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

export type CategoryRule = {
  readonly category: Category;
  readonly risk: Level;
  readonly summary: string;
  readonly examples: readonly string[];
  readonly leadTimeHours: number;
  /** Any one of these roles may approve. */
  readonly approverRoles: readonly Role[];
  readonly approvalsNeeded: number;
  /** Linked pull requests need this many independent approving reviews at their head. */
  readonly pullReviewsNeeded: number;
  readonly pullChecksRequired: boolean;
  /** Only a named authoriser starts it; approval gates are bypassed and recorded as bypassed. */
  readonly authoriserRoles: readonly Role[];
  readonly posthocReviewHours: number | null;
};

export type Policy = {
  /** `builtin:<sha256 prefix>` or the blob of the file it was read from; stored with every event. */
  readonly version: string;
  readonly categories: readonly CategoryRule[];
  /** The lowest category that a chosen risk level allows. */
  readonly categoryFloorByRisk: Readonly<Record<Level, Category>>;
  /** Which forge permission holds which roles, before a team's own policy names people. */
  readonly rolesByPermission: Readonly<Record<string, readonly Role[]>>;
  /** Which roles may use which verb, by command type; a verb not listed is refused. */
  readonly verbRoles: Readonly<Record<string, readonly Role[]>>;
};
