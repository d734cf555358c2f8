// The answer for tools: its published shape, its one word, and the code of what to remove first.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES } from '../../../src/core/change/refusal.ts';
import { decisionOf } from '../../../src/core/gate/decision.ts';
import { judge } from '../../../src/core/gate/judge.ts';
import { PURPOSES, type Verdict } from '../../../src/core/gate/verdict.ts';
import { MOMENTS, momentOf } from '../desired/moments.ts';

type Schema = { readonly $defs: { readonly code: { readonly enum: readonly string[] } } };

const schema = JSON.parse(
  readFileSync(new URL('../../../schemas/decision.schema.json', import.meta.url), 'utf8'),
) as Schema;

const change = { number: 1, state: 'review' } as const;
const verdict = (given: Partial<Verdict>): Verdict => ({
  gate: 'approvals',
  kind: 'met',
  code: 'approval_missing',
  facts: {},
  who: ['lead'],
  next: '/chg approve',
  link: null,
  ...given,
});

describe('a decision', () => {
  it.each(Object.keys(MOMENTS))(
    'has the published shape for every act, at the moment %s',
    (moment) => {
      const validate = new Ajv2020({ allErrors: true }).compile(schema);
      for (const act of PURPOSES) {
        const { change: at, facts } = momentOf(moment);
        const decision = decisionOf({ change: at, act, verdicts: judge(at, facts, act) });
        validate(decision);
        expect(validate.errors ?? []).toEqual([]);
        expect(decision.reason_code === null).toBe(decision.decision === 'yes');
      }
    },
  );

  it('knows every code that a gate can give, and promises no other', () => {
    expect(schema.$defs.code.enum).toEqual(REFUSAL_CODES);
  });

  it('is yes only when gates were asked and none stands in the way', () => {
    const of = (...verdicts: readonly Verdict[]) =>
      decisionOf({ change, act: 'merge', verdicts }).decision;
    expect(of(verdict({}), verdict({ kind: 'not_applicable' }))).toBe('yes');
    expect(of(verdict({}), verdict({ kind: 'cannot_tell' }))).toBe('cannot_tell');
    expect(of(verdict({ kind: 'cannot_tell' }), verdict({ kind: 'unmet' }))).toBe('no');
    expect(of()).toBe('cannot_tell');
  });

  it('names the obstacle to remove first, and at each obstacle who can and with which command', () => {
    const decision = decisionOf({
      change,
      act: 'merge',
      verdicts: [
        verdict({}),
        verdict({ gate: 'pull_checks', code: 'ci_gates_failed', kind: 'unmet', next: null }),
        verdict({ kind: 'unmet' }),
      ],
    });
    expect(decision).toMatchObject({
      schema: 'holdpoint.decision/v1',
      change: 'CHG-00001',
      decision: 'no',
      reason_code: 'ci_gates_failed',
    });
    expect(decision.gates.map(({ who, next }) => [who, next])).toEqual([
      [[], null],
      [['lead'], null],
      [['lead'], '/chg approve'],
    ]);
  });
});
