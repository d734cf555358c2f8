// The commands about policy files: what a person or a CI is told before a file is merged.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';

import { runHere } from './transcript.ts';
import type { Said } from './transcript.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-policy-'));
const organisation = fileURLToPath(new URL('../policy/lighthouse-freight.yml', import.meta.url));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const policy = (...args: readonly string[]): Promise<Said> => runHere(['policy', ...args], {});

describe('policy validate', () => {
  test('says yes of a file that can be used, and names its version', async () => {
    const said = await policy('validate', organisation);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toMatch(/lighthouse-freight\.yml: can be used, file:[0-9a-f]{12}\n$/u);
  });

  test('says of every other where, what was expected, what was found and what to do, as a compiler does', async () => {
    const broken = file('broken.yml', 'policy: 1\nmerge_metod: squash\nretention_days: 0\n');
    const said = await policy('validate', organisation, broken);
    expect(said).toMatchObject({ code: 1, err: '' });
    const [, unknown = '', wrong, ...more] = said.out.trimEnd().split('\n');
    expect(unknown).toMatch(
      /^\/.*broken\.yml:2:1: unknown_key: expected one of policy, .*; did you mean "merge_method"\?$/u,
    );
    expect(wrong).toBe(
      `${broken}:3:17: wrong_value: expected at least 1; found 0; correct the value`,
    );
    expect(more).toEqual([]);
    const data = await policy('validate', broken, '--json');
    expect(data.code).toBe(1);
    expect(JSON.parse(data.out)).toMatchObject({
      files: [
        { file: broken, problems: [{ line: 2, column: 1, code: 'unknown_key' }, { line: 3 }] },
      ],
    });
  });

  test('looks at a file with what lies below it', async () => {
    const loose = file('loose.yml', 'policy: 1\ncategories: { normal: { lead_time_hours: 1 } }\n');
    expect(await policy('validate', loose)).toMatchObject({ code: 0 });
    const said = await policy('validate', loose, '--organisation', organisation);
    expect(said.code).toBe(1);
    expect(said.out).toContain(
      'loose.yml:2:25: loosens: expected categories.normal.lead_time_hours',
    );
    const extending = file('extending.yml', 'policy: 1\nextends: a/b\n');
    expect(await policy('validate', extending)).toMatchObject({ code: 2, out: '' });
    expect(await policy('validate', extending, '--extended', loose)).toMatchObject({ code: 0 });
  });

  test('could not tell when there is no such file', async () => {
    const said = await policy('validate', join(folder, 'none.yml'));
    expect(said).toMatchObject({ code: 3, out: '' });
    expect(said.err).toContain('cannot be read');
  });

  test('writes out what would move a cursor', async () => {
    const said = await policy('validate', file('hostile.yml', 'policy: 1\n"\\e[2J\\u202e": 1\n'));
    expect(said.code).toBe(1);
    expect(said.out).not.toMatch(/[\u001B\u202E]/u);
  });
});

describe('policy init, explain and render', () => {
  test('print a file to begin with, which can be used as it is', async () => {
    const { out, code } = await policy('init');
    expect(code).toBe(0);
    expect(await policy('validate', file('init.yml', out))).toMatchObject({ code: 0 });
  });

  test('say of each part which file it comes from', async () => {
    const own = file('own.yml', 'policy: 1\nlocale: de\nrules: { ours: { title: O } }\n');
    const said = await policy('explain', own, '--organisation', organisation);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(said.out).toContain(`  ${own}  `);
    for (const line of [
      'locale: from the repository',
      'merge_method: built in',
      'roles: from the organisation: maintainer, lead, auditor',
      'categories.significant: from the organisation: lead_time_hours',
      'rules: from the repository: ours',
      'rules: from the organisation: order_database, edge, large, sign_in',
    ])
      expect(said.out).toContain(`${line}\n`);
    const less = file('less.yml', 'policy: 1\nrules: { urgent: null }\n');
    expect((await policy('explain', less)).out).toContain(
      'rules: taken out, from the repository: urgent\n',
    );
    const late = 'policy: 1\ndocument: { owner: Platform, next_review: 2026-01-01 }\n';
    const overdue = await policy('explain', file('late.yml', late));
    expect(overdue.out).toContain(
      'its review was due on 2026-01-01 and is overdue: Platform reads it again',
    );
    expect(said.out).not.toContain('overdue');
    expect(await policy('explain', file('bad.yml', 'policy: 2\n'))).toMatchObject({
      code: 1,
      out: '',
    });
  });

  test('print the built-in policy, or that of a file, as the document', async () => {
    const built = await policy('render');
    expect(built.code).toBe(0);
    expect(built.out).toBe(
      readFileSync(new URL('../../CHANGE_POLICY.md', import.meta.url), 'utf8'),
    );
    const own = await policy('render', '--file', organisation);
    expect(own.out).toMatch(/At least 72 hours of notice/u);
    const bad = await policy('render', '--file', file('bad2.yml', 'policy: 2\n'));
    expect(bad).toMatchObject({ code: 1, out: '' });
    expect(bad.err).toContain('bad2.yml:1:9: wrong_value');
  });
});
