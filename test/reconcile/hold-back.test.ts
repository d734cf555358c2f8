// Which steps wait: rewrites that come too soon, a record that is to be explained, and what somebody keeps undoing.
import { describe, expect, it } from 'vitest';
import { blankRow } from '../../src/reconcile/book.ts';
import { holdBack } from '../../src/reconcile/hold-back.ts';
import type { Run } from '../../src/reconcile/run.ts';
import type { Step } from '../../src/reconcile/step.ts';
import { textDigest } from '../../src/reconcile/text-digest.ts';
import { pretend, type Pretend } from './pretend.ts';

const record: Step = { kind: 'write_comment', surface: 'record', body: 'now' };
const title: Step = { kind: 'set_title', title: 'CHG-00001: x' };

/** Its text may differ each time: what happened to it is told in it. */
function answerOn(sha: string, round: number): Step {
  const said = { conclusion: 'failure', title: 'No', summary: `round ${String(round)}` } as const;
  const content = { ...said, externalId: 'x', detailsUrl: null };
  return { kind: 'create_check', repo: { id: '1', name: 'o/r' }, sha, content };
}

/** As if this text had been written just now. */
function wrote({ rows, world }: Pretend, body: string, attempts = 0): void {
  const writtenAt = new Date(world.nowMs).toISOString();
  const row = {
    ...blankRow('record'),
    forgeId: '1',
    digest: textDigest(body),
    writtenAt,
    attempts,
  };
  rows.set('record', row);
}

const unhurried = (forge: Pretend): Run => {
  const run = forge.run();
  return { ...run, pace: { ...run.pace, coalesceMs: 5_000 } };
};

describe('a rewrite', () => {
  it('goes out at once the first time, and then when the pause is over', () => {
    const forge = pretend();
    expect(holdBack(unhurried(forge), [record], null)).toMatchObject({
      now: [record],
      laterMs: null,
    });
    wrote(forge, 'before');
    forge.world.nowMs += 2_000;
    expect(holdBack(unhurried(forge), [record, title], null)).toMatchObject({
      now: [title],
      laterMs: 3_000,
    });
    forge.world.nowMs += 3_000;
    expect(holdBack(unhurried(forge), [record], null)).toMatchObject({
      now: [record],
      laterMs: null,
    });
  });

  it('of a record that is to be explained waits, and nothing else does', () => {
    const held = holdBack(pretend().run(), [record, title], 10_000);
    expect(held).toMatchObject({ now: [title], laterMs: 10_000 });
  });
});

describe('what somebody keeps undoing', () => {
  it('is put back five times, then left alone for ten minutes, while the rest goes on', () => {
    const forge = pretend();
    let put = 0;
    for (let round = 0; round < 9; round += 1) {
      const { now, notes, fought } = holdBack(forge.run(), [title, record], null);
      for (const note of notes) forge.rows.set(note.surface, note);
      if (now.includes(title)) put += 1;
      else expect(fought).toEqual(['title']);
      expect(now).toContain(record);
      forge.world.nowMs += 1_000;
    }
    expect(put).toBe(6);
    forge.world.nowMs += 600_000;
    expect(holdBack(forge.run(), [title], null).now).toEqual([title]);
  });

  it('is put back once a minute, without end, when it is the record', () => {
    const forge = pretend();
    let put = 0;
    for (let second = 0; second < 1_200; second += 1) {
      const { now, fought } = holdBack(forge.run(), [record], null);
      expect(fought).toEqual([]);
      if (now.includes(record)) {
        put += 1;
        wrote(forge, 'now', put);
      }
      forge.world.nowMs += 1_000;
    }
    expect(put).toBe(24);
  });

  it('is put back once a minute, without end, when it is our answer on a commit; on another at once', () => {
    const forge = pretend();
    let put = 0;
    for (let second = 0; second < 1_200; second += 1) {
      const { now, notes, laterMs } = holdBack(forge.run(), [answerOn('a', second)], null);
      for (const note of notes) forge.rows.set(note.surface, note);
      if (now.length > 0) put += 1;
      else expect(laterMs).toBeGreaterThan(0);
      forge.world.nowMs += 1_000;
    }
    expect(put).toBe(25);
    expect(holdBack(forge.run(), [answerOn('b', 0)], null).now).toHaveLength(1);
  });

  it('is left alone when it is another comment', () => {
    const forge = pretend();
    const reply: Step = { kind: 'write_comment', surface: 'reply:refused:3', body: 'now' };
    wrote(forge, 'now', 5);
    const row = forge.rows.get('record');
    if (row !== undefined) forge.rows.set(reply.surface, { ...row, surface: reply.surface });
    expect(holdBack(forge.run(), [reply], null)).toMatchObject({
      now: [],
      fought: ['reply:refused:3'],
    });
  });

  it('is told from a text that changes by itself', () => {
    const forge = pretend();
    wrote(forge, 'something else', 50);
    expect(holdBack(forge.run(), [record], null).now).toEqual([record]);
    wrote(forge, 'now', 5);
    expect(holdBack(forge.run(), [record], null).now).toEqual([]);
  });
});
