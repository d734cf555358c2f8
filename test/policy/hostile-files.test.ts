// Files that mean harm, or were written by an accident: none of them is read as something else than it says, none takes
// long, none gets past with a policy.
import { describe, expect, test } from 'vitest';

import { isInvalid } from '../../src/core/policy/invalid-policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { asFile, problemsOf } from './files.ts';

const first = (text: string): string =>
  problemsOf(text)[0]?.split(';').slice(0, 2).join(';') ?? 'none';

describe('a policy file', () => {
  test('holds no anchor, no alias and no tag, wherever they stand', () => {
    expect(
      problemsOf('policy: 1\nkinds: &all {}\nrules: *all\n').map((one) => one.split(';')[0]),
    ).toEqual([
      '2:8 alias: expected every value written out',
      '3:8 alias: expected every value written out',
    ]);
    expect(first('policy: 1\nlocale: !!js/function x\n')).toBe(
      '2:9 yaml: expected a plain value; found a tag (!)',
    );
    expect(first('? &k policy\n: 1\n')).toMatch(/^1:3 alias/u);
    expect(first('policy: 1\n<<: { locale: de }\n')).toMatch(/^2:1 unknown_key: .* found "<<"$/u);
  });

  test('is no bomb: ten lists of ten lists are refused before anything is built', () => {
    const lines = Array.from({ length: 10 }, (_, at) => {
      const inner = at === 0 ? 'x' : `*a${String(at - 1)}`;
      return `a${String(at)}: &a${String(at)} [${Array.from({ length: 10 }, () => inner).join(', ')}]`;
    });
    const problems = problemsOf(`policy: 1\n${lines.join('\n')}\n`);
    expect(problems.every((one) => one.includes(' alias: '))).toBe(true);
    expect(problems).toHaveLength(100);
  });

  test('cannot reach behind the objects it becomes', () => {
    for (const text of [
      '__proto__: { policy: 1 }\n',
      'policy: 1\nkinds: { __proto__: { title: x } }\n',
      'policy: 1\npermissions: { "__proto__": [admin] }\n',
      'policy: 1\nrules: { a: { title: A, "__proto__": { notes: [] } } }\n',
    ])
      expect(first(text), text).toMatch(/unknown_key: .*found "__proto__"$/u);
    const { rolesByPermission, problems } = readPolicy({
      repository: asFile('policy: 1\npermissions: { constructor: [admin] }\n'),
    });
    expect(problems).toEqual([]);
    expect(Object.hasOwn(rolesByPermission, 'constructor')).toBe(true);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  test('is at most 64 KB, in bytes', () => {
    const room = 64 * 1024 - 'policy: 1\n#'.length;
    expect(problemsOf(`policy: 1\n#${'x'.repeat(room)}`)).toEqual([]);
    expect(first(`policy: 1\n#${'x'.repeat(room + 1)}`)).toBe(
      'null:null too_large: expected at most 64 KB; found 65537 bytes',
    );
    expect(first(`policy: 1\n#${'é'.repeat(room)}`)).toMatch(/too_large/u);
  });

  test('is one document, is a map, is YAML, and is not deep', () => {
    expect(first('')).toMatch(/^1:1 missing: expected one document/u);
    expect(first('# nothing\n')).toMatch(/^1:1 missing/u);
    expect(first('policy: 1\n---\npolicy: 1\n')).toMatch(/yaml: .* found 2 documents$/u);
    expect(first('- policy\n')).toMatch(/^1:1 wrong_value: expected a map; found a list$/u);
    expect(first('policy: 1\nrules:\n\tx: 1\n')).toMatch(/^3:\d+ yaml/u);
    expect(first(`policy: 1\nkinds: ${'['.repeat(5_000)}`)).toMatch(/^2:\d+ yaml: .*nesting/u);
    expect(first('policy: 1\nrules:\n')).toBe('2:1 wrong_value: expected a map; found null');
    expect(first('policy: 1\n? [a]\n: 1\n')).toMatch(/^2:3 yaml: expected a text as the key/u);
  });

  test('says yes and no as true and false, numbers as numbers, dates as dates', () => {
    expect(first('policy: 1\nchecks: { a: { title: A, names: [a], must_report: yes } }\n')).toBe(
      '2:51 wrong_value: expected true or false; found "yes"',
    );
    expect(first('policy: 1\nretention_days: .inf\n')).toMatch(
      /^2:17 wrong_value: expected a whole number/u,
    );
    expect(first('policy: 1\ndocument: { owner: Us, effective: 2026-02-30 }\n')).toMatch(
      /expected a date such as/u,
    );
  });

  test('reads with the line ends and the mark that other editors leave', () => {
    for (const text of ['policy: 1\r\nlocale: de\r\n', '\uFEFFpolicy: 1\nlocale: de\n'])
      expect(readPolicy({ repository: asFile(text) })).toMatchObject({
        problems: [],
        locale: 'de',
      });
  });

  test('may be nothing but mistakes: they are all told, and it does not take long', () => {
    for (const text of [
      `policy: 1\n${'a: 1\n'.repeat(12_000)}`,
      `policy: 1\nreview_checklist: [${'[],'.repeat(20_000)}]\n`,
      `policy: 1\nrules: {${Array.from({ length: 4_000 }, (_, at) => `r${String(at)}: {}`).join(', ')}}\n`,
      `policy: 1\nrules: { r: { title: R, when: ${'{ not: '.repeat(25)}{ kind: x }${' }'.repeat(25)} } }\n`,
    ]) {
      const policy = readPolicy({ repository: asFile(text) });
      expect(isInvalid(policy), text.slice(0, 40)).toBe(true);
    }
  }, 60_000);
});
