// From a file to a template: what it becomes, and everything that can be wrong with it, each with line and column.
import { describe, expect, test } from 'vitest';

import schema from '../../schemas/template.schema.json' with { type: 'json' };
import { CHANGE_FORM } from '../../src/core/plan/change-form.ts';
import { told } from './files.ts';
import { at, FILE, problems, read, TEXT } from './template-file.ts';

describe('a template', () => {
  test('is what its file says, with what the form is prefilled with', () => {
    const { template, problems: found } = read(TEXT);
    expect(found).toEqual([]);
    expect(template).toMatchObject({
      id: 'certificate',
      version: 1,
      title: 'Renew the certificate of a web server',
      category: 'standard',
      owner: 'lighthouse-freight/platform',
      expires: '2027-05-31',
      file: FILE,
      blob: 'b1',
      answers: { timezone: 'UTC', assets: 'edge/{{host}}', rollback_time: '5m' },
    });
    expect(template?.variables).toEqual([
      {
        id: 'host',
        label: 'Which host?',
        help: 'Its name in the inventory.',
        required: true,
        options: [],
        pattern: 'web-*',
        maxLength: 40,
        example: 'web-03',
      },
      {
        id: 'authority',
        label: 'Which authority signs it?',
        help: '',
        required: true,
        options: ['Internal', 'Public'],
        pattern: null,
        maxLength: 100,
        example: null,
      },
      {
        id: 'ticket',
        label: 'Which ticket is it for?',
        help: '',
        required: false,
        options: [],
        pattern: null,
        maxLength: 100,
        example: 'OPS-1181',
      },
    ]);
  });

  test('needs no variables, no owner and no last day', () => {
    const text = TEXT.replace(/^variables:\n(?: .*\n)*/mu, '')
      .replace(/^(?:owner|expires|description): .*\n/gmu, '')
      .replaceAll('{{host}}', 'web-03')
      .replaceAll('{{authority}}', 'internal')
      .replaceAll('{{ticket}}', 'OPS-1');
    expect(read(text)).toMatchObject({
      problems: [],
      template: { variables: [], owner: null, expires: null, description: '' },
    });
  });

  test('is answered by the questions of the change form that are not decided beforehand, in the editor as well', () => {
    const asked = CHANGE_FORM.fields.map(({ id }) => id);
    const open = asked.filter((id) => id !== 'category' && id !== 'attest');
    expect(Object.keys(schema.properties.answers.properties)).toEqual(open);
    const words = Object.values(schema.properties.answers.properties);
    for (const { label } of CHANGE_FORM.fields.filter(({ id }) => open.includes(id)))
      expect(
        words.some(({ description }) => description.startsWith(label)),
        label,
      ).toBe(true);
  });
});

describe('what is wrong with a file', () => {
  test('is told all at once, in the order of its lines', () => {
    expect(
      problems(
        ['version: 1\n', 'version: 0\n'],
        ['category: standard', 'category: normal'],
        ['    pattern: web-*', '    patern: web-*'],
        ['  why: ', '  whi: '],
      ),
    ).toEqual([
      `${at('version: 1', '1')} wrong_value: expected at least 1; found 0; correct the value`,
      `${at('category: standard', 'standard')} wrong_value: expected standard; found "normal"; correct the value`,
      expect.stringMatching(
        new RegExp(
          `^${at('pattern:')} unknown_key: expected one of id, .*; did you mean "pattern"\\?$`,
          'u',
        ),
      ),
      expect.stringMatching(
        new RegExp(
          `^${at('why:')} unknown_key: expected one of what, .*; found "whi"; did you mean "why"\\?$`,
          'u',
        ),
      ),
    ]);
  });

  test('are anchors, aliases, tags, several documents, keys that stand twice, and more than 64 KB', () => {
    const first = (text: string): string => told(read(text).problems[0] ?? never());
    expect(first('template: &a 1\nid: *a\n')).toMatch(/^1:11 alias: /u);
    expect(first('template: !!int 1\n')).toMatch(/^1:11 yaml: .*a tag/u);
    expect(first('')).toBe(
      '1:1 missing: expected one document that begins with "template: 1"; found nothing; docs/templates.md has a whole one to begin with',
    );
    expect(first('template: 1\n---\nid: x\n')).toMatch(/^1:1 yaml: .*found 2 documents/u);
    expect(first('[1, 2]')).toMatch(/^1:1 wrong_value: expected a map; found a list/u);
    expect(first(`template: 1\n# ${'x'.repeat(65_536)}`)).toMatch(/^null:null too_large/u);
    expect(problems(['owner: ', 'id: certificate\nowner: '])).toEqual([
      expect.stringMatching(/^8:1 duplicate: expected each key once; found "id" again/u),
    ]);
  });

  test('is a name that is not the name of the file', () => {
    expect(read(TEXT, 'templates/certificate.yaml').problems.map(told)).toEqual([
      `${at('id: certificate', 'certificate')} wrong_value: expected the name of the file: it is called "certificate.yaml"; found "certificate"; rename the file to certificate.yml, or write here what it is called`,
    ]);
  });

  test('are braces without quotes, which YAML takes for a map', () => {
    expect(problems(['assets: edge/{{host}}', 'assets: {{host}}'])).toEqual([
      `29:12 yaml: expected quotes around a text that begins with {{; found "assets: {{host}}"; put it in quotes, or on a line of its own below "|"`,
    ]);
  });
});

describe('what is wrong with a variable', () => {
  test('is an id or a question that stands twice, or is taken', () => {
    expect(
      problems(['  - id: authority', '  - id: host'], ['Which ticket is it for?', 'Template']).map(
        (one) => one.split(';')[0],
      ),
    ).toEqual([
      `${at('- id: authority', 'authority')} duplicate: expected each id once, and another than that of the question "Template"`,
      `${at('Which ticket')} duplicate: expected each label once, and another than that of the question "Template"`,
      `${at('from the {{authority}}', '{{authority}}')} unknown_name: expected a variable between {{ and }}: host, host, ticket`,
    ]);
  });

  test('is a question that a forge would not show, or that would not be found again', () => {
    expect(problems(['Which host?', 'Which API key?'])).toEqual([
      `${at('Which host?')} wrong_value: expected a question that does not ask for a secret: forges do not show such a form; found "api key"; ask for the name of the thing; a secret belongs into no issue`,
    ]);
    for (const label of ['Which  host?', 'Which host? #'])
      expect(problems(['label: Which host?', `label: "${label}"`])).toEqual([
        expect.stringMatching(/^12:13 wrong_value: expected words with single spaces/u),
      ]);
  });

  test('are options that stand twice, or read as no answer, and options beside a pattern', () => {
    const options = (to: string): readonly string[] =>
      problems(['    options: [Internal, Public]', to]).map((one) => one.split(';')[0] ?? '');
    expect(options('    options: [Internal, internal]')).toEqual([
      expect.stringMatching(/^19:5 duplicate: expected each option once/u),
    ]);
    expect(options('    options: [None of them, Public]')).toEqual([
      expect.stringMatching(/^19:5 wrong_value: expected options without the word "None"/u),
    ]);
    expect(options('    options: [Internal]\n    pattern: I*')).toEqual([
      '19:5 wrong_value: expected options or a pattern',
    ]);
  });

  test('is a pattern that cannot be read, an example that it refuses, or none', () => {
    expect(problems(['    pattern: web-*', '    pattern: "web-{"'])[0]).toMatch(
      /^14:15 wrong_value: expected a pattern with/u,
    );
    expect(problems(['    example: web-03', '    example: db-03'])).toEqual([
      `${at('example: web-03', 'web')} wrong_value: expected something like "web-*"; found "db-03"; correct the example, or what is asked of it`,
    ]);
    expect(problems(['    example: web-03', '    example: "### web-03"'])[0]).toMatch(/heading/u);
    expect(problems(['    example: web-03\n', ''])).toEqual([
      '11:5 missing: expected an example for "host": the form shows it, and the template is tried with it; found none; add "example:" with a value as it could be',
    ]);
  });

  test('is that nothing uses it', () => {
    expect(problems(['\n    Ticket: {{ticket}}.', ''])).toEqual([
      `${at('- id: ticket', 'ticket')} unknown_name: expected {{ticket}} in an answer; found a variable that is asked for and used nowhere; use it, or take it out`,
    ]);
  });
});

function never(): never {
  throw new Error('there is no problem');
}
