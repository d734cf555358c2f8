import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestPlan } from '../../src/core/plan/digest.ts';
import { FORMS } from '../../src/core/plan/forms.ts';
import type { PlanReading } from '../../src/core/plan/plan.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import { readWindow } from '../../src/core/time/window.ts';
import { loadExamples } from '../support/examples.ts';
import { hostileBodies, hostileTexts } from '../support/hostile-texts.ts';

const bodies = loadExamples().map((example) => example.body);

const PIECES = [
  '\r',
  '\r\n',
  '\n',
  '\0',
  '\ud800',
  '\u202e',
  '### ',
  '### 34 · Category\n\nStandard\n\n',
  '### 35 · Category\n\nStandard\n\n',
  '```',
  '~~~\n',
  '[hold] ',
  '[hodl] ',
  '   - rollback: no\n',
  '   - after: E2\n',
  '1. x\n',
  '__proto__',
  '<!--',
  '_No response_',
];

const splice = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 2000 })),
  put: fc.oneof(fc.constantFrom(...PIECES), fc.string(), fc.constant('')),
});

const mutated = fc
  .tuple(fc.constantFrom(...bodies), fc.array(splice, { minLength: 1, maxLength: 4 }))
  .map(([body, splices]) =>
    splices.reduce((text, { at, cut, put }) => {
      const from = Math.floor(at * text.length);
      return text.slice(0, from) + put + text.slice(from + cut);
    }, body),
  );

/** Every promise that holds for any reading whatsoever. */
function examine(body: string): PlanReading {
  const reading = readPlan(body, FORMS);
  expect(readPlan(body, FORMS)).toEqual(reading);
  if (reading.kind === 'readable') {
    expect(digestPlan(reading.plan)).toMatch(/^[0-9a-f]{64}$/u);
    expect(JSON.stringify(reading).isWellFormed()).toBe(true);
    return reading;
  }
  const lines = body.replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n').length;
  expect(reading.problems.length).toBeGreaterThan(0);
  for (const problem of reading.problems) {
    expect(problem.code).toMatch(/^[a-z_]+$/u);
    for (const text of [problem.expected, problem.found, problem.remedy]) {
      expect(text).not.toBe('');
      expect(text.length).toBeLessThan(1000);
      expect(text.isWellFormed() && !text.includes('\0')).toBe(true);
    }
    if (problem.line !== null) {
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.line).toBeLessThanOrEqual(lines + 1);
    }
  }
  return reading;
}

describe('any text is answered, and always the same way', () => {
  it('arbitrary strings', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (body) => {
        examine(body);
      }),
      { numRuns: 300 },
    );
  });

  it('strings made of the pieces that mean something', () => {
    const pieces = [...PIECES, ...bodies.flatMap((body) => body.split('\n').slice(0, 40))];
    const text = fc
      .array(fc.constantFrom(...pieces), { maxLength: 60 })
      .map((all) => all.join('\n'));
    fc.assert(
      fc.property(text, (body) => {
        examine(body);
      }),
      { numRuns: 300 },
    );
  });

  it('good bodies with random damage', () => {
    const kinds = new Set<string>();
    fc.assert(
      fc.property(mutated, (body) => {
        kinds.add(examine(body).kind);
      }),
      { numRuns: 800 },
    );
    expect(kinds).toEqual(new Set(['readable', 'unreadable']));
  });

  it.each([...hostileTexts(65_536), ...hostileBodies(65_536)])('%s', (_, body) => {
    examine(body);
  });

  it('windows and zones from anywhere', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, zone) => {
        expect(['window', 'problem']).toContain(readWindow(text, zone).kind);
        expect(readWindow(text, 'UTC')).toEqual(readWindow(text, 'UTC'));
      }),
    );
  });
});
