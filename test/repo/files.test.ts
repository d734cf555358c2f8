// What a reader may expect of every file. The linter counts lines of code, in tests too; of the source the
// whole file counts, since it is the whole file that somebody has to read.
import { describe, expect, test } from 'vitest';

import { filesIn, read } from './repository.ts';

const source = filesIn('src').filter((path) => path.endsWith('.ts'));
const code = ['src', 'test', 'tools'].flatMap(filesIn).filter((path) => /\.[cm]?[jt]s$/.test(path));

const longest = 300;
const dataMark = '/* eslint-disable max-lines -- data */';

function openingComment(path: string): string {
  const text = read(path).replace(/^#![^\n]*\n/, '');
  const comment = /^(?:(?:\/\/[^\n]*\n)+|\/\*[^]*?\*\/)/.exec(text)?.[0] ?? '';
  return comment.replace(/[/*\s]+/g, ' ').trim();
}

describe('a file', () => {
  test('exists to be checked', () => {
    expect(source.length).toBeGreaterThan(50);
  });

  test('of the source opens by saying why it exists', () => {
    const mute = source.filter((path) => openingComment(path).split(' ').length < 6);
    expect(mute).toEqual([]);
  });

  test('has a name in kebab-case', () => {
    const odd = code.filter(
      (path) => !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.test|\.config)?\.ts$/.test(path),
    );
    // It strips the types of all others, so nobody could strip its own.
    expect(odd).toEqual(['src/cli/holdpoint.js']);
  });

  test('is not named after a drawer for odds and ends', () => {
    const drawer =
      /(^|[/-])(utils?|helpers?|common|misc|manager|service|base|impl|index)(-[a-z-]+)?\.ts$|\/(utils?|helpers?|common|misc|services?)\//;
    expect(source.filter((path) => drawer.test(path))).toEqual([]);
  });

  test('is never longer than 300 lines, unless it is a table of data and says so', () => {
    const long = source
      .filter((path) => read(path).trimEnd().split('\n').length > longest)
      .filter((path) => !read(path).includes(dataMark));
    expect(long).toEqual([]);
  });

  test('promises nothing for later and loosens no check', () => {
    const loose = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|expect-error|nocheck)|\.(only|todo)\(/;
    const here = code.filter((path) => !path.startsWith('test/repo/'));
    expect(here.filter((path) => loose.test(read(path)))).toEqual([]);
  });
});
