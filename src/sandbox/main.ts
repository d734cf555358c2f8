/*
 * The sandbox as a process of its own:
 *   node src/sandbox/main.ts --port 4010 --webhook http://127.0.0.1:3000/api/github/webhooks
 * seeds the example organisation and prints the environment an app needs to talk to it. The app's private key
 * lies in a folder of its own and goes with the process, which stops on SIGINT and SIGTERM.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seedLighthouse } from './seed-lighthouse.ts';
import { startSandbox } from './start-sandbox.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4010' },
    webhook: { type: 'string' },
    secret: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});

const sandbox = await startSandbox({
  clock: { now: () => new Date() },
  port: Number(values.port),
  seed: Number(values.seed),
  ...(values.webhook === undefined ? {} : { webhookUrl: values.webhook }),
  ...(values.secret === undefined ? {} : { webhookSecret: values.secret }),
});
const installation = seedLighthouse(sandbox);
const keyFolder = mkdtempSync(join(tmpdir(), 'holdpoint-sandbox-'));
const keyPath = join(keyFolder, 'private-key.pem');
writeFileSync(keyPath, sandbox.app.privateKey, { mode: 0o600 });

const environment: Readonly<Record<string, string>> = {
  APP_ID: String(sandbox.app.id),
  PRIVATE_KEY_PATH: keyPath,
  WEBHOOK_SECRET: sandbox.app.webhookSecret,
  GHE_HOST: sandbox.host,
  GHE_PROTOCOL: 'http',
};
process.stdout.write(
  `${Object.entries(environment)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`,
);
process.stderr.write(
  `The sandbox forge answers at ${sandbox.url}; installation ${installation.id} on lighthouse-freight. Act as a person with "Authorization: token person_<login>".\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    rmSync(keyFolder, { recursive: true, force: true });
    void sandbox.close();
  });
}
