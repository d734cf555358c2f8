// The check on a linked pull request: what it says in each phase of the change, that a branch rule really blocks on
// it, and that nobody gets around it by a forged status, a foreign link or a merge queue.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { checkAt, checkOn, ciSays, proposes, pullOf, pushes } from '../support/pulls.ts';
import {
  BOT,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  reactionsOn,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, inReview } = scene;

type Sandbox = ReturnType<typeof scene.world>['company']['sandbox'];

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

function said(pull: string): string {
  const check = checkOn(scene, pull);
  return check === undefined ? 'nothing' : `${check.conclusion ?? ''}: ${check.output.title ?? ''}`;
}

function name(tale: Tale): string {
  return `CHG-${String(tale.number).padStart(5, '0')}`;
}

/** A running change with a green, linked pull request. */
async function runningWith(
  branch: string,
): Promise<{ readonly tale: Tale; readonly pull: string }> {
  const tale = await opens();
  const pull = await proposes(scene, tale, { branch });
  await ciSays(scene, tale, { pull, state: 'success' });
  await tale.says(MARA, '/chg submit');
  await tale.says(TOMAS, '/chg approve');
  scene.pass(25 * 60);
  await tale.says(MARA, '/chg start');
  expect((await tale.change()).state).toBe('in_progress');
  return { tale, pull };
}

describe('the check', () => {
  it('says in each phase whether it may be merged, and if not, why', async () => {
    const tale = await opens();
    const pull = await proposes(scene, tale, { branch: 'phases' });
    expect(said(pull)).toMatch(
      /^(failure|action_required): Not mergeable: \d+ of \d+ gates unmet/u,
    );
    await ciSays(scene, tale, { pull, state: 'failure' });
    expect(said(pull)).toMatch(/^failure: Not mergeable/u);
    expect(checkOn(scene, pull)?.output.summary).toContain('ci/test');
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('review');
    await ciSays(scene, tale, { pull, state: 'success' });
    // The approval was there already; now the CI is as well.
    expect((await tale.change()).state).toBe('approved');
    expect(said(pull)).toMatch(/^action_required: Not mergeable/u);
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(said(pull)).toMatch(/^success: May be merged/u);
    await tale.says(MARA, '/chg done E1 gone');
    expect(said(pull)).toMatch(/^action_required: .*E2 waits for a second person/u);
    await tale.says(MARA, '/chg done E2 serial');
    expect(said(pull)).toMatch(/^action_required: .*E2 waits for a second person/u);
    expect(pullOf(scene, pull).requestedReviewerIds).toEqual([9004]);
    await tale.says(TOMAS, '/chg confirm E2 I see it');
    expect(said(pull)).toMatch(/^success/u);
    await tale.says(LIN, '/chg pause wait');
    expect(said(pull)).toMatch(/^action_required: .*paused/u);
    await tale.says(MARA, '/chg resume');
    await pushes(scene, tale, 'phases');
    expect(said(pull)).not.toMatch(/^success/u);
    await ciSays(scene, tale, { pull, state: 'success' });
    expect(said(pull)).not.toMatch(/^success/u);
    await tale.says(TOMAS, '/chg approve the new head');
    expect(said(pull)).toMatch(/^success/u);
  });

  it('fails for good when the change was called off or went back', async () => {
    const tale = await inReview();
    const pull = await proposes(scene, tale, { branch: 'called-off' });
    await tale.says(MARA, '/chg cancel no longer needed');
    expect(said(pull)).toMatch(/^failure/u);
    const { tale: other, pull: second } = await runningWith('went-back');
    await other.says(MARA, '/chg rollback it burns');
    expect(said(second)).toMatch(/^failure/u);
  });

  it('asked for again is the same answer', async () => {
    const { tale, pull } = await runningWith('again');
    const check = checkOn(scene, pull);
    await tale.does(LIN, 'asks for the check again', () => {
      sandbox()
        .as(LIN)
        .rerunCheck(check?.id ?? 0);
    });
    expect(said(pull)).toBe(`success: ${check?.output.title ?? ''}`);
  });

  it('of two changes on one pull request is yes only when both say so', async () => {
    const { tale, pull } = await runningWith('shared');
    expect(said(pull)).toMatch(/^success/u);
    const other = await opens();
    await other.says(MARA, `/chg link #${pull.split('#')[1] ?? ''}`);
    expect((await other.change()).pulls).toHaveLength(1);
    expect(said(pull)).not.toMatch(/^success/u);
    expect(said(pull)).toContain('Not mergeable');
    await tale.says(MARA, '/chg done E1 gone');
    await tale.says(MARA, '/chg done E2 serial');
    await tale.says(TOMAS, '/chg confirm E2 yes');
    expect(said(pull)).not.toMatch(/^success/u);
    await other.says(MARA, `/chg unlink #${pull.split('#')[1] ?? ''}`);
    expect(said(pull)).toMatch(/^success/u);
  });
});

describe('a branch rule that wants the check of the app', () => {
  it('blocks the merge until the change runs, whoever forges a status of that name', async () => {
    const tale = await opens();
    const pull = await proposes(scene, tale, { branch: 'guarded' });
    const rules = {
      requiredChecks: [{ context: 'holdpoint', integrationId: sandbox().app.id }],
      enforceAdmins: true,
    };
    sandbox().protectBranch(operations, 'main', rules);
    const merges = (): void => {
      sandbox().as(LIN).merge(pull);
    };
    expect(merges).toThrow(/Required status check "holdpoint"/u);
    const sha = pullOf(scene, pull).headSha;
    sandbox().createApp({ slug: 'forger' });
    await tale.does(LIN, 'forges the answer', () => {
      sandbox()
        .as(LIN)
        .setStatus(operations, { sha, context: 'holdpoint', state: 'success', description: 'yes' });
      sandbox().reportCheck(operations, {
        app: 'forger',
        name: 'holdpoint',
        ref: sha,
        conclusion: 'success',
        output: { title: 'yes', summary: 'yes', text: null },
      });
    });
    expect(merges).toThrow(/holdpoint/u);
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    expect(merges).toThrow(/holdpoint/u);
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    await tale.says(MARA, '/chg done E1 gone');
    expect(merges).toThrow(/holdpoint/u);
    await tale.says(MARA, '/chg done E2 serial');
    expect(merges).toThrow(/holdpoint/u);
    await tale.says(TOMAS, '/chg confirm E2 I see it');
    await tale.does(LIN, 'merges', merges);
    expect(pullOf(scene, pull).merged).toBe(true);
    expect((await tale.change()).pulls[0]?.merged).toBe(true);
    // What was forged let nothing pass, and is remembered.
    const { exceptions } = await tale.change();
    expect(exceptions.map(({ kind }) => kind)).toEqual(['tampering', 'tampering']);
    sandbox().protectBranch(operations, 'main', null);
  });

  it('lets a merge queue merge what it would let through by itself', async () => {
    const { tale, pull } = await runningWith('queued');
    const rules = {
      requiredChecks: [{ context: 'holdpoint', integrationId: sandbox().app.id }],
      mergeQueue: true,
    };
    sandbox().protectBranch(operations, 'main', rules);
    let head = '';
    await tale.does(LIN, 'puts it into the queue', () => {
      head = sandbox()
        .as(LIN)
        .enqueue(operations, [pullOf(scene, pull).number]).headSha;
    });
    const check = checkAt(scene, pullOf(scene, pull).repoId, head);
    expect(check?.conclusion).toBe('success');
    expect(pullOf(scene, pull).merged).toBe(true);
    sandbox().protectBranch(operations, 'main', null);
  });
});

describe('a merge', () => {
  it('that closes the issue by a word ends no change', async () => {
    const { tale, pull } = await runningWith('closing');
    sandbox()
      .as(LIN)
      .editPullRequest(pull, {
        body: `Change: ${name(tale)}\n\nCloses #${String(tale.issueNow().number)}`,
      });
    await tale.does(LIN, 'merges', () => sandbox().as(LIN).merge(pull));
    expect(tale.issueNow().state).toBe('open');
    expect((await tale.change()).state).toBe('in_progress');
    expect(tale.announcements().some(({ body }) => body.includes('closed'))).toBe(true);
    expect((await tale.events()).map(({ type }) => type)).toContain('closed_early');
  });

  it('outside the run is an exception', async () => {
    const tale = await inReview();
    const pull = await proposes(scene, tale, { branch: 'too-early' });
    await tale.does(LIN, 'merges without asking', () => sandbox().as(LIN).merge(pull));
    expect((await tale.change()).exceptions.map(({ kind }) => kind)).toEqual([
      'merged_outside_the_run',
    ]);
    expect((await tale.change()).state).toBe('review');
  });
});

describe('a link', () => {
  it('is made by a line of somebody who may write, and by nobody else', async () => {
    const tale = await opens();
    sandbox()
      .as(LIN)
      .push(operations, {
        branch: 'by-reader',
        commits: [{ message: 'x', author: LIN, files: { 'r.ts': '1' } }],
      });
    await tale.does(NINA, 'opens a pull request that names the change', () =>
      sandbox()
        .as(NINA)
        .openPullRequest(operations, {
          head: 'by-reader',
          title: 'Mine',
          body: `Change: ${name(tale)}`,
        }),
    );
    expect((await tale.change()).pulls).toEqual([]);
    expect(await tale.refusals()).toEqual(['link not_permitted']);
    const quiet = await proposes(scene, tale, {
      branch: 'quoted',
      body: `> Change: ${name(tale)}\n\n\`Change: ${name(tale)}\`\nSee ${name(tale)}`,
    });
    expect((await tale.change()).pulls).toEqual([]);
    await tale.does(MARA, 'writes the line into the pull request of lin-dev', () =>
      sandbox()
        .as(MARA)
        .editPullRequest(quiet, { body: `Change: ${name(tale)}` }),
    );
    expect((await tale.change()).pulls).toEqual([]);
    await tale.does(BOT, 'opens a pull request', () =>
      sandbox()
        .as(BOT)
        .openPullRequest(operations, {
          head: 'by-bot',
          title: 'Bump',
          body: `Change: ${name(tale)}`,
          commits: [{ message: 'b', author: LIN, files: { 'b.ts': '1' } }],
        }),
    );
    expect((await tale.change()).pulls).toEqual([]);
    expect(said(quiet)).toBe('nothing');
  });

  it('made or taken away by command changes what was agreed to', async () => {
    const tale = await scene.approved();
    const pull = await proposes(scene, tale, { branch: 'late', body: 'no line' });
    const number = pull.split('#')[1] ?? '';
    await tale.says(NINA, `/chg link #${number}`);
    await tale.says(MARA, '/chg link #99999');
    await tale.says(MARA, `/chg link other/repo#${number}`);
    expect(await tale.refusals()).toEqual([
      'link not_permitted',
      'link command_incomplete',
      'misread command_incomplete',
    ]);
    await tale.says(MARA, `/chg link #${number}`);
    expect(await tale.change()).toMatchObject({
      state: 'review',
      pulls: [{ number: Number(number) }],
    });
    await tale.says(MARA, `/chg unlink ${number}`);
    expect((await tale.change()).pulls).toEqual([]);
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });

  it('lets commands be given on the pull request itself', async () => {
    const tale = await inReview();
    const pull = await proposes(scene, tale, { branch: 'talk' });
    await ciSays(scene, tale, { pull, state: 'success' });
    const says = async (who: string, text: string): Promise<readonly string[]> => {
      let id = 0;
      await tale.does(who, `says on the pull request: ${text}`, () => {
        id = sandbox().as(who).comment(pull, text).id;
      });
      return reactionsOn(scene.world(), id);
    };
    expect(await says(LIN, '/chg approve')).toEqual(['confused']);
    expect(await says(TOMAS, '> /chg approve')).toEqual([]);
    expect(await says(TOMAS, `/chg approve ${name(tale)} read the code`)).toEqual(['+1']);
    expect((await tale.change()).approvals[0]).toMatchObject({
      by: { login: TOMAS },
      note: 'read the code',
    });
  });
});

leavesATrace(scene);
