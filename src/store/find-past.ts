/**
 * Changes that have ended, found again by those who plan the next one: by facets (assets, kinds, template), by words of
 * title and steps (PostgreSQL's full text), and by how alike the titles are (trigrams, where the server has them).
 *
 * What must stay true: only changes of the same repository are found. Whoever reads an issue may not be allowed to read
 * another repository's, so their words never cross. However many changes there are, only the newest of each word are
 * looked at.
 */
import type { AskedPast } from '../core/risk/facets.ts';
import { HISTORY_LENGTH } from '../core/risk/history.ts';
import type { FoundPast, PastResult } from '../core/risk/history.ts';
import { pastDetailOf } from '../core/risk/past.ts';
import type { Tx } from './in-workspace.ts';
import { loadChanges } from './load-change.ts';
import { sessionOf } from './session.ts';

/** The newest changes of one word or facet that are weighed. */
const NEWEST = 100;
const MOST_SHOWN = 5;
/** As many as `past_words` gives at most; said again, so that the planner expects no more. */
const MOST_WORDS = 60;

/**
 * A word counts for more the fewer of the changes looked at have it, one of the title twice; an asset, kind or template
 * counts for several words. Similar is what shares a facet, or a third of the words, or has much the same title.
 */
const SIMILAR = `
  WITH asked AS (
    (SELECT 'word:' || word AS term, CASE WHEN in_title THEN 2 ELSE 1 END AS weight, 0 AS facet
       FROM past_words($4, $5) LIMIT ${String(MOST_WORDS)})
    UNION ALL SELECT unnest($6::text[]), 8, 1
    UNION ALL SELECT unnest($7::text[]), 4, 1
  ), hits AS (
    SELECT h.number, a.weight, a.facet, count(*) OVER (PARTITION BY a.term) AS seen
      FROM asked a, LATERAL (
        SELECT p.number FROM past_terms p
         WHERE p.workspace = $1 AND p.repo_id = $2 AND p.term = a.term AND p.number <> $3
         ORDER BY p.number DESC LIMIT ${String(NEWEST)}
      ) AS h
  ), weighed AS (
    SELECT number, sum(weight / ln(1.7::float8 + seen)) AS weight, sum(facet) AS facets, count(*) - sum(facet) AS words
      FROM hits GROUP BY number ORDER BY weight DESC, number DESC LIMIT ${String(NEWEST)}
  )
  SELECT w.number
    FROM weighed w JOIN past_changes c ON c.workspace = $1 AND c.number = w.number,
         LATERAL (SELECT title_likeness(c.title, $4) AS likeness) AS l
   WHERE w.facets > 0 OR l.likeness > 0.4 OR 3 * w.words >= (SELECT count(*) FROM asked WHERE facet = 0)
   ORDER BY w.weight + 8 * l.likeness DESC, w.number DESC
   LIMIT ${String(MOST_SHOWN)}`;

const GROUPS = `
  WITH facets AS (
    SELECT * FROM unnest($4::int[], $5::text[]) AS f (place, term)
  ), found AS (
    SELECT DISTINCT f.place, h.number
      FROM facets f, LATERAL (
        SELECT p.number FROM past_terms p
         WHERE p.workspace = $1 AND p.repo_id = $2 AND p.term = f.term AND p.number <> $3
         ORDER BY p.number DESC LIMIT ${String(HISTORY_LENGTH)}
      ) AS h
  ), newest AS (
    SELECT place, number, row_number() OVER (PARTITION BY place ORDER BY number DESC) AS turn FROM found
  )
  SELECT n.place, c.outcome, c.ran_seconds AS "ranSeconds", c.rollback_seconds AS "rollbackSeconds"
    FROM newest n JOIN past_changes c ON c.workspace = $1 AND c.number = n.number
   WHERE n.turn <= ${String(HISTORY_LENGTH)}
   ORDER BY n.place, n.number DESC`;

export async function findPast(tx: Tx, asked: AskedPast): Promise<FoundPast> {
  const { client, workspace } = sessionOf(tx);
  const { number, repoId, title, words, facets, kin } = asked;
  const { rows: similar } = await client.query<{ readonly number: number }>({
    name: 'similar_past',
    text: SIMILAR,
    values: [workspace, repoId, number, title, words, facets, kin],
  });
  const changes = await loadChanges(
    tx,
    similar.map((one) => one.number),
  );
  return {
    similar: changes.flatMap((change) => pastDetailOf(change) ?? []),
    groups: await findGroups(tx, asked),
  };
}

/** What became of the last changes of each group, the newest first. */
export async function findGroups(
  tx: Tx,
  { number, repoId, groups }: Pick<AskedPast, 'number' | 'repoId' | 'groups'>,
): Promise<FoundPast['groups']> {
  const { client, workspace } = sessionOf(tx);
  const pairs = groups.flatMap((group, place) => group.facets.map((term) => ({ place, term })));
  const { rows: results } = await client.query<PastResult & { readonly place: number }>({
    name: 'grouped_past',
    text: GROUPS,
    values: [
      ...[workspace, repoId, number],
      pairs.map(({ place }) => place),
      pairs.map(({ term }) => term),
    ],
  });
  return groups.map(({ by, name }, at) => ({
    by,
    name,
    results: results.filter(({ place }) => place === at),
  }));
}
