/**
 * Texts that a user can see, kept as files and reviewed as a diff. They are rewritten only on request:
 * `HOLDPOINT_UPDATE_GOLDEN=1 npx vitest run <file>`; then look at the diff as a reader would.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const ROOT = new URL('../../', import.meta.url);

/** `path` is relative to the top of the checkout. */
export function expectText(path: string, text: string): void {
  const file = fileURLToPath(new URL(path, ROOT));
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (process.env['HOLDPOINT_UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, whole);
    return;
  }
  expect(whole, `${path} is not what is printed now; if the new text is better, run again with HOLDPOINT_UPDATE_GOLDEN=1`).toBe(readOrNothing(file));
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
