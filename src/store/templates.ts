/**
 * Every text of a template that was met, and which templates rest because a change that was made from them failed.
 *
 * What must stay true: texts are only ever added. What rests is read from the projection, which is made of events and
 * can be made anew; a newer version of the template rests no more.
 */
import { and, desc, eq } from 'drizzle-orm';
import type { Suspension } from '../core/template/standing.ts';
import type { Template } from '../core/template/template.ts';
import type { Tx } from './in-workspace.ts';
import { templates } from './schema-policy.ts';
import { ormOf, sessionOf } from './session.ts';

type Seen = {
  readonly repoId: string;
  readonly templates: readonly Template[];
  readonly now: string;
};

/** The first to come writes it; the same text needs no second row. */
export async function keepTemplates(tx: Tx, { repoId, templates: met, now }: Seen): Promise<void> {
  if (met.length === 0) return;
  const { workspace } = tx;
  const rows = met.map((content) => {
    const { id, version, blob } = content;
    return { workspace, repoId, id, version, blob, content, firstSeen: now };
  });
  await ormOf(tx).insert(templates).values(rows).onConflictDoNothing();
}

/** Of this name and version, the text that was met last first. */
export async function findTemplates(
  tx: Tx,
  repoId: string,
  { id, version }: Pick<Template, 'id' | 'version'>,
): Promise<readonly Template[]> {
  const isIt = and(
    eq(templates.workspace, tx.workspace),
    eq(templates.repoId, repoId),
    eq(templates.id, id),
    eq(templates.version, version),
  );
  const rows = await ormOf(tx)
    .select({ content: templates.content })
    .from(templates)
    .where(isIt)
    .orderBy(desc(templates.firstSeen));
  return rows.map(({ content }) => content);
}

/** By the id of the template, of each the failure of its newest version that nobody has looked at; the newest first. */
export async function listSuspensions(
  tx: Tx,
  repoId: string,
): Promise<readonly (Suspension & { readonly id: string })[]> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<Suspension & { readonly id: string }>({
    name: 'list_suspensions',
    text: `SELECT number AS change, s ->> 'id' AS id, (s ->> 'version')::int AS version, s ->> 'at' AS at
             FROM changes, LATERAL (SELECT snapshot -> 'templateUse' -> 'suspended' AS s) AS suspending
            WHERE workspace = $1 AND repo_id = $2
              AND (snapshot -> 'templateUse' -> 'suspended') <> 'null'::jsonb
              AND s -> 'reviewed' = 'null'::jsonb
            ORDER BY version DESC, number DESC`,
    values: [workspace, repoId],
  });
  return rows;
}

/** Open changes of a repository that were made of a template of this id, in any version. */
export async function listMadeOf(tx: Tx, repoId: string, id: string): Promise<readonly number[]> {
  const { client, workspace } = sessionOf(tx);
  const { rows } = await client.query<{ readonly number: number }>({
    name: 'list_made_of',
    text: `SELECT number FROM changes
            WHERE workspace = $1 AND repo_id = $2 AND NOT closed
              AND snapshot -> 'plan' -> 'template' ->> 'id' = $3
            ORDER BY number`,
    values: [workspace, repoId, id],
  });
  return rows.map(({ number }) => number);
}
