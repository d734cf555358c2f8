// Somebody else reports under the name of our check. It opens nothing, it is recorded with who did it, and our own answer
// is the last word on the commit again.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { CheckRun, CommitStatus } from '../../src/sandbox/state/checks.ts';
import type { Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { checkAt, checkOn, ciSays, proposes, pullOf } from '../support/pulls.ts';
import { LIN, MARA, OMAR, SORA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const UNPINNED = { requiredChecks: [{ context: 'holdpoint', integrationId: null }] };

function sandbox(): Sandbox {
  return scene.world().company.sandbox;
}

type Forging = { readonly sha: string; readonly context?: string };

/** By somebody without a hand in the code. */
async function forges(tale: Tale, { sha, context = 'holdpoint' }: Forging): Promise<void> {
  await tale.does(OMAR, `posts a status ${context}`, () => {
    sandbox().as(OMAR).setStatus(operations, { sha, context, state: 'success' });
  });
}

function statusAt(sha: string, context = 'holdpoint'): CommitStatus | undefined {
  const { id } = sandbox().repository(operations);
  const all = sandbox().world.statuses.of(`${String(id)}:${sha}`);
  return all.findLast((one) => one.context === context);
}

function isOurs(status: CommitStatus | undefined): boolean {
  return status?.creatorId === sandbox().app.botId;
}

async function tampering(tale: Tale): Promise<readonly string[]> {
  const { exceptions } = await tale.change();
  return exceptions
    .filter(({ kind }) => kind === 'tampering')
    .map(({ by, detail }) => `${by.login}: ${detail ?? ''}`);
}

function logged(action: string): readonly string[] {
  return scene
    .world()
    .logged()
    .filter((line) => line.includes(`"action":"${action}"`));
}

function checkUnder(name: string, sha: string): CheckRun | undefined {
  const { id } = sandbox().repository(operations);
  return sandbox()
    .world.checkRuns.of(`${String(id)}:${sha}`)
    .findLast((one) => one.name === name && one.appId === sandbox().app.id);
}

describe('a check under our name', () => {
  it('by another app is recorded, and our answer stands over it', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'forged' });
    await tale.says(MARA, '/chg submit');
    const ours = checkOn(scene, pull);
    expect(ours?.conclusion).toBe('failure');
    sandbox().createApp({ slug: 'forger' });
    const { headSha, repoId } = pullOf(scene, pull);
    await tale.does('forger', 'reports success under our name', () => {
      sandbox().reportCheck(operations, {
        app: 'forger',
        name: 'holdpoint',
        ref: headSha,
        status: 'completed',
        conclusion: 'success',
      });
    });
    const last = sandbox()
      .world.checkRuns.of(`${String(repoId)}:${headSha}`)
      .at(-1);
    expect(last).toMatchObject({ appId: sandbox().app.id, name: 'holdpoint' });
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

  it('that is a status is recorded with who posted it, written over, and no CI', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'forged-status' });
    await tale.says(MARA, '/chg submit');
    const { headSha: sha } = pullOf(scene, pull);
    await forges(tale, { sha });
    expect(await tampering(tale)).toEqual([
      'omar-dev: check · edited · a status of our name that says success, by omar-dev',
    ]);
    const status = statusAt(sha);
    expect(isOurs(status)).toBe(true);
    expect(status).toMatchObject({
      state: 'failure',
      description: checkOn(scene, pull)?.output.title,
    });
    // Were it the CI's word, the head would count as checked.
    expect(checkOn(scene, pull)?.conclusion).toBe('failure');
    expect(checkOn(scene, pull)?.output.summary).toContain(
      '`omar-dev` (a status that says success)',
    );
  });

  it('is followed by our own status, so that a yes is one wherever it is read', async () => {
    const tale = await scene.opens({ answers: { rollback_time: '30 min' } });
    const pull = await proposes(scene, tale, { branch: 'follows' });
    const { headSha: sha } = pullOf(scene, pull);
    await forges(tale, { sha });
    sandbox().protectBranch(operations, 'main', { ...UNPINNED, enforceAdmins: true });
    const merges = (): unknown => sandbox().as(TOMAS).merge(pull);
    expect(merges).toThrow(/holdpoint/u);
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(statusAt(sha)).toMatchObject({ state: 'success', creatorId: sandbox().app.botId });
    await tale.does(TOMAS, 'merges', merges);
    expect(pullOf(scene, pull).merged).toBe(true);
    sandbox().protectBranch(operations, 'main', null);
  });

  it('of which no delivery told is found at the next look, and recorded with whom the forge names', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'untold' });
    const { headSha: sha, repoId } = pullOf(scene, pull);
    await forges(tale, { sha });
    const before = await tampering(tale);
    const { world } = sandbox();
    const [one] = world.statuses.of(`${String(repoId)}:${sha}`);
    const lin = world.accounts.all().find(({ login }) => login === LIN);
    if (one === undefined || lin === undefined) throw new Error('there is no status to copy');
    // As if the delivery of it had been lost.
    const [id, createdAt] = [world.ids.next('status'), scene.now().toISOString()];
    world.statuses.put({ ...one, id, creatorId: lin.id, createdAt });
    expect(isOurs(statusAt(sha))).toBe(false);
    scene.pass(5);
    await tale.says(MARA, '/chg submit');
    expect(isOurs(statusAt(sha))).toBe(true);
    expect((await tampering(tale)).slice(before.length)).toEqual([
      `holdpoint: check · edited · a status of our name that says success, by ${LIN}`,
    ]);
    await tale.says(MARA, '/chg status');
    expect(await tampering(tale)).toHaveLength(before.length + 1);
  });

  it('stays where the forge does not let us write statuses: recorded, told once, and nothing fails', async () => {
    const { faults } = sandbox();
    const trouble = { kind: 'refuse', status: 403 } as const;
    faults.onRequest({ method: 'POST', path: '/statuses/', trouble });
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'not-allowed' });
    const { headSha: sha } = pullOf(scene, pull);
    await forges(tale, { sha });
    expect(isOurs(statusAt(sha))).toBe(false);
    expect(await tampering(tale)).toHaveLength(1);
    await tale.says(MARA, '/chg submit');
    expect((await tale.change()).state).toBe('review');
    expect(logged('forge_lacks').filter((line) => line.includes('/statuses/'))).toHaveLength(1);
    faults.clear();
  });
});

describe('on a pull request that belongs to no change', () => {
  it('it is remembered by the workspace and written over: a rule that takes it from anybody stays shut', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'no-change', body: 'Just a fix.' });
    const { headSha: sha, repoId } = pullOf(scene, pull);
    expect(checkAt(scene, repoId, sha)).toBeUndefined();
    sandbox().protectBranch(operations, 'main', { ...UNPINNED, enforceAdmins: true });
    const before = logged('check_forged').length;
    await forges(tale, { sha });
    expect(statusAt(sha)).toMatchObject({
      state: 'failure',
      creatorId: sandbox().app.botId,
      description: 'Not mergeable: it belongs to no change yet',
    });
    expect(() => sandbox().as(TOMAS).merge(pull)).toThrow(/holdpoint/u);
    const lines = logged('check_forged').slice(before);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"via":"status"');
    expect(await tampering(tale)).toEqual([]);
    sandbox().protectBranch(operations, 'main', null);
  });

  it('by another app it is answered by a check of ours, and linked later it follows the change', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'linked-later', body: 'Just a fix.' });
    const { headSha: sha, repoId } = pullOf(scene, pull);
    sandbox().createApp({ slug: 'stranger' });
    await tale.does('stranger', 'reports success under our name', () => {
      sandbox().reportCheck(operations, {
        ...{ app: 'stranger', name: 'holdpoint', ref: sha },
        ...{ status: 'completed', conclusion: 'success' },
      });
    });
    const ours = checkAt(scene, repoId, sha);
    expect(ours?.conclusion).toBe('action_required');
    expect(ours?.output.summary).toContain('stranger[bot]');
    await forges(tale, { sha });
    await tale.does(LIN, 'links it', () => {
      const body = `Change: CHG-${String(tale.number).padStart(5, '0')}`;
      sandbox().as(LIN).editPullRequest(pull, { body });
    });
    expect(checkAt(scene, repoId, sha)?.output.title).toMatch(/gates unmet/u);
    expect(statusAt(sha)?.description).toBe(checkAt(scene, repoId, sha)?.output.title);
  });

  it('whoever goes on and on is not fought without end', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'fight', body: 'Just a fix.' });
    const { headSha: sha, repoId } = pullOf(scene, pull);
    for (let round = 0; round < 30; round += 1) await forges(tale, { sha });
    const all = sandbox().world.statuses.of(`${String(repoId)}:${sha}`);
    expect(all.filter(isOurs)).toHaveLength(20);
    expect(logged('check_forged_unanswered').length).toBeGreaterThan(0);
    scene.pass(61);
    await forges(tale, { sha });
    expect(isOurs(statusAt(sha))).toBe(true);
  });
});

describe('on a group of the merge queue', () => {
  it('it is recorded on the change of each member, and our answer stands over it', async () => {
    const slow = { context: 'ci/slow', integrationId: null };
    sandbox().protectBranch(operations, 'main', { mergeQueue: true, requiredChecks: [slow] });
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'queued' });
    await tale.does(SORA, 'marks it as checked', () => {
      const { headSha: sha } = pullOf(scene, pull);
      sandbox().as(SORA).setStatus(operations, { sha, context: 'ci/slow', state: 'success' });
    });
    let sha = '';
    await tale.does(LIN, 'puts it into the queue', () => {
      sha = sandbox()
        .as(LIN)
        .enqueue(operations, [pullOf(scene, pull).number]).headSha;
    });
    const { repoId } = pullOf(scene, pull);
    expect(checkAt(scene, repoId, sha)?.conclusion).toBe('failure');
    await forges(tale, { sha });
    expect(statusAt(sha)).toMatchObject({ state: 'failure', creatorId: sandbox().app.botId });
    expect(await tampering(tale)).toEqual([expect.stringContaining('by omar-dev')]);
    expect(checkAt(scene, repoId, sha)?.output.summary).toContain('omar-dev');
    expect(checkAt(scene, repoId, sha)?.actions.map(({ label }) => label)).toEqual(['Re-check']);
    sandbox().protectBranch(operations, 'main', null);
  });
});

describe('under the name of the check of a policy', () => {
  it('it is recorded, and answered by one that says that nobody was asked', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'policy-name' });
    const { headSha: sha } = pullOf(scene, pull);
    await forges(tale, { sha, context: 'holdpoint/policy' });
    expect(statusAt(sha, 'holdpoint/policy')).toMatchObject({
      state: 'failure',
      creatorId: sandbox().app.botId,
    });
    expect(checkUnder('holdpoint/policy', sha)?.output.title).toMatch(/was not asked here/u);
    expect(await tampering(tale)).toEqual([expect.stringContaining('the name holdpoint/policy')]);
  });

  it('its pull request is not looked at any more, once it was answered so often in an hour', async () => {
    const tale = await scene.opens();
    const pull = await proposes(scene, tale, { branch: 'policy-name-again' });
    const { headSha: sha, number } = pullOf(scene, pull);
    const { requests } = sandbox();
    const looks = async (): Promise<readonly string[]> => {
      requests.clear();
      await forges(tale, { sha, context: 'holdpoint/policy' });
      return requests
        .all()
        .map(({ method, path }) => `${method} ${path}`)
        .filter(
          (line) => line === `GET /repos/lighthouse-freight/operations/pulls/${String(number)}`,
        );
    };
    expect(await looks()).not.toEqual([]);
    for (let round = 0; round < 10; round += 1) await looks();
    expect(await looks()).toEqual([]);
    scene.pass(61);
    expect(await looks()).not.toEqual([]);
  }, 60_000);
});
