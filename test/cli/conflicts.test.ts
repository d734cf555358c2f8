// What a change has beside it, on the command line.
import { expect } from 'vitest';
import { test } from '../support/database.ts';
import { tellStory } from './story.ts';
import { runHere } from './transcript.ts';

test('holdpoint conflicts shows what a change has beside it, as text and as JSON', async ({
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
}, 120_000);
