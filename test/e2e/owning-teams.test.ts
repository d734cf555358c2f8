// Owners of files are often teams that stand in CODEOWNERS alone. Where a rule asks for owners, who is in them is looked
// up: once a minute, and nowhere else.
import { beforeAll, expect, it } from 'vitest';
import { lighthouse, operations } from '../../src/demo/company.ts';
import { checkOn, ciSays, proposes } from '../support/pulls.ts';
import { DEE, leavesATrace, LIN, MARA, SORA, stage, TOMAS } from '../support/tale.ts';

const scene = stage();

const POLICY = `policy: 1
approvals:
  owners: { title: Owners of the files, owners: true }
rules:
  owned: { title: Owners read what they own, require: { approval: owners } }
`;

beforeAll(async () => {
  const { sandbox, settle } = scene.world().company;
  sandbox.createTeam({ org: lighthouse, slug: 'fees', members: [SORA, LIN] });
  const files = {
    '.github/holdpoint.yml': POLICY,
    CODEOWNERS: `fees.ts @${lighthouse}/fees\nother.ts @${lighthouse}/nobody-asked\n`,
  };
  sandbox.as(DEE).push(operations, { branch: 'main', commits: [{ message: 'Rules', files }] });
  await settle();
});

const asksTeams = (): readonly string[] =>
  scene
    .world()
    .company.sandbox.requests.all()
    .filter(({ path }) => path.includes('/teams/'))
    .map(({ path }) => path.slice(path.indexOf('/teams/')));

it('a team that only CODEOWNERS names gives its approval, but for who wrote the code', async () => {
  const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
  const pull = await proposes(scene, tale, { branch: 'fees' });
  await ciSays(scene, tale, { pull, state: 'success' });
  await tale.says(MARA, '/chg submit');
  await tale.says(TOMAS, '/chg approve');
  expect((await tale.change()).state).toBe('review');
  expect(tale.record()).toContain(SORA);
  await tale.says(LIN, '/chg approve');
  expect(await tale.refusals()).toEqual(['approve self_approval']);
  await tale.says(SORA, '/chg approve');
  expect((await tale.change()).state).toBe('approved');
});

it('only teams that own what is changed are asked for, once a minute', async () => {
  const { requests } = scene.world().company.sandbox;
  const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
  requests.clear();
  const commits = [{ message: 'Fees', author: LIN, files: { 'fees.ts': 'more\n' } }];
  await proposes(scene, tale, { branch: 'more', commits });
  expect([...new Set(asksTeams())]).toEqual(['/teams/fees/members']);
  expect(asksTeams().length).toBeLessThanOrEqual(2);
});

it('whoever proposes other owners proposes other approvers: that is a significant change', async () => {
  const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
  const files = { '.github/CODEOWNERS': `fees.ts @${LIN}\n` };
  const commits = [{ message: 'Owners', author: LIN, files }];
  const pull = await proposes(scene, tale, { branch: 'owners', commits });
  expect(checkOn(scene, pull)?.output.summary).toContain('policy_loosened');
  await tale.says(MARA, '/chg submit');
  expect(await tale.refusals()).toEqual(['submit policy_loosened']);
});

leavesATrace(scene);
