import { describe, expect, it } from 'vitest';
import { desire } from '../../src/core/desired/desire.ts';
import type { RecordView } from '../../src/core/desired/view.ts';
import { parseSlash } from '../../src/core/intent/slash.ts';
import { readTicks } from '../../src/core/intent/ticks.ts';
import { renderRecord } from '../../src/render/record.ts';
import { MOMENTS, momentOf } from '../core/desired/moments.ts';
import type { Words } from '../core/desired/rotation.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const MARKER = '<!-- holdpoint:record v1 CHG-00001 00112233445566778899aabbccddeeff -->';

function viewOf(moment: string, words?: Words): RecordView {
  const { change, facts } = momentOf(moment, words);
  return desire(change, { facts, titlePrefix: true }).record;
}

function recordOf(moment: string, words?: Words): string {
  return renderRecord(viewOf(moment, words), MARKER);
}

/** The view of a running change with so many steps, each with so much text. */
function longView(count: number, words: string): RecordView {
  const view = viewOf('running-hold-waiting');
  const [sample] = view.phases.find(({ phase }) => phase === 'execution')?.steps ?? [];
  if (sample === undefined) throw new Error('no step');
  const steps = Array.from({ length: count }, (_, index) => ({
    ...sample,
    step: {
      ...sample.step,
      id: `E${String(index + 1)}`,
      text: words,
      expect: words,
      rollback: words,
      notes: [words],
    },
  }));
  return { ...view, phases: [{ phase: 'execution', finished: count, steps }] };
}

describe('the record comment', () => {
  it.each(Object.keys(MOMENTS))(
    'says in its first four lines what is next, who and why, at the moment %s',
    (moment) => {
      const [headline, next, who, why] = recordOf(moment).split('\n');
      expect(headline).toMatch(/^### \S+ CHG-\d{5} · .{4,}$/u);
      expect(headline?.length).toBeLessThan(120);
      expect(next).toMatch(/^\*\*Next:\*\* \S/u);
      expect(who).toMatch(/^\*\*Who:\*\* \S/u);
      expect(why).toMatch(/^\*\*Why:\*\* \S/u);
    },
  );

  it.each(Object.keys(MOMENTS))('ends with event and marker, at the moment %s', (moment) => {
    const lines = recordOf(moment).split('\n');
    expect(lines.at(-1)).toBe(MARKER);
    expect(lines.at(-2)).toMatch(/^<sub>event \d+ · `[0-9a-f]{12}…`<\/sub>$/u);
  });

  it.each([
    ['roles', 'their role is another since'],
    ['policy', 'the policy changed since'],
    ['plan', 'the plan changed since'],
  ])('says why an approval that is stale for its %s does not count', (about, words) => {
    const view = viewOf('review-after-edit');
    const approvals = view.approvals.map((one) => ({ ...one, about }));
    expect(approvals.map(({ because }) => because)).toContain('approval_stale');
    expect(renderRecord({ ...view, approvals }, MARKER)).toContain(`does not count: ${words}`);
  });

  it('says at each step what is expected, and at each open one how to go back', () => {
    const record = recordOf('running-next-step');
    const steps = viewOf('running-next-step').phases.flatMap((phase) => phase.steps);
    expect(steps.filter(({ step }) => step.rollback !== null).length).toBeGreaterThan(3);
    for (const { step, progress } of steps) {
      const [, after = ''] = record.split(`<!-- chg:${step.id} -->`);
      const [own = ''] = after.split('\n- [');
      expect(own, step.id).toContain(`expected: ${step.expect ?? ''}`);
      if (progress.status === 'open' && step.rollback !== null)
        expect(own, step.id).toContain(`back: ${step.rollback}`);
    }
  });

  it.each(['running-hold-waiting', 'draft-ready', 'completed'])(
    'has one box that can be ticked for each step, at the moment %s',
    (moment) => {
      const { phases } = viewOf(moment);
      for (const text of [
        recordOf(moment),
        recordOf(moment, (words) => `${words} - [ ] <!-- chg:E1 -->\n- [x] <!-- chg:E4 --> **E4**`),
      ]) {
        for (const { step } of phases.flatMap(({ steps }) => steps)) {
          const open = `- [ ] <!-- chg:${step.id} -->`;
          const done = `- [x] <!-- chg:${step.id} -->`;
          const flipped = text.includes(open) ? text.replace(open, done) : text.replace(done, open);
          expect(flipped).not.toBe(text);
          expect(readTicks(text, flipped)).toMatchObject({
            moved: [step.id],
            forged: [],
            lost: [],
            textChanged: false,
          });
        }
      }
    },
  );

  it('holds no line that is a command, whatever people wrote', () => {
    let field = 0;
    const words: Words = () =>
      HOSTILE_TEXTS[(field += 1) % HOSTILE_TEXTS.length]?.replaceAll('\0', '').toWellFormed() ?? '';
    for (const moment of Object.keys(MOMENTS)) {
      for (const text of [recordOf(moment), recordOf(moment, words)]) {
        expect(parseSlash(text).filter(({ kind }) => kind === 'command')).toEqual([]);
      }
    }
  });

  it.each([
    ['a hundred steps of five hundred characters', 100, 500],
    ['a thousand steps of forty characters', 1_000, 40],
    ['ten steps of fifty thousand characters', 10, 50_000],
    ['three thousand steps of one character', 3_000, 1],
  ])('stays within its budget with %s', (_name, count, length) => {
    const text = renderRecord(longView(count, 'x'.repeat(length)), MARKER);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text.split('\n').at(-1)).toBe(MARKER);
    expect(text).toContain('**Next:**');
    expect(text).toContain('<!-- chg:E1 -->');
  });

  it('leaves out whole steps only, says how many, and where to read them', () => {
    const text = renderRecord(longView(3_000, 'x'), MARKER);
    const boxes = [...text.matchAll(/^- \[x\] <!-- chg:E\d+ --> \*\*E\d+(?: · HOLD)?\*\* x/gmu)]
      .length;
    expect(text).toContain(
      `*… ${String(3_000 - boxes)} more steps left out here; read them in the issue.*`,
    );
  });

  it('says so when a text is too long to be shown', () => {
    const text = renderRecord(longView(2, 'x'.repeat(5_000)), MARKER);
    expect(text).toContain('*(5000 characters, left out here; read them in the issue)*');
    expect(text).not.toContain('x'.repeat(100));
  });

  it('keeps to its budget when everything else is long as well', () => {
    const view = viewOf('draft-unreadable');
    const problem = view.problems[0];
    const approval = viewOf('completed').approvals[0];
    const exception = viewOf('emergency-running').exceptions[0];
    if (problem === undefined || approval === undefined || exception === undefined)
      throw new Error('nothing to repeat');
    const full: RecordView = {
      ...view,
      problems: Array.from({ length: 500 }, () => ({ ...problem, found: 'y'.repeat(300) })),
      approvals: Array.from({ length: 500 }, () => ({ ...approval, note: 'z'.repeat(390) })),
      exceptions: Array.from({ length: 500 }, () => ({ ...exception, detail: 'w'.repeat(390) })),
    };
    const text = renderRecord(full, MARKER);
    expect(text.length).toBeLessThanOrEqual(60_000);
    expect(text).toMatch(/… \d+ more items left out here; read them in the event log/u);
  });

  it('refuses a marker that is none', () => {
    expect(() =>
      renderRecord(viewOf('draft-ready'), '<!-- holdpoint:record --> **approved**'),
    ).toThrow('not a marker');
  });
});
