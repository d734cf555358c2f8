// Patterns of paths and names, against an oracle that reads them by the book and takes its time.
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compileGlobs } from '../../../src/core/policy/glob.ts';
import type { GlobKind } from '../../../src/core/policy/glob.ts';

function meets(glob: string, text: string, kind: GlobKind = 'path'): boolean | null {
  return compileGlobs([glob], kind)?.some(({ matches }) => matches(text)) ?? null;
}

describe('a pattern of paths', () => {
  test.each([
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'src/deep/a.ts', false],
    ['src/**', 'src/deep/a.ts', true],
    ['src/', 'src/deep/a.ts', true],
    ['src/**', 'src', false],
    ['**/*.sql', 'a.sql', true],
    ['**/*.sql', 'db/x/a.sql', true],
    ['**/Dockerfile', 'Dockerfile', true],
    ['**/Dockerfile', 'svc/Dockerfile', true],
    ['**/Dockerfile', 'svc/OldDockerfile', false],
    ['**/ci/build.yml', 'ci/build.yml', true],
    ['*/Dockerfile', 'Dockerfile', false],
    ['**/migrations/**', 'migrations/1', true],
    ['**/migrations/**', 'svc/migrations/1', true],
    ['**/migrations/**', 'svc/old-migrations/1', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/**/b', 'a/xb', false],
    ['/docs/?.md', 'docs/a.md', true],
    ['./docs/?.md', 'docs/ab.md', false],
    ['*.{yml,yaml}', 'ci.yaml', true],
    ['{a,b}/{c,d}', 'b/c', true],
    ['{a,{b,c}}/x', 'c/x', true],
    ['{a,b}/x', 'c/x', false],
    ['app/[id].tsx', 'app/[id].tsx', true],
    ['README.md', 'readme.md', false],
  ])('%s against %s: %s', (glob, path, expected) => {
    expect(meets(glob, path)).toBe(expected);
  });

  it('agrees with the oracle on any pattern and any path', () => {
    const pattern = fc.array(fc.constantFrom('a', 'b', '/', '*', '**', '?', '**/'), {
      maxLength: 9,
    });
    const path = fc.array(fc.constantFrom('a', 'b', '/'), { maxLength: 9 });
    fc.assert(
      fc.property(pattern, path, fc.constantFrom('a', '**/'), (parts, letters, first) => {
        const glob = `${first}${parts.join('')}b`;
        const text = `a${letters.join('')}b`;
        expect(meets(glob, text)).toBe(oracle(glob.replaceAll(/\*{3,}/gu, '**'), text));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a pattern of names', () => {
  test.each([
    ['area/*', 'area/db/schema', true],
    ['WIP*', 'wip: nothing yet', true],
    ['*hotfix*', 'A Hotfix', true],
    ['prod?', 'prod', false],
    ['prod?', 'prod/', true],
  ])('%s against %s: %s', (glob, name, expected) => {
    expect(meets(glob, name, 'name')).toBe(expected);
  });
});

describe('a pattern that cannot be read', () => {
  test.each(['', '!docs/**', '{a,b', 'a}', '{a,b}'.repeat(7), 'a'.repeat(1001)])(
    '%s is none, and nor is a list that holds it',
    (glob) => {
      expect(compileGlobs([glob], 'path')).toBeNull();
      expect(compileGlobs(['src/**', glob], 'path')).toBeNull();
    },
  );
});

describe('hostile patterns', () => {
  const path = `${'a'.repeat(4_095)}b`;
  test.each([
    ['stars', `${'*a'.repeat(490)}*c*`],
    ['folders', `${'**/*a'.repeat(199)}c*`],
    ['anything', `${'**a'.repeat(300)}c*`],
    ['questions', `*${'?'.repeat(900)}c*`],
  ])('of %s cost no more than pattern times path', (_name, glob) => {
    expect(meets(glob, path)).toBe(false);
    expect(meets(glob, '/a'.repeat(2_048))).toBe(false);
  });

  it('of braces in braces are given up, not unfolded', () => {
    expect(compileGlobs([`${'{'.repeat(400)}a${'}'.repeat(400)}`], 'path')).not.toBeNull();
    expect(compileGlobs(['{a,b,c,d,e,f,g,h}'.repeat(20)], 'path')).toBeNull();
  });
});

/** Every way to read it, by going back. */
function oracle(glob: string, text: string, from = { glob: 0, text: 0 }): boolean {
  const [g, t] = [from.glob, from.text];
  const rest = glob.slice(g);
  const ends = Array.from({ length: text.length - t + 1 }, (_, more) => t + more);
  const on = (length: number, end: number): boolean =>
    oracle(glob, text, { glob: g + length, text: end });
  if (rest === '') return t === text.length;
  if (rest.startsWith('**/') && (g === 0 || glob[g - 1] === '/'))
    return on(3, t) || ends.some((end) => end > t && text[end - 1] === '/' && on(3, end));
  if (rest.startsWith('**')) return ends.some((end) => on(2, end));
  if (rest.startsWith('*'))
    return ends.some((end) => !text.slice(t, end).includes('/') && on(1, end));
  const isMet = rest.startsWith('?') ? text[t] !== '/' : text[t] === rest[0];
  return t < text.length && isMet && on(1, t + 1);
}
