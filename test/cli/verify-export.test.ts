// What an auditor holds in hand: files, with or without their manifest. A yes is only said of what was compared.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';

import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { createDatabase, test as base } from '../support/database.ts';
import { loadExample } from '../support/examples.ts';
import { openRecord, tellerOf, tellStory, WORKSPACE } from './story.ts';
import { runHere } from './transcript.ts';
import type { Said } from './transcript.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-verify-'));
let copies = 0;
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Edit = (manifest: Fields) => unknown;
type Fields = Record<string, unknown>;
type Handed = {
  readonly path: (name: string) => string;
  readonly change: (name: string, edit: (text: string) => string) => void;
  readonly manifest: (edit: Edit) => void;
  readonly verify: (name: string, ...more: readonly string[]) => Promise<Said>;
};

/** A fresh copy of an export, to be damaged. */
const test = base.extend<{ handed: Handed }>({
  handed: async ({ databaseUrl }, use) => {
    const whole = join(folder, 'whole');
    if (copies === 0) {
      await tellStory(databaseUrl);
      for (const format of ['csv', 'jsonl']) {
        const asked = ['audit', 'export', '--format', format, '--out', join(whole, format)];
        expect(await runHere(asked, { DATABASE_URL: databaseUrl })).toMatchObject({ code: 0 });
      }
    }
    copies += 1;
    const copy = join(folder, `copy-${String(copies)}`);
    cpSync(whole, copy, { recursive: true });
    const path = (name: string): string => join(copy, name.endsWith('csv') ? 'csv' : 'jsonl', name);
    const change = (name: string, edit: (text: string) => string): void => {
      const before = readFileSync(path(name), 'utf8');
      const after = edit(before);
      expect(after).not.toBe(before);
      writeFileSync(path(name), after);
    };
    await use({
      path,
      change,
      manifest: (edit) => {
        change('manifest.json', (text) => JSON.stringify(edit(JSON.parse(text) as Fields)));
      },
      verify: (name, ...more) => runHere(['audit', 'verify', '--file', path(name), ...more], {}),
    });
  },
});

const files = (manifest: Fields): Fields[] => manifest['files'] as Fields[];
const without = (fields: Fields, name: string): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));

describe('a table beside its manifest', () => {
  test('is what the manifest describes', async ({ handed }) => {
    const names = ['changes', 'approvals', 'steps', 'exceptions'].flatMap((name) => [
      `${name}.csv`,
      `${name}.jsonl`,
    ]);
    for (const name of [...names, 'events.csv']) {
      const said = await handed.verify(name);
      expect(said, name).toMatchObject({ code: 0, err: '' });
      expect(said.out).toMatch(
        /^\w+\.\w+: as its manifest describes it, \d+ rows?\n {2}sha256 \w{64}\n$/u,
      );
    }
    expect(JSON.parse((await handed.verify('steps.csv', '--json')).out)).toMatchObject({
      result: 'as_described',
      logs: [{ result: 'as_described', source: 'steps.csv', table: 'steps', rows: 27 }],
    });
  });

  test('is not when a byte of it was changed, or a row cut off', async ({ handed }) => {
    handed.change('approvals.csv', (text) => text.replace('tomas-sre', 'tomas-sri'));
    expect(await handed.verify('approvals.csv')).toMatchObject({
      code: 1,
      out: expect.stringMatching(
        /^approvals\.csv: NOT AS DESCRIBED\n.*sha256: expected/u,
      ) as string,
    });
    handed.change('steps.csv', (text) => text.split('\r\n').toSpliced(3, 1).join('\r\n'));
    expect(await handed.verify('steps.csv')).toMatchObject({
      code: 1,
      out: expect.stringContaining('rows: expected 27, found 26') as string,
    });
  });

  test('has the rows that the manifest counts, also when a cell has lines', async ({ handed }) => {
    handed.manifest((manifest) => {
      for (const file of files(manifest)) file['rows'] = Number(file['rows']) + 1;
      return manifest;
    });
    const said = await handed.verify('approvals.jsonl');
    expect(said).toMatchObject({ code: 1 });
    expect(said.out).toContain('rows: expected 3, found 2');
  });

  test('is proven with all the others when the manifest is named', async ({ handed }) => {
    const said = await handed.verify('manifest.json');
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out.match(/as its manifest describes it/gu)).toHaveLength(6);
    expect(said.out).toContain('github:9812: intact, 32 events');
    handed.change('exceptions.jsonl', (text) => text.replace('second_person', 'third_person'));
    expect(await handed.verify('manifest.json')).toMatchObject({ code: 1 });
    rmSync(handed.path('exceptions.jsonl'));
    expect(await handed.verify('manifest.json')).toMatchObject({ code: 3, out: '' });
  });

  test('has no hash that a witness could have seen', async ({ handed }) => {
    const witness = ['--witness', '5:00000000'];
    expect(await handed.verify('steps.csv', ...witness)).toMatchObject({ code: 2 });
    expect(await handed.verify('manifest.json', ...witness)).toMatchObject({ code: 1 });
  });
});

describe('a file without a manifest', () => {
  test('is no log when no line of a log is in it', async ({ handed }) => {
    rmSync(join(handed.path('steps.csv'), '..', 'manifest.json'));
    rmSync(handed.path('manifest.json'));
    for (const name of ['approvals.csv', 'events.csv', 'changes.jsonl']) {
      const said = await handed.verify(name);
      expect(said, name).toMatchObject({ code: 2, out: '' });
      expect(said.err).toContain('is no log');
    }
  });

  test('is a log although its first line is damaged', async ({ handed }) => {
    rmSync(handed.path('manifest.json'));
    const said = await handed.verify('events.jsonl');
    expect(said).toMatchObject({ code: 0 });
    expect(said.out).toContain('note: no manifest beside the file');
    handed.change('events.jsonl', (text) => text.slice(1));
    expect(await handed.verify('events.jsonl')).toMatchObject({ code: 1 });
  });
});

describe('a manifest that does not fit', () => {
  const misfits: readonly (readonly [string, Edit])[] = [
    ['is empty', () => []],
    ['is nothing', () => null],
    ['is of another version', (manifest) => ({ ...manifest, schema_version: 2 })],
    ['is of another kind', (manifest) => ({ ...manifest, schema: 'holdpoint.decision/v1' })],
    ['names no file', (manifest) => ({ ...manifest, files: [] })],
    [
      'names other files',
      (manifest) => ({
        ...manifest,
        files: files(manifest).filter(({ table }) => table !== 'events'),
      }),
    ],
    [
      'passes the log off as a table',
      (manifest) => ({
        ...manifest,
        files: files(manifest).map((file) =>
          file['table'] === 'events' ? { ...file, table: 'steps' } : file,
        ),
      }),
    ],
    [
      'does not say how large the file is',
      (manifest) => ({ ...manifest, files: files(manifest).map((file) => without(file, 'bytes')) }),
    ],
    [
      'does not say where the log ends',
      (manifest) => ({ ...manifest, events: without(manifest['events'] as Fields, 'last_seq') }),
    ],
    [
      'does not say with which hash',
      (manifest) => ({
        ...manifest,
        events: { ...(manifest['events'] as Fields), last_hash: 'x' },
      }),
    ],
    ['does not say whether the log was intact', (manifest) => without(manifest, 'verification')],
    ['is of another workspace', (manifest) => ({ ...manifest, workspace: 'github:4711' })],
  ];

  test.for(misfits)('because it %s is no answer', async ([, edit], { handed }) => {
    handed.manifest(edit);
    // With events cut off at the end, as somebody would who tampers with the manifest.
    handed.change('events.jsonl', (text) => `${text.split('\n').slice(0, 20).join('\n')}\n`);
    const said = await handed.verify('events.jsonl');
    expect(said).toMatchObject({ code: 3, out: '' });
    expect(said.err).toMatch(
      /the manifest beside events\.jsonl does not fit it: .+ move this one away/u,
    );
  });

  test('because it cannot be read is no answer', async ({ handed }) => {
    handed.change('manifest.json', (text) => text.slice(0, 200));
    expect(await handed.verify('events.jsonl')).toMatchObject({ code: 3, out: '' });
    rmSync(handed.path('manifest.json'));
    mkdirSync(handed.path('manifest.json'));
    expect(await handed.verify('events.jsonl')).toMatchObject({ code: 3, out: '' });
  });
});

describe('a manifest that fits', () => {
  test('says where the log begins', async ({ handed }) => {
    handed.change('events.jsonl', (text) => text.split('\n').slice(2).join('\n'));
    const said = await handed.verify('events.jsonl');
    expect(said).toMatchObject({ code: 1 });
    expect(said.out).toContain('expected the log to begin at event 1, found event 3');
  });

  test('and says that the log was broken when it was exported, is no yes', async ({ handed }) => {
    const verification = { result: 'broken', events: 3, redacted: 0, problem: 'event 4, hash' };
    handed.manifest((manifest) => ({ ...manifest, verification }));
    for (const name of ['events.jsonl', 'steps.jsonl']) {
      const said = await handed.verify(name);
      expect(said, name).toMatchObject({ code: 1 });
      expect(said.out).toContain('the log was broken when it was exported: event 4, hash');
    }
  });
});

describe('an exported log that holds line ends of other worlds', () => {
  const HOSTILE = 'one\u2028two\u2029three\u0085four\vfive\u000c"six\\u2028"\u{1F6A6}';

  base('is proven line by line, also when an older export left them bare', async () => {
    const { url, drop } = await createDatabase();
    const db = await openRecord(url);
    await ensureWorkspace(db, WORKSPACE, 'lighthouse');
    const told = { by: 'mara-ops', at: '2026-11-22T06:00:00Z', issue: 13 };
    const teller = tellerOf(db, WORKSPACE);
    await teller.opens(told, { title: HOSTILE, body: loadExample('nginx-config').body });
    await teller.says(told, `/chg cancel ${HOSTILE}`);
    await db.close();
    const out = join(folder, 'hostile');
    const asked = ['audit', 'export', '--format', 'jsonl', '--out', out];
    expect(await runHere(asked, { DATABASE_URL: url })).toMatchObject({ code: 0 });
    await drop();
    for (const name of readdirSync(out))
      expect(readFileSync(join(out, name), 'utf8'), name).not.toMatch(/[\u0085\u2028\u2029]/u);
    const file = join(out, 'events.jsonl');
    expect(await runHere(['audit', 'verify', '--file', file], {})).toMatchObject({ code: 0 });
    const older = join(folder, 'older.jsonl');
    const bare = readFileSync(file, 'utf8').replaceAll(
      /(?<!\\)\\u(0085|2028|2029)/gu,
      (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)),
    );
    expect(bare).toMatch(/\u0085.*\u2028|\u2028.*\u0085/su);
    writeFileSync(older, bare);
    const said = await runHere(['audit', 'verify', '--file', older], {});
    expect(said).toMatchObject({ code: 0, out: expect.stringContaining('intact') as string });
  });
});
