// The buttons of our checks where no change speaks alone: on a pull request that belongs to none, on one that is its own
// change, and on a group of the merge queue, where a second person may be asked as well.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { CheckRun } from '../../src/sandbox/state/checks.ts';
import { opensPull, stageOfOwnPulls } from '../support/own-pulls.ts';
import { checkAt, checkOn, ciSays, proposes, pullOf } from '../support/pulls.ts';
import { LIN, MARA, NINA, TOMAS } from '../support/tale.ts';

const scene = stageOfOwnPulls();

type Sandbox = ReturnType<typeof scene.world>['company']['sandbox'];

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

function presses(who: string, check: CheckRun | undefined, label: string): void {
  const button = check?.actions.find((one) => one.label === label);
  if (check === undefined || button === undefined) throw new Error(`no button ${label}`);
  sandbox().as(who).pressCheckButton(check.id, button.identifier);
}

/** As if somebody else had got at it. */
function blurs(check: CheckRun | undefined): void {
  const output = { title: 'yes', summary: 'yes', text: null };
  sandbox().world.checkRuns.patch(check?.id ?? 0, { output, conclusion: 'success' });
}

describe('a button of the check', () => {
  it('on a pull request that is its own change, and on one that belongs to none, draws it anew', async () => {
    const own = await opensPull(scene, { branch: 'own-button' });
    const none = await opensPull(scene, { who: NINA, branch: 'no-change', pushedBy: LIN });
    for (const pull of [own, none]) {
      const before = checkOn(scene, pull.ref)?.output;
      expect(checkOn(scene, pull.ref)?.actions.map(({ label }) => label)).toEqual(['Re-check']);
      blurs(checkOn(scene, pull.ref));
      await pull.does(() => {
        presses(LIN, checkOn(scene, pull.ref), 'Re-check');
      });
      expect(checkOn(scene, pull.ref)?.output).toEqual(before);
      expect(checkOn(scene, pull.ref)?.conclusion).not.toBe('success');
    }
  });

  it('that is the forge’s own re-run is answered, though nothing is different', async () => {
    const none = await opensPull(scene, { who: NINA, branch: 'rerun', pushedBy: LIN });
    const check = checkOn(scene, none.ref);
    await none.does(() => {
      sandbox()
        .as(LIN)
        .rerunCheck(check?.id ?? 0);
    });
    expect(checkOn(scene, none.ref)?.id).toBe(check?.id);
    expect(sandbox().world.checkSuites.get(check?.suiteId ?? 0)?.status).toBe('completed');
  });

  it('on a group of the merge queue asks a second person for the hold point of a member', async () => {
    const slow = { context: 'ci/slow', integrationId: null };
    sandbox().protectBranch(operations, 'main', { mergeQueue: true, requiredChecks: [slow] });
    const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
    const pull = await proposes(scene, tale, { branch: 'group' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    await tale.says(MARA, '/chg done E1 gone');
    await tale.does(TOMAS, 'marks it as checked', () => {
      const sha = pullOf(scene, pull).headSha;
      sandbox().as(TOMAS).setStatus(operations, { sha, context: 'ci/slow', state: 'success' });
    });
    let sha = '';
    await tale.does(LIN, 'puts it into the queue', () => {
      sha = sandbox()
        .as(LIN)
        .enqueue(operations, [pullOf(scene, pull).number]).headSha;
    });
    await tale.says(MARA, '/chg done E2 serial');
    const group = (): CheckRun | undefined => checkAt(scene, pullOf(scene, pull).repoId, sha);
    expect(group()?.conclusion).toBe('failure');
    expect(group()?.actions.map(({ label }) => label)).toEqual([
      'Re-check',
      'Confirm E2',
      'Decline E2',
    ]);
    expect(group()?.output.summary).toContain('**Buttons:** *Confirm E2*');
    await tale.does(TOMAS, 'confirms on the group', () => {
      presses(TOMAS, group(), 'Confirm E2');
    });
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('confirmed');
    expect(group()?.conclusion).toBe('success');
    expect(group()?.actions.map(({ label }) => label)).toEqual(['Re-check']);
    sandbox().protectBranch(operations, 'main', null);
  });
});
