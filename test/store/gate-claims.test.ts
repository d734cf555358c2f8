import { expect } from 'vitest';
import { claimGateAnswer } from '../../src/store/gate-claims.ts';
import { noteGateAsk } from '../../src/store/gate-asks.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { NOW, OURS, test } from './stored.ts';

const CLAIM = {
  ...{ jti: 'j1', change: 'CHG-00012', repository: 'o/r', environment: 'production' },
  ...{ sha: 'abc', claimedBy: 'key:1', claimedAt: NOW },
};

test('of many who use one answer at once the same one has it, whoever asks again', async ({
  db,
}) => {
  const claim = (claimId: string): Promise<string> =>
    inWorkspace(db, OURS, async (tx) => (await claimGateAnswer(tx, { ...CLAIM, claimId })).claimId);
  const names = Array.from({ length: 12 }, (_, index) => `run-${String(index)}`);
  const held = await Promise.all(names.map(claim));
  expect(new Set(held).size).toBe(1);
  const [winner = ''] = held;
  expect(names).toContain(winner);
  expect(await claim(winner)).toBe(winner);
  expect(await claim('run-99')).toBe(winner);
});

test('a wait begins when it is asked for first, for this commit of this change in this environment', async ({
  db,
}) => {
  const ask = { change: 12, repository: 'o/r', sha: 'abc', environment: 'production' };
  const LATER = '2027-01-01T00:00:00Z';
  const at = (askedAt: string, more: object = {}): Promise<string> =>
    inWorkspace(db, OURS, (tx) => noteGateAsk(tx, { ...ask, ...more, askedAt }));
  const first = await at(NOW);
  expect(Date.parse(first)).toBe(Date.parse(NOW));
  expect(await at(LATER)).toBe(first);
  for (const other of [{ change: 13 }, { sha: 'abd' }, { environment: 'staging' }])
    expect(await at(LATER, other)).toBe(LATER);
});
