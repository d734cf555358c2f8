// The application as a process of its own, started as `npm start` starts it, against a sandbox in this process.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seedLighthouse } from '../../src/sandbox/seed-lighthouse.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { freePort } from './free-port.ts';

/** The flags of `npm start`, so that what is measured is what runs. */
const START_FLAGS = startFlags();

function startFlags(): readonly string[] {
  const manifest = JSON.parse(
    readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'),
  ) as { readonly scripts: { readonly start: string } };
  return manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

export type RunningApp = {
  readonly url: string;
  readonly startMs: number;
  readonly rssMb: () => number;
  readonly stop: () => Promise<void>;
};

export async function openSandbox(): Promise<Sandbox> {
  const sandbox = await startSandbox({ clock: { now: () => new Date() } });
  seedLighthouse(sandbox);
  return sandbox;
}

/** Resolves when `/readyz` says yes; `startMs` counts from the spawn. */
export async function startApp(sandbox: Sandbox, dataDir: string): Promise<RunningApp> {
  const port = await freePort();
  const keyPath = join(dataDir, 'key.pem');
  writeFileSync(keyPath, sandbox.app.privateKey, { mode: 0o600 });
  const began = performance.now();
  const child = spawn(
    process.execPath,
    [...START_FLAGS, join(import.meta.dirname, '../../src/main.ts')],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE:
          process.env['NODE_COMPILE_CACHE'] ??
          join(import.meta.dirname, '../../node_modules/.cache/node-compile'),
        APP_ID: String(sandbox.app.id),
        PRIVATE_KEY_PATH: keyPath,
        WEBHOOK_SECRET: sandbox.app.webhookSecret,
        GHE_HOST: sandbox.host,
        GHE_PROTOCOL: 'http',
        HOST: '127.0.0.1',
        PORT: String(port),
        LOG_LEVEL: 'error',
        DATA_DIR: join(dataDir, 'data'),
        FORGE_WRITE_INTERVAL_MS: '0',
      },
    },
  );
  const problems: string[] = [];
  child.stderr.on('data', (data: Buffer) => problems.push(data.toString()));
  const url = `http://127.0.0.1:${String(port)}`;
  await ready(url, child, problems);
  const startMs = Math.round(performance.now() - began);
  sandbox.setWebhook({ url: `${url}/api/github/webhooks` });
  return { url, startMs, rssMb: () => rssOf(child.pid ?? 0), stop: () => stop(child) };
}

async function ready(url: string, child: ChildProcess, problems: readonly string[]): Promise<void> {
  for (;;) {
    if (child.exitCode !== null)
      throw new Error(
        `the application ended with ${String(child.exitCode)}:\n${problems.join('')}`,
      );
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function stop(child: ChildProcess): Promise<void> {
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  child.kill('SIGTERM');
  return gone;
}

/** Resident memory of the process in megabytes. */
function rssOf(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/u.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  return Math.round(Number(line?.[1] ?? '0') / 1024);
}

export type Signed = { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> };

/** A comment without a command on an issue of the sandbox, padded to about ten kilobytes, signed. */
export function signedComment(
  sandbox: Sandbox,
  of: { readonly id: number; readonly issue: number },
): Signed {
  const repo = sandbox.repository('lighthouse-freight/operations');
  const owner = { id: 9812, login: 'lighthouse-freight', type: 'Organization' };
  const user = { id: 9001, login: 'mara-ops', type: 'User' };
  const now = new Date().toISOString();
  const url = `${sandbox.url}/lighthouse-freight/operations/issues/${String(of.issue)}`;
  const issue = {
    id: 1,
    number: of.issue,
    html_url: url,
    title: 'x',
    body: 'x',
    state: 'open',
    state_reason: null,
    labels: [],
    user,
    updated_at: now,
  };
  const comment = {
    id: of.id,
    node_id: `IC_${String(of.id)}`,
    html_url: `${url}#issuecomment-${String(of.id)}`,
    issue_url: `${sandbox.url}/api/v3/repos/lighthouse-freight/operations/issues/${String(of.issue)}`,
    body: 'word '.repeat(1_700),
    user,
    created_at: now,
    updated_at: now,
  };
  const payload = {
    action: 'created',
    issue,
    comment,
    repository: { id: repo.id, full_name: 'lighthouse-freight/operations', owner },
    organization: owner,
    installation: { id: 1 },
    sender: user,
  };
  const body = Buffer.from(JSON.stringify(payload));
  const signature = createHmac('sha256', sandbox.app.webhookSecret).update(body).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'issue_comment',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${signature}`,
    },
  };
}
