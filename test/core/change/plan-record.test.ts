/** A plan on its way into the log: what is hashed for ever, and what can be erased. */
import { describe, expect, it } from 'vitest';
import { canonicalize } from '../../../src/core/audit/canonical.ts';
import {
  packPlan,
  packProblems,
  unpackPlan,
  unpackProblems,
} from '../../../src/core/change/plan-record.ts';
import { storable } from '../../../src/core/change/storable.ts';
import {
  CERT_ROTATION,
  EMERGENCY_PATCH,
  step,
  UNREADABLE,
  WINDOW,
} from '../../support/change-plans.ts';

describe('a packed plan', () => {
  it('keeps ids, order, tags, times and class in the hashed part, and nothing that a person wrote', () => {
    const marked = {
      ...CERT_ROTATION,
      answers: { what: 'SECRET-what' },
      steps: [
        {
          ...step('E1', 'SECRET-text', { tags: ['hold'], after: [], minutes: 5 }),
          expect: 'SECRET-expect',
          owner: 'SECRET-owner',
          notes: ['SECRET-note'],
        },
      ],
      assets: ['SECRET-asset'],
      environments: ['SECRET-environment'],
      secondPerson: 'SECRET-second',
      operator: 'SECRET-operator',
      window: { ...WINDOW, note: 'SECRET-note' },
    };
    const { data, texts } = packPlan(marked);
    expect(canonicalize(data)).not.toContain('SECRET');
    expect(data).toMatchObject({
      category: 'normal',
      risk: 'medium',
      window: { zone: 'Europe/Berlin' },
      steps: [{ id: 'E1', tags: ['hold'], minutes: 5 }],
    });
    expect(Object.keys(texts).sort()).toEqual([
      'answer.what',
      'assets',
      'environments',
      'operator',
      'second_person',
      'step.E1',
      'window_note',
    ]);
    expect(unpackPlan(data, texts)).toEqual(marked);
  });

  it('comes back as it was', () => {
    for (const plan of [CERT_ROTATION, EMERGENCY_PATCH]) {
      const { data, texts } = packPlan(plan);
      expect(unpackPlan(data, texts)).toEqual(plan);
    }
  });

  it('of which a step was erased still shows the others', () => {
    const { data, texts } = packPlan(CERT_ROTATION);
    const plan = unpackPlan(data, { ...texts, 'step.E3': null, 'answer.why': null });
    expect(plan.steps.find(({ id }) => id === 'E3')).toMatchObject({
      text: '[redacted]',
      tags: ['hold'],
      phase: 'execution',
    });
    expect(plan.steps.find(({ id }) => id === 'E4')?.text).toBe('Undrain gw-1');
    expect(plan.answers).toMatchObject({ why: '[redacted]', what: CERT_ROTATION.answers['what'] });
  });

  it('finds no answer in a prototype', () => {
    const { data, texts } = packPlan(CERT_ROTATION);
    expect(unpackPlan(data, texts).answers['constructor']).toBeUndefined();
  });

  it('made by somebody else is refused, saying what was expected', () => {
    expect(() => unpackPlan('plan', {})).toThrow('plan: expected an object for plan');
    const { data, texts } = packPlan(CERT_ROTATION);
    expect(() =>
      unpackPlan(
        { ...data, steps: [{ id: 'X1', phase: 'lunch', tags: [], after: [], minutes: null }] },
        texts,
      ),
    ).toThrow('step X1 is in no known phase');
  });
});

describe('problems', () => {
  it('come back as they were, and erased as none', () => {
    const problems = UNREADABLE.kind === 'unreadable' ? UNREADABLE.problems : [];
    expect(problems).toHaveLength(1);
    expect(unpackProblems(packProblems(problems))).toEqual(problems);
    expect(unpackProblems(undefined)).toEqual([]);
    expect(unpackProblems('[redacted]')).toEqual([]);
  });
});

describe('storable', () => {
  it('replaces what no log can hold, in every text of a value, and nothing else', () => {
    const value = { a: 'x\u0000y', b: ['\ud800', 1, null, true], c: { d: 'ü🔒' } };
    expect(storable(value)).toEqual({
      a: 'x\ufffdy',
      b: ['\ufffd', 1, null, true],
      c: { d: 'ü🔒' },
    });
  });
});
