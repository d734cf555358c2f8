import { describe, expect, it } from 'vitest';
import { predecessorsOf } from '../../../src/core/plan/check-steps.ts';
import { changeBody, lineOf, planOf, problemsOf, warningsOf } from './change-body.ts';

/** Steps to execute, each written as `text | after`. */
function execute(...steps: readonly string[]): string {
  return steps
    .map((step) => {
      const [text = '', after] = step.split(' | ');
      const wait = after === undefined ? '' : `\n   - after: ${after}`;
      return `1. ${text}\n   - expect: x\n   - rollback: y${wait}`;
    })
    .join('\n');
}

function problems(...steps: readonly string[]) {
  return problemsOf(changeBody({ steps_execute: execute(...steps) }));
}

function plan(...steps: readonly string[]) {
  return planOf(
    changeBody({ steps_execute: execute(...steps), steps_before: '', steps_verify: '' }),
  );
}

describe('after:', () => {
  it('names the steps to wait for; without it a step waits for the one above', () => {
    const { steps } = plan('a', 'b | e1', 'c | E1', 'd | E2, e3 and E3', 'e');
    expect(steps.map((step) => step.after)).toEqual([[], ['E1'], ['E1'], ['E2', 'E3'], []]);
    expect(steps.map((_, index) => predecessorsOf(steps, index))).toEqual([
      [],
      ['E1'],
      ['E1'],
      ['E2', 'E3'],
      ['E4'],
    ]);
  });

  it('the first step of a phase waits for the last of the phase before', () => {
    const { steps } = planOf(changeBody());
    expect(steps.map((_, index) => predecessorsOf(steps, index))).toEqual([
      [],
      ['P1'],
      ['E1'],
      ['E2'],
    ]);
  });

  it.each(['E9', 'X1', '2', 'E', 'the step before', 'E1.', '__proto__'])(
    'an id that no step has is refused: %s',
    (after) => {
      const [problem] = problems('a', `b | ${after}`);
      expect(problem).toMatchObject({ code: 'step_unknown', field: 'steps_execute' });
      expect(problem?.expected).toContain('P1, E1, E2, V1');
    },
  );

  it('a step that waits for itself is refused', () => {
    expect(problems('a | E1')).toMatchObject([{ code: 'dependency_cycle' }]);
  });

  it('a circle is refused, at the step whose after: closes it', () => {
    const body = changeBody({ steps_execute: execute('a | E3', 'b', 'c', 'd | E1') });
    const [problem, ...others] = problemsOf(body);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'dependency_cycle', line: lineOf(body, '1. a') });
    expect(problem?.found).toContain('E1, E2, E3');
    expect(problem?.remedy).toContain('E1');
  });

  it('a circle through a step that only waits for the one above is found', () => {
    expect(problems('a', 'b | E3', 'c')).toMatchObject([{ code: 'dependency_cycle' }]);
  });

  it('a circle over two phases is found', () => {
    expect(problems('a', 'b | V1')).toMatchObject([{ code: 'dependency_cycle' }]);
  });

  it('branches that meet again are no circle', () => {
    expect(problems('a', 'b | E1', 'c | E1', 'd | E3, E2', 'e | E4, E1')).toEqual([]);
  });

  it('a step may wait for a later one, as long as there is an order', () => {
    expect(problems('a', 'b | E3', 'c | E1')).toEqual([]);
  });

  it('a pre-flight step cannot wait for what comes after the start', () => {
    const steps = '- a\n  after: E1\n- b';
    const [problem] = problemsOf(changeBody({ steps_before: steps }));
    expect(problem).toMatchObject({ code: 'dependency_cycle', field: 'steps_before' });
    expect(problem?.found).toContain('E1, which comes after the start');
  });
});

describe('a hold before what cannot be undone', () => {
  it('directly before it satisfies', () => {
    expect(problems('[hold] look', '[irreversible] delete')).toEqual([]);
    expect(problems('[hold] look', '[irreversible] [hold] delete')).toEqual([]);
  });

  it.each([
    [['[irreversible] delete']],
    [['look', '[irreversible] delete']],
    [['[hold] look', 'wait', '[irreversible] delete']],
    [['look', '[irreversible] [hold] delete']],
    [['[witness] look', '[irreversible] delete']],
    [['[hold] look', '[irreversible] delete', '[irreversible] delete more']],
  ])('%j is refused', (steps) => {
    const found = problems(...steps);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ code: 'irreversible_without_hold', field: 'steps_execute' });
  });

  it('the steps named by after: are the ones directly before it', () => {
    expect(problems('[hold] look', 'wait | E1', '[irreversible] delete | E1, E2')).toEqual([]);
    const [problem] = problems('a', '[hold] look', '[irreversible] delete | E1');
    expect(problem?.code).toBe('irreversible_without_hold');
    expect(problem?.found).toBe('E1 without [hold]');
  });

  it('a hold at the end of pre-flight stands directly before the first step', () => {
    const steps = { steps_before: '- [hold] look', steps_execute: execute('[irreversible] go') };
    expect(problemsOf(changeBody(steps))).toEqual([]);
  });

  it('is not asked for while the step before it cannot be read', () => {
    const found = problems('[hodl] look', '[irreversible] delete');
    expect(found.map((problem) => problem.code)).toEqual(['step_tag_unknown']);
  });

  it('nothing at all before it is refused', () => {
    const steps = { steps_before: '- [irreversible] go' };
    expect(problemsOf(changeBody(steps))[0]?.found).toBe('no step before it');
  });
});

describe('advice on long lists never blocks', () => {
  const codes = (...steps: readonly string[]) =>
    warningsOf(changeBody({ steps_execute: execute(...steps) })).map((warning) => warning.code);
  const row = (count: number) => Array.from({ length: count }, (_, index) => `do ${String(index)}`);

  it('nine steps between two holds are fine, ten are long', () => {
    expect(codes('[hold] a', ...row(9), '[hold] b')).toEqual([]);
    expect(codes('[hold] a', ...row(10), '[hold] b')).toEqual(['hold_stretch_long']);
  });

  it('each long stretch is named once', () => {
    expect(codes(...row(12), '[hold] b', ...row(10))).toEqual([
      'hold_stretch_long',
      'hold_stretch_long',
    ]);
  });

  it('the start and the end of the work are pauses as well', () => {
    const before = row(6).map((text) => `- ${text}`);
    const body = changeBody({ steps_before: before.join('\n'), steps_execute: execute(...row(6)) });
    expect(warningsOf(body)).toEqual([]);
  });

  it('twenty-five steps are fine, twenty-six are long', () => {
    const held = (count: number) => row(count).map((step) => `[hold] ${step}`);
    expect(codes(...held(23))).toEqual([]);
    expect(codes(...held(24))).toEqual(['checklist_long']);
  });
});
