import { describe, expect, it } from 'vitest';
import { FORMS } from '../../src/core/plan/forms.ts';
import type { FormField, FormVersion } from '../../src/core/plan/form.ts';
import { printForm } from '../../src/core/plan/print-plan.ts';
import { readPlan } from '../../src/core/plan/read-plan.ts';
import { loadExamples } from '../support/examples.ts';
import type { Example } from '../support/examples.ts';

/** What people paste and what attackers write. `own` is the form that the text is put into. */
const NASTY: readonly (readonly [string, (own: FormVersion) => string])[] = [
  ['a heading of their own', () => 'before\n\n### Notes\n\nafter'],
  ['a heading of the form, copied', (own) => `see\n\n### ${labelAt(own, 2)}\n\nno`],
  ['a heading of the form, without empty lines', (own) => `see\n### ${labelAt(own, -2)}\nLow`],
  ['a heading of the form, quoted', (own) => `> ### ${labelAt(own, -2)}\n>\n> Low`],
  ['a heading of the form, as code', (own) => `see\n\n    ### ${labelAt(own, -2)}\n\nLow`],
  ['an unclosed fence', () => '```\nline one\n\n### Log\n\nline two'],
  ['a fence with headings', () => '```md\n### A\n\n# B\n```\nafter'],
  ['an unclosed comment', () => 'before <!--\n\n### A'],
  ['names of the prototype', () => '### __proto__\n\n### constructor\n\ntoString'],
  ['boxes and rules', () => '- [x] done\n- [ ] open\n\n---\n\nTitle\n===\n\n***'],
  ['no answer, in the middle', () => 'first\n\n_No response_\n\nNone\n\nlast'],
  ['a pasted log', () => '\u001b[31mERROR\u001b[0m\tat x (y:1)\n\u2028\u0085\ttab\n'.repeat(50)],
  [
    'letters of every kind',
    () => '\u202Eright to left\u202C \u200B 🔒 e\u0301 \u00A0 漢字 {{x}} $& $1 \\n',
  ],
];

const STEPS = /^steps_/u;
const VALUES = new Set(['assets', 'environments']);

function labelAt(form: FormVersion, index: number): string {
  return form.fields.at(index)?.label ?? '';
}

type Kind = 'words' | 'steps' | 'values';
type Outcome = 'exact' | 'refused' | 'wrong';

function kindOf(field: FormField): Kind {
  if (STEPS.test(field.id)) return 'steps';
  return VALUES.has(field.id) ? 'values' : 'words';
}

function textFields(form: FormVersion): readonly FormField[] {
  return form.fields.filter((field) => field.type === 'textarea');
}

/** What becomes of the text as the answer to one question, while all others are answered as they were. */
function outcomeOf({ answers, plan }: Example, form: FormVersion, put: Put): Outcome {
  const body = printForm(form, ({ id }) =>
    id === put.field.id ? put.text : (answers[id] ?? '').trim(),
  );
  const reading = readPlan(body.replaceAll('\n', put.end), FORMS);
  if (reading.kind === 'unreadable') return 'refused';
  const expected = new Map(Object.entries({ ...plan.answers, [put.field.id]: put.text.trim() }));
  const found = Object.entries(reading.plan.answers);
  const same =
    found.length === expected.size && found.every(([id, text]) => expected.get(id) === text);
  return same ? 'exact' : 'wrong';
}

type Put = { readonly field: FormField; readonly text: string; readonly end: string };

const outcomes = loadExamples().flatMap((example) => {
  const form = FORMS.find((candidate) => candidate.id === example.form);
  if (form === undefined) throw new Error(example.form);
  return textFields(form).flatMap((field) =>
    NASTY.flatMap(([, make]) =>
      ['\n', '\r\n'].map((end) => ({
        kind: kindOf(field),
        outcome: outcomeOf(example, form, { field, text: make(form), end }),
      })),
    ),
  );
});

function count(kind: Kind, outcome: Outcome): number {
  return outcomes.filter((one) => one.kind === kind && one.outcome === outcome).length;
}

describe('nasty text in every text field of every example', () => {
  it('is never read as anything but what it is', () => {
    expect(outcomes.filter((one) => one.outcome === 'wrong')).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(3000);
  });

  it('is refused among words only when a heading of the form stands twice', () => {
    const all = outcomes.filter((one) => one.kind === 'words').length;
    const doubled = 2;
    expect(count('words', 'refused') * NASTY.length).toBe(all * doubled);
    expect(count('words', 'exact') * NASTY.length).toBe(all * (NASTY.length - doubled));
  });

  it('is no list of steps and no list of ids', () => {
    expect(count('steps', 'exact') + count('values', 'exact')).toBe(0);
    expect(count('steps', 'refused')).toBeGreaterThan(500);
    expect(count('values', 'refused')).toBeGreaterThan(200);
  });
});
