// Whose word counts, and for what. An approval is given to a plan, under a policy, with the commits that were read;
// when one of them moves it is gone. Authors, last editors, contributors, bots and readers never count.
import { describe, expect, it } from 'vitest';
import { lighthouse, operations } from '../../src/demo/company.ts';
import { ciSays, proposes, pullOf, pushes, pushNow } from '../support/pulls.ts';
import {
  BOT,
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  OMAR,
  PRIYA,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, inReview, approved } = scene;

async function stateOf(tale: Tale): Promise<string> {
  return (await tale.change()).state;
}

async function lastRefusal(tale: Tale): Promise<string> {
  return (await tale.refusals()).at(-1) ?? '';
}

function editsWhat(body: string): string {
  return body.replace('Replace the certificate', 'Replace the certificate and the key');
}

describe('nobody approves', () => {
  it('what they wrote, what they edited last, or what they may only read; nor does a machine', async () => {
    const tale = await inReview({ who: TOMAS });
    await tale.says(TOMAS, '/chg approve');
    await tale.edits(JONAS, editsWhat);
    await tale.says(JONAS, '/chg approve');
    await tale.says(NINA, '/chg approve');
    await tale.says(LIN, '/chg approve');
    await tale.says(BOT, '/chg approve');
    expect(await tale.refusals()).toEqual([
      'approve self_approval',
      'approve plan_editor_approval',
      'approve not_permitted',
      'approve not_permitted',
    ]);
    expect(await tale.change()).toMatchObject({ state: 'review', approvals: [] });
    const kinds = (await tale.change()).exceptions.map(({ kind }) => kind);
    expect(kinds).toEqual(['self_approval_refused', 'plan_editor_approval_refused']);
    await tale.says(DEE, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
  });

  it('code that they opened, wrote, committed or are named in', async () => {
    const tale = await opens();
    const message =
      'Add the fee\n\nCo-authored-by: Priya <9003+priya-net@users.noreply.github.com>';
    const commits = [{ message, author: LIN, committer: OMAR, files: { 'fee.ts': 'x\n' } }];
    const pull = await proposes(scene, tale, { who: JONAS, branch: 'hands', commits });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    for (const who of [JONAS, OMAR, PRIYA]) await tale.says(who, '/chg approve');
    expect(await tale.refusals()).toEqual(Array(3).fill('approve self_approval'));
    expect(tale.replies().at(-1)?.body).toContain('You wrote code');
    expect(await stateOf(tale)).toBe('review');
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
    // A commit that names an approver afterwards takes the approval away twice over.
    const files = { 'fee.ts': 'y\n' };
    const named = [
      {
        message: 'More\n\nCo-authored-by: T <9004+tomas-sre@users.noreply.github.com>',
        author: LIN,
        files,
      },
    ];
    await tale.does(LIN, 'pushes a commit that names the approver', () =>
      scene.world().company.sandbox.as(LIN).push(operations, { branch: 'hands', commits: named }),
    );
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(TOMAS, '/chg approve');
    expect(await lastRefusal(tale)).toBe('approve self_approval');
    expect(await stateOf(tale)).toBe('review');
  });

  it('under another login: who somebody is does not change with the name', async () => {
    const tale = await inReview({ who: PRIYA });
    const { sandbox } = scene.world().company;
    sandbox.rename(PRIYA, 'priya-new');
    await tale.says('priya-new', '/chg approve');
    expect(await lastRefusal(tale)).toBe('approve self_approval');
    sandbox.rename('priya-new', PRIYA);
    expect(await stateOf(tale)).toBe('review');
  });
});

describe('a rule that nobody can satisfy', () => {
  it('is refused at submit, not on the night', async () => {
    const { sandbox } = scene.world().company;
    const lonely = `${lighthouse}/lonely`;
    sandbox.createRepository({ owner: lighthouse, name: 'lonely', private: true });
    sandbox.addCollaborator(lonely, { login: TOMAS, role: 'maintain' });
    sandbox.addCollaborator(lonely, { login: MARA, role: 'write' });
    sandbox.addCollaborator(lonely, { login: BOT, role: 'maintain' });
    const tale = await opens({ repo: lonely, who: TOMAS });
    await tale.says(TOMAS, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit no_eligible_approvers']);
    expect(await stateOf(tale)).toBe('draft');
    sandbox.addCollaborator(lonely, { login: JONAS, role: 'maintain' });
    expect((await tale.says(TOMAS, '/chg submit')).reaction).toBe('+1');
  });
});

describe('an edit', () => {
  it('of the substance voids the approval, and the same people are asked again', async () => {
    const tale = await approved();
    const asked = tale.announcements().length;
    await tale.edits(MARA, editsWhat);
    expect(await stateOf(tale)).toBe('review');
    expect((await tale.change()).approvals.map(({ voided }) => voided?.reason)).toEqual([
      'approval_stale',
    ]);
    expect(tale.announcements().slice(asked).at(-1)?.body).toContain(`@${TOMAS}`);
    expect(tale.record()).toContain('`tomas-sre`');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(await lastRefusal(tale)).toBe('start not_in_state');
  });

  it('of nothing that matters keeps it: white space, spelling of a window, priority, the title', async () => {
    const tale = await approved();
    const { digest } = await tale.change();
    await tale.edits(MARA, (body) =>
      body
        .replace('All API clients.', 'All  API clients. \n')
        .replace('\nHigh\n', '\nLow\n')
        .replace('/20', ' to 20'),
    );
    await tale.does(MARA, 'renames it', () =>
      scene.world().company.sandbox.as(MARA).editIssue(tale.issue, { title: 'Rotate it' }),
    );
    expect(await tale.change()).toMatchObject({
      state: 'approved',
      digest,
      priority: 'low',
      title: 'Rotate it',
    });
    expect(tale.issueNow().title).toBe(`CHG-${String(tale.number).padStart(5, '0')}: Rotate it`);
  });

  it('in the same second leaves nobody sure what was read: it does not count', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    await tale.does(MARA, 'edits, and Tomas approves in the same second', () => {
      sandbox.as(MARA).editIssue(tale.issue, { body: editsWhat(tale.issueNow().body ?? '') });
      sandbox.as(TOMAS).comment(tale.issue, '/chg approve');
    });
    expect(await tale.refusals()).toEqual(['approve approval_stale']);
    expect(await stateOf(tale)).toBe('review');
    await tale.does(TOMAS, 'approves, and Mara edits in the same second', () => {
      sandbox.as(TOMAS).comment(tale.issue, '/chg approve');
      sandbox.as(MARA).editIssue(tale.issue, {
        body: `${tale.issueNow().body ?? ''}`.replace('Ran on staging.', 'Not tested.'),
      });
    });
    expect(await stateOf(tale)).toBe('review');
    expect((await tale.change()).approvals.every(({ voided }) => voided !== null)).toBe(true);
  });

  it('back to the approved text does not bring the approval back', async () => {
    const tale = await approved();
    const text = tale.issueNow().body ?? '';
    await tale.edits(MARA, editsWhat);
    await tale.edits(MARA, () => text);
    expect(await stateOf(tale)).toBe('review');
  });
});

describe('a review of a linked pull request', () => {
  it('at the head is an approval; a push afterwards takes it away', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    const pull = await proposes(scene, tale, { branch: 'reviewed' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.does(TOMAS, 'approves the pull request', () =>
      sandbox.as(TOMAS).review(pull, 'approve', 'read it'),
    );
    expect((await tale.change()).approvals[0]).toMatchObject({
      by: { login: TOMAS },
      channel: 'review',
      note: 'read it',
      heads: [pullOf(scene, pull).headSha],
    });
    expect(await stateOf(tale)).toBe('approved');
    await pushes(scene, tale, 'reviewed');
    expect(await stateOf(tale)).toBe('review');
    expect((await tale.change()).approvals[0]?.voided?.reason).toBe('ref_changed');
  });

  it('at an older head does not count', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    const pull = await proposes(scene, tale, { branch: 'moving' });
    await tale.does(TOMAS, 'approves what Lin replaces before anybody looked', () => {
      sandbox.as(TOMAS).review(pull, 'approve');
      pushNow(scene, 'moving');
    });
    expect(await tale.refusals()).toEqual(['approve stale_review']);
    expect((await tale.change()).approvals).toEqual([]);
  });

  it('dismissed no longer stands', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    const pull = await proposes(scene, tale, { branch: 'dismissed' });
    await ciSays(scene, tale, { pull, state: 'success' });
    let review = 0;
    await tale.does(TOMAS, 'approves', () => {
      review = sandbox.as(TOMAS).review(pull, 'approve').id;
    });
    expect(await stateOf(tale)).toBe('approved');
    await tale.does(DEE, 'dismisses the review', () =>
      sandbox.as(DEE).dismissReview(review, 'too quick'),
    );
    expect(await stateOf(tale)).toBe('review');
  });

  it('that asks for changes holds the change; one by a machine says nothing', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    const pull = await proposes(scene, tale, { branch: 'asked' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.does(BOT, 'approves', () => sandbox.as(BOT).review(pull, 'approve'));
    expect((await tale.change()).approvals).toEqual([]);
    await tale.does(OMAR, 'asks for changes', () =>
      sandbox.as(OMAR).review(pull, 'request_changes', 'round half up'),
    );
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('review');
    await tale.does(OMAR, 'approves', () => sandbox.as(OMAR).review(pull, 'approve'));
    expect(await stateOf(tale)).toBe('approved');
  });
});

describe('voices', () => {
  it('of two people are two: one may be taken back', async () => {
    const tale = await approved();
    await tale.says(JONAS, '/chg approve as well');
    await tale.says(JONAS, '/chg approve once more');
    expect((await tale.change()).approvals.map(({ by }) => by.login)).toEqual([TOMAS, JONAS]);
    await tale.says(TOMAS, '/chg withdraw');
    expect(await stateOf(tale)).toBe('approved');
    await tale.says(JONAS, '/chg withdraw');
    expect(await stateOf(tale)).toBe('review');
  });

  it('of a lead alone decide a significant change', async () => {
    const tale = await inReview({ answers: { category: 'Significant', risk_level: 'High' } });
    expect((await tale.says(TOMAS, '/chg approve')).reaction).toBe('confused');
    expect(await tale.refusals()).toEqual(['approve not_permitted']);
    expect(tale.replies().at(-1)?.body).toContain('any lead');
    await tale.says(DEE, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
    expect((await tale.change()).approvals.map(({ by }) => by.login)).toEqual([DEE]);
  });

  it('count while the role is held: who lost it is not counted at the start', async () => {
    const { sandbox } = scene.world().company;
    const tale = await approved();
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'read' });
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    sandbox.addCollaborator(operations, { login: TOMAS, role: 'maintain' });
    expect(await lastRefusal(tale)).toMatch(/^start approval_(missing|stale)$/u);
    expect((await tale.says(MARA, '/chg start')).reaction).toBe('+1');
  });

  it('are asked for by the weight of the risk: high risk is no standard change', async () => {
    const tale = await opens({ answers: { category: 'Standard', risk_level: 'High' } });
    await tale.says(MARA, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit category_too_low']);
  });
});

leavesATrace(scene);
