// Every command as people use it: a process, a real database, what it prints and how it ends.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect } from 'vitest';

import { test } from '../support/database.ts';
import { tellStory } from './story.ts';
import { playTranscript } from './transcript.ts';

const out = mkdtempSync(join(tmpdir(), 'holdpoint-cli-'));

describe('holdpoint on the command line', () => {
  afterAll(() => {
    rmSync(out, { recursive: true, force: true });
  });

  test('answers from the record, and ends with a code that says what it found', async ({
    databaseUrl,
  }) => {
    await tellStory(databaseUrl);
    for (const name of ['use', 'show', 'explain', 'verify', 'export', 'upkeep']) {
      const { expected, found } = await playTranscript(name, {
        environment: { DATABASE_URL: databaseUrl },
        words: { $OUT: out },
      });
      expect(found, name).toBe(expected);
    }
  }, 180_000);
});
