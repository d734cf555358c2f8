// SQL in the program's own log: seen when asked for, and never with what people wrote.
import { describe, expect } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { connectionsOf } from '../../src/store/session.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { writeWatermark } from '../../src/store/watermarks.ts';
import { anEvent, appendTo, OURS, test } from './stored.ts';

const WORDS = 'the old key was on a sticky note';

type Line = Readonly<Record<string, unknown>>;

/** What is logged while something is done to the database at `url`, as wired: statements are told when debug is on. */
async function logged(
  url: string,
  logLevel: 'debug' | 'info',
  work: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<unknown>,
): Promise<readonly string[]> {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ logLevel, logFormat: 'json' }, destination);
  const tellStatements = log.isLevelEnabled('debug');
  const db = await openDatabase({ url, durable: false, log, tellStatements });
  await work(db).finally(() => db.close());
  return lines;
}

const append = async (db: Parameters<typeof appendTo>[0]): Promise<void> => {
  await ensureWorkspace(db, OURS, 'lighthouse');
  await appendTo(db, OURS, [anEvent({ texts: { text: WORDS } })]);
};

describe('a statement', () => {
  test('is told at the level debug, with its time and rows, by the same logger as everything else', async ({
    databaseUrl,
  }) => {
    const lines = await logged(databaseUrl, 'debug', append);
    const told = lines.map((line) => JSON.parse(line) as Line);
    expect(told.length).toBeGreaterThan(3);
    const insert = told.find(({ statement }) => String(statement).includes('INSERT INTO events'));
    expect(insert).toMatchObject({ level: 20, action: 'sql', msg: 'statement', rows: 1 });
    expect(insert?.['ms']).toBeTypeOf('number');
    expect(insert?.['parameters']).toBeGreaterThan(5);
    expect(told.map(({ statement }) => statement)).toContain('COMMIT');
  });

  test('is not told at the level info', async ({ databaseUrl }) => {
    expect(await logged(databaseUrl, 'info', append)).toEqual([]);
  });

  test('never brings what people wrote into the log', async ({ databaseUrl }) => {
    const lines = await logged(databaseUrl, 'debug', async (db) => {
      await append(db);
      await writeWatermark(db, { forge: 'github', name: WORDS, at: '2026-11-22T04:40:00Z' });
    });
    expect(lines.join('')).toContain('insert into \\"watermarks\\"');
    expect(lines.join('')).not.toContain('sticky');
  });

  test('that fails is told by its code: the text of an error quotes what it choked on', async ({
    databaseUrl,
  }) => {
    const lines = await logged(databaseUrl, 'debug', async (db) => {
      const failing = connectionsOf(db).pool.query('SELECT $1::int', [WORDS]);
      await expect(failing).rejects.toThrow(WORDS);
    });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ code: '22P02', parameters: 1 });
    expect(lines.join('')).not.toContain('sticky');
  });

  test('that fails brings no value into the log either, when its error is told', async ({
    databaseUrl,
  }) => {
    const lines: string[] = [];
    const log = createLog(
      { logLevel: 'info', logFormat: 'json' },
      { write: (line) => void lines.push(line) },
    );
    const db = await openDatabase({ url: databaseUrl, durable: false });
    await writeWatermark(db, { forge: 'github', name: WORDS, at: WORDS }).catch((err: unknown) => {
      log.error({ action: 'failed', err }, 'a statement failed');
    });
    await db.close();
    const { err } = JSON.parse(lines.join('')) as { err: Line };
    expect(err['message']).toMatch(/^failed statement: insert into "watermarks"/u);
    expect(err['stack']).toContain('writeWatermark');
    expect(err['cause']).toMatchObject({ code: '22007', message: 'the database refused' });
    expect(lines.join('')).not.toContain('sticky');
  });
});
