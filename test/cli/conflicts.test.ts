// What a change has beside it, and what a meeting has before it, on the command line.
import { expect } from 'vitest';
import { test } from '../support/database.ts';
import { tellStory } from './story.ts';
import { runHere } from './transcript.ts';

test('holdpoint conflicts shows what a change has beside it, holdpoint agenda what is to be decided, as text and as JSON', async ({
  databaseUrl,
}) => {
  await tellStory(databaseUrl);
  const ask = (...args: readonly string[]) =>
    runHere(['conflicts', ...args], { DATABASE_URL: databaseUrl });
  const shown = await ask('CHG-00003');
  expect(shown.code).toBe(0);
  expect(shown.err).toContain('the policy lists no assets');
  expect(JSON.parse((await ask('CHG-00003', '--json')).out)).toMatchObject({
    change: 'CHG-00003',
    asked: false,
    conflicts: [],
    dependencies: [],
  });
  expect(await ask('CHG-00099')).toMatchObject({ code: 1 });
  const meet = (...args: readonly string[]) =>
    runHere(['agenda', ...args], { DATABASE_URL: databaseUrl });
  expect((await meet()).out).toMatch(/^# Changes to decide, up to /u);
  const agenda = JSON.parse((await meet('--days', '366', '--json')).out) as object;
  expect(Object.keys(agenda)).toEqual(['until', 'waiting', 'reviews']);
  expect(await meet('--days', '0')).toMatchObject({ code: 2 });
}, 120_000);
