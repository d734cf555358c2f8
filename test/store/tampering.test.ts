// An attacker with every right in the database: the guards are off, and one thing is changed behind the
// store's back. Each time the verifier has to name the event.
import type pg from 'pg';
import { describe, expect } from 'vitest';
import { describeProblem } from '../../src/core/audit/chain.ts';
import type { ChainVerdict } from '../../src/core/audit/chain.ts';
import type { Database } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { verifyLog } from '../../src/store/verify-log.ts';
import { anEvent, appendTo, aWorkspace, test } from './stored.ts';

const EVENTS = 5;
const TAMPERED = 3;

const someone = (n: number) =>
  ({ id: String(n), login: `person-${String(n)}`, kind: 'human', roles: [] }) as const;

async function aTamperableLog(db: Database, owner: pg.Client): Promise<string> {
  const workspace = await aWorkspace(db);
  const events = Array.from({ length: EVENTS }, (_, n) =>
    anEvent({ data: { n }, actor: someone(n + 1), texts: { observed: `saw ${String(n)} · ✓` } }),
  );
  await appendTo(db, workspace, events);
  for (const table of ['events', 'texts', 'people', 'workspaces']) {
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  }
  return workspace;
}

const verify = (db: Database, workspace: string): Promise<ChainVerdict> =>
  inWorkspace(db, workspace, (tx) => verifyLog(tx));

/** Runs one statement, asks the verifier, and puts everything back. */
async function tampered(
  db: Database,
  owner: pg.Client,
  act: { workspace: string; sql: string },
): Promise<string> {
  const { workspace, sql } = act;
  await owner.query('DROP TABLE IF EXISTS kept_events, kept_texts, kept_people, kept_workspaces');
  for (const table of ['events', 'texts', 'people', 'workspaces']) {
    await owner.query(
      `CREATE TEMP TABLE kept_${table} AS SELECT * FROM ${table} WHERE workspace = '${workspace}'`,
    );
  }
  const { rowCount } = await owner.query(sql.replaceAll('$W', `'${workspace}'`));
  expect(rowCount, sql).toBeGreaterThan(0);
  const verdict = await verify(db, workspace);
  for (const table of ['events', 'texts', 'people', 'workspaces']) {
    await owner.query(`DELETE FROM ${table} WHERE workspace = '${workspace}'`);
    await owner.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
  }
  return verdict.kind === 'broken' ? describeProblem(verdict.problem) : 'intact';
}

const third = `workspace = $W AND seq = ${String(TAMPERED)}`;
const thirdPerson = `workspace = $W AND id = '${String(TAMPERED)}'`;

const BYTES = [
  ['events', 'body', third],
  ['events', 'hash', third],
  ['events', 'prev_hash', third],
  ['events', 'actor_name', third],
  ['texts', 'salt', third],
  ['people', 'salt', thirdPerson],
  ['people', 'commitment', thirdPerson],
] as const;

describe('flipping one byte', () => {
  test.for(BYTES)(
    'anywhere in %s.%s is found, at its event',
    { timeout: 120_000 },
    async ([table, column, where], { db, owner }) => {
      const workspace = await aTamperableLog(db, owner);
      const here = where.replaceAll('$W', `'${workspace}'`);
      const { rows } = await owner.query<{ length: number }>(
        `SELECT octet_length(${column}) AS length FROM ${table} WHERE ${here}`,
      );
      const length = rows[0]?.length ?? 0;
      expect(length).toBeGreaterThanOrEqual(32);
      for (let at = 0; at < length; at += 1) {
        const flip = `UPDATE ${table} SET ${column} = set_byte(${column}, ${String(at)}, get_byte(${column}, ${String(at)}) # ${String(1 << (at % 8))}) WHERE ${here}`;
        await owner.query(flip);
        const verdict = await verify(db, workspace);
        await owner.query(flip.replace(/WHERE workspace.*/u, `WHERE ${here}`));
        expect(verdict, `byte ${String(at)}`).toMatchObject({
          kind: 'broken',
          events: TAMPERED - 1,
          problem: { seq: TAMPERED },
        });
      }
      expect(await verify(db, workspace)).toMatchObject({ kind: 'intact', events: EVENTS });
    },
  );

  test('anywhere in a text, a login or the name of a text is found, at its event', async ({
    db,
    owner,
  }) => {
    const workspace = await aTamperableLog(db, owner);
    for (const [table, column, where] of [
      ['texts', 'text', third],
      ['texts', 'name', third],
      ['people', 'login', thirdPerson],
    ] as const) {
      const { rows } = await owner.query<{ value: string }>(
        `SELECT ${column} AS value FROM ${table} WHERE ${where.replaceAll('$W', `'${workspace}'`)}`,
      );
      for (let at = 1; at <= [...(rows[0]?.value ?? '')].length; at += 1) {
        const sql = `UPDATE ${table} SET ${column} = overlay(${column} placing chr(ascii(substr(${column}, ${String(at)})) # 1) from ${String(at)}) WHERE ${where}`;
        expect(await tampered(db, owner, { workspace, sql })).toMatch(/^event 3, (?:text|actor)/u);
      }
    }
  });
});

describe('an attacker', () => {
  const acts: readonly (readonly [string, string, RegExp])[] = [
    [
      'deletes an event',
      `DELETE FROM events WHERE ${third}`,
      /^event 3, seq: expected 3, found 4$/u,
    ],
    [
      'deletes the first event',
      `DELETE FROM events WHERE workspace = $W AND seq = 1`,
      /^event 1, seq: expected 1, found 2$/u,
    ],
    [
      'cuts the tail off',
      `DELETE FROM events WHERE workspace = $W AND seq > 3`,
      /^event 5, head: expected 5 events, found 3 events$/u,
    ],
    [
      'cuts the tail off and moves the head',
      `WITH cut AS (DELETE FROM events WHERE workspace = $W AND seq > 3) UPDATE workspaces SET head_seq = 3 WHERE workspace = $W`,
      /^event 3, head: expected [0-9a-f]{64}, found/u,
    ],
    [
      'moves an event to another place',
      `UPDATE events SET seq = 99 WHERE ${third}`,
      /^event 3, seq: expected 3, found 4$/u,
    ],
    [
      'moves the numbers by one',
      `UPDATE events SET seq = seq + 100 WHERE workspace = $W AND seq >= 3`,
      /^event 5, head: expected 5 events, found 2 events$/u,
    ],
    [
      'copies another event over it',
      `UPDATE events SET body = (SELECT body FROM events WHERE workspace = $W AND seq = 4) WHERE ${third}`,
      /^event 3, hash/u,
    ],
    [
      "rewrites the head's hash",
      `UPDATE workspaces SET head_hash = decode(repeat('ab', 32), 'hex') WHERE workspace = $W`,
      /^event 5, head: expected (?:ab){32}/u,
    ],
    [
      'sets the head ahead',
      `UPDATE workspaces SET head_seq = 6 WHERE workspace = $W`,
      /^event 6, head: expected 6 events, found 5 events$/u,
    ],
    [
      'takes the head back to an earlier event',
      `UPDATE workspaces w SET head_seq = 3, head_hash = e.hash FROM events e WHERE w.workspace = $W AND e.workspace = $W AND e.seq = 3`,
      /^event 4, head: expected no event after 3, found an event above it, 4$/u,
    ],
    [
      'adds a text above the head',
      `INSERT INTO texts SELECT workspace, 6, name, salt, text FROM texts WHERE ${third}`,
      /^event 6, text observed: expected an event that has it, found no such event$/u,
    ],
    [
      'moves an event to another change',
      `UPDATE events SET change = 13 WHERE ${third}`,
      /^event 3, column change: expected 12, found 13$/u,
    ],
    [
      'hides an event from its change',
      `UPDATE events SET change = NULL WHERE ${third}`,
      /^event 3, column change: expected 12, found null$/u,
    ],
    [
      'calls it another type',
      `UPDATE events SET type = 'step_skipped' WHERE ${third}`,
      /^event 3, column type/u,
    ],
    [
      'gives it to somebody else',
      `UPDATE events SET actor_id = '4' WHERE ${third}`,
      /^event 3, column actor_id/u,
    ],
    [
      'dates it back',
      `UPDATE events SET occurred_at = occurred_at - interval '1 ms' WHERE ${third}`,
      /^event 3, column occurred_at/u,
    ],
    [
      'hides when it was noticed',
      `UPDATE events SET observed_at = observed_at + interval '1 h' WHERE ${third}`,
      /^event 3, column observed_at/u,
    ],
    [
      'removes a text',
      `DELETE FROM texts WHERE ${third}`,
      /^event 3, text observed: expected an opening of [0-9a-f]{64}, found no row$/u,
    ],
    [
      'adds a text',
      `INSERT INTO texts SELECT workspace, seq, 'extra', salt, text FROM texts WHERE ${third}`,
      /^event 3, text extra/u,
    ],
    [
      'adds a text to no event',
      `INSERT INTO texts SELECT workspace, 0, name, salt, text FROM texts WHERE ${third}`,
      /^event 0, text observed: expected an event that has it, found no such event$/u,
    ],
    [
      'swaps two texts',
      `UPDATE texts t SET salt = o.salt, text = o.text FROM texts o WHERE t.workspace = $W AND o.workspace = $W AND t.seq IN (3, 4) AND o.seq = 7 - t.seq`,
      /^event 3, text observed/u,
    ],
    [
      'erases a text but keeps its salt',
      `UPDATE texts SET text = NULL WHERE ${third}`,
      /^event 3, text observed: expected salt and text, or neither/u,
    ],
    ['removes a person', `DELETE FROM people WHERE ${thirdPerson}`, /^event 3, actor/u],
    [
      'puts another name on a person',
      `UPDATE people SET login = 'tomas-sre' WHERE ${thirdPerson}`,
      /^event 3, actor/u,
    ],
  ];

  test.for(acts)('%s', async ([, sql, found], { db, owner }) => {
    const workspace = await aTamperableLog(db, owner);
    expect(await tampered(db, owner, { workspace, sql })).toMatch(found);
    expect(await verify(db, workspace)).toMatchObject({ kind: 'intact' });
  });

  test("moves an event into another tenant's log", async ({ db, owner }) => {
    const from = await aTamperableLog(db, owner);
    const to = await aWorkspace(db);
    await owner.query('UPDATE events SET workspace = $2 WHERE workspace = $1 AND seq = 1', [
      from,
      to,
    ]);
    await owner.query('UPDATE texts SET workspace = $2 WHERE workspace = $1 AND seq = 1', [
      from,
      to,
    ]);
    await owner.query(
      'UPDATE workspaces t SET head_seq = 1, head_hash = e.hash FROM events e WHERE t.workspace = $1 AND e.workspace = $1',
      [to],
    );
    expect(await verify(db, from)).toMatchObject({ kind: 'broken', problem: { seq: 1 } });
    expect(await verify(db, to)).toMatchObject({
      kind: 'broken',
      problem: { seq: 1, where: 'hash' },
    });
  });
});
