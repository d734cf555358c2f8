// What another policy would have answered to changes of late, asked on the command line before anybody proposes it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { test } from '../support/database.ts';
import { tellStory } from './story.ts';
import { runHere } from './transcript.ts';

describe('holdpoint policy replay', () => {
  test('prints every answer that would be another, of as many changes as are asked for', async ({
    databaseUrl,
  }) => {
    await tellStory(databaseUrl);
    const folder = mkdtempSync(join(tmpdir(), 'holdpoint-replay-'));
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const ask = (...args: readonly string[]) =>
      runHere(['policy', 'replay', ...args], { DATABASE_URL: databaseUrl });
    const same = await ask(write('same.yml', 'policy: 1\n'));
    expect(same.out).toMatch(/^Judged again from the record: \d changes, builtin:.* → file:/u);
    expect(same).toMatchObject({ code: 0 });
    const two = write(
      'two.yml',
      'policy: 1\ncategories:\n  normal:\n    approvals: { count: 5 }\n',
    );
    const flipped = await ask(two);
    expect(flipped.out).toMatch(/CHG-0000\d to approve: approvals: met → unmet/u);
    expect(flipped.code).toBe(1);
    expect(JSON.parse((await ask(two, '--last', '1', '--json')).out)).toMatchObject({ judged: 1 });
    expect((await ask(two, '--last', 'all')).code).toBe(2);
    expect((await ask(two, '--repo', 'o/elsewhere')).code).toBe(2);
    expect((await ask(write('bad.yml', 'policy: 1\nfoo: 1\n'))).err).toContain('unknown_key');
    rmSync(folder, { recursive: true });
  }, 120_000);
});
