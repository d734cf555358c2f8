// The plan that stands in the text of a pull request which is its own change.
import { describe, expect, test } from 'vitest';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import type { Plan, PlanProblem } from '../../../src/core/plan/plan.ts';
import { readPullPlan } from '../../../src/core/plan/pull-form.ts';

const TEXT = `## What\nRetries once.\n\n## Why\nCalls are lost.\n\n## Testing\nBy hand.\n\n## Security impact\nNone.\n`;

function planOf(body: string, allowed: Parameters<typeof readPullPlan>[1] = ['standard']): Plan {
  const reading = readPullPlan(body, allowed);
  if (reading.kind === 'unreadable') throw new Error(JSON.stringify(reading.problems));
  return reading.plan;
}

function problemsOf(body: string): readonly PlanProblem[] {
  const reading = readPullPlan(body, ['standard']);
  return reading.kind === 'unreadable' ? reading.problems : [];
}

describe('the plan of a pull request', () => {
  test('is its sections, without steps and window', () => {
    const plan = planOf(TEXT);
    expect({ ...plan.answers }).toEqual({
      pr_what: 'Retries once.',
      pr_why: 'Calls are lost.',
      pr_testing: 'By hand.',
      pr_security: 'None.',
    });
    expect(plan).toMatchObject({ form: 'pull/1', steps: [], window: null, missing: [] });
  });

  test('names what is missing, in the order of the form; a rollback is not asked for', () => {
    expect(planOf('').missing).toEqual(['pr_what', 'pr_why', 'pr_testing', 'pr_security']);
    expect(planOf('## Why\nbecause\n## What\n<!-- what? -->').missing).toEqual([
      'pr_what',
      'pr_testing',
      'pr_security',
    ]);
  });

  test('holds what stands below no heading of it: whoever approves has read it', () => {
    const plan = planOf(`Hello.\n\n${TEXT}\n## Screenshots\nnone`);
    expect(plan.outside).toBe('Hello.\n\n## Screenshots\nnone');
    expect(digestPlan(plan)).not.toBe(digestPlan(planOf(TEXT)));
  });

  test('is the same plan with other blanks and other headings of the same section', () => {
    const other = TEXT.replace('## Testing', '# Test plan').replaceAll('\n\n', '\n\n\n');
    expect(digestPlan(planOf(other))).toBe(digestPlan(planOf(TEXT)));
  });

  test('cannot be read with a heading that stands twice', () => {
    expect(problemsOf(`${TEXT}\n# why\nother`)).toMatchObject([
      { code: 'heading_ambiguous', field: 'pr_why', line: 13 },
    ]);
  });

  test('is too long to be read at some point', () => {
    expect(problemsOf('x'.repeat(300_000))).toMatchObject([{ code: 'body_too_long' }]);
  });
});

describe('its window', () => {
  const windowed = (text: string): string => `${TEXT}\n## Window\n${text}`;

  test('is two times with their zone, read as the command reads them', () => {
    expect(planOf(windowed('2026-11-24T22:00/2026-11-25T01:00 Europe/Berlin')).window).toEqual({
      start: '2026-11-24T21:00:00Z',
      end: '2026-11-25T00:00:00Z',
      zone: 'Europe/Berlin',
      note: null,
    });
    expect(planOf(windowed('2026-11-24 22:00 to 2026-11-24 23:00')).window).toMatchObject({
      zone: 'UTC',
    });
  });

  test('is approved with the rest of the text', () => {
    const early = digestPlan(planOf(windowed('2026-11-24 22:00 to 2026-11-24 23:00')));
    expect(early).not.toBe(digestPlan(planOf(windowed('2026-11-24 22:00 to 2026-11-25 23:00'))));
    expect(early).not.toBe(digestPlan(planOf(TEXT)));
  });

  test('is none where nothing is said', () => {
    expect(planOf(windowed('<!-- when? -->')).window).toBeNull();
    expect(planOf(windowed('_No response_')).window).toBeNull();
  });

  test.each([
    ['next week at 22:00', 'window_invalid'],
    ['2026-11-24 22:00 to 2026-11-24 21:00 UTC', 'window_invalid'],
    ['2026-11-24 22:00 to 2026-11-24 23:00 Europe/Berlim', 'zone_unknown'],
    ['2026-03-29 02:30 to 2026-03-29 04:00 Europe/Berlin', 'window_invalid'],
  ])('is a problem by line where it cannot be read: %s', (text, code) => {
    expect(problemsOf(windowed(text))).toMatchObject([{ code, field: 'window', line: 13 }]);
  });

  test('says which of two readings it took', () => {
    const reading = readPullPlan(windowed('2026-10-25 02:30 to 2026-10-25 04:00 Europe/Berlin'), [
      'standard',
    ]);
    expect(reading).toMatchObject({ kind: 'readable', warnings: [{ code: 'window_noted' }] });
  });
});

describe('its category', () => {
  test('is the lowest that the policy lists, and never an emergency', () => {
    expect(planOf(TEXT, ['normal', 'standard'])).toMatchObject({
      category: 'standard',
      risk: 'low',
    });
    expect(planOf(TEXT, ['emergency']).category).toBeNull();
    expect(planOf(TEXT, []).category).toBeNull();
  });

  test('is what a line says, listed or not: the gate answers for that', () => {
    expect(planOf(`category: Normal\n\n${TEXT}`).category).toBe('normal');
    expect(planOf(`Category: significant\n\n${TEXT}`)).toMatchObject({
      category: 'significant',
      risk: 'high',
    });
  });

  test.each([
    ['code', '    Category: significant'],
    ['a quote', '> Category: significant'],
    ['a comment', '<!-- Category: significant -->'],
    ['a fence', '```\nCategory: significant\n```'],
  ])('is not read from %s', (_where, line) => {
    expect(planOf(`Hello.\n\n${line}\n\n${TEXT}`).category).toBe('standard');
  });

  test('is one of the four words, once', () => {
    expect(problemsOf(`Category: huge\n\n${TEXT}`)).toMatchObject([
      { code: 'option_unknown', line: 1 },
    ]);
    expect(problemsOf(`Category: normal\n\nCategory: standard\n\n${TEXT}`)).toMatchObject([
      { code: 'heading_ambiguous', line: 3 },
    ]);
    expect(planOf(`Category: normal\n\nCategory: Normal\n\n${TEXT}`).category).toBe('normal');
  });
});
