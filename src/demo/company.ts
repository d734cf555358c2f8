/**
 * A whole company in one process for the demo and for end-to-end tests: the sandbox forge with its people, a
 * real PostgreSQL, and the application wired exactly as in production, which knows the sandbox only as an
 * address. `settle` waits until nothing more happens by itself.
 */
import type { Logger } from 'pino';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { PageRoute } from '../sandbox/http/page-route.ts';
import { checkout, lighthouse, operations, seedLighthouse } from '../sandbox/seed-lighthouse.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/start-sandbox.ts';
import { startApplication, type Application, type Ports } from '../wire.ts';
import { readManifest } from './app-manifest.ts';
import { formFiles } from './forms.ts';
import { storyClock, type StoryClock } from './story-clock.ts';

export { checkout, lighthouse, operations };

export type Company = {
  readonly sandbox: Sandbox;
  readonly clock: StoryClock;
  readonly workspace: string;
  readonly application: () => Application;
  /** Until no webhook is under way, no delivery waits, no job is due and the forge shows every change. */
  readonly settle: () => Promise<void>;
  /** Stops the application and starts another on the same database, as a restart or a new release does. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type Pace = NonNullable<Ports['pace']>;

export type CompanyOptions = {
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly start: string;
  readonly pace?: Pace;
  readonly sandbox?: Partial<SandboxOptions>;
  readonly pages?: (backstage: Backstage) => readonly PageRoute[];
  readonly durable?: boolean;
  /** People can sign in again, at an address that is known before the application starts. */
  readonly signIn?: { readonly port: number };
};

/** What pages may reach of the play. */
export type Backstage = Pick<Company, 'clock' | 'settle'>;

/** Nothing waits for anything in a play. */
const QUICK: Pace = {
  coalesceMs: 0,
  settleMs: 300,
  explainMs: 200,
  orphanMs: 1_000,
  goneMs: 500,
  retryMs: 100,
};
const RHYTHM = { pulseMs: 100, catchUpMs: 3_600_000, sweepMs: 3_600_000, retryMs: 10, gatherMs: 0 };
const SETTLE_LIMIT_MS = 60_000;

export async function openCompany(options: CompanyOptions): Promise<Company> {
  const clock = storyClock(options.start, systemClock);
  const settleNow = (): Promise<void> => settle(sandbox, () => application);
  const sandbox = await startSandbox({
    clock,
    credentialClock: systemClock,
    ...readManifest(),
    pages: options.pages?.({ clock, settle: settleNow }) ?? [],
    ...options.sandbox,
  });
  seedLighthouse(sandbox, { files: { operations: formFiles(), checkout: formFiles() } });
  putMarks(sandbox);
  const start = (): Promise<Application> => startApplication(wiringOf(options, sandbox, clock));
  let application = await start();
  const point = (): void => {
    sandbox.setWebhook({ url: `${application.url}/api/github/webhooks` });
    sandbox.setCallbackUrls([`${application.url}/confirm/callback`]);
  };
  point();
  return {
    sandbox,
    clock,
    workspace: 'github:9812',
    application: () => application,
    settle: settleNow,
    restart: async () => {
      await application.stop();
      application = await start();
      point();
    },
    close: async () => {
      await application.stop();
      await sandbox.close();
    },
  };
}

/** A form can only put on labels that the repository has; whoever installs the forms makes them once. */
function putMarks(sandbox: Sandbox): void {
  for (const repo of [operations, checkout])
    for (const name of ['change', 'emergency']) sandbox.as('dee-lead').createLabel(repo, { name });
}

function wiringOf(
  { databaseUrl, log, pace, durable, signIn }: CompanyOptions,
  sandbox: Sandbox,
  clock: StoryClock,
): Parameters<typeof startApplication>[0] {
  const ports: Ports = {
    clock,
    pace: { ...QUICK, ...pace },
    rhythm: RHYTHM,
    compareClocks: false,
    ...(durable === undefined ? {} : { durable }),
  };
  return { config: configOf(sandbox, signIn?.port ?? null), databaseUrl, log, ports };
}

function configOf(sandbox: Sandbox, port: number | null): Config {
  const { clientId: id, clientSecret: secret } = sandbox.app;
  return {
    github: {
      appId: String(sandbox.app.id),
      privateKey: sandbox.app.privateKey,
      webhookSecrets: [sandbox.app.webhookSecret],
      baseUrl: `${sandbox.url}/api/v3`,
      writeIntervalMs: 0,
      client: port === null ? null : { id, secret },
    },
    host: '127.0.0.1',
    port: port ?? 0,
    logLevel: 'info',
    logFormat: 'json',
    databaseUrl: null,
    databaseMigrationUrl: null,
    dataDir: '.data',
    publicUrl: port === null ? null : `http://127.0.0.1:${String(port)}`,
    oidcIssuers: [],
    titlePrefix: true,
    deliveryDays: 90,
  };
}

async function settle(sandbox: Sandbox, application: () => Application): Promise<void> {
  const deadline = systemClock.now().getTime() + SETTLE_LIMIT_MS;
  let quiet = 0;
  while (quiet < 2) {
    await sandbox.settled();
    const pending = await application().pendingWork();
    const idle = pending.deliveries + pending.dirty + pending.timers + pending.jobs === 0;
    quiet = idle ? quiet + 1 : 0;
    if (systemClock.now().getTime() > deadline)
      throw new Error(
        `things did not come to rest within ${String(SETTLE_LIMIT_MS)} ms: ${JSON.stringify(pending)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, idle ? 5 : 15));
  }
}
