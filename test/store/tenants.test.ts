import { describe, expect } from 'vitest';
import { claimAct } from '../../src/store/acts.ts';
import { addApiToken, listApiTokens } from '../../src/store/api-tokens.ts';
import {
  findChangeByIssue,
  findChangesByHead,
  findChangesByPull,
  listOpenChanges,
  loadSnapshot,
  saveChange,
} from '../../src/store/changes.ts';
import type { Database } from '../../src/store/database.ts';
import { delayDirty, listDirty, markDirty, settleMark } from '../../src/store/dirty.ts';
import { append } from '../../src/store/event-log.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import type { Tx } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import {
  claimAnswer,
  findForged,
  listForged,
  noteAnswered,
  noteForged,
} from '../../src/store/forged-reports.ts';
import { claimGateAnswer } from '../../src/store/gate-claims.ts';
import { dropGroup, listGroups, saveGroup } from '../../src/store/merge-groups.ts';
import { findPolicy, keepPolicy, listPolicies } from '../../src/store/policies.ts';
import { readEvents, readRawRows } from '../../src/store/read-log.ts';
import { sessionOf } from '../../src/store/session.ts';
import {
  dropSurface,
  forgetAttempts,
  listSurfaces,
  putSurface,
  wantSurface,
} from '../../src/store/surfaces.ts';
import { dueTimers, fireTimer, replaceTimers } from '../../src/store/timers.ts';
import { keepTemplates } from '../../src/store/templates.ts';
import { readHead, readMarkerKey } from '../../src/store/workspaces.ts';
import { CERTIFICATE } from '../support/templates.ts';
import { redactPerson, redactTexts } from './redact.ts';
import {
  decideDeployment,
  findDeployment,
  saveDeployment,
  type DeploymentMet,
} from '../../src/store/deployments.ts';
import { claimLock, listLocks, releaseLock } from '../../src/store/environment-locks.ts';
import { aChange, anEvent, aPolicy, collect, NOW, OURS, test, THEIRS } from './stored.ts';

const TENANT_TABLES = [
  'workspaces',
  'events',
  'texts',
  'people',
  'changes',
  'pulls',
  'bookings',
  'past_changes',
  'past_terms',
  'surfaces',
  'acts',
  'policies',
  'templates',
  'merge_groups',
  'deployments',
  'environment_locks',
  'forged_reports',
  'api_tokens',
  'gate_claims',
  'timers',
  'dirty',
] as const;

const WINDOW = { windowStart: '2026-11-22T03:30:00Z', windowEnd: '2026-11-22T04:30:00Z' };
const PULL = {
  repoId: '501',
  repoName: 'lighthouse/gateway',
  number: 7,
  headSha: 'abc',
  mergeSha: null,
};

const BOOKING = {
  kind: 'asset',
  subject: 'edge/api-gateway',
  startsAt: WINDOW.windowStart,
  endsAt: WINDOW.windowEnd,
} as const;

/** One of everything, in both workspaces, under the same keys. */
async function fill(db: Database, workspace: string): Promise<void> {
  await inWorkspace(db, workspace, async (tx) => {
    const lock = await lockHead(tx);
    await append(lock, [anEvent({ texts: { observed: `secret of ${workspace}` } })]);
    await saveChange(
      lock,
      aChange({
        title: `title of ${workspace}`,
        snapshot: { workspace },
        pulls: [PULL],
        bookings: [BOOKING],
        ...WINDOW,
      }),
    );
    await replaceTimers(lock, 12, [{ name: 'window_end', dueAt: '2026-11-22T04:30:00Z' }]);
    await markDirty(lock, { number: 12, version: 1, since: NOW });
    await claimAct(lock, 'comment:1:created');
    await putSurface(tx, 12, { ...BLANK, surface: 'record', forgeId: workspace, attempts: 3 });
    await keepPolicy(tx, { ...aPolicy('file:1'), people: { [workspace]: '1' } });
    await keepTemplates(tx, { repoId: '501', templates: [CERTIFICATE], now: NOW });
    await saveGroup(tx, { ...GROUP, repoName: workspace }, NOW);
    await noteForged(tx, forgedBy(workspace), { now: NOW, forget: NOW });
    await saveDeployment(tx, { ...DEPLOYED, repoName: workspace });
    await claimLock(tx, { ...LOCKED, reason: workspace }, 'claim');
    const hash = new TextEncoder().encode(workspace);
    await addApiToken(tx, { ...TOKEN, name: workspace, hash, scopes: ['gate'] });
    await claimGateAnswer(tx, { ...CLAIM, claimedBy: workspace });
  });
}

const TOKEN = { id: 'k1', createdAt: NOW, expiresAt: null };
const CLAIM = {
  ...{ jti: 'j1', claimId: 'c1', change: 'CHG-00012', repository: 'o/r', sha: 'abc' },
  ...{ environment: 'production', claimedBy: '', claimedAt: NOW },
};

const DEPLOYED: DeploymentMet = {
  ...{ repoId: '501', repoName: 'o/r', id: '991' },
  ...{ environment: 'production', environmentId: 'production' },
  ...{ production: true, transient: false, ref: 'main', sha: 'abc', createdAt: NOW },
  ...{ creatorId: '1', creatorLogin: 'lin-dev', matchedChange: 12, matchMethod: 'number' as const },
  ...{ inWindow: true, changeState: 'in_progress' as const },
};

const LOCKED = {
  ...{ environment: 'production', by: { id: '1', login: 'dee-lead' }, at: NOW, url: null },
};

const GROUP = { repoId: '501', repoName: 'o/r', headSha: 'abc', members: [1], formedAt: NOW };

const FORGED_AT = { repoId: '501', sha: 'abc', name: 'holdpoint' } as const;

function forgedBy(login: string): Parameters<typeof noteForged>[1] {
  const { name, ...place } = FORGED_AT;
  const by = { id: '1', login };
  const said = { id: '1', via: 'status', name, by, says: 'success', url: null, at: null } as const;
  return { ...place, report: said };
}

const BLANK = {
  surface: '',
  forgeId: null,
  digest: null,
  intentAt: null,
  writtenAt: null,
  attempts: 0,
  problem: null,
} as const;

/** Everything that can be read in a workspace, by every reading method. */
async function everything(tx: Tx): Promise<string> {
  const read = [
    await collect(readEvents(tx)),
    await collect(readRawRows(tx)),
    await readHead(tx),
    await readMarkerKey(tx),
    await loadSnapshot(tx, 12),
    await listOpenChanges(tx),
    await findChangeByIssue(tx, '501', 42),
    await findChangesByPull(tx, '501', 7),
    await findChangesByHead(tx, '501', 'abc'),
    await listSurfaces(tx, 12),
    await findPolicy(tx, 'file:1'),
    await listPolicies(tx),
    await listGroups(tx),
    await findDeployment(tx, DEPLOYED),
    await listLocks(tx),
    await findForged(tx, FORGED_AT),
    await listForged(tx, { repoId: '501', since: '2020-01-01T00:00:00Z' }),
    await listApiTokens(tx),
    await claimGateAnswer(tx, { ...CLAIM, claimId: 'c2' }),
  ];
  return JSON.stringify(read);
}

describe('two tenants with the same keys', () => {
  test('read each their own, by every method', async ({ db }) => {
    await fill(db, OURS);
    await fill(db, THEIRS);
    const ours = await inWorkspace(db, OURS, everything);
    const theirs = await inWorkspace(db, THEIRS, everything);
    expect(ours).toContain(`secret of ${OURS}`);
    expect(ours).not.toContain(THEIRS);
    expect(theirs).toContain(`secret of ${THEIRS}`);
    expect(theirs).not.toContain(OURS);
  });

  test('write each their own, by every method', async ({ db, owner }) => {
    const rowsOf = async (workspace: string) => {
      const found: unknown[] = [];
      for (const table of TENANT_TABLES) {
        const sql = `SELECT to_jsonb(t) AS row FROM ${table} t WHERE workspace = $1 ORDER BY to_jsonb(t)::text`;
        found.push((await owner.query(sql, [workspace])).rows);
      }
      return found;
    };
    const before = await rowsOf(THEIRS);
    const [timer] = (await dueTimers(db, '2027-01-01T00:00:00Z', 10)).filter(
      ({ workspace }) => workspace === THEIRS,
    );
    if (timer === undefined) throw new Error('no timer');
    await inWorkspace(db, OURS, async (tx) => {
      const lock = await lockHead(tx);
      await append(lock, [anEvent()]);
      await redactTexts(lock, 1, ['observed']);
      await redactPerson(lock, '7');
      await saveChange(lock, aChange({ title: 'other', pulls: [] }));
      await fireTimer(tx, timer);
      await replaceTimers(lock, 12, []);
      await settleMark(tx, 12, { version: 99, clean: 0, attempts: 0 });
      await delayDirty(tx, { number: 12, version: 1, retryAt: NOW, problem: 'x' });
      await claimAct(lock, 'comment:2:created');
      await keepPolicy(tx, aPolicy('file:2'));
      await keepTemplates(tx, { repoId: '502', templates: [CERTIFICATE], now: NOW });
      await saveGroup(tx, { ...GROUP, members: [7] }, '2027-01-01T00:00:00Z');
      const late = { now: '2027-01-01T00:00:00Z', forget: '2027-01-01T00:00:00Z' };
      await noteForged(tx, forgedBy('again'), late);
      const limits = { now: late.now, since: late.now, most: 9 };
      await claimAnswer(tx, FORGED_AT, limits);
      await noteAnswered(tx, FORGED_AT, 'failure no');
      await dropGroup(tx, '501', 'abc');
      await decideDeployment(tx, DEPLOYED, 'approved');
      await releaseLock(tx, 'production');
      await forgetAttempts(lock, 12);
      await wantSurface(lock, 12, 'evidence');
      await dropSurface(tx, 12, 'record');
    });
    expect(await rowsOf(THEIRS)).toStrictEqual(before);
    expect(await rowsOf(OURS)).not.toStrictEqual(before);
  });
});

/** As if a statement of ours had been written without its WHERE, or for the wrong tenant. */
describe('a statement that forgot the workspace', () => {
  const run = (db: Database, sql: string, values: readonly unknown[] = []) =>
    inWorkspace(db, OURS, (tx) => sessionOf(tx).client.query(sql, [...values]));

  test.for([...TENANT_TABLES])('sees nothing of others in %s', async (table, { db }) => {
    const { rows } = await run(
      db,
      `SELECT count(*) FILTER (WHERE workspace <> $1) AS foreign, count(*) AS all FROM ${table}`,
      [OURS],
    );
    expect(rows).toMatchObject([{ foreign: 0 }]);
  });

  test.for(['changes', 'surfaces', 'timers', 'dirty'] as const)(
    'changes and deletes nothing of others in %s',
    async (table, { db, owner }) => {
      const count = async () =>
        (
          await owner.query<{ count: string }>(
            `SELECT count(*) FROM ${table} WHERE workspace = $1`,
            [THEIRS],
          )
        ).rows;
      const before = await count();
      expect(before).not.toStrictEqual([{ count: '0' }]);
      const { rowCount } = await run(db, `DELETE FROM ${table} WHERE workspace = $1`, [THEIRS]);
      expect(rowCount).toBe(0);
      expect(await count()).toStrictEqual(before);
    },
  );

  test.for([
    `INSERT INTO acts (workspace, key, seq) VALUES ($1, 'x', 0)`,
    `INSERT INTO texts (workspace, seq, name) VALUES ($1, 99, 'x')`,
    `INSERT INTO workspaces (workspace, login, head_hash, marker_key) SELECT $1 || '1', 'x', head_hash, marker_key FROM workspaces`,
    `UPDATE changes SET workspace = $1`,
    `UPDATE dirty SET workspace = $1`,
  ])('is refused: %s', async (sql, { db }) => {
    await expect(run(db, sql, [THEIRS])).rejects.toThrow('row-level security');
  });

  test("cannot read what others received, nor the marks that are the system's", async ({ db }) => {
    await expect(run(db, 'SELECT body FROM deliveries')).rejects.toThrow('permission denied');
    await expect(run(db, 'SELECT * FROM watermarks')).rejects.toThrow('permission denied');
  });

  test('sees nothing at all without a workspace', async ({ owner }) => {
    await owner.query('BEGIN; SET LOCAL ROLE holdpoint_app');
    for (const table of TENANT_TABLES) {
      expect((await owner.query(`SELECT * FROM ${table}`)).rows).toStrictEqual([]);
    }
    await owner.query('ROLLBACK');
  });
});

describe('the system, which works across workspaces', () => {
  test('finds what is due in each of them', async ({ db }) => {
    const due = await listDirty(db, { before: NOW, limit: 10 });
    expect(due.map(({ workspace }) => workspace)).toContain(THEIRS);
  });

  test.for([
    'events',
    'texts',
    'people',
    'changes',
    'pulls',
    'surfaces',
    'acts',
    'policies',
    'templates',
    'merge_groups',
    'forged_reports',
  ])('reads no %s', async (table, { owner }) => {
    await owner.query('BEGIN; SET LOCAL ROLE holdpoint_system');
    await expect(owner.query(`SELECT * FROM ${table}`)).rejects.toThrow('permission denied');
    await owner.query('ROLLBACK');
  });

  test('reads no marker keys, and writes no timers', async ({ owner }) => {
    for (const sql of [
      'SELECT marker_key FROM workspaces',
      'UPDATE timers SET fired = true',
      'DELETE FROM dirty',
    ]) {
      await owner.query('BEGIN; SET LOCAL ROLE holdpoint_system');
      await expect(owner.query(sql)).rejects.toThrow('permission denied');
      await owner.query('ROLLBACK');
    }
  });
});

describe('the name of a workspace', () => {
  test.for([
    `github:1'; DROP TABLE events; --`,
    'github',
    'github:',
    'GitHub:1',
    'github:1\n',
    '',
    'github:-1',
  ])('is refused when it is %j', async (workspace, { db }) => {
    await expect(inWorkspace(db, workspace, () => Promise.resolve())).rejects.toThrow(
      'expected <forge>:<account id>',
    );
  });
});
