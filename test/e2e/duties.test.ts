// What an emergency owes afterwards, as people meet it: boxes in the record, words for them, and calls when it is late.
import { describe, expect, it } from 'vitest';
import { emergencyBody } from '../core/plan/change-body.ts';
import { DEE, leavesATrace, LIN, MARA, NINA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const { opens, pass } = scene;

async function ended(): Promise<Tale> {
  const tale = await opens({
    body: emergencyBody({}),
    labels: ['change', 'emergency'],
    title: 'Patch the gateway',
  });
  await tale.says(MARA, `/chg start authorised by @${DEE}`);
  await tale.says(MARA, '/chg done E1 healthy\n/chg complete successful flaw closed');
  expect((await tale.change()).state).toBe('completed');
  return tale;
}

async function openTasks(tale: Tale): Promise<readonly string[]> {
  const duties = (await tale.change()).emergency?.duties ?? [];
  return duties.filter(({ done }) => done === null).map(({ id }) => id);
}

async function wordTask(tale: Tale): Promise<string> {
  const duties = (await tale.change()).emergency?.duties ?? [];
  return duties.find(({ proof, done }) => proof === 'word' && done === null)?.id ?? '';
}

describe('the tasks after an emergency', () => {
  it('stand in the record with boxes after the end, and are done by a tick and words, or by the command', async () => {
    const tale = await ended();
    const before = (await openTasks(tale)).length;
    expect(before).toBeGreaterThan(4);
    const id = await wordTask(tale);
    expect(tale.record()).toContain('Write down what was changed by hand, and on which systems');
    expect(tale.record()).toContain(`- [ ] <!-- chg:${id} --> **${id}**`);
    await tale.ticks(LIN, id);
    expect(tale.record()).toContain(`- [x] <!-- chg:${id} --> **${id}**`);
    expect(tale.record()).toContain('**what was done?**');
    await tale.says(LIN, `${id}: two hosts, gw-1 and gw-2`);
    expect(tale.record()).toContain('two hosts, gw-1 and gw-2');
    const next = await wordTask(tale);
    expect(next).not.toBe(id);
    await tale.says(NINA, `/chg done ${next} me`);
    await tale.says(LIN, `/chg done ${next}`);
    expect(await tale.refusals()).toEqual(['fulfil not_permitted', 'fulfil observation_missing']);
    await tale.says(LIN, `/chg done ${next} looked at the error rates of all gateways`);
    expect(await openTasks(tale)).toHaveLength(before - 2);
  });

  it('that are late call who did it, once more a day later, and keep the label', async () => {
    const tale = await ended();
    await tale.says(DEE, '/chg authorise said go by phone');
    await tale.says(TOMAS, '/chg review logs match');
    expect(tale.labels()).toContain('chg-flag/post-review-due');
    expect(tale.record()).toContain('still owed');
    const calls = (): number =>
      tale.announcements().filter(({ body }) => body.includes('what the emergency owes')).length;
    pass(24 * 60);
    await tale.does('time', 'passes', () => undefined);
    expect(calls()).toBe(1);
    expect(tale.announcements().at(-1)?.body).toContain(`@${MARA}`);
    pass(24 * 60);
    await tale.does('time', 'passes', () => undefined);
    expect(calls()).toBe(2);
    expect((await tale.change()).exceptions.map(({ kind }) => kind)).toContain('duties_overdue');
  });
});

leavesATrace(scene);
