// A deployment is told apart by what is said of it, and never by a guess: whoever is matched is let go ahead.
import { expect, test } from 'vitest';
import type { Change } from '../../../src/core/change/state.ts';
import { changesNamedIn, environmentOf } from '../../../src/core/deploy/deployment.ts';
import { matchDeployment } from '../../../src/core/deploy/match.ts';
import type { Candidates } from '../../../src/core/deploy/match.ts';
import type { Environment } from '../../../src/core/policy/catalogue.ts';
import { NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, WINDOW } from '../../support/change-plans.ts';
import { REPO } from '../../support/change-verbs.ts';
import { ASKS_NOTHING } from '../../support/environments.ts';

const PRODUCTION: Environment = {
  id: 'production',
  title: 'Production',
  production: true,
  names: ['production', 'prod-*'],
  after: [],
  assets: [],
  ...ASKS_NOTHING,
};
const DEPLOYMENT = { repoId: REPO.repoId, sha: 'merged', environment: 'prod-eu', words: '' };
const MATCHING = { deployment: DEPLOYMENT, environment: PRODUCTION, now: WINDOW.start };
const NOBODY: Candidates = { named: [], ofCommit: [], running: [] };

function running(more: Partial<Change> = {}): Change {
  const change = setTheStage().given.runningChange({
    ...CERT_ROTATION,
    environments: ['production'],
  });
  return { ...change, ...more };
}

const MERGED = {
  ...{ repoId: REPO.repoId, repo: REPO.repo, number: 701, head: 'head', headAt: WINDOW.start },
  ...{ pushes: [], base: 'main', retargeted: null, merged: true, mergeSha: 'merged' },
  ...{ linked: { by: { id: '1', login: 'a' }, roles: [], at: '', url: null, seq: 1 } },
  queuedBy: null,
};

test('an environment is known by what the forge calls it, or else by its id', () => {
  const catalogue = { ...NO_CATALOGUE, environments: [PRODUCTION] };
  expect(environmentOf(catalogue, 'PROD-eu')?.id).toBe('production');
  expect(environmentOf(catalogue, 'staging')).toBeNull();
  const plain = { ...PRODUCTION, names: [] };
  expect(environmentOf({ ...catalogue, environments: [plain] }, 'Production')?.id).toBe(
    'production',
  );
});

test('a change is named as a word of its own, however it is spelled', () => {
  expect(changesNamedIn('{"change":"CHG-00012","also":"chg-7"}')).toEqual([12, 7]);
  expect(changesNamedIn('XCHG-00012 CHG-1234567890 CHG-12b CHG- CHG-0')).toEqual([]);
  expect(changesNamedIn(`${'chg-'.repeat(100_000)}`)).toEqual([]);
});

test('whoever is named goes before whom the commit belongs to, and that before the only one that runs', () => {
  const [named, merged, third] = [
    running({ number: 1 }),
    running({ number: 2, pulls: [MERGED] }),
    running({ number: 3 }),
  ];
  const all = { named: [named], ofCommit: [merged], running: [third] };
  expect(matchDeployment(all, MATCHING)).toMatchObject({ by: 'number', change: { number: 1 } });
  expect(matchDeployment({ ...all, named: [] }, MATCHING)).toMatchObject({
    by: 'commit',
    change: { number: 2 },
  });
  expect(matchDeployment({ ...NOBODY, running: [third] }, MATCHING)).toMatchObject({
    by: 'window',
    change: { number: 3 },
  });
  expect(matchDeployment(NOBODY, MATCHING)).toEqual({ kind: 'unmatched', why: 'none' });
});

test('of two that could be meant none is', () => {
  const two = [running({ number: 1 }), running({ number: 2 })];
  const several = { kind: 'unmatched', why: 'several' };
  expect(matchDeployment({ ...NOBODY, running: two }, MATCHING)).toEqual(several);
  expect(matchDeployment({ ...NOBODY, named: two, running: two }, MATCHING)).toEqual(several);
});

test('one that has ended is meant only where none is open', () => {
  const [first] = [running({ number: 1, pulls: [MERGED] })];
  const ended = { ...first, number: 2, ended: first.started };
  const both = { ...NOBODY, ofCommit: [ended, first] };
  expect(matchDeployment(both, MATCHING)).toMatchObject({ change: { number: 1 } });
  const gone = { ...NOBODY, ofCommit: [ended] };
  expect(matchDeployment(gone, MATCHING)).toMatchObject({ change: { number: 2 } });
});

test('a change for another environment is not meant, even where it is named', () => {
  const staging = { ...PRODUCTION, id: 'staging' };
  const named = { ...NOBODY, named: [running()], running: [running()] };
  expect(matchDeployment(named, { ...MATCHING, environment: staging }).kind).toBe('unmatched');
});

test('a running change is meant only inside its window, by its assets, or at home', () => {
  const runs = (more: Partial<Change> = {}): Candidates => ({
    ...NOBODY,
    running: [running(more)],
  });
  expect(matchDeployment(runs(), { ...MATCHING, now: WINDOW.end }).kind).toBe('unmatched');
  expect(matchDeployment(runs({ repoId: 'another' }), MATCHING).kind).toBe('unmatched');
  const gateways = { ...PRODUCTION, assets: ['gateway/*'] };
  const databases = { ...PRODUCTION, assets: ['db/*'] };
  const plan = { ...CERT_ROTATION, environments: ['production'], assets: ['gateway/1'] };
  const elsewhere = runs({ repoId: 'another', planInForce: plan });
  expect(matchDeployment(elsewhere, { ...MATCHING, environment: gateways }).kind).toBe('matched');
  expect(matchDeployment(elsewhere, { ...MATCHING, environment: databases }).kind).toBe(
    'unmatched',
  );
});
