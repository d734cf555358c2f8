// A bypass from the comment to the check: who passes a gate, who asks, who answers, and what everybody reads of it.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { checkOn, ciSays, proposes, pushes } from '../support/pulls.ts';
import {
  DEE,
  leavesATrace,
  LIN,
  MARA,
  OMAR,
  SORA,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
/** A plan that also passes the rules that ship with the app. */
const QUICK = { answers: { rollback_time: '30 min' } };
const POLICY = `policy: 1
bypass:
  may: { roles: [incident_commander] }
  reviewers: { teams: [leads], people: [tomas-sre] }
`;

beforeAll(async () => {
  const { sandbox, settle } = scene.world().company;
  const files = { '.github/holdpoint.yml': POLICY };
  const commits = [{ message: 'Rules', author: DEE, files }];
  sandbox.as(DEE).push(operations, { branch: 'main', commits });
  await settle();
});

/** It runs, and the CI of its pull request says no. */
async function runningWithRedChecks(branch: string): Promise<{ tale: Tale; pull: string }> {
  const tale = await scene.opens(QUICK);
  const pull = await proposes(scene, tale, { branch });
  await ciSays(scene, tale, { pull, state: 'success' });
  await tale.says(MARA, '/chg submit');
  await tale.says(TOMAS, '/chg approve');
  scene.pass(25 * 60);
  await tale.says(MARA, '/chg start');
  expect((await tale.change()).state).toBe('in_progress');
  await tale.says(MARA, '/chg done E1 as expected');
  await tale.says(MARA, '/chg done E2 as expected');
  await tale.says(TOMAS, '/chg confirm E2 I see the same');
  await ciSays(scene, tale, { pull, state: 'failure' });
  expect(checkOn(scene, pull)?.conclusion).toBe('failure');
  return { tale, pull };
}

/** Announcements of a request that are not folded away. */
function asking(tale: Tale): readonly string[] {
  return tale.announcements().flatMap(({ body, minimizedReason }) => {
    return minimizedReason === null && body.includes('asks to bypass') ? [body] : [];
  });
}

describe('a bypass that somebody asks for', () => {
  it('is answered by a reviewer, opens the check with name, reason and end, and shuts with the next push', async () => {
    const { tale, pull } = await runningWithRedChecks('asked-for');
    await tale.says(
      SORA,
      '/chg bypass ci_gates_failed the runners are down, it passed an hour ago',
    );
    expect(checkOn(scene, pull)?.conclusion).toBe('failure');
    const asked = asking(tale).at(-1) ?? '';
    expect(asked).toContain(`\`${SORA}\` asks to bypass \`ci_gates_failed\``);
    expect(asked).toContain(`@${DEE}`);
    expect(asked).toContain(`@${TOMAS}`);
    expect(asked).not.toContain(`@${OMAR}`);
    await tale.says(OMAR, '/chg grant ci_gates_failed');
    await tale.says(SORA, '/chg grant ci_gates_failed');
    expect(await tale.refusals()).toEqual(['grant not_permitted', 'grant not_permitted']);
    const granted = await tale.says(TOMAS, '/chg grant ci-gates-failed I saw that run');
    expect(granted.reaction).toBe('+1');
    const check = checkOn(scene, pull);
    expect(check?.conclusion).toBe('success');
    expect(check?.output.summary).toContain(
      `⚠ **CI passed** · \`ci_gates_failed\` bypass granted by \`${TOMAS}\`, asked for by \`${SORA}\`, until`,
    );
    expect(check?.output.summary).toContain('the runners are down, it passed an hour ago');
    expect(asking(tale)).toEqual([]);
    expect((await tale.change()).exceptions.at(-1)).toMatchObject({ kind: 'gate_bypassed' });
    await pushes(scene, tale, 'asked-for');
    await ciSays(scene, tale, { pull, state: 'failure' });
    expect(checkOn(scene, pull)?.conclusion).not.toBe('success');
  });

  it('ends unanswered by itself, and is folded away', async () => {
    const { tale, pull } = await runningWithRedChecks('unanswered');
    await tale.says(LIN, '/chg bypass ci_gates_failed it is only the linter');
    scene.pass(72 * 60 + 1);
    await scene.world().company.settle();
    expect((await tale.events()).at(-1)?.type).toBe('bypass_lapsed');
    expect(asking(tale)).toEqual([]);
    await tale.says(DEE, '/chg grant ci_gates_failed');
    expect((await tale.refusals()).at(-1)).toBe('grant bypass_unknown');
    expect(checkOn(scene, pull)?.conclusion).toBe('failure');
  });

  it('is denied with a reason that the record keeps', async () => {
    const { tale, pull } = await runningWithRedChecks('denied');
    await tale.says(LIN, '/chg bypass ci_gates_failed it is only the linter');
    await tale.says(DEE, '/chg deny ci_gates_failed');
    expect(await tale.refusals()).toEqual(['deny reason_required']);
    await tale.says(DEE, '/chg deny ci_gates_failed then mend it');
    expect((await tale.change()).bypassRequests).toMatchObject([
      { by: { login: LIN }, answer: { how: 'denied', by: { login: DEE }, text: 'then mend it' } },
    ]);
    expect(checkOn(scene, pull)?.conclusion).toBe('failure');
  });
});

describe('whoever stands on the bypass list', () => {
  it('passes a gate at once, is told which can be passed, and passes none for work of their own', async () => {
    const { tale, pull } = await runningWithRedChecks('on-the-list');
    await tale.says(DEE, '/chg bypass ci_gate_failed the runners are down');
    expect(tale.replies().at(-1)?.body).toContain('`ci_gates_failed` was probably meant');
    await tale.says(DEE, '/chg bypass approval_missing we are late');
    await tale.says(DEE, '/chg bypass ci_gates_failed the runners are down');
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
    expect(checkOn(scene, pull)?.output.summary).toContain(`bypassed by \`${DEE}\`, until`);
    await tale.says(LIN, '/chg override cancel ci_gates_failed');
    expect(checkOn(scene, pull)?.conclusion).toBe('failure');
    const own = await scene.inReview({ ...QUICK, who: DEE });
    await own.says(DEE, '/chg bypass lead_time_violation tonight is quiet');
    expect((await own.change()).overrides).toEqual([]);
    expect((await own.change()).bypassRequests).toHaveLength(1);
    await own.says(DEE, '/chg grant lead_time_violation');
    expect((await own.refusals()).at(-1)).toBe('grant self_approval');
  });
});

leavesATrace(scene);
