// What a push tells of the rules, and what a report under the name of our check is taken for.
import { beforeEach, afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operations } from '../../../src/sandbox/seed-lighthouse.ts';
import { openBeside } from './beside.ts';
import type { Beside } from './beside.ts';
import { one, part, read } from './read.ts';

let beside: Beside;
beforeAll(async () => {
  beside = await openBeside();
});
beforeEach(() => beside.forget());
afterAll(() => beside.sandbox.close());

const POLICY = '.github/holdpoint.yml';
type Body = Readonly<Record<string, unknown>>;

async function pushed(path: string, branch = 'main'): Promise<Body> {
  await beside.forget();
  const file = { path, content: `${path} ${String(Math.random())}\n`, branch };
  beside.sandbox.putFile(operations, { ...file, author: 'dee-lead' });
  const found = (await beside.sent()).findLast(({ event }) => event === 'push');
  if (found === undefined) throw new Error('no push was told');
  return JSON.parse(found.body) as Body;
}

const factOf = (payload: Body) => read('push', payload).fact;

describe('a push to the default branch', () => {
  test.each([POLICY, '.github/holdpoint/templates/patch.yml', 'CODEOWNERS', 'docs/CODEOWNERS'])(
    'that touches %s says that the rules may have changed',
    async (path) => {
      const payload = await pushed(path);
      const { before, after } = payload;
      const files = [path];
      expect(factOf(payload)).toEqual({
        kind: 'policy_pushed',
        branch: 'main',
        before,
        after,
        files,
      });
    },
  );

  test('that touches something else only says that it was made', async () => {
    for (const path of ['README.md', '.github/holdpoint.yml.bak', 'x/CODEOWNERS'])
      expect(factOf(await pushed(path))).toMatchObject({
        ...{ kind: 'branch_pushed', branch: 'main' },
      });
  });

  test('of which not every commit is listed counts as one that touched them', async () => {
    const payload = await pushed('README.md');
    const [commit] = payload['commits'] as readonly Body[];
    const twenty = Array.from({ length: 20 }, () => commit);
    const odd: readonly Body[] = [
      { commits: twenty },
      { commits: [] },
      { forced: true },
      { created: true },
      { after: 'f'.repeat(40) },
    ];
    for (const change of odd)
      expect(factOf({ ...payload, ...change }), JSON.stringify(Object.keys(change))).toMatchObject({
        kind: 'policy_pushed',
        files: [],
      });
  });

  test('that was forced says so, and no other does', async () => {
    const payload = await pushed(POLICY);
    expect(factOf({ ...payload, forced: true })).toMatchObject({ forced: true });
    expect(factOf({ ...payload, forced: false })).not.toHaveProperty('forced');
  });

  test('is nothing on another branch, on which a policy is only proposed', async () => {
    expect(factOf(await pushed(POLICY, 'proposal'))).toMatchObject({ kind: 'nothing' });
  });

  test('is refused under another name, and another event under this one', async () => {
    const payload = await pushed(POLICY);
    const refused = { kind: 'nothing', trouble: 'refused' };
    expect(read('status', payload).fact).toMatchObject(refused);
    expect(read('issues', payload).fact).toMatchObject(refused);
    expect(read('push', one('status', '').payload).fact).toMatchObject(refused);
    const bare = { ...payload, commits: 'none' };
    expect(read('push', bare).fact).toMatchObject({ kind: 'nothing', trouble: 'unreadable' });
  });
});

describe('a report under the name of our check', () => {
  const completed = one('check_run', 'completed');
  const named = (name: string): Body => ({
    ...completed.payload,
    check_run: { ...part(completed, 'check_run'), name, conclusion: 'success' },
  });

  test('by another app is told with who made it and what it says', () => {
    const { actor, fact } = read('check_run', named('holdpoint'));
    const { id, login } = actor;
    const by = { id, login };
    const said = { via: 'check', name: 'holdpoint', says: 'success', by };
    expect(fact).toMatchObject({ kind: 'check_forged', report: said });
    // A forge takes the case of a name for none.
    const policy = read('check_run', named('Holdpoint/Policy'));
    expect(policy.fact).toMatchObject({ report: { name: 'holdpoint/policy' } });
    expect(read('check_run', named('holdpoints')).fact).toMatchObject({ kind: 'checks_changed' });
  });

  test('by us is none', () => {
    const { app } = part(completed, 'check_run') as { readonly app: { readonly id: number } };
    const us = { appId: String(app.id), bot: null };
    expect(read('check_run', named('holdpoint'), us).fact).toMatchObject({ kind: 'nothing' });
  });

  test('may be a status, which anybody who writes code can post', () => {
    const payload = { ...one('status', '').payload, context: 'holdpoint', state: 'success' };
    const { actor, fact } = read('status', payload);
    const { id, login } = actor;
    const report = { by: { id, login }, via: 'status', says: 'success', name: 'holdpoint' };
    expect(fact).toMatchObject({ kind: 'check_forged', report });
    const us = { appId: '1', bot: { id, login } };
    expect(read('status', payload, us).fact).toMatchObject({ kind: 'nothing' });
  });
});
