// Policy files for the tests of their reading.
import { readFileSync } from 'node:fs';

import type { PolicyFile } from '../../src/policy/file-shape.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import type { PolicyProblem } from '../../src/core/policy/policy.ts';

const SAMPLE = readFileSync(new URL('lighthouse-freight.yml', import.meta.url), 'utf8');

export const ORGANISATION = asFile(SAMPLE, 'lighthouse-freight/.github:.github/holdpoint.yml');

export function asFile(
  text: string,
  file = 'lighthouse-freight/web:.github/holdpoint.yml',
): PolicyFile {
  return { file, blob: 'b1', text };
}

/** `7:3 unknown_key: …` for each problem of a repository's file that stands alone. */
export function problemsOf(text: string): readonly string[] {
  return readPolicy({ repository: asFile(text) }).problems.map(told);
}

export function told({ line, column, code, expected, found, remedy }: PolicyProblem): string {
  return `${String(line)}:${String(column)} ${code}: expected ${expected}; found ${found}; ${remedy}`;
}

const TIME = readFileSync(new URL('lighthouse-time.yml', import.meta.url), 'utf8');

/** The same organisation with what it has, its windows and its freezes. */
export const ORGANISATION_IN_TIME = asFile(
  `${SAMPLE}\n${TIME}`,
  'lighthouse-freight/.github:.github/holdpoint.yml',
);
