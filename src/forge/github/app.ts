/**
 * GitHub as an application: the forge of every workspace it is installed in, its list of deliveries, and the
 * reading of stored deliveries. One installation has one pace and one set of verbs for the life of the process,
 * so that its writes stay in one row. Replicas do not know of each other's; the pauses allow for that.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Notice } from '../../core/intent/notice.ts';
import type { Role } from '../../core/policy/holders.ts';
import type { ForgeApp } from '../port.ts';
import type { SignIn } from '../sign-in.ts';
import { connectAsApp, connectAsInstallation } from './connect.ts';
import type { Connection } from './connect.ts';
import { deliveryVerbs } from './deliveries.ts';
import { makeForge } from './forge.ts';
import { makeInstallations } from './installations.ts';
import { makeLacks } from './lacks.ts';
import { makeMachine } from './machine.ts';
import type { Machine } from './machine.ts';
import { makeProbot } from './make-probot.ts';
import { makeIdentity } from './ourselves.ts';
import { makeReceiver } from './receive.ts';
import type { Receiving } from './receive.ts';
import { once, perKey } from './remember.ts';
import { routeDelivery } from './route.ts';
import { githubSignIn } from './sign-in.ts';
import type { Routed } from './route.ts';

export type GithubAppConfig = {
  readonly appId: string;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecrets: readonly string[];
  /** Of the REST API, without a slash at its end. */
  readonly baseUrl: string;
  /** Milliseconds between two writes of one installation. */
  readonly writeIntervalMs: number;
  /** Which roles a repository permission or custom role gives; none for names it does not know. */
  readonly rolesOf: (permission: string) => readonly Role[];
  /** By which people show who they are; null: not set up. */
  readonly client?: { readonly id: string; readonly secret: string } | null;
  readonly log: Logger;
  readonly clock: Clock;
  readonly fetchTimeoutMs?: number;
  /** Per installation; null: only the forge's own limits. */
  readonly writesPerHour?: number | null;
  /** For tests and simulations. */
  readonly machine?: Partial<Machine>;
};

export type GithubApp = ForgeApp & {
  readonly route: (row: { readonly event: string; readonly body: Uint8Array }) => Routed;
  readonly receive: (delivery: Receiving) => Promise<Notice>;
};

const FETCH_TIMEOUT_MS = 15_000;

export function githubApp(config: GithubAppConfig): GithubApp {
  const connection = connectionOf(config);
  const appApi = once(() => connectAsApp(connection));
  const lacks = makeLacks(config.log);
  const { nowMs } = connection.machine;
  const installations = makeInstallations({ appApi, nowMs, lacks });
  const identity = makeIdentity(appApi, lacks);
  const apiOf = perKey((installation, workspace: string) =>
    connectAsInstallation(connection, {
      installation,
      onUnauthorised: () => {
        installations.forget(workspace);
      },
    }),
  );
  const forgeOf = perKey(async (installation, workspace: string) => {
    const api = await apiOf(installation, workspace);
    const { appId, rolesOf } = config;
    const { learn } = identity;
    return makeForge(workspace, {
      api,
      appId,
      rolesOf,
      lacks,
      nowMs,
      learn,
      account: async () => (await installations.of(workspace)).account,
      ...(await identity.ask(api)),
    });
  });
  return {
    kind: 'github',
    forge: async (workspace) =>
      forgeOf((await installations.of(workspace)).installation, workspace),
    observeWorkspaces: async () =>
      (await installations.all())
        .filter(({ suspended }) => !suspended)
        .map(({ suspended: _, ...one }) => one),
    signIn: signInOf(config),
    ...deliveryVerbs(appApi),
    route: ({ body }) => routeDelivery(body),
    receive: makeReceiver({
      ...connection,
      appId: config.appId,
      clock: config.clock,
      identity,
      installations,
      apiOf,
    }),
  };
}

function signInOf({ client = null, baseUrl, log, fetchTimeoutMs }: GithubAppConfig): SignIn | null {
  if (client === null) return null;
  const { id: clientId, secret: clientSecret } = client;
  const given = { clientId, clientSecret, baseUrl, log };
  return githubSignIn({ ...given, fetchTimeoutMs: fetchTimeoutMs ?? FETCH_TIMEOUT_MS });
}

function connectionOf(config: GithubAppConfig): Connection {
  const { appId, privateKey, baseUrl, log, writeIntervalMs, writesPerHour = null } = config;
  const fetchTimeoutMs = config.fetchTimeoutMs ?? FETCH_TIMEOUT_MS;
  const secret = config.webhookSecrets[0] ?? privateKey;
  const probot = makeProbot({ appId, privateKey, secret, baseUrl, fetchTimeoutMs });
  return {
    probot,
    machine: makeMachine(config.clock, config.machine),
    log,
    writeIntervalMs,
    writesPerHour,
  };
}
