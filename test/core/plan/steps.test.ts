import { describe, expect, it } from 'vitest';
import { changeBody, lineOf, planOf, problemsOf } from './change-body.ts';
import { DETAILS, codes, problem, stepOf, stepsOf } from './step-text.ts';

describe('the first line of a step', () => {
  it.each(['-', '*', '+', '1.', '1)', '007.', '123456789.'])(
    'begins with the marker %s',
    (marker) => {
      expect(stepOf(`${marker} Switch it${DETAILS}`).text).toBe('Switch it');
    },
  );

  it.each(['[ ]', '[x]', '[X]', '[]'])('the box %s is ignored', (box) => {
    expect(stepOf(`- ${box} Switch it${DETAILS}`)).toEqual(stepOf(`1. Switch it${DETAILS}`));
  });

  it('ids follow the order of writing, not the author’s numbers', () => {
    const text = `7. seven${DETAILS}\n7. again${DETAILS}\n1. one${DETAILS}`;
    expect(stepsOf(text).map((step) => [step.id, step.text])).toEqual([
      ['E1', 'seven'],
      ['E2', 'again'],
      ['E3', 'one'],
    ]);
  });

  it.each([
    ['[hold] Look', ['hold'], 'Look'],
    ['[HOLD]Look', ['hold'], 'Look'],
    ['[ hold ] Look', ['hold'], 'Look'],
    ['[hold]: Look', ['hold'], 'Look'],
    ['[x] [witness] [hold] Look', ['hold', 'witness'], 'Look'],
    ['[optional][witness] Look', ['witness', 'optional'], 'Look'],
    ['[hold] [hold] Look', ['hold'], 'Look'],
    ['[hold](see the wiki) Look', ['hold'], '(see the wiki) Look'],
    [
      '[runbook](https://wiki.example/1) says how',
      [],
      '[runbook](https://wiki.example/1) says how',
    ],
    ['[old](/pool "the old one") goes', [], '[old](/pool "the old one") goes'],
    ['Take [old] pools away', [], 'Take [old] pools away'],
    ['\\[hodl] is a word', [], '\\[hodl] is a word'],
    ['Write `[hold]` into the file', [], 'Write `[hold]` into the file'],
    ['Read [hold](https://wiki.example/hold)', [], 'Read [hold](https://wiki.example/hold)'],
  ] as const)('"%s" has the tags %j', (line, tags, text) => {
    expect(stepOf(`1. ${line}${DETAILS}`)).toMatchObject({ tags, text });
  });

  it.each([
    ['[hodl] Look', '[hold]'],
    ['[hld] Look', '[hold]'],
    ['[Holdd] Look', '[hold]'],
    ['[ireversible] Look', '[irreversible]'],
    ['[witnes] [hold] Look', '[witness]'],
    ['[hold] [optinal] Look', '[optional]'],
    ['[hodl](a second person looks) Look', '[hold]'],
    ['[hodl][hold] Look', '[hold]'],
    ['[hodl]: Look', '[hold]'],
    ['[hоld] Look', '[hold]'],
  ])('"%s" is an error: did you mean %s?', (line, meant) => {
    const found = problem(`1. fine${DETAILS}\n2. ${line}${DETAILS}`);
    expect(found).toMatchObject({
      code: 'step_tag_unknown',
      field: 'steps_execute',
      lineInSteps: 4,
    });
    expect(found.remedy).toContain(`did you mean ${meant}?`);
  });

  it.each(['[see wiki] Look', '[ops][runbook] Look', '[later] Look', '[] [] Look'])(
    '"%s" is an error without a suggestion',
    (line) => {
      const found = problem(`1. ${line}${DETAILS}`);
      expect(found.code).toBe('step_tag_unknown');
      expect(found.remedy).toContain('backslash');
    },
  );

  it.each([
    'Look from outside [hold]',
    'Look [HOLD] from outside',
    'Look from outside [hodl]',
    'Look `from outside [hold]',
    'Look [hold](a second person) from outside',
  ])('"%s": a tag in the text would be lost, so it is an error', (line) => {
    const found = problem(`1. ${line}${DETAILS}`);
    expect(found.code).toBe('step_tag_misplaced');
    expect(found.remedy).toContain('write [hold] directly after the list marker');
  });

  it.each(['1.', '- ', '- [ ]', '1. [hold]'])('"%s" says nothing and is an error', (line) => {
    expect(codes(`${line}${DETAILS}`)).toEqual(['step_text_missing']);
  });
});

describe('lines that are no step', () => {
  it.each([
    'Now switch it',
    '-no space',
    '1.no space',
    '1234567890. too long a number',
    '# Heading',
    '---',
    '> quoted',
    '<!-- hidden -->',
    '– a dash that is no list marker',
  ])('"%s" at the margin is an error with its line', (line) => {
    const found = problem(`1. fine${DETAILS}\n\n${line}`);
    expect(found).toMatchObject({ code: 'step_outside_list', lineInSteps: 5 });
    expect(found.found).toContain(line.slice(0, 10));
  });

  it('one space is neither margin nor indentation', () => {
    expect(problem(`1. fine${DETAILS}\n - another`)).toMatchObject({ code: 'step_indent' });
  });

  it('a list that is indented as a whole is an error, not one long note', () => {
    expect(codes(`  1. one${DETAILS}`)[0]).toBe('step_indent');
  });

  it.each(['  - [hold] Look', '\t2. [ ] [irreversible] Delete', '   - [hodl] Look'])(
    '"%s" below a step was meant as a step',
    (line) => {
      expect(problem(`1. fine${DETAILS}\n${line}`).code).toBe('step_indent');
    },
  );
});

describe('what a phase demands', () => {
  it('execution and verification say what is expected', () => {
    const body = changeBody({
      steps_execute: '1. Do\n   - rollback: y',
      steps_verify: '1. Look\n   - expect:',
    });
    expect(problemsOf(body).map(({ code, line }) => [code, line])).toEqual([
      ['step_expect_missing', lineOf(body, '1. Do')],
      ['step_expect_missing', lineOf(body, '1. Look')],
    ]);
  });

  it('execution says how to go back', () => {
    expect(problem('1. Do\n   - expect: x').code).toBe('step_rollback_missing');
  });

  it('pre-flight demands nothing, verification no rollback', () => {
    const body = changeBody({ steps_before: '- a', steps_verify: '- b\n  expect: x' });
    expect(planOf(body).steps.map((step) => step.id)).toEqual(['P1', 'E1', 'E2', 'V1']);
  });

  it('what cannot be undone needs no rollback', () => {
    const text = `1. [hold] Look${DETAILS}\n2. [irreversible] Delete\n   - expect: gone`;
    expect(stepsOf(text)[1]).toMatchObject({ tags: ['irreversible'], rollback: null });
  });

  it('a hold is never optional', () => {
    expect(problem(`1. [optional] [hold] Look${DETAILS}`).code).toBe('hold_not_skippable');
  });
});

describe('the length of the list', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `${String(index + 1)}. do${DETAILS}`).join('\n');

  it('two hundred steps are the most', () => {
    const at = changeBody({
      steps_execute: many(198),
      steps_before: '',
      steps_verify: '- a\n  expect: b\n- c\n  expect: d',
    });
    expect(planOf(at).steps).toHaveLength(200);
    expect(codes(many(201))).toEqual(['steps_too_many']);
    expect(codes(many(199))).toEqual(['steps_too_many']);
  });
});
