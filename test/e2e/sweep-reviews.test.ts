// Reviews that no delivery told of: a sweep finds those that stand, each is its author's, and each is heard once. What
// was said before the pull request belonged to the change is nobody's word about it.
import { describe, expect, it } from 'vitest';
import { ciSays, proposes } from '../support/pulls.ts';
import { sweepingOn } from '../support/sweeping.ts';
import { DEE, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const { sandbox, sweeps, lost } = sweepingOn(scene);

async function proposed(branch: string): Promise<{ readonly tale: Tale; readonly pull: string }> {
  const tale = await scene.inReview();
  const pull = await proposes(scene, tale, { branch });
  await ciSays(scene, tale, { pull, state: 'success' });
  return { tale, pull };
}

async function eventsBy(tale: Tale, login: string): Promise<readonly string[]> {
  const events = await tale.events();
  return events
    .filter(({ actor }) => actor.login === login)
    .map(({ type, source }) => `${type} ${source.kind}`);
}

describe('a review that nobody told of', () => {
  it('approves as found by a sweep, once, in its author’s name', async () => {
    const { tale, pull } = await proposed('approves');
    await lost(() => {
      sandbox().as(TOMAS).review(pull, 'approve', 'read all of it');
    });
    for (let round = 0; round < 3; round += 1) await sweeps();
    expect((await tale.change()).state).toBe('approved');
    expect(await eventsBy(tale, TOMAS)).toEqual(['approved sweep', 'approval_completed sweep']);
  });

  it('asks for changes', async () => {
    const { tale, pull } = await proposed('asks');
    await lost(() => {
      sandbox().as(TOMAS).review(pull, 'request_changes', 'the fee is wrong');
    });
    await sweeps();
    expect(await eventsBy(tale, TOMAS)).toEqual(['changes_requested sweep']);
    expect(tale.record()).toContain('the fee is wrong');
  });

  it('is not heard again by the sweep when it was heard by its delivery', async () => {
    const { tale, pull } = await proposed('again');
    await tale.does(TOMAS, 'reviews', () => sandbox().as(TOMAS).review(pull, 'approve', 'fine'));
    const heard = await tale.events();
    expect((await tale.change()).state).toBe('approved');
    await sweeps();
    expect(await tale.events()).toEqual(heard);
  });

  it('and was dismissed, unheard as well, counts no more', async () => {
    const { tale, pull } = await proposed('dismissed');
    let review = 0;
    await tale.does(TOMAS, 'reviews', () => {
      review = sandbox().as(TOMAS).review(pull, 'approve', 'fine').id;
    });
    expect((await tale.change()).state).toBe('approved');
    await lost(() => {
      sandbox().as(DEE).dismissReview(review, 'not read');
    });
    for (let round = 0; round < 2; round += 1) await sweeps();
    expect((await tale.change()).state).toBe('review');
    const types = (await tale.events()).map(({ type }) => type);
    expect(types.filter((type) => type === 'approval_withdrawn')).toHaveLength(1);
  });

  it('is no word about a change that the pull request did not belong to yet', async () => {
    const tale = await scene.inReview();
    const pull = await proposes(scene, tale, { branch: 'before', body: 'No change named' });
    await ciSays(scene, tale, { pull, state: 'success' });
    await tale.does(TOMAS, 'reviews', () => sandbox().as(TOMAS).review(pull, 'approve', 'fine'));
    await tale.says(MARA, `/chg link ${pull}`);
    expect((await tale.change()).pulls).toHaveLength(1);
    await sweeps();
    expect(await eventsBy(tale, TOMAS)).toEqual([]);
    expect(tale.replies()).toEqual([]);
  });
});
