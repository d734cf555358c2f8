// A pull request that nobody told of, or of which two things are told at once: a sweep opens what its author opened; what
// is linked to a change is no change of its own, whichever was heard first.
import { beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import type { Forge } from '../../src/forge/port.ts';
import { takeNotice } from '../../src/worker/take-delivery.ts';
import { opensPull, stageOfOwnPulls, text, type OwnPull } from '../support/own-pulls.ts';
import { sweepingOn } from '../support/sweeping.ts';
import { LIN, MARA, OMAR, TOMAS, type Tale } from '../support/tale.ts';

const scene = stageOfOwnPulls();
const { sandbox, sweeps, lost } = sweepingOn(scene);
const nameOf = ({ number }: Tale): string => `CHG-${String(number).padStart(5, '0')}`;

/** Opened while no delivery arrives. */
async function opensUnheard(branch: string, body = text()): Promise<OwnPull> {
  const heal = sandbox().faults.onDelivery({ trouble: { kind: 'drop' } });
  const pull = await opensPull(scene, { branch, body });
  heal();
  expect(await pull.change()).toBeNull();
  return pull;
}

beforeAll(async () => {
  // From the first sweep on it is known what moved.
  await sweeps();
}, 60_000);

describe('a pull request whose opening nobody told of', () => {
  it('is opened by a sweep in its author’s name, once', async () => {
    const pull = await opensUnheard('unheard');
    await sweeps();
    expect(await pull.state()).toBe('review');
    expect((await pull.events())[0]).toMatchObject({
      type: 'change_opened',
      actor: { login: LIN },
      source: { kind: 'sweep' },
    });
    const told = await pull.told();
    await sweeps();
    expect(await pull.told()).toEqual(told);
    await pull.ciSays('success');
    await pull.review(TOMAS, 'approve');
    expect(pull.check()).toMatch(/^success/u);
  });

  it('is nobody’s to approve who wrote its text', async () => {
    const pull = await opensUnheard('rewritten');
    await lost(() =>
      sandbox()
        .as(OMAR)
        .editPullRequest(pull.ref, { body: `${text()}\n\nMore.` }),
    );
    await sweeps();
    await pull.ciSays('success');
    await pull.review(OMAR, 'approve');
    expect(await pull.state()).toBe('review');
    expect((await pull.events()).at(-1)).toMatchObject({ type: 'refused' });
  });

  it('belongs to the change that it names', async () => {
    const tale = await scene.opens();
    const pull = await opensUnheard('named', `Change: ${nameOf(tale)}\n\n${text()}`);
    await sweeps();
    expect((await tale.change()).pulls).toHaveLength(1);
    expect(await pull.change()).toBeNull();
  });

  it('costs one read a repository', async () => {
    await sweeps();
    const before = sandbox().requests.all().length;
    await sweeps();
    const lists = sandbox()
      .requests.all()
      .slice(before)
      .filter(({ path }) => path.endsWith('/pulls'));
    expect(lists.map(({ path }) => path)).toEqual([`/repos/${operations}/pulls`]);
  });
});

describe('an opening and a link that are told at once', () => {
  it('leave it linked, when the link is heard first', async () => {
    const tale = await scene.opens();
    sandbox().faults.onDelivery({
      event: 'pull_request',
      action: 'opened',
      trouble: { kind: 'hold' },
    });
    const pull = await opensPull(scene, { branch: 'link-first' });
    await tale.says(MARA, `/chg link ${pull.ref}`);
    sandbox().faults.clear();
    sandbox().faults.release('kept');
    await scene.world().company.settle();
    expect(await pull.change()).toBeNull();
    expect((await tale.change()).pulls).toHaveLength(1);
    expect(pull.comments()).toEqual([]);
  });

  it('leave it linked, when the link comes while the opening is looked up', async () => {
    const tale = await scene.opens();
    const { company } = scene.world();
    const { house } = company.application();
    const heal = sandbox().faults.onDelivery({ trouble: { kind: 'drop' } });
    const opened = await opensPull(scene, { branch: 'meanwhile' });
    heal();
    const repo = { id: String(sandbox().repository(operations).id), name: operations };
    const forge = await house.app.forge(company.workspace);
    const pull = await forge.observePull(repo, Number(opened.ref.split('#')[1]));
    if (pull === null) throw new Error('it is not there');
    let looks = 0;
    const racing: Forge = {
      ...forge,
      observePullFacts: async (...asked) => {
        looks += 1;
        if (looks === 1) await tale.says(MARA, `/chg link ${opened.ref}`);
        return forge.observePullFacts(...asked);
      },
    };
    await takeNotice(
      { ...house, app: { ...house.app, forge: () => Promise.resolve(racing) } },
      {
        ...{ workspace: company.workspace, account: 'lighthouse', installation: '1', repo },
        ...{ echo: false, actor: pull.author, occurredAt: scene.now().toISOString() },
        fact: { kind: 'pull_changed', action: 'opened', pull },
      },
      { source: { kind: 'webhook', delivery: 'told-meanwhile' } },
    );
    await company.settle();
    expect(looks).toBeGreaterThan(0);
    expect(await opened.change()).toBeNull();
    expect((await tale.change()).pulls).toHaveLength(1);
  });
});
