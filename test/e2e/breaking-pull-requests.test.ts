// What people try with pull requests: to borrow a change that is over, to approve their own code under another name,
// to answer for the CI, to move what was approved to another branch.
import { describe, expect, it } from 'vitest';
import { emergencyBody } from '../core/plan/change-body.ts';
import { checkOn, ciSays, proposes, pullOf, pushes } from '../support/pulls.ts';
import {
  DEE,
  leavesATrace,
  LIN,
  MARA,
  stage,
  TOMAS,
  type Opening,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens } = scene;

type Sandbox = ReturnType<typeof scene.world>['company']['sandbox'];

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

function said(pull: string): string {
  const check = checkOn(scene, pull);
  return check === undefined ? 'nothing' : `${check.conclusion ?? ''}: ${check.output.title ?? ''}`;
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
  it('does not let a stranger’s later pull request pass', async () => {
    const { tale } = await reviewedEmergency('patch');
    scene.pass(60 * 24 * 60);
    const later = await proposes(scene, tale, { branch: 'much-later' });
    await ciSays(scene, tale, { pull: later, state: 'failure' });
    expect(said(later)).toBe('nothing');
    expect((await tale.change()).pulls).toHaveLength(1);
    expect((await tale.refusals()).at(-1)).toBe('link not_in_state');
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

leavesATrace(scene);
