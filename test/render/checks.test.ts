import { describe, expect, it } from 'vitest';
import { desire } from '../../src/core/desired/desire.ts';
import type { CheckView } from '../../src/core/desired/check-view.ts';
import type { Verdict } from '../../src/core/gate/verdict.ts';
import { renderCheck } from '../../src/render/check.ts';
import { readJsonBlocks } from '../../src/render/evidence-json.ts';
import { momentOf } from '../core/desired/moments.ts';

function checkAt(moment: string): CheckView {
  const { change, facts } = momentOf(moment);
  const [check] = desire(change, { facts, titlePrefix: true }).checks;
  if (check === undefined) throw new Error(`no check at ${moment}`);
  return check.view;
}

const OPEN: Verdict = {
  gate: 'approvals',
  kind: 'unmet',
  code: 'approval_missing',
  facts: { needed: 1, counted: 0 },
  who: [],
  next: null,
  link: null,
};

describe('the check on a pull request', () => {
  it('counts the gates in the way and names the first, in plain text', () => {
    expect(renderCheck(checkAt('running-with-pull')).title).toBe(
      'Not mergeable: 1 of 11 gates unmet - E3 waits for a second person',
    );
  });

  it('shows people in the title as they are called, without Markdown', () => {
    const blocked: Verdict = {
      ...OPEN,
      gate: 'objections',
      code: 'change_blocked',
      facts: { by: ['sora_sec'], texts: ['x'] },
    };
    expect(renderCheck({ ...checkAt('running-with-pull'), verdicts: [blocked] }).title).toBe(
      'Not mergeable: 1 of 1 gate unmet - blocked by sora_sec',
    );
  });

  it('keeps the title short, whatever is in it', () => {
    const long: Verdict = {
      ...OPEN,
      code: 'ci_gates_failed',
      facts: { failing: ['x'.repeat(500)], pulls: ['y'.repeat(500)] },
    };
    const blocked: Verdict = { ...OPEN, code: 'change_blocked', facts: { by: ['x'.repeat(500)] } };
    for (const verdict of [long, blocked]) {
      expect(
        renderCheck({ ...checkAt('running-with-pull'), verdicts: [verdict] }).title.length,
      ).toBeLessThan(140);
    }
  });

  it('says yes in so many words', () => {
    const met: Verdict = { ...OPEN, kind: 'met' };
    expect(
      renderCheck({ ...checkAt('running-with-pull'), conclusion: 'success', verdicts: [met, met] })
        .title,
    ).toBe('May be merged: 2 of 2 gates met');
  });

  it('never says yes when no gate was asked', () => {
    expect(renderCheck({ ...checkAt('running-with-pull'), verdicts: [] }).title).toBe(
      'Not mergeable: no gate could be asked',
    );
  });

  it('stays below the limit of a forge in bytes, with whole gates left out and counted', () => {
    const wide: Verdict = {
      ...OPEN,
      code: 'change_blocked',
      facts: { by: ['a'], texts: ['漢'.repeat(500)] },
    };
    const { summary } = renderCheck({
      ...checkAt('running-with-pull'),
      verdicts: Array.from({ length: 400 }, () => wide),
    });
    expect(Buffer.byteLength(summary)).toBeLessThan(65_535);
    expect(summary).toMatch(/… \d+ more, left out here; read them in the record/u);
  });

  it('carries the decision for tools, as the same answer that people read', () => {
    const view = checkAt('running-with-pull');
    const { summary } = renderCheck(view);
    expect(readJsonBlocks([summary], 'CHG-00001 decision')).toMatchObject({
      schema: 'holdpoint.decision/v1',
      act: 'merge',
      decision: 'no',
      reason_code: 'hold_point_open',
    });
    const met: Verdict = { ...OPEN, kind: 'met' };
    const yes = renderCheck({ ...view, conclusion: 'success', verdicts: [met] }).summary;
    expect(readJsonBlocks([yes], 'CHG-00001 decision')).toMatchObject({ decision: 'yes' });
  });
});
