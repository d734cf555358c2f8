// What goes past every gate opens an issue, is counted there while nobody answers, and is closed by somebody else's
// answer: a deployment to production without a change, a push without a pull request, a merge against the check.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { Issue } from '../../src/sandbox/state/conversations.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { listUnauthorised, type UnauthorisedRow } from '../../src/store/unauthorised.ts';
import { DEE, LIN, OMAR, reactionsOn, stage, TOMAS } from '../support/tale.ts';

const scene = stage();
const company = () => scene.world().company;
const sandbox = () => company().sandbox;

const POLICY = `policy: 1
environments: [{ id: production, production: true, names: ['prod-*'] }]
own_pull_requests: []
unauthorised: {}
`;

beforeAll(() => does(() => pushes(DEE, { '.github/holdpoint.yml': POLICY })));

async function does(act: () => unknown): Promise<void> {
  scene.pass(1);
  act();
  await company().settle();
}

function pushes(who: string, files: Readonly<Record<string, string>>): void {
  const commits = [{ message: '@everyone /chg justify #1', author: who, files }];
  sandbox().as(who).push(operations, { branch: 'main', commits });
}

function deploys(who: string, state: 'in_progress' | 'success' | 'queued'): void {
  const input = { ref: 'main', environment: 'prod-eu', description: '<!-- @everyone --> /chg' };
  const { id } = sandbox().as(who).createDeployment(operations, input);
  sandbox().as(who).reportDeployment(id, { state });
}

const rows = (): Promise<readonly UnauthorisedRow[]> =>
  inWorkspace(company().application().house.db, company().workspace, listUnauthorised);

async function rowOf(login: string, kind: UnauthorisedRow['kind']): Promise<UnauthorisedRow> {
  const row = (await rows()).findLast((one) => one.actorLogin === login && one.kind === kind);
  if (row === undefined) throw new Error(`no record of ${kind} by ${login}`);
  return row;
}

function issueOf({ issue }: UnauthorisedRow): Issue {
  const { id } = sandbox().repository(operations);
  const found = sandbox()
    .world.issues.of(id)
    .find(({ number }) => number === issue);
  if (found === undefined) throw new Error('it has no issue');
  return found;
}

async function says(who: string, row: UnauthorisedRow, words: string): Promise<readonly string[]> {
  let id = 0;
  await does(() => {
    ({ id } = sandbox()
      .as(who)
      .comment(`${operations}#${String(row.issue)}`, words));
  });
  return reactionsOn(scene.world(), id);
}

const typesOf = async (): Promise<readonly string[]> =>
  (await scene.world().events()).map(({ type }) => type);

describe('a deployment to production that belongs to no change', () => {
  it('opens one issue, in which a second one is counted', async () => {
    await does(() => deploys(OMAR, 'queued'));
    expect((await rows()).filter(({ kind }) => kind === 'deployment_unmatched')).toEqual([]);
    await does(() => deploys(OMAR, 'in_progress'));
    const first = await rowOf(OMAR, 'deployment_unmatched');
    expect(issueOf(first)).toMatchObject({
      ...{ state: 'open', userId: sandbox().app.botId },
      title: 'Unauthorised change: a production deployment that belongs to no change',
    });
    expect(issueOf(first).body).toContain(`**Who:** \`${OMAR}\``);
    // Closing it by hand answers nothing.
    sandbox()
      .as(OMAR)
      .closeIssue(`${operations}#${String(first.issue)}`);
    await does(() => deploys(OMAR, 'success'));
    const again = await rowOf(OMAR, 'deployment_unmatched');
    expect(again).toMatchObject({ seq: first.seq, times: 2, issue: first.issue });
    expect(issueOf(again).state).toBe('open');
    expect(issueOf(again).body).toContain('2 times');
    expect(issueOf(again).body).not.toContain('@everyone');
    // Somebody takes it away: what nobody answered for has a place to do so again.
    sandbox()
      .as(DEE)
      .deleteIssue(`${operations}#${String(first.issue)}`);
    await does(() => deploys(OMAR, 'success'));
    const anew = await rowOf(OMAR, 'deployment_unmatched');
    expect(anew).toMatchObject({ seq: first.seq, times: 3 });
    expect(anew.issue).not.toBe(first.issue);
    expect(issueOf(anew)).toMatchObject({ state: 'open' });
  });

  it('is answered for by somebody else, with a reason that is recorded, and closed', async () => {
    const row = await rowOf(OMAR, 'deployment_unmatched');
    expect(await says(OMAR, row, '/chg justify the site was down')).toEqual(['confused']);
    expect(issueOf(row).body).toContain('nobody answers for what they did themselves');
    expect(await says(LIN, row, '/chg dismiss it is nothing')).toEqual(['confused']);
    expect(issueOf(row).body).toContain('a lead, or whoever may approve changes, has to');
    expect(await says(TOMAS, row, '/chg justify CHG-00099')).toEqual(['confused']);
    expect(issueOf(row)).toMatchObject({ state: 'open' });
    const reason = 'the site was down @lighthouse-freight/leads #1 </details>';
    expect(await says(TOMAS, row, `/chg justify ${reason}`)).toEqual(['+1']);
    expect(issueOf(row)).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(issueOf(row).body).toContain(`justified by \`${TOMAS}\``);
    expect(issueOf(row).body).not.toMatch(/[^`]@lighthouse|[^`]#1|<\/details>/u);
    expect(await says(TOMAS, row, '/chg dismiss again')).toEqual(['confused']);
    expect(await rowOf(OMAR, 'deployment_unmatched')).toMatchObject({ state: 'justified', reason });
    const types = (await typesOf()).filter((type) => type.startsWith('unauthorised_j'));
    expect(types).toEqual(['unauthorised_justified']);
  });

  it('is one that its change stands for, while that runs', async () => {
    const tale = await scene.running();
    const before = (await rows()).length;
    await tale.does(OMAR, 'deploys', () => {
      const { id } = sandbox()
        .as(OMAR)
        .createDeployment(operations, {
          ...{ ref: 'main', environment: 'prod-eu' },
          description: `CHG-0000${String(tale.number)}`,
        });
      sandbox().as(OMAR).reportDeployment(id, { state: 'success' });
    });
    expect(await rows()).toHaveLength(before);
  });
});

describe('a push to the default branch', () => {
  it('without a pull request opens an issue, the push that began it as well', async () => {
    expect(await rowOf(DEE, 'direct_push')).toMatchObject({ place: 'main', times: 1 });
    await does(() => pushes(LIN, { 'src/a.ts': '1\n' }));
    const row = await rowOf(LIN, 'direct_push');
    expect(issueOf(row).body).toContain('No merged pull request stands behind this commit');
    expect(await says(DEE, row, '/chg dismiss only a test')).toEqual(['+1']);
    expect(issueOf(row)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
  });

  it('by a merge opens none, unless the check was required and not green', async () => {
    const before = (await rows()).length;
    const pull = async (branch: string): Promise<string> => {
      let ref = '';
      await does(() => {
        const commits = [{ message: branch, author: LIN, files: { [`${branch}.ts`]: '1\n' } }];
        sandbox().as(LIN).push(operations, { branch, from: 'main', commits });
        const input = { title: branch, head: branch, base: 'main', body: '' };
        ref = `${operations}#${String(sandbox().as(LIN).openPullRequest(operations, input).number)}`;
      });
      return ref;
    };
    const one = await pull('one');
    await does(() => sandbox().as(OMAR).merge(one, 'squash'));
    expect(await rows()).toHaveLength(before);
    const merged = sandbox().repository(operations).refs.get('heads/main');
    await pull('other').then((ref) => does(() => sandbox().as(OMAR).merge(ref, 'squash')));
    expect(await rows()).toHaveLength(before);
    // Back to where it was: that commit came by a pull request, and the one after it is gone.
    await does(() =>
      sandbox()
        .as(DEE)
        .forcePush(operations, { branch: 'main', from: merged ?? '', commits: [] }),
    );
    expect(await rowOf(DEE, 'direct_push')).toMatchObject({ times: 2, sha: merged });
    const two = await pull('two');
    // The forge of the tests lets nobody pass a rule: it stands there when it is looked at.
    await does(() => {
      sandbox().as(DEE).merge(two);
      const check = { context: 'holdpoint', integrationId: null };
      sandbox().protectBranch(operations, 'main', { requiredChecks: [check] });
    });
    expect(await rowOf(DEE, 'merge_against_the_check')).toMatchObject({ place: 'main', times: 1 });
    expect(await rows()).toHaveLength(before + 1);
  });
});

it('leaves a whole chain, in which each sighting and answer has a doer and a delivery', async () => {
  expect(await scene.world().isIntact()).toBe(true);
  const told = (await scene.world().events()).filter(({ type }) => type.startsWith('unauthorised'));
  expect(told.map(({ type, actor, source }) => [type, actor, source])).toEqual([
    ['unauthorised_found', DEE, 'webhook'],
    ['unauthorised_found', OMAR, 'webhook'],
    ['unauthorised_found', OMAR, 'webhook'],
    ['unauthorised_found', OMAR, 'webhook'],
    ['unauthorised_justified', TOMAS, 'webhook'],
    ['unauthorised_found', LIN, 'webhook'],
    ['unauthorised_dismissed', DEE, 'webhook'],
    ['unauthorised_found', DEE, 'webhook'],
    ['unauthorised_found', DEE, 'webhook'],
  ]);
});
