// What went past every gate is listed from the record: all of it, or what nobody has answered for, and exported.
import { expect } from 'vitest';
import type { Sighting } from '../../src/core/deploy/unauthorised.ts';
import { openDatabase } from '../../src/store/database.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { lockHead } from '../../src/store/lock.ts';
import { openUnauthorised, settleUnauthorised } from '../../src/store/unauthorised.ts';
import { ensureWorkspace } from '../../src/store/workspaces.ts';
import { test } from '../support/database.ts';
import { WORKSPACE } from './story.ts';
import { runHere } from './transcript.ts';

const AT = '2026-11-22T04:40:00Z';
const PUSHED: Sighting = {
  ...{ kind: 'direct_push', place: 'main', sha: 'abc\n=1+1', at: AT, change: null, url: null },
  ...{ by: { id: '1', login: 'lin-dev', kind: 'human' }, key: 'a' },
};

test('what went past every gate is listed with who did it and who answered, without breaking a line', async ({
  databaseUrl,
}) => {
  const db = await openDatabase({ url: databaseUrl, durable: false, poolSize: 2 });
  await ensureWorkspace(db, WORKSPACE, 'lighthouse');
  await inWorkspace(db, WORKSPACE, async (tx) => {
    const lock = await lockHead(tx);
    const repo = { id: '501', name: 'lighthouse/gateway' };
    await openUnauthorised(lock, 3, { repo, sighting: PUSHED });
    const kind = 'deployment_unmatched' as const;
    await openUnauthorised(lock, 5, { repo, sighting: { ...PUSHED, kind, place: 'production' } });
    const answer = { verb: 'justify', line: 0, change: 12, reason: 'it was\ndown' } as const;
    const by = { id: '5', login: 'dee-lead' };
    await settleUnauthorised(lock, 5, { answer, by, at: AT });
  });
  await db.close();
  const ask = (...args: readonly string[]): ReturnType<typeof runHere> =>
    runHere(args, { DATABASE_URL: databaseUrl });

  const all = await ask('unauthorised', 'list');
  expect({ err: all.err, code: all.code }).toEqual({ err: '', code: 0 });
  expect(all.out.trimEnd().split('\n')).toHaveLength(2);
  expect(all.out).toMatch(/direct_push +lighthouse\/gateway main .* lin-dev +1× +no issue +open/u);
  expect(all.out).toMatch(/justified by dee-lead CHG-00012 it was/u);

  const open = await ask('unauthorised', 'list', '--open', '--json');
  expect(JSON.parse(open.out)).toMatchObject([{ event: 3, kind: 'direct_push', state: 'open' }]);
  expect(open.out).not.toContain('intentAt');

  const table = await ask('audit', 'export', '--table', 'unauthorised_changes');
  expect(table.code).toBe(0);
  expect(table.out.split('\n')[0]).toMatch(/^event_seq,kind,repository,/u);
});
