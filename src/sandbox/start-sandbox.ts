/*
 * Starts a forge in this process: GitHub as an app meets it, over real HTTP, with a clock that is given. What
 * happens in it is decided by people's verbs (`as`), by HTTP requests, and by the faults asked for, in order;
 * nothing happens by itself.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { App, Permissions } from './state/accounts.ts';
import { createChance } from './state/chance.ts';
import type { Json } from './state/json-value.ts';
import type { Clock, Happening, World } from './state/world.ts';
import { createWorld } from './state/world.ts';
import { putAccount, putApp } from './acts/found.ts';
import type { Faults } from './faults.ts';
import { createFaults } from './faults.ts';
import type { Hook, Mailroom } from './hooks/mailroom.ts';
import { createMailroom } from './hooks/mailroom.ts';
import type { PageRoute } from './http/page-route.ts';
import { createRateDesk } from './http/rate.ts';
import type { RequestLog } from './http/request-log.ts';
import { createRequestLog } from './http/request-log.ts';
import { createRouter } from './http/router.ts';
import type { Exchange } from './http/answer-api.ts';
import { serve } from './http/serve.ts';
import { signInPages } from './pages/sign-in.ts';
import type { Person } from './person/person.ts';
import { createPerson } from './person/person.ts';
import { restRoutes } from './rest/routes.ts';
import type { Stage } from './stage.ts';
import { createStage } from './stage.ts';
import { defaultEvents, defaultPermissions } from './app-defaults.ts';

export type SandboxOptions = {
  readonly clock: Clock;
  /** By which tokens expire; `clock` when absent. */
  readonly credentialClock?: Clock;
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Drives delivery ids and faults. */
  readonly seed?: number;
  readonly webhookUrl?: string;
  /** At least 32 characters; made up when absent. */
  readonly webhookSecret?: string;
  readonly appId?: number;
  readonly appSlug?: string;
  readonly appName?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  /** PEM (PKCS#8 or PKCS#1) to use instead of a fresh key. */
  readonly privateKey?: string;
  readonly deliveryTimeoutMs?: number;
  /** Refuse requests above GitHub's published limits; otherwise they are only counted. */
  readonly enforceLimits?: boolean;
  readonly pages?: readonly PageRoute[];
  /** Told of every API exchange that no fault replaced. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Told of every webhook payload before it is sent. */
  readonly onPayload?: (event: string, payload: Json) => void;
};

export type AppIdentity = {
  readonly id: number;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly botLogin: string;
  readonly botId: number;
  readonly privateKey: string;
  readonly webhookSecret: string;
};

export type Sandbox = Stage & {
  /** `http://127.0.0.1:PORT`; the API is below `/api/v3`. */
  readonly url: string;
  /** For GHE_HOST. */
  readonly host: string;
  readonly app: AppIdentity;
  readonly world: World;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** A person, by login, who acts with that person's rights. */
  as(login: string): Person;
  setWebhook(hook: Partial<Hook>): void;
  /** Where the main app may have browsers sent back to, after a sign-in. */
  setCallbackUrls(urls: readonly string[]): void;
  /** Sends the webhook's ping, as GitHub does when its address is saved. */
  readonly ping: () => void;
  /** Resolves when every webhook that may be sent has been answered; those on hold are not waited for. */
  settled(): Promise<void>;
  close(): Promise<void>;
};

function makeKey(): string {
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  return pair.privateKey;
}

function putMainApp(world: World, options: SandboxOptions, privateKey: string): App {
  const owner = putAccount(world, { login: 'holdpoint-makers' }, 'Organization');
  const slug = options.appSlug ?? 'holdpoint';
  return putApp(world, {
    ...(options.appId === undefined ? {} : { id: options.appId }),
    slug,
    name: options.appName ?? slug,
    ownerId: owner.id,
    permissions: options.permissions ?? defaultPermissions,
    events: options.events ?? defaultEvents,
    publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString(),
  });
}

function identityOf(
  app: App,
  secrets: Pick<AppIdentity, 'privateKey' | 'webhookSecret'>,
): AppIdentity {
  const { id, slug, clientId, clientSecret, botId } = app;
  return { id, slug, clientId, clientSecret, botId, botLogin: `${slug}[bot]`, ...secrets };
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function shut(server: Server, mailroom: Mailroom): Promise<void> {
  await mailroom.settled();
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { clock, onExchange, onPayload, pages = [], deliveryTimeoutMs = 10_000 } = options;
  const chance = createChance(options.seed ?? 1);
  const [faults, log] = [createFaults(chance), createRequestLog()];
  const privateKey = options.privateKey ?? makeKey();
  const webhookSecret = options.webhookSecret ?? chance.hex(48);
  if (webhookSecret.length < 32)
    throw new Error('The webhook secret must have at least 32 characters.');
  let origin = '';
  const announce = (happening: Happening): void => {
    mailroom.announce(happening);
  };
  const { credentialClock = clock } = options;
  const world = createWorld({ clock, credentialClock, origin: () => origin, announce });
  const app = putMainApp(world, options, privateKey);
  const mailroom = createMailroom(
    {
      world: () => world,
      appId: app.id,
      hookId: 511_000_100,
      chance,
      faults,
      timeoutMs: deliveryTimeoutMs,
      onPayload,
    },
    { url: options.webhookUrl ?? null, secret: webhookSecret },
  );
  const rates = createRateDesk(clock, options.enforceLimits === true);
  const parts = {
    world,
    mailroom,
    faults,
    log,
    rates,
    router: createRouter(restRoutes),
    pages: [...signInPages, ...pages],
    onExchange,
  };
  const server = createServer((request, response) => void serve(parts, request, response));
  const host = await listen(server, options.port ?? 0);
  origin = `http://${host}`;
  return {
    ...createStage({ world, app }),
    url: origin,
    host,
    app: identityOf(app, { privateKey, webhookSecret }),
    world,
    faults,
    requests: log,
    as: (login) => createPerson(world, login),
    setWebhook: mailroom.setHook,
    setCallbackUrls: (callbackUrls) => void world.apps.patch(app.id, { callbackUrls }),
    ping: () => {
      mailroom.ping(app);
    },
    settled: mailroom.settled,
    close: () => shut(server, mailroom),
  };
}
