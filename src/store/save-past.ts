/**
 * Keeps what became of a change that has ended, and the words and facets by which `find-past.ts` finds it again. A word
 * that was kept once stays until the projection is made anew; without the row of its change it finds nothing.
 */
import type { Findable } from '../core/risk/facets.ts';
import type { Past } from '../core/risk/past.ts';
import type { HeadLock } from './lock.ts';
import { heldBy } from './session.ts';

export type PastRow = { readonly past: Past; readonly repoId: string; readonly found: Findable };

const SAVE = `
  WITH ended AS (
    INSERT INTO past_changes (workspace, number, title, outcome, ran_seconds, rollback_seconds)
    VALUES ($1, $2, $4, $5, $6, $7)
    ON CONFLICT (workspace, number) DO UPDATE SET title = excluded.title, outcome = excluded.outcome,
      ran_seconds = excluded.ran_seconds, rollback_seconds = excluded.rollback_seconds
  )
  INSERT INTO past_terms (workspace, repo_id, term, number)
  SELECT $1, $3, term, $2
    FROM (SELECT 'word:' || word FROM past_words($4, $8) UNION SELECT unnest($9::text[])) AS t (term)
  ON CONFLICT DO NOTHING`;

/** Null: it has not ended, or not any more. */
export async function savePast(lock: HeadLock, number: number, row: PastRow | null): Promise<void> {
  const { session } = heldBy(lock);
  const { client, workspace } = session;
  if (row === null) {
    await client.query('DELETE FROM past_changes WHERE workspace = $1 AND number = $2', [
      workspace,
      number,
    ]);
    return;
  }
  const { past, repoId, found } = row;
  const { title, outcome, ranSeconds, rollbackSeconds } = past;
  await client.query({
    name: 'save_past',
    text: SAVE,
    values: [
      ...[workspace, number, repoId, title, outcome, ranSeconds, rollbackSeconds],
      found.words,
      found.facets,
    ],
  });
}
