// A deployment that waits for the protection rule: it is told why, goes on when the gates of its change are met, and is
// rejected when that change ends without it. What is told of any deployment is kept.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { WaitingRun } from '../../src/sandbox/state/checks.ts';
import { findDeployment } from '../../src/store/deployments.ts';
import type { DeploymentRow } from '../../src/store/deployments.ts';
import { claimLock, releaseLock } from '../../src/store/environment-locks.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import { answerDeploymentsOf } from '../../src/worker/answer-deployment.ts';
import { DEE, MARA, OMAR, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();

async function deploys(
  tale: Tale,
  description: string,
  { who = OMAR, environment = 'production' } = {},
): Promise<WaitingRun> {
  const { sandbox } = scene.world().company;
  let run: WaitingRun | undefined;
  await tale.does(who, `deploys to ${environment}`, () => {
    const input = { ref: 'main', environment, description };
    run = sandbox.as(who).deployAndWait(operations, input);
  });
  if (run === undefined) throw new Error('nothing was deployed');
  return run;
}

function runNow({ id }: WaitingRun): WaitingRun {
  const run = scene.world().company.sandbox.world.waitingRuns.get(id);
  if (run === undefined) throw new Error('the run is gone');
  return run;
}

async function rowOf(run: WaitingRun): Promise<DeploymentRow | null> {
  const { company } = scene.world();
  const at = { repoId: String(run.repoId), id: String(run.deploymentId) };
  return inWorkspace(company.application().house.db, company.workspace, (tx) =>
    findDeployment(tx, at),
  );
}

describe('a deployment that waits for our word', () => {
  it('is told why it waits, each reason once, and goes on when its change runs', async () => {
    const tale = await scene.inReview();
    const run = await deploys(tale, `CHG-0000${String(tale.number)}`);
    expect(runNow(run)).toMatchObject({ answer: null });
    expect(runNow(run).reports[0]).toContain(`CHG-0000${String(tale.number)}`);
    const [told] = [runNow(run).reports.length];
    await tale.says(DEE, 'I am looking at it.');
    expect(runNow(run).reports).toHaveLength(told);
    await tale.says(TOMAS, '/chg approve');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(runNow(run).answer).toBe('approved');
    expect(await rowOf(run)).toMatchObject({
      ...{ decision: 'approved', matchedChange: tale.number, matchMethod: 'number' },
    });
    const types = (await tale.events()).map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('deployment_'))).toEqual([
      'deployment_requested',
      'deployment_decided',
    ]);
  });

  it('is rejected when its change is called off', async () => {
    const tale = await scene.inReview();
    const run = await deploys(tale, `CHG-0000${String(tale.number)}`);
    await tale.says(MARA, '/chg cancel not now');
    expect(runNow(run).answer).toBe('rejected');
    expect((await tale.change()).deployments).toMatchObject([{ decided: { answer: 'rejected' } }]);
  });

  it('waits without a change, and is not rejected for that', async () => {
    const tale = await scene.opens();
    const run = await deploys(tale, 'whatever');
    expect(runNow(run).answer).toBeNull();
    expect(runNow(run).reports.at(-1)).toContain('belongs to no change');
  });

  it('waits while its environment is locked', async () => {
    const tale = await scene.running();
    const { company } = scene.world();
    const { house } = company.application();
    const by = { id: '1', login: DEE };
    const at = scene.now().toISOString();
    const lock = { environment: null, reason: 'a sale is on', by, at, url: null };
    await inWorkspace(house.db, company.workspace, (tx) => claimLock(tx, lock, 'claim-1'));
    const run = await deploys(tale, `CHG-0000${String(tale.number)}`);
    expect(runNow(run).answer).toBeNull();
    expect(runNow(run).reports.at(-1)).toContain('locked');
    await inWorkspace(house.db, company.workspace, (tx) => releaseLock(tx, null));
    await answerDeploymentsOf(house, company.workspace, tale.number);
    expect(runNow(run).answer).toBe('approved');
  });
});

async function rules(production: string): Promise<void> {
  const { sandbox, settle } = scene.world().company;
  const files = {
    '.github/holdpoint.yml': `policy: 1\nenvironments: [{ id: production, ${production} }]\n`,
  };
  const commits = [{ message: 'Rules', author: DEE, files }];
  sandbox.as(DEE).push(operations, { branch: 'main', commits });
  await settle();
}

describe('an environment that only wants a receipt', () => {
  it('lets a deployment go at once, and keeps what its gates would have said', async () => {
    await rules('receipt: true }, { id: staging, receipt: true');
    const tale = await scene.inReview();
    const run = await deploys(tale, `CHG-0000${String(tale.number)}`);
    expect(runNow(run).answer).toBe('approved');
    expect(runNow(run).reports).toHaveLength(1);
    expect(runNow(run).reports[0]).toContain('Receipt: let through');
    expect(await rowOf(run)).toMatchObject({ decision: 'approved', receipt: 'no' });
    const codes: unknown = expect.arrayContaining(['not_in_state', 'approval_missing']);
    expect((await tale.change()).deployments).toMatchObject([
      { decided: { answer: 'approved', receipt: { would: 'no', codes } } },
    ]);
    const stray = await deploys(tale, 'whatever', { environment: 'staging' });
    expect(runNow(stray).answer).toBe('approved');
    expect(await rowOf(stray)).toMatchObject({
      ...{ receipt: 'no', receiptCodes: 'deployment_unmatched', matchedChange: null },
    });
  });
});

describe('an environment with a wait, where nobody reviews themselves', () => {
  it('lets a deployment go when it has waited, unless whoever started it alone approved', async () => {
    await rules('wait: 30, prevent_self_review: true');
    const tale = await scene.running();
    const name = `CHG-0000${String(tale.number)}`;
    const run = await deploys(tale, name);
    const own = await deploys(tale, name, { who: TOMAS });
    expect(runNow(run).reports.at(-1)).toContain('waits for a while');
    expect(runNow(own).reports.at(-1)).toContain('approved this alone');
    scene.pass(30);
    const { company } = scene.world();
    await answerDeploymentsOf(company.application().house, company.workspace, tale.number);
    expect([runNow(run).answer, runNow(own).answer]).toEqual(['approved', null]);
  });
});
