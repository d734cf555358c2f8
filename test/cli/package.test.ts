// What `npm pack` puts together runs where npm puts it: under `node_modules`, where Node strips no types.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { root } from '../repo/repository.ts';

const exec = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'holdpoint-package-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the packed command line runs in an empty folder, and says nothing but its answer', async () => {
  await exec('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root });
  const place = join(folder, 'empty', 'node_modules');
  mkdirSync(place, { recursive: true });
  await exec('tar', ['-xzf', join(folder, 'holdpoint-0.1.0.tgz'), '-C', place]);
  // The packages that it needs, as the registry would give them.
  symlinkSync(join(root, 'node_modules'), join(place, 'package', 'node_modules'));
  const env = { PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}` };
  const file = join(place, 'package', 'src/cli/holdpoint.js');
  const { stdout, stderr } = await exec(file, ['gate', '--help'], { env });
  expect(stdout).toContain('Usage: holdpoint gate');
  expect(stderr).toBe('');
}, 60_000);
