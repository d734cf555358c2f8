// Whoever counts what gates did knows them by their codes: a gate declares all that it may name.
import { describe, expect, it } from 'vitest';
import { GATES } from '../../src/core/gate/judge.ts';
import { filesIn, read } from './repository.ts';

describe('the file of a gate', () => {
  it('names the codes that its gates declare, and no other', () => {
    for (const path of filesIn('src/core/gate')) {
      const text = read(path);
      const its = GATES.filter(({ id }) => text.includes(`id: '${id}'`));
      const named = [...text.matchAll(/code: '([a-z_]+)'/g)].map(([, code]) => code);
      const declared = its.flatMap(({ code, also = [] }) => [code, ...also]);
      if (its.length > 0) expect(new Set(named), path).toEqual(new Set(declared));
    }
  });
});
