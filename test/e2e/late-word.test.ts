// Deliveries that come after the moment they tell of has passed: an operator who spoke in time is not late because the
// forge was, and what only a sweep found counts from when it was found.
import { describe, expect, it } from 'vitest';
import { sweep } from '../../src/worker/sweep.ts';
import { MARA, stage, type Tale } from '../support/tale.ts';

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

it('leaves a whole chain', async () => {
  expect(await scene.world().isIntact()).toBe(true);
});
