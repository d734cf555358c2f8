import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { blankBoxes, readTicks } from '../../../src/core/intent/ticks.ts';
import { documents, paragraphLines, tickedBoxes } from './markdown-oracle.ts';

const RECORD = [
  '### ✋ CHG-00001 · E3 waits for a second person',
  '',
  '**Execution · 2 of 5**',
  '- [x] <!-- chg:E2 --> **E2** Drain gw-1, switch, reload',
  '  expected: old workers exit within 60 s',
  '- [ ] <!-- chg:E3 --> **E3 · HOLD** Handshake from outside',
  '  expected: new serial, chain complete',
  '- [ ] <!-- chg:E4 --> **E4** Undrain gw-1 · *shut by E3*',
  '',
  '<details><summary>Gates</summary>',
  '',
  '- [ ] not ours',
  '',
  '</details>',
  '<sub>event 21 · 9f3c81…</sub>',
].join('\n');

function tick(text: string, ...steps: readonly string[]): string {
  return steps.reduce(
    (now, step) => now.replace(`[ ] <!-- chg:${step} -->`, `[x] <!-- chg:${step} -->`),
    text,
  );
}

const NOTHING = { moved: [], ticked: [], unticked: [], textChanged: false, lost: [], forged: [] };

describe('what an edit did to the boxes', () => {
  it('is nothing when nothing moved', () => {
    expect(readTicks(RECORD, RECORD)).toEqual(NOTHING);
    expect(readTicks(RECORD, RECORD.replaceAll('\n', '\r\n'))).toEqual(NOTHING);
    expect(readTicks(RECORD, `${RECORD}\n\n`)).toEqual(NOTHING);
  });

  it('is a tick, with a small or a capital x', () => {
    expect(readTicks(RECORD, tick(RECORD, 'E3'))).toEqual({
      ...NOTHING,
      moved: ['E3'],
      ticked: ['E3'],
    });
    const capital = RECORD.replace('[ ] <!-- chg:E3', '[X] <!-- chg:E3');
    expect(readTicks(RECORD, capital).ticked).toEqual(['E3']);
    expect(readTicks(tick(RECORD, 'E3'), capital)).toEqual(NOTHING);
  });

  it('is several in the order of the checklist, ticked or not', () => {
    const after = tick(RECORD, 'E4', 'E3').replace('[x] <!-- chg:E2', '[ ] <!-- chg:E2');
    expect(readTicks(RECORD, after)).toEqual({
      ...NOTHING,
      moved: ['E2', 'E3', 'E4'],
      ticked: ['E3', 'E4'],
      unticked: ['E2'],
    });
  });

  it('follows the marker when lines were dragged about', () => {
    const lines = tick(RECORD, 'E4').split('\n');
    const dragged = [
      ...lines.slice(0, 3),
      ...lines.slice(7, 8),
      ...lines.slice(3, 7),
      ...lines.slice(8),
    ].join('\n');
    expect(readTicks(RECORD, dragged)).toEqual({
      ...NOTHING,
      moved: ['E4'],
      ticked: ['E4'],
      textChanged: true,
    });
  });

  it('says when words were changed beside a tick', () => {
    const edited = tick(RECORD, 'E3').replace('new serial', 'any serial');
    expect(readTicks(RECORD, edited)).toMatchObject({ ticked: ['E3'], textChanged: true });
  });

  it('is no tick when the box is not ours, or stands in code, or the marker is elsewhere', () => {
    expect(readTicks(RECORD, RECORD.replace('[ ] not ours', '[x] not ours'))).toEqual({
      ...NOTHING,
      textChanged: true,
    });
    const fenced = `\`\`\`\n${tick(RECORD, 'E3')}\n\`\`\``;
    expect(readTicks(RECORD, fenced)).toEqual({
      ...NOTHING,
      textChanged: true,
      lost: ['E2', 'E3', 'E4'],
    });
    const moved = RECORD.replace('[ ] <!-- chg:E3 --> **E3', '[x] **E3 <!-- chg:E3 -->');
    expect(readTicks(RECORD, moved)).toEqual({ ...NOTHING, textChanged: true, lost: ['E3'] });
  });

  it('believes no marker that stands twice', () => {
    const copied = `${RECORD}\n\n- [x] <!-- chg:E3 --> copied`;
    expect(readTicks(RECORD, copied)).toEqual({ ...NOTHING, textChanged: true, forged: ['E3'] });
    expect(readTicks(copied, tick(RECORD, 'E3'))).toEqual({ ...NOTHING, textChanged: true });
  });

  it('believes no marker that was not there before', () => {
    const planted = `${RECORD}\n\n- [x] <!-- chg:E9 --> planted\n- [x] <!-- chg:Q1 --> no step id\n`;
    expect(readTicks(RECORD, planted)).toEqual({ ...NOTHING, textChanged: true, forged: ['E9'] });
  });

  it('sees a box that was taken out or turned into an issue', () => {
    const turned = RECORD.replace(
      '- [ ] <!-- chg:E4 --> **E4** Undrain gw-1 · *shut by E3*',
      '- [ ] #77',
    );
    expect(readTicks(RECORD, turned)).toEqual({ ...NOTHING, textChanged: true, lost: ['E4'] });
  });
});

describe('boxes over nasty documents', () => {
  it('are the ones that an independent parser finds', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const boxes = tickedBoxes(text);
        fc.pre(boxes !== null && paragraphLines(text) !== null);
        const ticked = [...(boxes ?? [])].flatMap(([step, on]) => (on === true ? [step] : []));
        const found = readTicks(blankBoxes(text), text);
        expect([...found.ticked].sort()).toEqual(ticked.sort());
      }),
      { numRuns: 800 },
    );
  });

  it('can be emptied again and again without touching anything else', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const blank = blankBoxes(text);
        expect(blankBoxes(blank)).toBe(blank);
        expect(blank.length).toBe(text.trimEnd().length);
        expect(readTicks(text, text)).toMatchObject({ moved: [], textChanged: false, lost: [] });
      }),
      { numRuns: 800 },
    );
  });

  it('are read in one pass', () => {
    const boxes = Array.from(
      { length: 1_400 },
      (_, index) => `- [ ] <!-- chg:E${String(index + 1)} --> step`,
    );
    const before = boxes.join('\n');
    const after = before.replaceAll('[ ]', '[x]');
    expect(readTicks(before, after).ticked).toHaveLength(1_400);
    expect(readTicks('- '.repeat(30_000), '- [x] <!-- chg:E1 '.repeat(3_600)).ticked).toEqual([]);
  });
});
