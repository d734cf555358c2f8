// A template for the tests of its reading, and what is said of it once words of it are others.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

import { readTemplate } from '../../src/policy/read-template.ts';
import { told } from './files.ts';

export const FILE = 'lighthouse-freight/web:.github/holdpoint/templates/certificate.yml';
export const TEXT = readFileSync(new URL('certificate.yml', import.meta.url), 'utf8');

export function read(text: string, file = FILE): ReturnType<typeof readTemplate> {
  return readTemplate({ file, blob: 'b1', text });
}

/** `from`: words of the whole file, which stand in it once. */
export function problems(
  ...edits: readonly (readonly [from: string, to: string])[]
): readonly string[] {
  let text = TEXT;
  for (const [from, to] of edits) {
    expect(text.split(from), from).toHaveLength(2);
    text = text.replace(from, () => to);
  }
  const { template, problems: found } = read(text);
  expect(template === null).toBe(found.length > 0);
  return found.map(told);
}

/** Line and column of words in the file as it is. */
export function at(words: string, inside = words): string {
  const lines = TEXT.split('\n');
  const line = lines.findIndex((one) => one.includes(words));
  return `${String(line + 1)}:${String((lines[line]?.indexOf(inside) ?? 0) + 1)}`;
}
