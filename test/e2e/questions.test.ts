// Anybody who can read a public repository may ask, and all answers stand in one row of writes. So a person is answered
// once until the change moves on, and whoever asks for ever costs almost nothing.
import { describe, expect, it } from 'vitest';
import { leavesATrace, MARA, NINA, stage, type Tale } from '../support/tale.ts';

const scene = stage();
const { opens } = scene;

/** What the application says while somebody acts, by the last word of the address; the record follows the clock as well. */
async function writesDuring(act: () => Promise<unknown>): Promise<readonly string[]> {
  const { requests } = scene.world().company.sandbox;
  const before = requests.all().length;
  await act();
  await scene.world().company.settle();
  return requests
    .all()
    .slice(before)
    .filter(({ method, read, actor }) => method === 'POST' && !read && actor === 'holdpoint[bot]')
    .map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
}

function asks(tale: Tale, who: string, times: number): Promise<unknown> {
  const { sandbox } = scene.world().company;
  return tale.does(who, `asks ${String(times)} times`, () => {
    for (let time = 0; time < times; time += 1) sandbox.as(who).comment(tale.issue, '/chg status');
  });
}

describe('a reader who asks the same question again and again', () => {
  it('is answered once, gets three reactions more, and then costs nothing', async () => {
    const tale = await opens();
    const writes = await writesDuring(() => asks(tale, NINA, 50));
    expect(tale.replies()).toHaveLength(1);
    expect(writes.toSorted()).toEqual([
      'comments',
      'reactions',
      'reactions',
      'reactions',
      'reactions',
    ]);
    expect(await writesDuring(() => asks(tale, NINA, 20))).toEqual([]);
  });

  it('keeps nobody else from an answer, and no other question from its own', async () => {
    const tale = await opens();
    await asks(tale, NINA, 10);
    const answered = tale.replies().length;
    expect((await tale.says(MARA, '/chg status')).reaction).toBe('+1');
    expect(tale.replies()).toHaveLength(answered + 1);
    expect((await tale.says(NINA, '/chg help')).reaction).toBe('+1');
    expect(tale.replies()).toHaveLength(answered + 2);
  });

  it('is answered again once the change has moved on', async () => {
    const tale = await opens();
    await asks(tale, NINA, 10);
    await tale.says(MARA, '/chg submit');
    const answered = tale.replies().length;
    expect((await tale.says(NINA, '/chg status')).reaction).toBe('+1');
    expect(tale.replies()).toHaveLength(answered + 1);
    expect((await tale.says(NINA, '/chg status')).reaction).toBe('+1');
    expect(tale.replies()).toHaveLength(answered + 1);
  });

  it('is still heard when a comment asks for something else as well', async () => {
    const tale = await opens();
    await asks(tale, MARA, 10);
    expect((await tale.says(MARA, '/chg status\n/chg submit')).reaction).toBe('+1');
    expect((await tale.change()).state).toBe('review');
  });
});

leavesATrace(scene);

describe('a comment with more commands than are read', () => {
  it('is told once how many were left out, from where on, and what to do', async () => {
    const tale = await opens();
    const lines = Array.from({ length: 75 }, (_none, line) => `/chg status ${String(line + 1)}`);
    const said = await tale.says(MARA, lines.join('\n'));
    expect(said.reaction).toBe('confused');
    expect(await tale.refusals()).toEqual(['misread commands_left_out']);
    const answers = tale.replies().filter(({ body }) => body.includes('commands_left_out'));
    expect(answers).toHaveLength(1);
    expect(answers[0]?.body).toContain('15 more stood below them and nothing was done with those');
    expect(answers[0]?.body).toContain('beginning with `/chg status 61`');
    expect(answers[0]?.body).toContain('in a new comment');
  });
});
