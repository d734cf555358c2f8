import { describe, expect } from 'vitest';
import { claimAct } from '../../src/store/acts.ts';
import type { Database } from '../../src/store/database.ts';
import { inWorkspace, NotCommittedError } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { keepPolicy } from '../../src/store/policies.ts';
import { sessionOf } from '../../src/store/session.ts';
import { keepTemplates } from '../../src/store/templates.ts';
import { CERTIFICATE } from '../support/templates.ts';
import { anEvent, aPolicy, appendTo, OURS, test } from './stored.ts';

const LOG = ['events', 'texts', 'people', 'acts', 'policies', 'templates', 'workspaces'] as const;

const rewriting = [
  ['UPDATE events', `UPDATE events SET body = body`],
  ['UPDATE of a text', `UPDATE texts SET text = 'passed'`],
  ['UPDATE of a salt alone', `UPDATE texts SET salt = NULL`],
  ['UPDATE of a text alone', `UPDATE texts SET text = NULL`],
  [
    'UPDATE that moves an erased text',
    `UPDATE texts SET text = NULL, salt = NULL, name = name || 'x'`,
  ],
  ['UPDATE of a login', `UPDATE people SET login = 'tomas-sre'`],
  [
    'UPDATE of a commitment',
    `UPDATE people SET login = NULL, salt = NULL, commitment = decode('00', 'hex')`,
  ],
  ['DELETE events', `DELETE FROM events`],
  ['DELETE texts', `DELETE FROM texts`],
  ['DELETE people', `DELETE FROM people`],
  ['DELETE of a head', `DELETE FROM workspaces`],
  ['DELETE of an act that counted', `DELETE FROM acts`],
  ['UPDATE of an act that counted', `UPDATE acts SET key = key || 'x'`],
  ['DELETE of a policy that was in force', `DELETE FROM policies`],
  ['UPDATE of a policy that was in force', `UPDATE policies SET content = '{}'`],
  ['DELETE of a template that was met', `DELETE FROM templates`],
  ['UPDATE of a template that was met', `UPDATE templates SET content = '{}'`],
  ['a head that steps back', `UPDATE workspaces SET head_seq = head_seq - 1`],
  ['a number given twice', `UPDATE workspaces SET next_number = next_number - 1`],
] as const;

async function anActAndAnEvent(db: Database): Promise<void> {
  await appendTo(db, OURS, [anEvent()]);
  await inWorkspace(db, OURS, async (tx) => claimAct(await lockHead(tx), 'comment:1:revision:1'));
  await inWorkspace(db, OURS, (tx) => keepPolicy(tx, aPolicy()));
  const kept = { repoId: '501', templates: [CERTIFICATE], now: '2026-11-22T04:30:00Z' };
  await inWorkspace(db, OURS, (tx) => keepTemplates(tx, kept));
}

describe('the log only grows', () => {
  test.for(rewriting)('the app may not: %s', async ([, sql], { db }) => {
    await anActAndAnEvent(db);
    const work = inWorkspace(db, OURS, (tx) => sessionOf(tx).client.query(sql));
    await expect(work).rejects.toThrow(/permission denied|the log only grows/u);
  });

  test.for(rewriting)('neither may the owner: %s', async ([, sql], { db, owner }) => {
    await anActAndAnEvent(db);
    await expect(owner.query(sql)).rejects.toMatchObject({ code: '23000' });
  });

  test.for(rewriting)('nor the owner as a replica: %s', async ([, sql], { owner }) => {
    await owner.query('BEGIN; SET LOCAL session_replication_role = replica');
    await expect(owner.query(sql)).rejects.toMatchObject({ code: '23000' });
    await owner.query('ROLLBACK');
  });

  test.for([...LOG])('nobody truncates %s', async (table, { db, owner }) => {
    await expect(owner.query(`TRUNCATE ${table}`)).rejects.toMatchObject({ code: '23000' });
    const work = inWorkspace(db, OURS, (tx) => sessionOf(tx).client.query(`TRUNCATE ${table}`));
    await expect(work).rejects.toThrow('permission denied');
  });

  test('the app may not switch the guards off', async ({ db }) => {
    const work = inWorkspace(db, OURS, (tx) =>
      sessionOf(tx).client.query('ALTER TABLE events DISABLE TRIGGER append_only'),
    );
    await expect(work).rejects.toThrow('must be owner');
  });

  test('the roles may not pass by row-level security', async ({ owner }) => {
    const { rows } = await owner.query(
      `SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles WHERE rolname LIKE 'holdpoint\\_%' ORDER BY rolname`,
    );
    const closed = { rolsuper: false, rolbypassrls: false, rolcanlogin: false };
    expect(rows).toStrictEqual([
      { rolname: 'holdpoint_app', ...closed },
      { rolname: 'holdpoint_system', ...closed },
    ]);
  });

  test('every table of a tenant binds its owner, too', async ({ owner }) => {
    const { rows } = await owner.query(
      `SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace'
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity)`,
    );
    // The inbox knows no tenant until it is routed.
    expect(rows).toStrictEqual([{ relname: 'deliveries' }]);
  });
});

describe('a transaction', () => {
  test('whose work swallowed a failed statement says that nothing was written', async ({ db }) => {
    const work = inWorkspace(db, OURS, async (tx) => {
      await sessionOf(tx)
        .client.query('SELECT 1 / 0')
        .catch(() => undefined);
      return 'done';
    });
    await expect(work).rejects.toThrow(NotCommittedError);
  });

  test('leaves neither role nor workspace behind on its connection', async ({ db }) => {
    await inWorkspace(db, OURS, () => Promise.resolve());
    await inWorkspace(db, OURS, () => Promise.reject(new Error('no'))).catch(() => undefined);
    const { connectionsOf } = await import('../../src/store/session.ts');
    const { rows } = await connectionsOf(db).pool.query(
      `SELECT current_user = session_user AS same, coalesce(current_setting('holdpoint.workspace', true), '') AS workspace`,
    );
    expect(rows).toStrictEqual([{ same: true, workspace: '' }]);
  });
});
