/**
 * Every policy that was in force, whole, under the version that events name. A row is written when the policy is met
 * first, and never again: the first answer to whose the logins in it are stays the answer, because logins change hands.
 *
 * What must stay true: rows are only ever added, and only policies that a decision may have read stand here.
 */
import { and, asc, eq } from 'drizzle-orm';
import { NO_CALENDAR } from '../core/policy/calendar.ts';
import { NO_CATALOGUE } from '../core/policy/catalogue.ts';
import { NO_FAILURE_REVIEW } from '../core/policy/default/failure-review.ts';
import type { Policy, PolicyPeople } from '../core/policy/policy.ts';
import type { Tx } from './in-workspace.ts';
import { policies } from './schema-policy.ts';
import { ormOf } from './session.ts';

export type KnownPolicy = {
  readonly version: string;
  readonly content: Policy;
  readonly people: PolicyPeople['people'];
  readonly firstSeen: string;
};

const COLUMNS = {
  version: policies.version,
  content: policies.content,
  people: policies.people,
  firstSeen: policies.firstSeen,
};

/** The first to come writes it; whoever comes later with the same version has nothing to add. */
export async function keepPolicy(tx: Tx, known: KnownPolicy): Promise<void> {
  await ormOf(tx)
    .insert(policies)
    .values({ workspace: tx.workspace, ...known })
    .onConflictDoNothing();
}

export async function findPolicy(tx: Tx, version: string): Promise<KnownPolicy | null> {
  const [row] = await ormOf(tx)
    .select(COLUMNS)
    .from(policies)
    .where(and(eq(policies.workspace, tx.workspace), eq(policies.version, version)));
  return row === undefined ? null : whole(row);
}

/** The one that was met first comes first. */
export async function listPolicies(tx: Tx): Promise<readonly KnownPolicy[]> {
  const rows = await ormOf(tx)
    .select(COLUMNS)
    .from(policies)
    .where(eq(policies.workspace, tx.workspace))
    .orderBy(asc(policies.firstSeen), asc(policies.version));
  return rows.map(whole);
}

/** What was kept before a policy could say this said nothing of it. */
function whole(row: KnownPolicy): KnownPolicy {
  const unsaid = {
    ...{ catalogue: NO_CATALOGUE, calendar: NO_CALENDAR, riskModel: null },
    failureReview: NO_FAILURE_REVIEW,
  };
  return { ...row, content: { ...unsaid, ...row.content } };
}
