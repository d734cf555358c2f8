// Deliveries that come after the moment they tell of has passed: an operator who spoke in time is not late because the
// forge was, and what only a sweep found counts from when it was found.
import { describe, expect, it } from 'vitest';
import { sweep } from '../../src/worker/sweep.ts';
import { emergencyBody } from '../core/plan/change-body.ts';
import { DEE, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const { approved } = scene;
const company = () => scene.world().company;

/** Inside the window, and then after its end, before the application has heard a word. */
async function saysStart(tale: Tale, kind: 'hold' | 'drop'): Promise<string> {
  scene.pass(25 * 60);
  company().sandbox.faults.onDelivery({ event: 'issue_comment', trouble: { kind } });
  await tale.says(MARA, '/chg start');
  const said = scene.now().toISOString();
  expect((await tale.change()).state).toBe('approved');
  scene.pass(3 * 60);
  company().sandbox.faults.clear();
  return said;
}

describe('a start that was said inside the window', () => {
  it('and delivered after it has ended is a start, and an overrun', async () => {
    const tale = await approved();
    const said = await saysStart(tale, 'hold');
    company().sandbox.faults.release();
    await company().settle();
    const change = await tale.change();
    expect(change.state).toBe('in_progress');
    expect(Date.parse(change.times.startedAt ?? '')).toBe(
      Math.floor(Date.parse(said) / 1000) * 1000,
    );
    expect(change.overrunSince).toBe(change.window?.end);
  });

  it('and found by a sweep after it has ended is none: nobody witnessed when', async () => {
    const tale = await approved();
    await saysStart(tale, 'drop');
    await sweep(company().application().house);
    await company().settle();
    expect((await tale.change()).state).toBe('approved');
    expect(await tale.refusals()).toEqual(['start window_closed']);
  });
});

describe('a confirmation that was lost after the review', () => {
  it('is found by the sweep, and no exception says that it is missing', async () => {
    const tale = await scene.opens({
      body: emergencyBody(),
      labels: ['change', 'emergency'],
      title: 'Patch the gateway',
    });
    await tale.says(MARA, `/chg start authorised by @${DEE}`);
    await tale.says(MARA, '/chg done E1 healthy\n/chg complete successful flaw closed');
    await tale.says(TOMAS, '/chg review logs match');
    scene.pass(1);
    const again = company().sandbox.faults.onDelivery({ trouble: { kind: 'drop' } });
    company().sandbox.as(DEE).comment(tale.issue, '/chg authorise said go by phone at 21:07');
    again();
    await company().settle();
    expect((await tale.change()).emergency?.authorised).toBeNull();
    scene.pass(15);
    await sweep(company().application().house);
    await company().settle();
    expect((await tale.change()).emergency?.authorised?.by.login).toBe(DEE);
    scene.pass(25 * 60);
    await tale.does('time', 'passes', () => undefined);
    const { exceptions } = await tale.change();
    // Its duties are owed all the same, and nobody has said a word about those.
    expect(exceptions.map(({ kind }) => kind)).toEqual(['emergency_bypass', 'duties_overdue']);
  });
});

it('leaves a whole chain', async () => {
  expect(await scene.world().isIntact()).toBe(true);
});
