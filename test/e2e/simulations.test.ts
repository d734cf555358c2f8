// Whoever wonders what would be if asks in a comment and is told in one reply; nothing else comes of it.
import { describe, expect, it } from 'vitest';
import { leavesATrace, MARA, NINA, stage, TOMAS } from '../support/tale.ts';

const scene = stage();

describe('/chg simulate', () => {
  it('says which answers would be others, and changes nothing but the conversation', async () => {
    const tale = await scene.inReview();
    const before = await tale.events();
    const said = await tale.says(MARA, `/chg simulate approve @${TOMAS}`);
    expect(said.reaction).toBe('+1');
    const reply = tale.replies().at(-1)?.body ?? '';
    expect(reply).toContain('simulated, nothing is changed');
    expect(reply).toContain('Approved: not met → met');
    expect(await tale.events()).toEqual(before);
    expect((await tale.change()).state).toBe('review');
  });

  it('counts nobody who could not approve in earnest, and names who is not known', async () => {
    const tale = await scene.inReview();
    await tale.says(NINA, `/chg simulate approve ${MARA}, ghost-of-nobody`);
    const reply = tale.replies().at(-1)?.body ?? '';
    expect(reply).toContain('No answer would be another one');
    expect(reply).toContain('`ghost-of-nobody` is not known to have access here');
  });

  it('is answered once a person and question, in whatever words it is asked', async () => {
    const tale = await scene.inReview();
    await tale.says(MARA, '/chg simulate category significant act start');
    const answered = tale.replies().length;
    await tale.says(MARA, '/chg simulate act START category Significant');
    expect(tale.replies()).toHaveLength(answered);
    await tale.says(NINA, '/chg simulate act start category significant');
    expect(tale.replies()).toHaveLength(answered + 1);
    expect((await tale.says(MARA, '/chg simulate act approve')).reaction).toBe('+1');
    expect(tale.replies()).toHaveLength(answered + 2);
  });

  it('has an end: after eight different questions the next is only said to be one too many', async () => {
    const tale = await scene.inReview();
    const acts = ['submit', 'approve', 'schedule', 'start', 'merge', 'complete'];
    const questions = [...acts, 'start category normal', 'start category standard'];
    for (const act of questions) await tale.says(NINA, `/chg simulate act ${act}`);
    expect(tale.replies()).toHaveLength(8);
    const more = await tale.says(NINA, '/chg simulate category emergency');
    expect(more.reaction).toBe('confused');
    expect(tale.replies()).toHaveLength(8);
  });

  it('is put back with what it lacks', async () => {
    const tale = await scene.inReview();
    expect((await tale.says(MARA, '/chg simulate category huge')).reaction).toBe('confused');
    expect(tale.replies().at(-1)?.body).toContain('one category');
  });
});

describe('a question for the next free windows', () => {
  it('is answered with the command that books each, and books nothing', async () => {
    const tale = await scene.inReview();
    expect((await tale.says(NINA, '/chg slots 45m')).reaction).toBe('+1');
    const body = tale.replies().at(-1)?.body ?? '';
    expect(body).toContain('the next free windows of 45 min');
    expect(body.match(/\/chg schedule \S+\/\S+ /gu)).toHaveLength(5);
  });
});

leavesATrace(scene);
