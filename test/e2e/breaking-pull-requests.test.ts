// What people try with pull requests: to borrow a change that is over, to approve their own code under another name,
// to answer for the CI, to move what was approved to another branch.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { retarget } from '../../src/sandbox/acts/pulls.ts';
import { emergencyBody } from '../core/plan/change-body.ts';
import { checkOn, ciSays, proposes, pullOf, pushes } from '../support/pulls.ts';
import {
  DEE,
  leavesATrace,
  LIN,
  MARA,
  OMAR,
  stage,
  TOMAS,
  type Opening,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, inReview, running } = scene;

type Sandbox = ReturnType<typeof scene.world>['company']['sandbox'];

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

function said(pull: string): string {
  const check = checkOn(scene, pull);
  return check === undefined ? 'nothing' : `${check.conclusion ?? ''}: ${check.output.title ?? ''}`;
}

function turns(who: string, pull: string, base: string): void {
  const { world } = sandbox();
  const user = world.accounts.all().find(({ login }) => login === who);
  if (user === undefined) throw new Error(`${who} has no account`);
  retarget({ world, actor: { kind: 'person', user } }, pullOf(scene, pull), base);
}

const EMERGENCY: Opening = {
  body: emergencyBody(),
  labels: ['change', 'emergency'],
  title: 'Patch the gateway',
};

async function reviewedEmergency(branch: string): Promise<{ tale: Tale; pull: string }> {
  const tale = await opens(EMERGENCY);
  const pull = await proposes(scene, tale, { branch });
  await tale.says(MARA, `/chg start authorised by @${DEE}`);
  await tale.says(MARA, '/chg done E1 healthy\n/chg complete successful flaw closed');
  await tale.says(DEE, '/chg authorise yes');
  await tale.says(TOMAS, '/chg review fine, all of it');
  return { tale, pull };
}

describe('an emergency that is over', () => {
  it('does not let a later pull request pass, though one may be owed', async () => {
    const { tale } = await reviewedEmergency('patch');
    scene.pass(60 * 24 * 60);
    const later = await proposes(scene, tale, { branch: 'much-later' });
    await ciSays(scene, tale, { pull: later, state: 'failure' });
    expect(said(later)).toMatch(/^failure: Not mergeable/u);
    expect((await tale.change()).pulls).toHaveLength(2);
  });

  it('lets its own pull request pass as it was, and not with what is pushed afterwards', async () => {
    const { tale, pull } = await reviewedEmergency('own-patch');
    expect(said(pull)).toMatch(/^success/u);
    await pushes(scene, tale, 'own-patch');
    expect(said(pull)).not.toMatch(/^success/u);
    await tale.does(LIN, 'merges it all the same', () => sandbox().as(LIN).merge(pull));
    expect(pullOf(scene, pull).merged).toBe(true);
    const kinds = (await tale.change()).exceptions.map(({ kind }) => kind);
    expect(kinds.at(-1)).toBe('merged_outside_the_run');
  });
});

describe('somebody who pushed to a pull request', () => {
  it('cannot approve it under the name that stands in the commits', async () => {
    const tale = await inReview();
    const pull = await proposes(scene, tale, { branch: 'signed-as-another' });
    await tale.does(TOMAS, 'pushes code signed by another', () =>
      sandbox()
        .as(TOMAS)
        .push(operations, {
          branch: 'signed-as-another',
          commits: [{ message: 'More', author: LIN, committer: LIN, files: { 'b.ts': '1' } }],
        }),
    );
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(TOMAS, '/chg approve');
    expect(await tale.refusals()).toEqual(['approve self_approval']);
    await tale.says(DEE, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('a pull request turned to another branch', () => {
  it('after its approval is not approved any more', async () => {
    const tale = await inReview();
    const pull = await proposes(scene, tale, { branch: 'turned' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.does(LIN, 'makes a branch', () =>
      sandbox()
        .as(LIN)
        .push(operations, {
          branch: 'prod-live',
          commits: [{ message: 'Begin', author: LIN, files: { 'p.ts': '1' } }],
        }),
    );
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('approved');
    await tale.does(LIN, 'turns it to prod-live', () => turns(LIN, pull, 'prod-live'));
    expect(pullOf(scene, pull).baseRef).toBe('prod-live');
    const { state, approvals } = await tale.change();
    expect([state, approvals[0]?.voided?.reason]).toEqual(['review', 'ref_changed']);
    await tale.says(TOMAS, '/chg approve there as well');
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('the author of a pull request', () => {
  it('does not review the emergency that brought it in', async () => {
    const tale = await opens(EMERGENCY);
    await proposes(scene, tale, { branch: 'own-code', who: TOMAS });
    await tale.says(MARA, `/chg start authorised by @${DEE}`);
    await tale.says(MARA, '/chg done E1 healthy\n/chg complete successful flaw closed');
    await tale.says(TOMAS, '/chg review I find my own code excellent');
    expect((await tale.refusals()).at(-1)).toBe('review self_approval');
    await tale.says(DEE, '/chg review the logs match');
    expect((await tale.change()).emergency?.review?.by.login).toBe(DEE);
  });

  it('does not answer for the CI', async () => {
    const tale = await inReview();
    const pull = await proposes(scene, tale, { branch: 'green-by-hand' });
    const { headSha: sha } = pullOf(scene, pull);
    const says = (context: string): Promise<void> =>
      tale.does(LIN, `says that ${context} passed`, () =>
        sandbox().as(LIN).setStatus(operations, { sha, context, state: 'success' }),
      );
    await tale.says(TOMAS, '/chg approve');
    await says('looks/fine');
    expect((await tale.change()).state).toBe('review');
    await ciSays(scene, tale, { pull, state: 'failure' });
    await says('ci/test');
    expect((await tale.change()).state).toBe('review');
    expect(checkOn(scene, pull)?.output.summary).toContain('ci/test');
    await ciSays(scene, tale, { pull, state: 'success' });
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('a review that came first', () => {
  it('does not approve the plan that is linked a moment later', async () => {
    const tale = await inReview();
    const pull = await proposes(scene, tale, { branch: 'typo', body: 'A typo' });
    await ciSays(scene, tale, { pull, state: 'success' });
    // Both before the application has worked off either.
    await tale.does(LIN, 'links it while it is reviewed', () => {
      const body = `A typo\n\nChange: CHG-${String(tale.number).padStart(5, '0')}`;
      sandbox().as(LIN).editPullRequest(pull, { body });
      sandbox().as(TOMAS).review(pull, 'approve', 'thanks for the typo fix');
      scene.pass(0.05);
    });
    expect((await tale.change()).pulls).toHaveLength(1);
    expect((await tale.change()).state).toBe('review');
    expect(await tale.refusals()).toEqual(['approve stale_review']);
    await tale.does(TOMAS, 'reviews what stands there now', () =>
      sandbox().as(TOMAS).review(pull, 'approve', 'plan and code'),
    );
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('a review of a pull request with two changes', () => {
  it('approves neither of their plans; a word on each change does, and so does a review once it has one', async () => {
    const shown = await inReview({ title: 'A harmless one' });
    const pull = await proposes(scene, shown, { branch: 'two-plans' });
    await ciSays(scene, shown, { pull, state: 'success' });
    const hidden = await inReview({ who: LIN, title: 'Another' });
    const line = ({ number }: Tale): string => `Change: CHG-${String(number).padStart(5, '0')}`;
    const both = `${line(shown)}\n${line(hidden)}`;
    await hidden.does(LIN, 'adds the second', () =>
      sandbox().as(LIN).editPullRequest(pull, { body: both }),
    );
    const reviews = (): Promise<void> =>
      shown.does(TOMAS, 'reviews', () => sandbox().as(TOMAS).review(pull, 'approve', 'Fine'));
    scene.pass(10);
    await reviews();
    for (const tale of [shown, hidden]) {
      expect((await tale.change()).approvals).toEqual([]);
      expect(await tale.refusals()).toEqual(['approve stale_review']);
      expect(tale.replies().at(-1)?.body).toContain('`/chg approve` here');
    }
    await shown.says(TOMAS, '/chg approve');
    expect((await shown.change()).state).toBe('approved');
    expect((await hidden.change()).state).toBe('review');
    await shown.says(MARA, '/chg cancel not needed');
    await reviews();
    expect((await hidden.change()).state).toBe('approved');
  });
});

describe('a merge against the check', () => {
  it('is an exception while the change runs; one that the check allows is none', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 a\n/chg done E2 b');
    await tale.says(DEE, '/chg confirm E2 looks fine');
    const red = await proposes(scene, tale, { branch: 'red', who: OMAR });
    await tale.says(TOMAS, '/chg approve');
    await ciSays(scene, tale, { pull: red, state: 'failure' });
    expect(said(red)).toMatch(/^failure/u);
    await tale.does(OMAR, 'merges', () => sandbox().as(OMAR).merge(red));
    const kinds = async (): Promise<readonly string[]> =>
      (await tale.change()).exceptions.map(({ kind }) => kind);
    expect(await kinds()).toEqual(['merged_against_the_check']);
    expect(tale.record()).toContain('merged a linked pull request while its gates were not met');
    const green = await proposes(scene, tale, { branch: 'green', who: OMAR });
    await ciSays(scene, tale, { pull: green, state: 'success' });
    await tale.says(TOMAS, '/chg approve');
    expect(said(green)).toMatch(/^success/u);
    await tale.does(OMAR, 'merges', () => sandbox().as(OMAR).merge(green));
    expect(await kinds()).toHaveLength(1);
  });
});

describe('a second pull request of the same change', () => {
  it('is not approved by a review of the first that came before anybody could see it', async () => {
    const tale = await inReview();
    const first = await proposes(scene, tale, { branch: 'first' });
    await ciSays(scene, tale, { pull: first, state: 'success' });
    const commits = [{ message: 'More', author: OMAR, files: { 'second.ts': '1' } }];
    const body = `Change: CHG-${String(tale.number).padStart(5, '0')}`;
    await tale.does(OMAR, 'opens another just before the first is reviewed', () => {
      sandbox()
        .as(OMAR)
        .openPullRequest(operations, { head: 'second', title: 'second', body, commits });
      scene.pass(0.05);
      sandbox().as(TOMAS).review(first, 'approve', 'Fine');
      scene.pass(0.05);
    });
    expect((await tale.change()).pulls).toHaveLength(2);
    // Which of the two is worked off first is not known: it counted for none, or counts no more.
    const { approvals } = await tale.change();
    expect(approvals.filter(({ voided }) => voided === null)).toEqual([]);
    await tale.does(TOMAS, 'reviews the first again, with both on record', () =>
      sandbox().as(TOMAS).review(first, 'approve', 'Fine, both'),
    );
    expect((await tale.change()).approvals.at(-1)?.heads).toHaveLength(2);
  });

  it('that was closed at the approval is not approved by coming back', async () => {
    const tale = await inReview();
    const first = await proposes(scene, tale, { branch: 'stays' });
    const second = await proposes(scene, tale, { branch: 'comes-back', who: OMAR });
    await ciSays(scene, tale, { pull: first, state: 'success' });
    await ciSays(scene, tale, { pull: second, state: 'success' });
    await tale.does(OMAR, 'closes it', () => sandbox().as(OMAR).closePullRequest(second));
    await tale.does(TOMAS, 'reviews the other', () =>
      sandbox().as(TOMAS).review(first, 'approve', 'Fine'),
    );
    expect((await tale.change()).state).toBe('approved');
    await tale.does(OMAR, 'opens it again', () => sandbox().as(OMAR).reopenPullRequest(second));
    expect((await tale.change()).state).toBe('review');
    await tale.does(TOMAS, 'reviews it as well', () =>
      sandbox().as(TOMAS).review(second, 'approve', 'Fine too'),
    );
    expect((await tale.change()).state).toBe('approved');
  });
});

leavesATrace(scene);
