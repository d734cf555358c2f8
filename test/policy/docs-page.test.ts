// The page about the policy file shows nothing that cannot be written: each of its examples is read as a file.
import { describe, expect, test } from 'vitest';

import { readPolicy } from '../../src/policy/read-policy.ts';
import { read } from '../repo/repository.ts';
import { asFile, ORGANISATION } from './files.ts';

const EXAMPLES = [...read('docs/policy.md').matchAll(/^```yaml\n([^]*?)^```/gmu)].map(
  ([, text = '']) => (text.includes('policy: 1\n') ? text : `policy: 1\n${text}`),
);
const [ORGANISATIONS = '', REFUSED = ''] = EXAMPLES.filter((text) => text.startsWith('# '));
const ALONE = EXAMPLES.filter((text) => !text.startsWith('# '));

describe('an example on the page of the policy file', () => {
  test.each(ALONE)('can be used, and changes what holds:\n%s', (text) => {
    const { problems, version } = readPolicy({ repository: asFile(text) });
    expect(problems).toEqual([]);
    expect(version).not.toBe(readPolicy({ repository: asFile('policy: 1\n') }).version);
  });

  test('of a loosening is refused below its organisation, and only there', () => {
    const organisation = { ...ORGANISATION, text: ORGANISATIONS };
    expect(readPolicy({ organisation }).problems).toEqual([]);
    expect(readPolicy({ repository: asFile(REFUSED) }).problems).toEqual([]);
    const { problems } = readPolicy({ organisation, repository: asFile(REFUSED) });
    expect(problems).toMatchObject([{ code: 'loosens', line: 4 }]);
  });

  test('is there for every part that has one, and every part is named', () => {
    expect(ALONE.length).toBeGreaterThan(6);
    const { properties } = JSON.parse(read('schemas/policy.schema.json')) as {
      properties: Record<string, unknown>;
    };
    const page = read('docs/policy.md');
    for (const key of Object.keys(properties)) expect(page, key).toMatch(new RegExp(key, 'u'));
  });
});
