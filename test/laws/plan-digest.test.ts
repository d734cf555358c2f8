import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePlans } from '../../src/core/plan/compare.ts';
import { digestPlan } from '../../src/core/plan/digest.ts';
import { FORMS } from '../../src/core/plan/forms.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import { loadExamples } from '../support/examples.ts';

const examples = loadExamples();

/**
 * What is governed, put together apart from the digest: everything in the plan but priority and the answers whose
 * meaning stands in the plan as a value, without any white space.
 */
function essence(plan: Plan): string {
  const { answers, steps, window, missing, priority, ...values } = plan;
  expect([missing, priority]).toHaveLength(2);
  const worded = Object.entries(answers).filter(
    ([id]) =>
      !/^(?:steps_.*|assets|environments|window|operator|second_person|risk_level|category|rollback_time|priority)$/u.test(
        id,
      ),
  );
  const times = window === null ? null : [window.start, window.end, window.zone];
  return JSON.stringify([worded.sort(), steps, times, values]).replaceAll(/\\[nt]|\s/gu, '');
}

function mutate(body: string, edits: readonly { at: number; cut: number; put: string }[]): string {
  return edits.reduce((text, { at, cut, put }) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + put + text.slice(from + cut);
  }, body);
}

const PUT = [
  '',
  ' ',
  '\n',
  '  \n',
  '\t',
  'x',
  '7',
  ' not ',
  '[hold] ',
  '\n1. more\n   - expect: a\n   - rollback: b\n',
  '`',
  '```\n',
];

const edits = fc.array(
  fc.record({ at: fc.nat(), cut: fc.nat({ max: 4 }), put: fc.constantFrom(...PUT) }),
  { minLength: 1, maxLength: 2 },
);

describe('no governed word changes without the digest', () => {
  it('any edit is refused, or changes the digest, or changes nothing that is governed', () => {
    const seen = { refused: 0, changed: 0, cosmetic: 0 };
    fc.assert(
      fc.property(fc.constantFrom(...examples), edits, (example, changes) => {
        const reading = readPlan(mutate(example.body, changes), FORMS);
        if (reading.kind === 'unreadable') {
          seen.refused += 1;
          return;
        }
        const same = digestPlan(reading.plan) === digestPlan(example.plan);
        if (essence(reading.plan) !== essence(example.plan)) expect(same).toBe(false);
        expect(comparePlans(example.plan, reading.plan).substantive.length === 0).toBe(same);
        if (same) seen.cosmetic += 1;
        else seen.changed += 1;
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(seen.refused, seen.changed, seen.cosmetic)).toBeGreaterThan(5);
  });

  it('more or other white space between words never changes it', () => {
    const gap = fc.constantFrom('  ', ' \t ', '   ');
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), gap, (example, nth, space) => {
        const places = [...example.body.matchAll(/(?<=[a-z]) (?=[a-z])/gu)].map((m) => m.index);
        const at = places[nth % places.length] ?? 0;
        const body = example.body.slice(0, at) + space + example.body.slice(at + 1);
        const reading = readPlan(body, FORMS);
        expect(reading.kind === 'readable' && digestPlan(reading.plan)).toBe(
          digestPlan(example.plan),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each(examples)('$key: line ends and outer white space never change it', ({ body, plan }) => {
    for (const text of [
      body.replaceAll('\n', '\r\n'),
      body.replaceAll('\n', '\r'),
      body.replaceAll('\n', ' \t\n'),
      `\n\n${body}\n\n`,
      body.replaceAll('\n### ', '\n\n\n### '),
    ]) {
      const reading = readPlan(text, FORMS);
      expect(reading.kind === 'readable' && digestPlan(reading.plan)).toBe(digestPlan(plan));
    }
  });

  it('two plans have one digest exactly when nothing substantive differs', () => {
    for (const left of examples) {
      for (const right of examples) {
        const { substantive } = comparePlans(left.plan, right.plan);
        expect(substantive.length === 0).toBe(left.key === right.key);
      }
    }
  });
});
