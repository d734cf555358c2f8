// A freeze without an issue: opened, listed and ended on the command line, and made anew from the log when its row is
// lost or says something else.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { OpenedFreeze } from '../../src/core/time/opened-freeze.ts';
import { openDatabase } from '../../src/store/database.ts';
import { readPage } from '../../src/store/freeze-pages.ts';
import { dropFreezesBut, listFreezes, saveFreeze } from '../../src/store/freezes.ts';
import { inWorkspace, type Tx } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { test as plain } from '../support/database.ts';
import { WORKSPACE } from './story.ts';
import { runHere, type Said } from './transcript.ts';

const OTHER = 'github:9813';
const HERE = ['--workspace', WORKSPACE];

type Record = {
  readonly ask: (...args: readonly string[]) => Promise<Said>;
  readonly look: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly file: string;
};

const test = plain.extend<{ record: Record }>({
  record: [
    async ({ databaseUrl }, use) => {
      const db = await openDatabase({ url: databaseUrl, durable: false, poolSize: 2 });
      await ensureWorkspace(db, WORKSPACE, 'lighthouse');
      await ensureWorkspace(db, OTHER, 'harbour');
      const folder = await mkdtemp(join(tmpdir(), 'holdpoint-freeze-record-'));
      const file = join(folder, 'holdpoint.yml');
      await writeFile(file, 'policy: 1\n');
      await use({
        ask: (...args) => runHere(args, { DATABASE_URL: databaseUrl }),
        look: (work) => inWorkspace(db, WORKSPACE, work),
        file,
      });
      await rm(folder, { recursive: true });
      await db.close();
    },
    { scope: 'file' },
  ],
});

const SAID = ['--by', 'dee-lead', '--reason', 'the ledger\nis audited'];

const stored = ({ look }: Record): Promise<readonly OpenedFreeze[]> =>
  look((tx) => listFreezes(tx, new Date().toISOString()));

describe('a freeze in the record', () => {
  test('is opened, is listed with those of the file, ends once, and stays as one that is over', async ({
    record,
  }) => {
    const { ask, file } = record;
    const open = await ask('freeze', 'open', '--for', '4h', '--asset', 'db/*', ...SAID, ...HERE);
    expect(open).toMatchObject({ code: 0, err: '' });
    expect(open.out).toMatch(/^FRZ-1 stands from \S+ until \S+\n$/u);

    const list = ['freeze', 'list', '--file', file];
    const recorded = [...list, '--record', ...HERE];
    expect(await ask(...list)).toMatchObject({ code: 0, out: '' });
    expect((await ask(...recorded)).out).toMatch(
      /^FRZ-1 +FRZ-1 +now, .* for db\/\* +the ledger ⏎ is audited \(dee-lead\); override: admin\n$/u,
    );
    expect(
      await ask(...list, '--record', '--workspace', OTHER),
      'of another workspace nothing is told',
    ).toMatchObject({ code: 0, out: '' });

    const end = ['freeze', 'end', 'frz-1', '--by', 'dee-lead', '--reason', 'done', ...HERE];
    expect((await ask(...end)).out).toMatch(/^FRZ-1 stood from /u);
    const twice = await ask(...end);
    expect(twice).toMatchObject({ code: 1, out: '' });
    expect(twice.err).toContain('freeze_missing');
    const data = JSON.parse((await ask(...recorded, '--json')).out) as object;
    expect(data).toMatchObject({ freezes: [{ id: 'FRZ-1', standing: 'over' }] });
    expect((await ask('audit', 'verify', ...HERE)).code).toBe(0);
  });

  test('is refused where it would be one twice, has no end, or says nothing of whose it is', async ({
    record: { ask },
  }) => {
    const lasting = ['--from', '2090-01-02T00:00', '--until', '2090-01-03T00:00'];
    const far = await ask('freeze', 'open', ...lasting, ...SAID, ...HERE);
    expect(far).toMatchObject({ code: 1, out: '' });
    expect(far.err).toContain('freeze_unclear');
    expect(await ask('freeze', 'open', ...SAID, ...HERE)).toMatchObject({ code: 1 });
    expect(await ask('freeze', 'open', '--for', '1h', '--reason', 'x', ...HERE)).toMatchObject({
      code: 2,
    });
    expect(await ask('freeze', 'end', 'CHG-1', ...SAID, ...HERE)).toMatchObject({ code: 2 });
    const start = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z$/u, 'Z');
    const once = ['freeze', 'open', '--from', start, '--for', '1h', ...SAID, ...HERE];
    expect((await ask(...once)).out).toMatch(/^FRZ-2 /u);
    expect((await ask(...once)).err).toContain('freeze_known');
  });

  test('is made anew from the log: what was lost, changed or never said is as it was told', async ({
    record,
  }) => {
    const { ask, look } = record;
    const before = await stored(record);
    expect(before.map(({ number }) => number)).toEqual([1, 2]);
    await look(async (tx) => {
      const lock = await lockHead(tx);
      const [first, second] = before;
      if (first === undefined || second === undefined) throw new Error('two were opened');
      await dropFreezesBut(lock, [2]);
      const now = new Date().toISOString();
      await saveFreeze(lock, { ...second, owner: 'somebody-else' }, now);
      await saveFreeze(lock, { ...first, number: 9 }, now);
    });
    expect((await ask('rebuild', '--check', ...HERE)).code).toBe(0);
    expect(
      (await stored(record)).map(({ number }) => number),
      'it was only compared',
    ).toEqual([2, 9]);
    expect((await ask('rebuild', ...HERE)).code).toBe(0);
    expect(await stored(record)).toEqual(before);
    expect(await look((tx) => readPage(tx, 9))).toBeNull();
  });
});
