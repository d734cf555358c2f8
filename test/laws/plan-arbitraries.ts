/**
 * Random plans for the laws: steps of every shape the grammar allows, and answers with words of every kind.
 */
import fc from 'fast-check';
import { CHANGE_FORM } from '../../src/core/plan/change-form.ts';
import { STEP_TAGS } from '../../src/core/plan/plan.ts';
import type { Phase, Step, StepTag } from '../../src/core/plan/plan.ts';
import { printForm, printSteps } from '../../src/core/plan/print-plan.ts';

const WORDS = ['drain', 'gw-1', '`reload`', '[runbook](https://wiki.example/1)', '50 %', 'öffnen'];
const ODD = ['a:b', '-', '1.', '#12', '@x', '\\[x]', '>', '|', '"', '🔒', 'ß', '**now**', '<b>'];
const FENCE = ['```sh\nif x; then\n\n  expect: nothing\nfi\n```', '~~~\n- [hold] not a step\n~~~'];

const phrase = fc
  .array(fc.constantFrom(...WORDS, ...ODD), { minLength: 1, maxLength: 6 })
  .map((words) => `do ${words.join(' ')}`);

/** A detail: one line or more, with a fenced block now and then. */
const detail = fc
  .array(fc.oneof({ arbitrary: phrase, weight: 6 }, fc.constantFrom(...FENCE)), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('\n'));

type Draft = {
  readonly text: string;
  readonly tags: readonly StepTag[];
  readonly details: readonly (string | null)[];
  readonly expect: string;
  readonly rollback: string;
  readonly minutes: number | null;
  readonly notes: readonly string[];
  readonly covers: readonly string[];
  /** Which of the earlier steps of the phase to wait for, as numbers to take a remainder of. */
  readonly waits: readonly number[];
};

const draft: fc.Arbitrary<Draft> = fc.record({
  text: phrase,
  tags: fc.subarray(STEP_TAGS.filter((tag) => tag !== 'irreversible')),
  details: fc.array(fc.option(detail), { minLength: 3, maxLength: 3 }),
  expect: detail,
  rollback: detail,
  minutes: fc.option(fc.nat({ max: 3000 })),
  notes: fc.array(detail, { maxLength: 2 }),
  covers: fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}(?:-[a-z]{1,5})?$/u), { maxLength: 2 }),
  waits: fc.array(fc.nat(), { maxLength: 3 }),
});

function stepsOf(phase: Phase, letter: string): fc.Arbitrary<readonly Step[]> {
  const drafts = fc.array(draft, { minLength: phase === 'execution' ? 1 : 0, maxLength: 6 });
  return drafts.map((all) =>
    all.map((one, index): Step => {
      const tags = one.tags.includes('hold')
        ? one.tags.filter((tag) => tag !== 'optional')
        : one.tags;
      const earlier = one.waits.map((wait) => `${letter}${String((wait % index) + 1)}`);
      return {
        id: `${letter}${String(index + 1)}`,
        phase,
        text: one.text,
        tags,
        after: index === 0 ? [] : [...new Set(earlier)],
        minutes: one.minutes,
        expect: one.expect,
        rollback: one.rollback,
        owner: one.details[0] ?? null,
        evidence: one.details[1] ?? null,
        abort: one.details[2] ?? null,
        notes: one.notes,
        ...(one.covers.length === 0 ? {} : { covers: one.covers }),
      };
    }),
  );
}

export const arbitrarySteps = fc
  .tuple(stepsOf('preflight', 'P'), stepsOf('execution', 'E'), stepsOf('verification', 'V'))
  .map((phases) => phases.flat());

/** Any words, also such as look like Markdown, but never the headings of a form and never no answer. */
export const arbitraryWords = fc
  .array(
    fc.oneof(
      phrase,
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('### Notes', '```', '', '- [ ] a'),
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((lines) => `a ${lines.join('\n')} z`.replaceAll('\r', '').replaceAll('\0', ''));

const login = fc.stringMatching(/^@?[a-z][a-z0-9]{0,8}$/u);
const asset = fc.stringMatching(/^[a-z][a-z0-9-]{0,5}\/[a-z][a-z0-9-]{0,9}$/u);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/u);

const windowText = fc
  .tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 500 }))
  .map(([startHour, hours]) => {
    const at = (hour: number) => new Date(Date.UTC(2026, 3, 1) + hour * 3_600_000).toISOString();
    return `${at(startHour).slice(0, 16)}/${at(startHour + hours).slice(0, 16)}`;
  });

/** An answer to every question of the ordinary form, the steps printed from steps. */
export const arbitraryAnswers: fc.Arbitrary<ReadonlyMap<string, string>> = fc
  .tuple(
    arbitrarySteps,
    fc.array(fc.option(arbitraryWords), { minLength: 40, maxLength: 40 }),
    fc.record({
      assets: fc.array(asset, { minLength: 1, maxLength: 4 }).map((all) => all.join('\n')),
      environments: fc
        .uniqueArray(name, { minLength: 1, maxLength: 3 })
        .map((all) => all.join(', ')),
      kinds: fc
        .uniqueArray(fc.constantFrom(...optionsOf('kinds')), { minLength: 1, maxLength: 3 })
        .map((all) => all.join(', ')),
      rollback_time: fc.nat({ max: 5000 }).map((minutes) => `${String(minutes)}m`),
      window: windowText,
      timezone: fc.constantFrom('UTC', 'Asia/Tokyo', 'America/Phoenix'),
      operator: login.map((text) => `${text}1`),
      second_person: login.map((text) => `${text}2`),
    }),
    fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  )
  .map(([steps, words, lines, picks]) => {
    const fixed = new Map(Object.entries(lines));
    for (const [field, phase] of [
      ['steps_before', 'preflight'],
      ['steps_execute', 'execution'],
      ['steps_verify', 'verification'],
    ] as const) {
      fixed.set(field, printSteps(steps.filter((step) => step.phase === phase)));
    }
    const answers = CHANGE_FORM.fields.map(({ id, type, options }, index): [string, string] => {
      const option = options[(picks[index] ?? 0) % Math.max(1, options.length)] ?? '';
      const own = type === 'dropdown' || type === 'checkboxes' ? option : (words[index] ?? '');
      return [id, fixed.get(id) ?? own];
    });
    return new Map(answers);
  });

function optionsOf(id: string): readonly string[] {
  return CHANGE_FORM.fields.find((field) => field.id === id)?.options ?? [];
}

export function bodyOf(answers: ReadonlyMap<string, string>): string {
  return printForm(CHANGE_FORM, (field) => answers.get(field.id) ?? '');
}
