/**
 * The roles of the field, and sets of people as a policy names them. Everything else in a policy is said in these words,
 * so they know nothing of it.
 */

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

/** A set of people: anybody who holds one of the roles, is in one of the teams, or is named. Empty: nobody. */
export type Holders = {
  readonly roles: readonly Role[];
  /** `leads`, or `organisation/leads` for a team of another account. */
  readonly teams: readonly string[];
  /** Logins; resolved to account ids when the policy is read, see `PolicyPeople`. */
  readonly people: readonly string[];
};

export const NOBODY: Holders = { roles: [], teams: [], people: [] };

export function isNobody({ roles, teams, people }: Holders): boolean {
  return roles.length === 0 && teams.length === 0 && people.length === 0;
}
