/** What a change of one asset touches besides: see src/core/policy/kin.ts. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import type { Catalogue } from '../../../src/core/policy/catalogue.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import { compileGlobs } from '../../../src/core/policy/glob.ts';
import { isAbout, kinOf } from '../../../src/core/policy/kin.ts';

const PARENTS: Readonly<Record<string, readonly string[]>> = {
  'k8s/prod-eu': [],
  'k8s/prod-eu-batch': ['k8s/prod-eu'],
  'k8s/prod-eu-night': ['k8s/prod-eu-batch'],
  'k8s/prod-eu-web': ['k8s/prod-eu'],
  'db/orders-main': [],
};

const CATALOGUE: Catalogue = {
  ...NO_CATALOGUE,
  assets: Object.entries(PARENTS).map(([id, parents]) => ({
    id,
    title: id,
    parents,
    criticality: null,
    owners: NOBODY,
    windowRequired: false,
  })),
};

describe('kin of an asset', () => {
  it('is what it is part of and what is part of it, however far, and nothing beside it', () => {
    expect(kinOf(CATALOGUE, ['k8s/prod-eu-batch']).toSorted()).toEqual([
      'k8s/prod-eu',
      'k8s/prod-eu-batch',
      'k8s/prod-eu-night',
    ]);
    expect(kinOf(CATALOGUE, ['k8s/prod-eu-night'])).not.toContain('k8s/prod-eu-web');
  });

  it('takes patterns, any case, and keeps what nobody lists', () => {
    expect(kinOf(CATALOGUE, ['DB/Orders-Main'])).toEqual(['db/orders-main']);
    expect(kinOf(CATALOGUE, ['k8s/*-night']).toSorted()).toEqual([
      'k8s/*-night',
      'k8s/prod-eu',
      'k8s/prod-eu-batch',
      'k8s/prod-eu-night',
    ]);
    expect(kinOf(CATALOGUE, ['nobody/knows'])).toEqual(['nobody/knows']);
  });

  it('ends in a circle', () => {
    const [first, second] = CATALOGUE.assets;
    if (first === undefined || second === undefined) throw new Error('two assets');
    const circle = {
      ...NO_CATALOGUE,
      assets: [
        { ...first, parents: [second.id] },
        { ...second, parents: [first.id] },
      ],
    };
    expect(kinOf(circle, [first.id])).toHaveLength(2);
  });

  it('makes a pattern about a part, or about the whole, one about the change', () => {
    expect(isAbout(['k8s/prod-eu'], ['k8s/prod-eu-night'], CATALOGUE)).toBe(true);
    expect(isAbout(['*-night'], ['k8s/prod-eu'], CATALOGUE)).toBe(true);
    expect(isAbout(['*-web'], ['k8s/prod-eu-night'], CATALOGUE)).toBe(false);
    expect(isAbout(['{'], ['k8s/prod-eu'], CATALOGUE)).toBeNull();
  });

  it('is matched by an index as it would be one by one, whatever the names and patterns', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'B', 'ß', 'Σ', '/', '-'), maxLength: 4 });
    const glob = fc.string({
      unit: fc.constantFrom('a', 'B', 'Σ', '/', '*', '?', '{a,b}'),
      minLength: 1,
      maxLength: 4,
    });
    const found = { about: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word), { maxLength: 8 }),
        fc.array(glob, { minLength: 1, maxLength: 3 }),
        fc.array(word, { maxLength: 3 }),
        (rows, globs, assets) => {
          const [first] = CATALOGUE.assets;
          if (first === undefined) throw new Error('an asset');
          const known = rows.map(([id, parent]) => ({ ...first, id, parents: [parent] }));
          const catalogue = { ...NO_CATALOGUE, assets: known };
          const read = compileGlobs([...globs], 'name') ?? [];
          const kin = kinOf(catalogue, [...assets]);
          const oneByOne = read.some(({ matches }) => kin.some(matches));
          const twice = [0, 1].map(() => isAbout(globs, assets, catalogue));
          expect(twice).toEqual([oneByOne, oneByOne]);
          found.about += oneByOne ? 1 : 0;
        },
      ),
      { numRuns: 2_000 },
    );
    expect(found.about).toBeGreaterThan(100);
  });
});
