import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORMS } from '../../src/core/plan/forms.ts';
import { printPlan, printSteps } from '../../src/core/plan/print-plan.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import {
  formatMinutes,
  formatWindow,
  parseDuration,
  readWindow,
} from '../../src/core/time/window.ts';
import { arbitraryAnswers, arbitrarySteps, bodyOf } from './plan-arbitraries.ts';

describe('printing, then reading, loses nothing', () => {
  it('of any list of steps', () => {
    fc.assert(
      fc.property(arbitrarySteps, (steps) => {
        const text = (phase: string) => printSteps(steps.filter((step) => step.phase === phase));
        const answers = new Map([
          ['steps_before', text('preflight')],
          ['steps_execute', text('execution')],
          ['steps_verify', text('verification')],
        ]);
        const reading = readPlan(bodyOf(answers), FORMS);
        expect(reading.kind === 'readable' ? reading.plan.steps : reading).toEqual(steps);
      }),
      { numRuns: 200 },
    );
  });

  it('of any plan', () => {
    fc.assert(
      fc.property(arbitraryAnswers, (answers) => {
        const reading = readPlan(bodyOf(answers), FORMS);
        if (reading.kind === 'unreadable') throw new Error(JSON.stringify(reading.problems));
        const { plan } = reading;
        const given = [...answers].filter(([, text]) => text !== '');
        expect(Object.keys(plan.answers)).toEqual(given.map(([id]) => id));
        for (const [id, text] of given) expect(plan.answers[id]).toBe(text.trim());
        const again = readPlan(printPlan(plan), FORMS);
        expect(again.kind === 'readable' ? again.plan : again).toEqual(plan);
      }),
      { numRuns: 200 },
    );
  });

  it('of any duration', () => {
    fc.assert(
      fc.property(fc.nat({ max: 99_999 }), (minutes) => {
        expect(parseDuration(formatMinutes(minutes))).toBe(minutes);
      }),
    );
  });

  it('of any window that was written with offsets', () => {
    const minute = fc.integer({ min: 0, max: 4_000_000 });
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Chatham');
    fc.assert(
      fc.property(minute, fc.integer({ min: 1, max: 5000 }), zone, (start, length, name) => {
        const at = (offset: number) => {
          const text = new Date(Date.UTC(2024, 0, 1) + offset * 60_000).toISOString();
          return `${text.slice(0, 19)}Z`;
        };
        const reading = readWindow(`${at(start)}/${at(start + length)}`, name);
        const window = { start: at(start), end: at(start + length), zone: name, note: null };
        expect(reading).toEqual({ kind: 'window', window });
        expect(formatWindow(window)).toContain('–');
      }),
    );
  });
});
