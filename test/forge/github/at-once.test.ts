// A pull request in one question: what it costs, what only this way tells, and when it is not asked again.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Forge } from '../../../src/forge/port.ts';
import { operations } from '../../../src/sandbox/seed-lighthouse.ts';
import { openBeside, WORKSPACE } from './beside.ts';
import type { Beside } from './beside.ts';

let beside: Beside;
let forge: Forge;
let branches = 0;

beforeAll(async () => {
  beside = await openBeside();
  await beside.app.forge(WORKSPACE);
});
beforeEach(async () => {
  forge = await beside.anotherApp().forge(WORKSPACE);
});
afterAll(() => beside.sandbox.close());

function propose(message = 'work'): { readonly number: number; readonly head: string } {
  branches += 1;
  const branch = `once-${String(branches)}`;
  const commits = [{ message, author: 'lin-dev', files: { [branch]: 'x\n' } }];
  const { sandbox } = beside;
  const opened = sandbox
    .as('lin-dev')
    .openPullRequest(operations, { head: branch, title: 'Work', commits });
  return { number: opened.number, head: opened.headSha };
}

async function asked(act: () => Promise<unknown>): Promise<readonly string[]> {
  const { requests } = beside.sandbox;
  requests.clear();
  await act();
  return requests.all().map(({ method, pattern }) => `${method} ${pattern ?? '?'}`);
}

const facts = (number: number) => forge.observePullFacts(beside.repo, number);

describe('one question', () => {
  test('is all that a pull request costs: text, files, commits, reviews, checks and owners', async () => {
    const { number, head } = propose();
    beside.sandbox.reportCheck(operations, {
      app: 'ci',
      name: 'test',
      ref: head,
      status: 'completed',
      conclusion: 'success',
    });
    expect(await asked(() => facts(number))).toEqual(['POST /graphql']);
  });

  test('leads to one more where a status was posted: only their list says who did', async () => {
    const { number, head } = propose();
    beside.sandbox
      .as('dee-lead')
      .setStatus(operations, { sha: head, context: 'x', state: 'success' });
    expect(await asked(() => facts(number))).toEqual([
      'POST /graphql',
      'GET /repos/{owner}/{repo}/commits/{ref}/statuses',
    ]);
  });

  test('tells which workflow a check is a job of, and jobs of one name in two workflows apart', async () => {
    const { number, head } = propose();
    const job = { app: 'ci', name: 'test', ref: head, status: 'completed' } as const;
    beside.sandbox.reportCheck(operations, { ...job, workflow: 'nightly', conclusion: 'failure' });
    beside.sandbox.reportCheck(operations, { ...job, workflow: 'ci.yml', conclusion: 'success' });
    const told = await facts(number);
    expect(
      told?.reports?.map(({ name, workflow, says }) => [name, workflow, says]).toSorted(),
    ).toEqual([
      ['test', 'ci.yml', 'passed'],
      ['test', 'nightly', 'failed'],
    ]);
    expect(told?.checks).toBe('failed');
  });

  test('finds a co-author by any address of an account, not only by the forge’s own', async () => {
    const { email, id } = beside.sandbox.world.accounts.find('tomas-sre') ?? { email: '', id: 0 };
    const { number } = propose(`work\n\nCo-authored-by: Tomas <${email}>`);
    const told = await facts(number);
    expect(told?.contributors.map((one) => one.id)).toContain(String(id));
    expect(told?.detail?.commits?.[0]?.by.map((one) => one.id)).toContain(String(id));
  });

  test('is not put again to a forge that has nobody to answer it', async () => {
    const { number } = propose();
    const trouble = { kind: 'refuse', status: 404 } as const;
    beside.sandbox.faults.onRequest({ method: 'POST', path: '/graphql', trouble });
    const questions = async () =>
      (await asked(() => facts(number))).filter((line) => line === 'POST /graphql').length;
    expect(await questions()).toBe(1);
    expect(await questions()).toBe(0);
    beside.sandbox.faults.clear();
  });

  test('that one field of was refused is answered address by address, and put again the next time', async () => {
    const { number } = propose();
    const { installations } = beside.sandbox.world;
    const [installation] = installations.all();
    if (installation === undefined) throw new Error('the app is not installed');
    const { contents, ...permissions } = installation.permissions;
    expect(contents).toBe('read');
    installations.patch(installation.id, { permissions });
    forge = await beside.anotherApp().forge(WORKSPACE);
    const told = await facts(number);
    expect(told?.detail?.files).toHaveLength(1);
    expect(told?.detail).not.toHaveProperty('owners');
    installations.patch(installation.id, { permissions: { ...permissions, contents: 'read' } });
    forge = await beside.anotherApp().forge(WORKSPACE);
    expect((await facts(number))?.detail?.owners).toBeNull();
  });
});
