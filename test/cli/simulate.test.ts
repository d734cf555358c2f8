// Questions on the command line that change nothing: what would be if, and which policy was in force.
import { describe, expect } from 'vitest';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { openDatabase } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { keepPolicy } from '../../src/store/policies.ts';
import { test } from '../support/database.ts';
import { tellStory, WORKSPACE } from './story.ts';
import { runHere } from './transcript.ts';

describe('holdpoint simulate', () => {
  test('says which answers would be others, by the same gates, and ends with what it found', async ({
    databaseUrl,
  }) => {
    await tellStory(databaseUrl);
    const ask = (...args: readonly string[]) =>
      runHere(['simulate', 'CHG-00003', '--act', 'approve', ...args], {
        DATABASE_URL: databaseUrl,
      });
    const now = await ask();
    expect(now.out).toContain('no answer is another one than now');
    expect(now.code).toBe(1);
    const without = await ask('--ignore', 'tomas-sre', '--json');
    expect(JSON.parse(without.out)).toMatchObject({
      simulated: true,
      now: 'no',
      flips: [{ gate: 'objections', from: 'unmet', to: 'met' }],
      then: { decision: 'no' },
    });
    const enough = await ask('--ignore', 'tomas-sre', '--approve', 'lena-lead:lead');
    expect(enough.out).toContain('approvals: unmet → met');
    expect((await ask('--approve', 'nobody-here')).code).toBe(2);
    const then = await ask('--at', 'Saturday 02:00');
    expect(then.out).toContain('Simulated, nothing is changed. To approve:');
    const skipped = await ask('--at', '2027-03-28 02:30');
    expect(skipped.code).toBe(2);
    expect(skipped.err).toContain('does not exist in Europe/Berlin');
  }, 120_000);
});

describe('holdpoint slots', () => {
  test('proposes the next windows with the command that books each, and books nothing', async ({
    databaseUrl,
  }) => {
    // Of the story that was told above.
    const ask = (...args: readonly string[]) =>
      runHere(['slots', 'CHG-00003', ...args], { DATABASE_URL: databaseUrl });
    const shown = await ask('--length', '45m', '--count', '2');
    expect(shown.code).toBe(0);
    expect(shown.out.match(/\/chg schedule \S+\/\S+ Europe\/Berlin/gu)).toHaveLength(2);
    expect(JSON.parse((await ask('--json')).out)).toMatchObject({ change: 'CHG-00003', days: 90 });
    expect((await ask('--days', '91')).code).toBe(2);
    expect((await ask('--length', 'soon')).code).toBe(2);
  }, 120_000);
});

describe('holdpoint policy show', () => {
  test('prints the policy that was in force under a version, and lists them all', async ({
    databaseUrl,
  }) => {
    const db = await openDatabase({ url: databaseUrl, durable: false, poolSize: 2 });
    const row = { version: 'file:abc', people: {}, firstSeen: '2026-11-20T10:00:00Z' };
    const sources = [{ file: 'o/r:.github/holdpoint.yml', blob: '0123456789abcdef' }];
    const content = { ...DEFAULT_POLICY, version: 'file:abc', sources };
    await inWorkspace(db, WORKSPACE, (tx) => keepPolicy(tx, { ...row, content }));
    await db.close();
    const ask = (...args: readonly string[]) =>
      runHere(['policy', 'show', ...args, '--workspace', WORKSPACE], { DATABASE_URL: databaseUrl });
    expect((await ask()).out).toContain(
      'file:abc  since 2026-11-20T10:00:00Z  o/r:.github/holdpoint.yml@0123456789ab',
    );
    expect(JSON.parse((await ask('file:abc', '--json')).out)).toMatchObject(row);
    expect((await ask('file:none')).code).toBe(1);
  }, 60_000);
});
