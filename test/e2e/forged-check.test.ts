// Somebody else reports under the name of our check. It opens nothing, it is recorded with who did it, and our own answer
// is the last word on the commit again.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { checkOn, proposes, pullOf } from '../support/pulls.ts';
import { LIN, MARA, stage, TOMAS } from '../support/tale.ts';

const scene = stage();

describe('a check under our name', () => {
  it('by another app is recorded, and our answer stands over it', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'forged' });
    await tale.says(MARA, '/chg submit');
    const ours = checkOn(scene, pull);
    expect(ours?.conclusion).toBe('failure');
    const { sandbox } = scene.world().company;
    sandbox.createApp({ slug: 'forger' });
    const { headSha, repoId } = pullOf(scene, pull);
    await tale.does('forger', 'reports success under our name', () => {
      sandbox.reportCheck(operations, {
        app: 'forger',
        name: 'holdpoint',
        ref: headSha,
        status: 'completed',
        conclusion: 'success',
      });
    });
    const last = sandbox.world.checkRuns.of(`${String(repoId)}:${headSha}`).at(-1);
    expect(last).toMatchObject({ appId: sandbox.app.id, name: 'holdpoint' });
    // Nor is it the CI that the head waits for.
    expect(last?.conclusion).toBe('failure');
    expect(last?.output.summary).toContain(
      'Somebody else reported under this name:** `forger[bot]`',
    );
    expect(last?.output.summary).toContain('choose this app as its source');
    expect(last?.id).not.toBe(ours?.id);
    const change = await tale.change();
    const told = change.exceptions.filter(({ kind }) => kind === 'tampering');
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).toContain('forger');
    expect(change.state).toBe('review');
  });

  it('that is a status is recorded, and lets nothing be merged', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'forged-status' });
    await tale.says(MARA, '/chg submit');
    const { sandbox } = scene.world().company;
    const { headSha } = pullOf(scene, pull);
    await tale.does(LIN, 'posts a status under our name', () => {
      sandbox
        .as(LIN)
        .setStatus(operations, { sha: headSha, context: 'holdpoint', state: 'success' });
    });
    sandbox.protectBranch(operations, 'main', {
      requiredChecks: [{ context: 'holdpoint', integrationId: null }],
      enforceAdmins: true,
    });
    expect(() => sandbox.as(TOMAS).merge(pull)).toThrow(/holdpoint/u);
    const change = await tale.change();
    expect(change.exceptions.map(({ kind }) => kind)).toContain('tampering');
    expect(checkOn(scene, pull)?.conclusion).toBe('failure');
  });
});
