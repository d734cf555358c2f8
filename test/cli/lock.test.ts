// A lock is claimed by one: whoever comes second is told who was first, and the same claim said twice is one lock.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { test } from '../support/database.ts';
import { WORKSPACE } from './story.ts';
import { runHere } from './transcript.ts';

const POLICY =
  'policy: 1\nenvironments:\n  - { id: staging }\n  - { id: production, production: true }\n';

test('an environment is locked by one, shown with who and why, and free again afterwards', async ({
  databaseUrl,
}) => {
  const db = await openDatabase({ url: databaseUrl, durable: false, poolSize: 2 });
  await ensureWorkspace(db, WORKSPACE, 'lighthouse');
  await db.close();
  const folder = await mkdtemp(join(tmpdir(), 'holdpoint-where-'));
  const file = join(folder, 'holdpoint.yml');
  await writeFile(file, POLICY);
  const ask = (...args: readonly string[]): ReturnType<typeof runHere> =>
    runHere(args, { DATABASE_URL: databaseUrl });
  const locks = (by: string, claim: string): ReturnType<typeof runHere> =>
    ask('lock', 'production', '--by', by, '--reason', 'a sale is on', '--claim', claim);

  const claims = await Promise.all([locks('dee-lead', 'a'), locks('tomas-sre', 'b')]);
  expect(claims.map(({ code }) => code).toSorted()).toEqual([0, 1]);
  const winner = claims[0]?.code === 0 ? 'dee-lead' : 'tomas-sre';
  expect((await locks(winner, winner === 'dee-lead' ? 'a' : 'b')).code).toBe(0);

  const where = await ask('where', '--file', file);
  expect({ err: where.err, code: where.code }).toEqual({ err: '', code: 0 });
  expect(where.out).toMatch(/^staging +free/mu);
  expect(where.out).toMatch(new RegExp(`^production +locked +a sale is on \\(${winner} `, 'mu'));

  expect((await ask('lock', 'Production', '--by', 'lin-dev', '--reason', 'mine')).code).toBe(1);
  expect((await ask('unlock', 'PRODUCTION')).code).toBe(0);
  expect((await ask('unlock', 'production')).code).toBe(1);
  expect((await ask('where', '--file', file)).out).toMatch(/^production +free/mu);
  expect((await ask('lock', 'all', '--by', 'dee-lead')).code).toBe(2);
  await rm(folder, { recursive: true });
});
