/*
 * Starts a forge in this process: GitHub as an app meets it, over real HTTP, with a clock that is given. What
 * happens in it is decided by people's verbs (`as`), by HTTP requests, and by the faults asked for, in order;
 * nothing happens by itself.
 */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
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
import type { Exchange } from './http/serve.ts';
import { serve } from './http/serve.ts';
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

function publicKeyOf(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();
}

type Parts = { readonly world: World; readonly mailroom: Mailroom; readonly app: App };

function identityOf({ app, mailroom }: Parts, privateKey: string): AppIdentity {
  return {
    id: app.id,
    slug: app.slug,
    clientId: app.clientId,
    botLogin: `${app.slug}[bot]`,
    botId: app.botId,
    privateKey,
    webhookSecret: mailroom.hook().secret,
  };
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const chance = createChance(options.seed ?? 1);
  const faults = createFaults(chance);
  const log = createRequestLog();
  const privateKey = options.privateKey ?? makeKey();
  const secret = options.webhookSecret ?? chance.hex(48);
  let origin = '';
  const announce = (happening: Happening): void => {
    mailroom.announce(happening);
  };
  const world = createWorld({ clock: options.clock, credentialClock: options.credentialClock ?? options.clock, origin: () => origin, announce });
  const app = putMainApp(world, options, privateKey);
  const mailroom = createMailroom({
    world: () => world,
    appId: app.id,
    hookId: 511_000_100,
    hook: { url: options.webhookUrl ?? null, secret },
    chance,
    faults,
    timeoutMs: options.deliveryTimeoutMs ?? 10_000,
    onPayload: options.onPayload,
  });
  const rates = createRateDesk(options.clock, options.enforceLimits === true);
  const parts = {
    world,
    mailroom,
    faults,
    log,
    rates,
    router: createRouter(restRoutes),
    pages: options.pages ?? [],
    onExchange: options.onExchange,
  };
  const server = createServer((request, response) => void serve(parts, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://127.0.0.1:${port}`;
  return {
    ...createStage({ world, app }),
    url: origin,
    host: `127.0.0.1:${port}`,
    app: identityOf({ world, mailroom, app }, privateKey),
    world,
    faults,
    requests: log,
    as: (login) => createPerson(world, login),
    setWebhook: mailroom.setHook,
    settled: mailroom.settled,
    close: async () => {
      await mailroom.settled();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

function putMainApp(world: World, options: SandboxOptions, privateKey: string): App {
  const owner = putAccount(world, { login: 'holdpoint-makers' }, 'Organization');
  return putApp(world, {
    ...(options.appId === undefined ? {} : { id: options.appId }),
    slug: options.appSlug ?? 'holdpoint',
    name: options.appName ?? options.appSlug ?? 'Holdpoint',
    ownerId: owner.id,
    permissions: options.permissions ?? defaultPermissions,
    events: options.events ?? defaultEvents,
    publicKey: publicKeyOf(privateKey),
  });
}
