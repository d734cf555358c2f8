// What every adapter promises about the inside of a pull request, which rules ask for: the same facts, however the forge
// was asked.
import { describe, expect, test } from 'vitest';
import type { PullFacts } from '../../../src/core/change/facts.ts';
import type { Proposal, Trial } from './ground.ts';

const BOT = 'deploybot[bot]';

export function detailPromises(on: Trial): void {
  const factsOf = async (number: number): Promise<PullFacts> => {
    const facts = await on.ground.forge.observePullFacts(on.ground.repo, number);
    if (facts === null) throw new Error(`nothing is told of pull request ${String(number)}`);
    return facts;
  };
  const detailOf = async (number: number) => {
    const { detail } = await factsOf(number);
    if (detail === undefined) throw new Error('nobody looked');
    return detail;
  };
  const filesOf = async (number: number) =>
    (await detailOf(number)).files?.map(({ path, previous, added, deleted }) => ({
      ...{ path, previous },
      ...{ added, deleted },
    }));
  const one = (files: Proposal['commits'][number]['files'], more: Partial<Proposal> = {}) => ({
    commits: [{ author: 'lin-dev', files }],
    ...more,
  });

  describe('the inside of a pull request', () => {
    test('is its text, its labels, whether it is a draft, and where it comes from', async () => {
      const { ground } = on;
      const proposal = one({ 'a.ts': 'a\n' }, { title: 'A', body: 'x\r\ny', draft: true });
      const { number } = ground.propose('lin-dev', proposal);
      ground.addLabel('dee-lead', number, 'bug');
      expect(await detailOf(number)).toMatchObject({
        title: 'A',
        body: 'x\ny',
        draft: true,
        fork: false,
        sourceBranch: expect.stringMatching(/^work-\d+$/u) as string,
        labels: ['bug'],
      });
      const forked = ground.propose('lin-dev', one({ 'f.ts': 'f' }, { fork: true }));
      expect(await detailOf(forked.number)).toMatchObject({ fork: true, draft: false, labels: [] });
    });

    test('is every changed file with its lines, a renamed one under both names', async () => {
      const { ground } = on;
      ground.putFile('dee-lead', { path: 'old/name.sql', content: 'one\ntwo\n' });
      ground.putFile('dee-lead', { path: 'stays.txt', content: 'one\n' });
      const plain = ground.propose(
        'lin-dev',
        one({ 'stays.txt': 'two\nthree\n', 'new.md': 'n\n' }),
      );
      expect(await filesOf(plain.number)).toEqual([
        { path: 'new.md', previous: null, added: 1, deleted: 0 },
        { path: 'stays.txt', previous: null, added: 2, deleted: 1 },
      ]);
      const moved = ground.propose(
        'lin-dev',
        one({ 'old/name.sql': null, 'new/name.sql': 'one\ntwo\n' }),
      );
      expect(await filesOf(moved.number)).toEqual([
        { path: 'new/name.sql', previous: 'old/name.sql', added: 0, deleted: 0 },
      ]);
    });

    test('is all of 120 files, and of 120 commits', async () => {
      const names = Array.from({ length: 120 }, (_, at) => `f/${String(at).padStart(3, '0')}`);
      const wide = one(Object.fromEntries(names.map((name) => [name, 'x\n'])));
      const { number } = on.ground.propose('lin-dev', wide);
      expect((await detailOf(number)).files?.map(({ path }) => path)).toEqual(names);
      const long = names.map((name) => ({ author: 'lin-dev', files: { [name]: 'y\n' } }));
      const second = on.ground.propose('lin-dev', { commits: long });
      expect((await detailOf(second.number)).commits).toHaveLength(120);
    });

    test('is each commit with its tree, its parents, its makers, and whether it is signed', async () => {
      const { ground } = on;
      const commits = [
        { author: 'lin-dev', files: { 'c.ts': '1\n' }, signed: true },
        { author: 'jonas-dba', committer: 'dee-lead', files: { 'c.ts': '2\n' } },
      ];
      const { number, head } = ground.propose('lin-dev', { commits });
      const told = (await detailOf(number)).commits ?? [];
      const who = (login: string) => ({ id: ground.person(login).id, login });
      expect(told.map(({ by, signed }) => ({ by, signed }))).toEqual([
        { by: [who('lin-dev')], signed: true },
        { by: [who('jonas-dba'), who('dee-lead')], signed: false },
      ]);
      expect(told[1]).toMatchObject({ sha: head, parents: [told[0]?.sha] });
      const again = ground.propose('lin-dev', one({ 'c.ts': '2\n' }));
      const [squashed] = (await detailOf(again.number)).commits ?? [];
      expect(squashed?.tree).toMatch(/^[0-9a-f]{40}$/u);
      expect(squashed?.tree).toBe(told[1]?.tree);
    });

    test('is the CODEOWNERS of the target branch: the first of its three places, never the proposed one', async () => {
      const { ground } = on;
      const { number } = ground.propose('lin-dev', one({ CODEOWNERS: '* @lin-dev\n' }));
      expect((await detailOf(number)).owners).toBeNull();
      ground.putFile('dee-lead', { path: 'docs/CODEOWNERS', content: 'docs\n' });
      expect((await detailOf(number)).owners).toBe('docs\n');
      ground.putFile('dee-lead', { path: '.github/CODEOWNERS', content: '* @dee-lead\r\n' });
      expect((await detailOf(number)).owners).toBe('* @dee-lead\n');
    });

    test('is each check and status: the newest of each name and reporter, ours left out', async () => {
      const { ground } = on;
      const { number, head } = ground.propose('lin-dev', one({ 'r.ts': 'r' }));
      await ground.forge.createCheck(ground.repo, head, {
        conclusion: 'failure',
        title: 'no',
        summary: 'no',
        externalId: 'x',
        detailsUrl: null,
      });
      expect((await factsOf(number)).reports).toEqual([]);
      ground.reportCheck(head, 'test', 'failure');
      ground.reportCheck(head, 'test', 'success');
      ground.reportCheck(head, 'lint', null);
      ground.setStatus(BOT, { sha: head, context: 'scan', state: 'pending' });
      ground.setStatus(BOT, { sha: head, context: 'scan', state: 'success' });
      ground.setStatus('dee-lead', { sha: head, context: 'scan', state: 'failure' });
      // By a hand in the code, and good: nobody's word.
      ground.setStatus('lin-dev', { sha: head, context: 'scan', state: 'success' });
      const reports = (await factsOf(number)).reports ?? [];
      expect(
        reports.map(({ name, says, via, from }) => `${via} ${name} ${from} ${says}`).toSorted(),
      ).toEqual([
        'check lint ci pending',
        'check test ci passed',
        'status scan dee-lead failed',
        `status scan ${BOT} passed`,
      ]);
      expect(await factsOf(number)).toMatchObject({ checks: 'failed', failing: ['scan'] });
    });

    test('is read once for one head: a review costs no question where everybody is known', async () => {
      const { ground } = on;
      const { number } = ground.propose('lin-dev', one({ 'p.ts': 'p' }));
      ground.review('tomas-sre', number, 'approve');
      const people = await ground.forge.observePeople(ground.repo);
      const asked = await ground.forge.observePullFacts(ground.repo, number);
      ground.forgetRequests();
      const known = await ground.forge.observePullFacts(ground.repo, number, { people });
      const cheap = ground.requests();
      expect(known).toEqual(asked);
      ground.forgetRequests();
      await ground.forge.observePullFacts(ground.repo, number);
      expect(ground.requests()).toBe(cheap + 1);
    });
  });
}
