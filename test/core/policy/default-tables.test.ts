/** The tables of the shipped policy fit together: whatever one names, another has. */
import { describe, expect, it } from 'vitest';
import { GATES } from '../../../src/core/gate/judge.ts';
import { standingOf } from '../../../src/core/gate/step-need.ts';
import { FORMS } from '../../../src/core/plan/forms.ts';
import { compileGlobs } from '../../../src/core/policy/glob.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { StepNeed } from '../../../src/core/policy/rule.ts';
import { step } from '../../support/change-plans.ts';

const { kinds, rules, stepSets, rollbackMethods, checks, sections, duties } = DEFAULT_POLICY;
const needs = rules.flatMap(({ demands }) => demands.steps);
const idsOf = (rows: readonly { readonly id: string }[]): readonly string[] =>
  rows.map(({ id }) => id);

describe('the tables of the shipped policy', () => {
  it('name nothing twice', () => {
    for (const rows of [kinds, rules, stepSets, rollbackMethods, checks, sections, duties, needs]) {
      const ids = idsOf(rows);
      expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    }
  });

  it('have a rule for every kind, and no step set or way back for a kind that is not there', () => {
    expect(idsOf(rules)).toEqual(expect.arrayContaining([...idsOf(kinds)]));
    expect(idsOf(kinds)).toEqual(expect.arrayContaining([...idsOf(stepSets)]));
    const named = rollbackMethods.flatMap((method) => method.kinds);
    expect(idsOf(kinds)).toEqual(expect.arrayContaining([...named]));
    expect(new Set(named).size).toBe(named.length);
  });

  it('ask for the steps of the sets that are there to be copied, and for no others', () => {
    expect(needs).toEqual(expect.arrayContaining(stepSets.flatMap((set) => set.steps)));
    expect(needs).toHaveLength(stepSets.flatMap((set) => set.steps).length);
  });

  it('are what the newest form offers, and something else', () => {
    const asked = FORMS[0]?.fields.find(({ id }) => id === 'kinds');
    expect(asked?.options).toEqual([...kinds.map(({ scope }) => scope), 'Something else']);
  });

  it('name in rules only what the policy has', () => {
    for (const { demands } of rules) {
      expect(idsOf(checks)).toEqual(expect.arrayContaining([...demands.checks]));
      expect(idsOf(sections)).toEqual(expect.arrayContaining([...demands.sections]));
      const questions = FORMS.flatMap(({ fields }) => idsOf(fields));
      expect(questions).toEqual(expect.arrayContaining([...demands.answers]));
    }
  });

  it('name in controls only what is on the page', () => {
    const there = [
      ...idsOf(GATES),
      ...idsOf(rules),
      ...idsOf(checks),
      ...idsOf(duties),
      ...DEFAULT_POLICY.categories.map(({ category }) => category),
    ];
    const named = DEFAULT_POLICY.compliance.flatMap(({ servedBy }) => servedBy);
    expect(named.filter((one) => !there.includes(one))).toEqual([]);
  });

  it('hold only patterns that can be read', () => {
    for (const { names } of checks) expect(compileGlobs(names, 'name')).not.toBeNull();
    for (const { recognisedBy } of kinds) {
      if (recognisedBy === null || !('globs' in recognisedBy)) continue;
      expect(compileGlobs(recognisedBy.globs, 'path')).not.toBeNull();
    }
  });
});

describe('a step that is copied from the page', () => {
  const where: Readonly<Record<string, string>> = { execution: 'E1', verification: 'V1' };

  it.each(needs)('is known by its words alone: $id', (need: StepNeed) => {
    const copied = step(where[need.phase ?? ''] ?? 'P1', need.title);
    expect(standingOf(need, [copied])).toBe('covered');
    expect(standingOf({ ...need, words: [] }, [{ ...copied, covers: [need.id] }])).toBe('covered');
    expect(standingOf(need, [step(copied.id, 'Something else')])).toBe('missing');
  });
});
