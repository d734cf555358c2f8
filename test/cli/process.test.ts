// What only a process can show: the exit code, two streams, a pipe that closes, a database that is not there.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';

import { startEmbedded } from '../../src/store/embedded.ts';
import { loadExample } from '../support/examples.ts';
import { ensureWorkspace, listWorkspaces } from '../../src/store/workspaces.ts';
import { migrate } from '../../src/store/migrate.ts';
import { clusterDirectory } from '../support/test-cluster.ts';
import { runSql } from '../support/run-sql.ts';
import { test } from '../support/database.ts';
import { openRecord, tellerOf, tellStory, WORKSPACE } from './story.ts';
import { holdpoint, mainFile, runHere } from './transcript.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-process-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('holdpoint as a process', () => {
  test('prints data on stdout, messages on stderr, and says how it ended', async ({
    databaseUrl,
  }) => {
    await tellStory(databaseUrl);
    const environment = { DATABASE_URL: databaseUrl, FORCE_COLOR: '1' };
    const shown = await holdpoint(['show', 'CHG-00003', '--json'], environment);
    expect(shown).toMatchObject({ err: '', code: 0 });
    expect(JSON.parse(shown.out)).toMatchObject({
      change: { number: 3, state: 'review' },
      events: 5,
      evidence: null,
    });
    expect(await holdpoint(['show', 'CHG-00009'], environment)).toEqual({
      out: '',
      err: 'holdpoint show: there is no CHG-00009.\n',
      code: 1,
    });
    const here = await runHere(['show', 'CHG-00001'], environment);
    expect(await holdpoint(['show', 'CHG-00001'], { ...environment, TZ: 'Asia/Tokyo' })).toEqual(
      here,
    );
    expect(here.out).not.toContain('\u001b');
  });

  test('ends quietly when its reader has seen enough, and not with a yes', async ({
    databaseUrl,
  }) => {
    for (const args of [
      ['audit', 'export', '--table', 'steps'],
      ['audit', 'verify'],
    ]) {
      const child = spawn(process.execPath, [mainFile, ...args], {
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child.stdout.destroy();
      let said = '';
      child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
      const code = await new Promise((resolve) => child.on('close', resolve));
      expect(said, args.join(' ')).not.toContain('EPIPE');
      expect(code, args.join(' ')).toBe(3);
    }
  });

  test('could not tell when there is no record to ask', async () => {
    const nowhere = join(folder, 'nothing');
    const empty = await runHere(['audit', 'verify'], { DATA_DIR: nowhere });
    expect(empty).toMatchObject({ out: '', code: 3 });
    expect(empty.err).toContain('Set DATABASE_URL');
    expect(readdirSync(folder)).toEqual([]);
    const shut = await runHere(['audit', 'verify'], {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    });
    expect(shut).toMatchObject({ out: '', code: 3 });
    const nonsense = await runHere(['audit', 'verify'], { DATABASE_URL: 'nonsense' });
    expect(nonsense).toMatchObject({ out: '', code: 3 });
  });
});

describe('the database of a data folder', () => {
  test('is shared with a server that runs on it, and started for the question when none does', async () => {
    const dataDir = join(clusterDirectory(), 'cli');
    const server = await startEmbedded({ dataDir, durable: false });
    await migrate(server.url);
    await tellStory(server.url);
    const ask = (): ReturnType<typeof holdpoint> =>
      holdpoint(['audit', 'verify'], { DATA_DIR: dataDir });
    const user = await openRecord(server.url);
    await listWorkspaces(user);
    expect(await ask()).toMatchObject({ code: 0, err: '' });
    expect(isRunning(server.pid)).toBe(true);
    await user.close();
    await server.stop();
    expect(isRunning(server.pid)).toBe(false);
    expect(await ask()).toMatchObject({ code: 0, err: '' });
    const again = await startEmbedded({ dataDir, durable: false });
    expect(again.reused).toBe(false);
    await again.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('audit verify', () => {
  test('names the event that was changed behind the record, and ends with 1', async ({
    databaseUrl,
  }) => {
    await runSql(databaseUrl, `ALTER TABLE texts DISABLE TRIGGER ALL`);
    await runSql(
      databaseUrl,
      `UPDATE texts SET text = text || '!' WHERE workspace = '${WORKSPACE}' AND seq = 12 AND name = 'observed'`,
    );
    const said = await runHere(['audit', 'verify'], { DATABASE_URL: databaseUrl });
    expect(said).toMatchObject({ err: '', code: 1 });
    expect(said.out).toMatch(
      /^github:9812: BROKEN after 11 intact events\n {2}event 12, text observed: expected [0-9a-f]{64}, found [0-9a-f]{64}\n$/u,
    );
    const exported = await runHere(['audit', 'export', '--out', join(folder, 'broken')], {
      DATABASE_URL: databaseUrl,
    });
    expect(exported.code).toBe(1);
    expect(exported.err).toContain('the log is broken: event 12, text observed');
    await runSql(
      databaseUrl,
      `UPDATE texts SET text = rtrim(text, '!') WHERE workspace = '${WORKSPACE}' AND seq = 12 AND name = 'observed'`,
    );
    expect((await runHere(['audit', 'verify'], { DATABASE_URL: databaseUrl })).code).toBe(0);
  });

  test('compares with a hash that somebody wrote down', async ({ databaseUrl }) => {
    const environment = { DATABASE_URL: databaseUrl };
    const shown = await runHere(['show', 'CHG-00001', '--json'], environment);
    const { change } = JSON.parse(shown.out) as { change: { lastSeq: number; lastHash: string } };
    const witness = `${String(change.lastSeq)}:${change.lastHash.slice(0, 12)}`;
    const said = await runHere(
      ['audit', 'verify', '--workspace', WORKSPACE, '--witness', witness],
      environment,
    );
    expect(said).toMatchObject({ code: 0 });
    expect(said.out).toContain('1 witness found again');
  });

  test('of a file says which line is not what the manifest describes', async ({ databaseUrl }) => {
    const out = join(folder, 'whole');
    const file = join(out, 'events.jsonl');
    expect(
      (
        await runHere(['audit', 'export', '--format', 'jsonl', '--out', out], {
          DATABASE_URL: databaseUrl,
        })
      ).code,
    ).toBe(0);
    expect(readdirSync(out).sort()).toEqual([
      'approvals.jsonl',
      'changes.jsonl',
      'deployments.jsonl',
      'events.jsonl',
      'exceptions.jsonl',
      'manifest.json',
      'steps.jsonl',
      'unauthorised_changes.jsonl',
    ]);
    const text = readFileSync(file, 'utf8');
    const verify = async (
      changed: string,
    ): Promise<{ readonly code: number; readonly out: string }> => {
      writeFileSync(file, changed);
      return runHere(['audit', 'verify', '--file', file], {});
    };
    expect(await verify(text)).toMatchObject({ code: 0 });
    const lines = text.split('\n');
    expect(
      await verify(lines.with(6, (lines[6] ?? '').replace('"seq":7', '"seq":8')).join('\n')),
    ).toMatchObject({
      code: 1,
      out: expect.stringContaining('line 7: event 7, seq') as string,
    });
    expect(await verify(text.replaceAll('\n', '\r\n'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('sha256: expected') as string,
    });
    expect(await verify(`${lines.slice(0, 20).join('\n')}\n`)).toMatchObject({
      code: 1,
      out: expect.stringContaining('head') as string,
    });
    expect(await verify('')).toMatchObject({ code: 3 });
  });
});

describe('explain', () => {
  test('could not tell when only the forge knows, and says what', async ({ databaseUrl }) => {
    const db = await openRecord(databaseUrl);
    await ensureWorkspace(db, 'github:4711', 'elsewhere');
    const { title, body } = loadExample('emergency-cve');
    const told = { by: 'mara-ops', at: '2026-12-03T20:12:00Z', issue: 1 };
    await tellerOf(db, 'github:4711').opens(told, { title, body });
    await db.close();
    const ask = ['explain', 'CHG-00001', '--workspace', 'github:4711', '--for', 'submit'];
    const said = await runHere(ask, { DATABASE_URL: databaseUrl });
    expect(said).toMatchObject({ code: 3, err: '' });
    expect(said.out).toContain('? **Somebody can approve** · `evidence_unavailable`');
    const data = await runHere([...ask, '--json'], { DATABASE_URL: databaseUrl });
    expect(data.code).toBe(3);
    expect(JSON.parse(data.out)).toMatchObject({
      change: 'CHG-00001',
      act: 'submit',
      decision: 'cannot_tell',
    });
    const unclear = await runHere(['show', 'CHG-00001'], { DATABASE_URL: databaseUrl });
    expect(unclear).toMatchObject({ code: 2, out: '' });
    expect(unclear.err).toContain('github:4711, github:9812');
  });
});

describe('rebuild', () => {
  test('finds and mends a list that says something else than the log', async ({ databaseUrl }) => {
    const environment = { DATABASE_URL: databaseUrl };
    await runSql(
      databaseUrl,
      `UPDATE changes SET snapshot = jsonb_set(snapshot, '{title}', '"Another"') WHERE workspace = '${WORKSPACE}' AND number = 1`,
    );
    await runSql(
      databaseUrl,
      `DELETE FROM changes WHERE workspace = '${WORKSPACE}' AND number = 2`,
    );
    const check = await runHere(['rebuild', '--check'], environment);
    expect(await runHere(['rebuild', '--check'], environment)).toEqual(check);
    expect(check).toMatchObject({ code: 1, err: '' });
    expect(check.out).toBe(
      'github:4711: 1 change compared with 2 events, 0 differed\ngithub:9812: 4 changes compared with 32 events, 2 differed\n  CHG-00001 said something else\n  CHG-00002 was missing\n',
    );
    expect(await runHere(['rebuild'], environment)).toMatchObject({ code: 0 });
    expect(await runHere(['rebuild', '--check', '--json'], environment)).toMatchObject({ code: 0 });
    const shut = `UPDATE changes SET closed = true, state = 'cancelled' WHERE workspace = '${WORKSPACE}' AND number = 3`;
    await runSql(databaseUrl, shut);
    expect(await runHere(['rebuild', '--check'], environment)).toMatchObject({
      code: 1,
      out: expect.stringContaining('CHG-00003 said something else') as string,
    });
    expect(await runHere(['rebuild'], environment)).toMatchObject({ code: 0 });
  });
});

describe('forms install', () => {
  test('puts the forms where the forge looks, and keeps what somebody changed', async () => {
    const file = join(folder, '.github', 'ISSUE_TEMPLATE', 'change.yml');
    const install = (...more: readonly string[]): ReturnType<typeof runHere> =>
      runHere(['forms', 'install', '--dir', folder, ...more], {});
    expect(await install()).toMatchObject({
      code: 0,
      out: expect.stringContaining('change.yml  written') as string,
      err: expect.stringContaining('create the labels change and emergency') as string,
    });
    expect(await install()).toMatchObject({
      code: 0,
      out: expect.stringContaining('change.yml  unchanged') as string,
      err: '',
    });
    writeFileSync(file, 'name: ours\n');
    expect(await install()).toMatchObject({
      code: 1,
      out: expect.stringContaining('change.yml  kept') as string,
    });
    expect(readFileSync(file, 'utf8')).toBe('name: ours\n');
    expect(await install('--force')).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toContain('1 · What are you changing?');
    expect(await runHere(['forms', 'install'], {})).toMatchObject({ code: 2 });
    expect(await runHere(['forms', 'install', '--dir', join(folder, 'none')], {})).toMatchObject({
      code: 2,
    });
  });
});

describe('policy render', () => {
  test('prints the document that is committed', async () => {
    const said = await runHere(['policy', 'render'], {});
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain('# Change policy');
    const data = await runHere(['policy', 'render', '--json'], {});
    expect(JSON.parse(data.out)).toMatchObject({ verbRoles: {} });
  });
});
