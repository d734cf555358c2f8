/**
 * Where deployments wait for a while after they were asked for, and a CI asks in place of a forge: when it first did.
 *
 * What must stay true: asking again begins no other wait.
 */
import { and, eq } from 'drizzle-orm';
import type { Tx } from './in-workspace.ts';
import { gateAsks } from './schema-deploy.ts';
import { ormOf } from './session.ts';

export type GateAsk = Omit<typeof gateAsks.$inferSelect, 'workspace'>;

/** The instant of the first time. */
export async function noteGateAsk(tx: Tx, ask: GateAsk): Promise<string> {
  const { workspace } = tx;
  const { change, repository, sha, environment, askedAt } = ask;
  const isIt = and(
    ...[eq(gateAsks.workspace, workspace), eq(gateAsks.change, change)],
    ...[eq(gateAsks.repository, repository), eq(gateAsks.sha, sha)],
    eq(gateAsks.environment, environment),
  );
  await ormOf(tx)
    .insert(gateAsks)
    .values({ workspace, ...ask })
    .onConflictDoNothing();
  const [first] = await ormOf(tx).select().from(gateAsks).where(isIt);
  return first?.askedAt ?? askedAt;
}
