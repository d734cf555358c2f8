/*
 * The sandbox as a process of its own, started as its head comment says and stopped by a signal.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createPrivateKey } from 'node:crypto';
import { Octokit } from '@octokit/rest';
import { expect, it } from 'vitest';

it('prints what an app needs, answers as the example organisation, and stops on a signal', async () => {
  const main = new URL('../../src/sandbox/main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--port', '0', '--secret', 's'.repeat(40)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let printed = '';
  for await (const part of child.stdout) {
    printed += String(part);
    if (printed.includes('GHE_PROTOCOL')) break;
  }
  const environment = Object.fromEntries(
    printed
      .trim()
      .split('\n')
      .map((line) => line.split('=') as [string, string]),
  );
  const keyPath = environment['PRIVATE_KEY_PATH'] ?? '';
  expect(environment).toMatchObject({
    APP_ID: '814200',
    WEBHOOK_SECRET: 's'.repeat(40),
    GHE_PROTOCOL: 'http',
  });
  expect(createPrivateKey(readFileSync(keyPath)).asymmetricKeyType).toBe('rsa');
  const baseUrl = `http://${environment['GHE_HOST'] ?? ''}/api/v3`;
  const mara = new Octokit({ auth: 'person_mara-ops', baseUrl });
  const { data } = await mara.rest.repos.get({ owner: 'lighthouse-freight', repo: 'operations' });
  expect(data.permissions).toMatchObject({ push: true, maintain: false });
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(existsSync(keyPath)).toBe(false);
});
