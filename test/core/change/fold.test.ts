// A state that is stored must be told apart from one of another form, or new code reads fields that are not there.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FOLD } from '../../../src/core/change/evolve.ts';
import { MOMENTS, momentOf } from '../desired/moments.ts';

const FILE = new URL('fold-form.txt', import.meta.url);

/** Every path of fields that occurs in a state; keys that are ids of steps are all one. */
function pathsOf(value: unknown, at: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pathsOf(one, `${at}[]`));
  if (value === null || typeof value !== 'object') return [at];
  return Object.entries(value).flatMap(([key, one]) => {
    return pathsOf(one, `${at}.${/^[PEV]\d+$/u.test(key) ? '*' : key}`);
  });
}

test('the form of a state has a number, which is raised whenever the form changes', () => {
  const paths = Object.keys(MOMENTS).flatMap((name) => pathsOf(momentOf(name).change, ''));
  const form = [...new Set(paths)].toSorted().join('\n');
  const [stored = '', ...rest] = readFileSync(FILE, 'utf8').trimEnd().split('\n');
  const isSame = rest.join('\n') === form;
  if (
    !isSame &&
    stored !== `fold ${String(FOLD)}` &&
    process.env['HOLDPOINT_UPDATE_GOLDEN'] === '1'
  )
    writeFileSync(FILE, `fold ${String(FOLD)}\n${form}\n`);
  else
    expect(
      rest.join('\n'),
      'a state has other fields: raise FOLD in src/core/change/evolve.ts, then run again with HOLDPOINT_UPDATE_GOLDEN=1',
    ).toBe(form);
});
