// The tests come with the project: each kind that the house promises is here, one command runs all of them, and none waits to be
// switched on.
import { describe, expect, test } from 'vitest';

import config, { PURE } from '../../vitest.config.ts';
import { filesIn, read, readManifest } from './repository.ts';

const suites = filesIn('test').filter((path) => path.endsWith('.test.ts'));
const inside = (folder: string): readonly string[] =>
  suites.filter((path) => path.startsWith(`test/${folder}/`));

describe('the tests', () => {
  test('are units of the core, laws for any input, contracts with the forge and the database, and whole stories', () => {
    expect(inside('core').length).toBeGreaterThan(20);
    const laws = inside('laws').filter((path) => read(path).includes("from 'fast-check'"));
    expect(laws.length).toBeGreaterThan(5);
    // Contracts: the adapter against recorded deliveries and answers, the store against a real PostgreSQL.
    expect(inside('forge').some((path) => read(path).includes("from 'nock'"))).toBe(true);
    expect(inside('store').length).toBeGreaterThan(10);
    expect(inside('e2e').length).toBeGreaterThan(10);
  });

  test('are all run by npm test, and by nothing less', () => {
    const { scripts } = readManifest();
    // Whatever is red makes it red: the checks beside them as well.
    expect(scripts['test']).toMatch(/ vitest run; tests=\$\?; wait \$! && exit \$tests$/u);
    // What the second leaves out is what the first takes in.
    expect(config.test?.projects).toMatchObject([
      { test: { include: PURE } },
      { test: { include: ['test/**/*.test.ts'], exclude: PURE } },
    ]);
    const elsewhere = ['src', 'tools', 'bench'].flatMap(filesIn);
    expect(elsewhere.filter((path) => path.endsWith('.test.ts'))).toEqual([]);
  });

  test('are each run: none is skipped, left for later or run alone', () => {
    const idle = /\b(?:it|test|describe)\.(?:skip|todo|only|fails)\b|\bx(?:it|test|describe)\(/u;
    const here = suites.filter((path) => path !== 'test/repo/suites.test.ts');
    expect(here.filter((path) => idle.test(read(path)))).toEqual([]);
  });
});
