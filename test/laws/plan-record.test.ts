/** Laws of the packed plan: whatever was read from a body comes back from the log. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalize, parseCanonical } from '../../src/core/audit/canonical.ts';
import { packPlan, unpackPlan } from '../../src/core/change/plan-record.ts';
import { digestPlan } from '../../src/core/plan/digest.ts';
import { FORMS } from '../../src/core/plan/forms.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import { arbitraryAnswers, bodyOf } from './plan-arbitraries.ts';

const plans: fc.Arbitrary<Plan> = arbitraryAnswers
  .map((answers) => readPlan(bodyOf(answers), FORMS))
  .map((reading) => (reading.kind === 'readable' ? reading.plan : null))
  .filter((plan) => plan !== null);

describe('laws of the packed plan', () => {
  it('packing, storing and unpacking gives the plan, and its digest', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { data, texts } = packPlan(plan);
        const back = unpackPlan(
          parseCanonical(canonicalize(data)),
          JSON.parse(JSON.stringify(texts)) as typeof texts,
        );
        expect(back).toEqual(plan);
        expect(digestPlan(back)).toBe(digestPlan(plan));
      }),
      { numRuns: 200 },
    );
  });

  it('erasing any of the texts leaves a plan of the same structure', () => {
    fc.assert(
      fc.property(plans, fc.nat(), (plan, pick) => {
        const { data, texts } = packPlan(plan);
        const names = Object.keys(texts);
        const erased = { ...texts, [names[pick % names.length] ?? '']: null };
        const back = unpackPlan(data, erased);
        const structure = ({ steps, category, window, missing }: Plan) => [
          steps.map(({ id, tags, after, minutes }) => [id, tags, after, minutes]),
          category,
          window?.start,
          missing,
        ];
        expect(structure(back)).toEqual(structure(plan));
      }),
      { numRuns: 200 },
    );
  });
});
