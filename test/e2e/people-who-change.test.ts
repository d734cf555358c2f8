// People change while a change waits: they lose a role, give up a login that somebody else takes, and agree in the very
// second of a push. What counts is the account, what it may do now as well as then, and what it can have seen.
import { describe, expect, it } from 'vitest';
import { lighthouse, operations } from '../../src/demo/company.ts';
import { checkOn, ciSays, proposes, pushNow } from '../support/pulls.ts';
import { DEE, JONAS, leavesATrace, MARA, SORA, stage, TOMAS } from '../support/tale.ts';

const scene = stage();

describe('who approved', () => {
  it('and lost the role before the start is asked for again, and counts again once it is back', async () => {
    const { sandbox } = scene.world().company;
    const tale = await scene.approved();
    scene.pass(25 * 60);
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'read' });
    await tale.says(MARA, '/chg start');
    expect(await tale.refusals()).toEqual(['start approval_stale']);
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'maintain' });
    await tale.says(MARA, '/chg start');
    expect((await tale.change()).state).toBe('in_progress');
  });

  it('and lost the role before the merge opens nothing any more, until somebody else has approved', async () => {
    const { sandbox } = scene.world().company;
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'lost-before-merge' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'read' });
    scene.pass(2);
    await tale.says(MARA, '/chg status');
    expect(checkOn(scene, pull)?.conclusion).not.toBe('success');
    expect(checkOn(scene, pull)?.output?.summary).toContain('approval_');
    await tale.says(JONAS, '/chg approve');
    expect(await tale.refusals()).toEqual([]);
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'maintain' });
  });

  it('in the second of a push has agreed to nothing, and nor has the other who did', async () => {
    const { sandbox, settle } = scene.world().company;
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'same-second' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    scene.pass(1);
    pushNow(scene, 'same-second');
    for (const who of [TOMAS, JONAS]) sandbox.as(who).comment(tale.issue, '/chg approve');
    await settle();
    expect(await tale.refusals()).toEqual(['approve ref_changed', 'approve ref_changed']);
    expect(await tale.change()).toMatchObject({ state: 'review', approvals: [] });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });
});

const POLICY = `policy: 1
approvals:
  security: { title: Security, people: [${SORA}] }
rules:
  always: { title: Security reads all, require: { approval: security } }
`;

const TEAMS = `policy: 1
approvals:
  guild: { title: Security, teams: [guild] }
rules:
  always: { title: Security reads all, require: { approval: guild } }
`;

describe('a team that a policy names', () => {
  it('and that is renamed is there no more, which is said at submit until the policy names it anew', async () => {
    const { sandbox, settle } = scene.world().company;
    const push = async (text: string): Promise<void> => {
      scene.pass(2);
      const commits = [{ message: 'Rules', files: { '.github/holdpoint.yml': text } }];
      sandbox.as(DEE).push(operations, { branch: 'main', commits });
      await settle();
    };
    const { id } = sandbox.createTeam({ org: lighthouse, slug: 'guild', members: [SORA] });
    await push(TEAMS);
    const asked = await scene.inReview({ answers: { rollback_time: '30 min' } });
    await asked.says(SORA, '/chg approve');
    sandbox.world.teams.patch(id, { slug: 'guild-of-security', name: 'guild-of-security' });
    scene.pass(2);
    await asked.says(TOMAS, '/chg approve');
    expect((await asked.change()).state).toBe('review');
    const tale = await scene.inReview({ answers: { rollback_time: '30 min' } });
    expect(await tale.refusals()).toEqual(['submit no_eligible_approvers']);
    expect(tale.replies().at(-1)?.body).toContain('there is no such team');
    expect(tale.replies().at(-1)?.body).toContain('`guild`');
    await push(TEAMS.replace('[guild]', '[guild-of-security]'));
    await tale.says(MARA, '/chg submit');
    expect((await tale.change()).state).toBe('review');
    await asked.says(SORA, '/chg approve');
    await asked.says(TOMAS, '/chg approve');
    expect((await asked.change()).state).toBe('approved');
  });
});

describe('a login that a policy names', () => {
  it('goes on to mean who had it, under whatever name, and nobody who takes it', async () => {
    const { sandbox, settle } = scene.world().company;
    const files = { '.github/holdpoint.yml': POLICY };
    sandbox.as(DEE).push(operations, { branch: 'main', commits: [{ message: 'Rules', files }] });
    await settle();
    const tale = await scene.inReview({ answers: { rollback_time: '30 min' } });
    await tale.says(TOMAS, '/chg approve');
    sandbox.rename(SORA, 'sora-elsewhere');
    sandbox.createUser({ login: SORA });
    sandbox.addCollaborator(operations, { login: SORA, role: 'write' });
    scene.pass(2);
    await tale.says(SORA, '/chg approve');
    expect(await tale.refusals()).toEqual(['approve not_permitted']);
    expect((await tale.change()).state).toBe('review');
    await tale.says('sora-elsewhere', '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });
});

leavesATrace(scene);
