// What CI reads must be true: the reporter runs here in real test runs, over files that pass, fail, cannot be
// loaded, or leave an error behind that no test caught.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startVitest } from 'vitest/node';

import ClosingLineReporter from '../../tools/closing-line-reporter.ts';
import { root } from '../repo/repository.ts';

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'hp-reporter-'));
  await symlink(join(root, 'node_modules'), join(scratch, 'node_modules'));
});

afterAll(async () => {
  await rm(scratch, { recursive: true, force: true });
});

async function closingLine(name: string, body: string): Promise<string | undefined> {
  const file = join(scratch, `${name}.test.ts`);
  await writeFile(file, `import { expect, test } from 'vitest';\n${body}\n`);
  const log = vi.spyOn(console, 'log').mockReturnValue();
  const exitCode = process.exitCode;
  try {
    const reporters = [new ClosingLineReporter()];
    const options = { root: scratch, config: false as const, watch: false, reporters };
    const run = await startVitest('test', [file], options);
    await run.close();
    return log.mock.lastCall?.join(' ').trim();
  } finally {
    log.mockRestore();
    process.exitCode = exitCode;
  }
}

const pass = "test('passes', () => expect(1).toBe(1));";
const fail = "test('fails', () => expect(1).toBe(2));";

test('tests are counted', async () => {
  expect(await closingLine('plain', `${pass}${pass}${fail}`)).toBe('2 passed, 1 failed');
});

test('a skipped test is not a passed one', async () => {
  expect(await closingLine('skip', `${pass}test['skip']('later', () => {});`)).toBe(
    '1 passed, 0 failed, 1 skipped',
  );
});

test('a file that cannot be loaded is a failure', async () => {
  expect(await closingLine('load', `throw new Error('broken');${pass}`)).toBe('0 passed, 1 failed');
});

test('an error that no test caught is a failure', async () => {
  const late = "Promise.reject(new Error('nobody waits for me'));";
  expect(await closingLine('late', `${pass}${late}`)).toBe('1 passed, 1 failed');
});
