// Gaps of a template, and its trial: no value can be more than text, and what comes out is a plan.
import { describe, expect, test } from 'vitest';

import { at, problems, TEXT } from './template-file.ts';

describe('what is wrong with a gap', () => {
  test('is a name that no variable has, with the nearest one, or no end', () => {
    expect(problems(['certificate of {{host}} is', 'certificate of {{hots}} is'])).toEqual([
      `${at('certificate of {{host}} is', '{{host}}')} unknown_name: expected a variable between {{ and }}: host, authority, ticket; found "{{hots}}"; did you mean {{host}}?`,
    ]);
    expect(problems(['edge/{{host}}', 'edge/{{ host }}'])).toEqual([
      expect.stringMatching(/^29:16 .*found "\{\{ host \}\}"; did you mean \{\{host\}\}\?$/u),
    ]);
    expect(problems(['edge/{{host}}', 'edge/{{host'])).toEqual([
      expect.stringMatching(/^29:16 .*found no name, or no \}\} on the line/u),
    ]);
  });

  test.each([
    ['1. Install the new files on {{host}}', '1. {{host}}: install', 'words of the template'],
    ['1. Install the new files on {{host}}', '{{host}}', 'words of the template'],
    ['1. Install the new files on {{host}}', '1{{host}} files', 'words of the template'],
    ['1. Install the new files on {{host}}', '1. [hold] {{host}}', 'words of the template'],
    [
      '1. Install the new files on {{host}}',
      '1. [{{host}}] files',
      'no gap within square brackets',
    ],
    ['- rollback: remove both files', '- {{host}}', 'words of the template'],
    ['- rollback: remove both files', '- **{{host}}** files', 'words of the template'],
    ['- rollback: remove both files', '- roll{{host}} back', 'words of the template'],
    ['- rollback: remove both files', '  {{host}}', 'words of the template'],
    ['- rollback: remove both files', '- after: {{host}}', 'steps that are named in the template'],
    ['- rollback: remove both files', '- covers: {{host}}', 'steps that are named in the template'],
    ['- rollback: remove both files', '```{{host}}', 'no gap on the line of a fence'],
    ['Ticket: {{ticket}}.', '## {{ticket}}', 'no gap in a heading'],
  ])('is a place where a value could be more than text: %s → %s', (from, to, expected) => {
    const [first = ''] = problems([from, to]);
    const [line = 0, column = 0] = first.split(':').map((part) => Number.parseInt(part, 10));
    const lines = TEXT.replace(from, to).split('\n');
    expect(first).toContain(`wrong_value: expected ${expected}`);
    expect(lines[line - 1]?.slice(column - 1)).toMatch(/^\{\{(?:host|ticket)\}\}/u);
  });

  test('is none where the words around it are the template’s own', () => {
    expect(
      problems(
        ['- rollback: remove both files', '- rollback: `rm {{host}}.pem` on {{host}}'],
        ['2. Reload the web server on {{host}}', '2. `reload {{host}}`'],
      ),
    ).toEqual([]);
  });
});

describe('a template is tried before anybody uses it', () => {
  test('steps that the parser refuses are told at their own lines', () => {
    expect(
      problems(
        ['- expect: workers are', '- expct: workers are'],
        ['1. Install the', '1. [hodl] Install the'],
        ['rollback_time: 5m', 'rollback_time: soon'],
      ),
    ).toEqual([
      `${at('rollback_time:', '5m')} wrong_value: expected a duration such as 25m, 2h or 1h30m; found "soon"; write hours and minutes; a bare number means minutes`,
      expect.stringMatching(
        new RegExp(`^${at('1. Install the')} wrong_value: .*did you mean \\[hold\\]`, 'u'),
      ),
      expect.stringMatching(
        new RegExp(`^${at('2. Reload')} wrong_value: expected expect: with what will be seen`, 'u'),
      ),
      expect.stringMatching(
        new RegExp(`^${at('- expect: workers')} wrong_value: .*did you mean expect:`, 'u'),
      ),
    ]);
  });

  test('answers that the form requires must be there, also those that others bring with them', () => {
    expect(
      problems(['  priority: Low\n', ''], ['  failure: The old', '  dependencies: The old']),
    ).toEqual([
      '24:1 missing: expected an answer to "6 · What happens if it fails half-way?"; found nothing; write it as "failure:" below "answers:"',
      '24:1 missing: expected an answer to "32 · How urgent is it?"; found nothing; write it as "priority:" below "answers:"',
    ]);
    expect(problems(['2. Reload', '2. [hold] Reload'])).toEqual([
      expect.stringMatching(/^24:1 missing: expected an answer to "23 · Second person/u),
    ]);
  });

  test('choices are those of the form, with each option of a variable', () => {
    expect(problems(['Quiet hours', 'Quite hours'])).toEqual([
      expect.stringMatching(
        new RegExp(`^${at('Quiet hours')} wrong_value: .*did you mean "Quiet hours"\\?$`, 'u'),
      ),
    ]);
    const [, low, wrong] = ['', 'options: [Low, Medium]', 'options: [Low, Hgih]'];
    const risk = (options: string): readonly string[] =>
      problems(
        ['options: [Internal, Public]', options],
        ['risk_level: Low', 'risk_level: "{{authority}}"'],
      );
    expect(risk(low ?? '')).toEqual([]);
    expect(risk(wrong ?? '')).toEqual([
      expect.stringMatching(/^62:16 wrong_value: .*found "Hgih"; did you mean "High"\?$/u),
    ]);
  });

  test('what may be left out leaves a plan behind', () => {
    expect(problems(['edge/{{host}}', '"{{ticket}}"'])).toEqual([
      '29:12 missing: expected an answer to "3 · Which assets are touched?"; found nothing, when ticket is left out; write it as "assets:" below "answers:"; or make what is left out required',
    ]);
  });

  test('headings of the form, and comments that hide the rest, are told at their line', () => {
    expect(problems(['    Ticket: {{ticket}}.', '    {{ticket}}\n    ### 2 · Why now?'])).toEqual([
      '28:5 wrong_value: expected answers without the headings of the form; found "2 · Why now?"; take the heading out: the key of the answer stands for it',
    ]);
    expect(problems(['    Ticket: {{ticket}}.', '    {{ticket}}\n\n    <!-- hidden'])).toEqual([
      expect.stringMatching(/^29:5 wrong_value: expected a form that everybody .* can see/u),
    ]);
  });
});
