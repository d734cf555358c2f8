// What was asked long ago is found again by every sweep: what counted in its time is not told about as if it had
// been refused, and what nobody heard in time is not executed and is told.
import { expect, it } from 'vitest';
import { sweep } from '../../src/worker/sweep.ts';
import { MARA, stage, type Tale } from '../support/tale.ts';

const { world, pass, inReview } = stage();

const FOUR_DAYS = 4 * 24 * 60;

async function sweeps(): Promise<void> {
  const { company } = world();
  await sweep(company.application().house);
  await company.settle();
}

function toldTooOld(): readonly unknown[] {
  return world()
    .logged()
    .map((line) => JSON.parse(line) as { readonly action?: string; readonly key?: string })
    .filter(({ action }) => action === 'request_too_old')
    .map(({ key }) => key);
}

function lastComment(tale: Tale): number {
  return tale.comments().at(-1)?.id ?? 0;
}

it('a sweep says nothing of an old request that counted in its time', async () => {
  await inReview();
  pass(FOUR_DAYS);
  await sweeps();
  expect(toldTooOld()).toEqual([]);
});

it('a request that nobody heard for four days is told and not executed', async () => {
  const tale = await inReview();
  const { sandbox } = world().company;
  sandbox.faults.onDelivery({ event: 'issue_comment', trouble: { kind: 'drop' } });
  await tale.says(MARA, '/chg withdraw I changed my mind');
  sandbox.faults.clear();
  const unheard = lastComment(tale);
  pass(FOUR_DAYS);
  await sweeps();
  expect(toldTooOld()).toEqual([`comment:${String(unheard)}:0`]);
  expect((await tale.change()).state).toBe('review');
});
