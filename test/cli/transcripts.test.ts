// Every command as people use it: a process, a real database, what it prints and how it ends.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect } from 'vitest';

import { createDatabase, test } from '../support/database.ts';
import { runSql } from '../support/run-sql.ts';
import { tellStory, WORKSPACE } from './story.ts';
import { playTranscript, runHere } from './transcript.ts';

const out = mkdtempSync(join(tmpdir(), 'holdpoint-cli-'));

describe('holdpoint on the command line', () => {
  afterAll(() => {
    rmSync(out, { recursive: true, force: true });
  });

  test('answers from the record, and ends with a code that says what it found', async ({
    databaseUrl,
  }) => {
    await tellStory(databaseUrl);
    for (const name of ['use', 'show', 'explain', 'verify', 'export', 'insights', 'upkeep']) {
      const { expected, found } = await playTranscript(name, {
        environment: { DATABASE_URL: databaseUrl },
        words: { $OUT: out },
      });
      expect(found, name).toBe(expected);
    }
  }, 180_000);

  test('says where a single byte was changed, in the database and in an export, and ends with 1', async () => {
    const { url, drop } = await createDatabase();
    await tellStory(url);
    const environment = { DATABASE_URL: url };
    const whole = join(out, 'whole');
    const exported = ['audit', 'export', '--format', 'jsonl', '--out', whole];
    expect((await runHere(exported, environment)).code).toBe(0);
    changeOneByte(whole, 'text', ['March incident', 'march incident']);
    changeOneByte(whole, 'body', ['step_done', 'step_dont']);
    await runSql(
      url,
      `ALTER TABLE texts DISABLE TRIGGER ALL;
       UPDATE texts SET text = replace(text, 'March incident', 'march incident') WHERE workspace = '${WORKSPACE}'`,
    );
    const { expected, found } = await playTranscript('tampered', {
      environment,
      words: { $OUT: out },
    });
    await drop();
    expect(found).toBe(expected);
  }, 60_000);
});

/** A copy of the export in which the first of such words differs by one byte. */
function changeOneByte(whole: string, name: string, [from, to]: readonly [string, string]): void {
  const copy = join(out, name);
  cpSync(whole, copy, { recursive: true });
  const text = readFileSync(join(copy, 'events.jsonl'), 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect(changed).toHaveLength(text.length);
  writeFileSync(join(copy, 'events.jsonl'), changed);
}
