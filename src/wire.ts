/**
 * The only place where concrete parts meet: PostgreSQL, GitHub, the clock and the logger become one application.
 * Nothing here decides anything. `ports` lets a demo or a test bring its own clock and pace; production brings none.
 */
import type { Logger } from 'pino';
import type { AddressInfo } from 'node:net';
import { isoNow, systemClock, type Clock } from './clock.ts';
import type { Config } from './config.ts';
import { FORMS } from './core/plan/forms.ts';
import { DEFAULT_POLICY } from './core/policy/default-policy.ts';
import { rolesOf } from './core/policy/rights.ts';
import { gateKeyFrom } from './http/gate-token.ts';
import { githubApp, type GithubApp } from './forge/github/app.ts';
import { authentication } from './http/caller.ts';
import { confirmAddress, confirmRoutes, type Confirming } from './http/confirm.ts';
import { gateRoutes, shutGate } from './http/gate.ts';
import { issuerKeys } from './http/issuer-keys.ts';
import { readRoutes } from './http/read-api.ts';
import type { Route } from './http/route.ts';
import { startServer } from './http/server.ts';
import { reconcile, type Reconciler } from './reconcile/reconcile.ts';
import { DEFAULT_PACE, type Pace } from './reconcile/run.ts';
import { storeBook } from './reconcile/store-book.ts';
import { findApiToken, noteApiTokenUsed } from './store/api-tokens.ts';
import { openDatabase, readDatabaseTime, type Database } from './store/database.ts';
import { claimGateAnswer } from './store/gate-claims.ts';
import { inWorkspace } from './store/in-workspace.ts';
import { receiveDelivery } from './store/inbox.ts';
import { isMigrated, migrate } from './store/migrate.ts';
import { pendingWork, type PendingWork } from './store/pending-work.ts';
import { isWorkspaceKnown } from './store/workspaces.ts';
import { gateAnswerer } from './worker/answer-gate.ts';
import { conflictsFor, whereFor } from './worker/read-for.ts';
import { peopleCache } from './worker/people-cache.ts';
import { knowingOwners } from './worker/owning-teams.ts';
import { policySource } from './worker/policy-source.ts';
import { templateSource } from './worker/template-source.ts';
import { DEFAULT_RHYTHM, startWorker, type Rhythm, type Worker } from './worker/loop.ts';
import type { House } from './worker/house.ts';
import { eyesOf } from './worker/look-at.ts';
import { reportsOf } from './worker/reports.ts';
import { recordSignIn } from './worker/record-sign-in.ts';
import { wakeRoute } from './worker/wakes.ts';

export type Ports = {
  readonly clock?: Clock;
  /** Instead of the usual waiting times. */
  readonly pace?: Partial<Pace>;
  readonly rhythm?: Rhythm;
  /** A clock that is not the machine's cannot be compared with the database's. */
  readonly compareClocks?: boolean;
  readonly durable?: boolean;
};

export type Application = {
  /** `http://host:port` */
  readonly url: string;
  readonly house: House;
  /** What is still to be done by itself, in all workspaces: whoever acts and then looks waits for nothing of it. */
  readonly pendingWork: () => Promise<PendingWork>;
  /** Lets running work finish, answers no more, closes the database. */
  readonly stop: () => Promise<void>;
};

const WORKER_CONCURRENCY = 6;
/** Below the 500 that GitHub allows; none where the pause between writes was switched off as well. */
const WRITES_PER_HOUR = 450;

export type Wiring = {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly ports?: Ports;
};

export async function startApplication(wiring: Wiring): Promise<Application> {
  const { config, databaseUrl, log, ports = {} } = wiring;
  const clock = ports.clock ?? systemClock;
  const rhythm = ports.rhythm ?? DEFAULT_RHYTHM;
  await migrate(config.databaseMigrationUrl ?? databaseUrl);
  const db = await openDatabase({
    url: databaseUrl,
    log,
    tellStatements: log.isLevelEnabled('debug'),
    ...(ports.durable === undefined ? {} : { durable: ports.durable }),
  });
  const skew = watchSkew(db, clock, ports.compareClocks ?? true);
  const app = githubOf(config, log, clock);
  const house: House = {
    db,
    app,
    clock,
    policies: knowingOwners(policySource({ db, clock }), { db, clock }),
    templates: templateSource({ db, clock }),
    forms: FORMS,
    log,
    groupLanes: new Map(),
    retryMs: rhythm.retryMs,
    gatherMs: rhythm.gatherMs,
    signInAt: signInAddress(config, app),
    clockSkewMs: skew.read,
  };
  const parts = reconcilerOf(house, config, {
    ...paceOf(config.github.writeIntervalMs),
    ...ports.pace,
  });
  const worker = await startWorker({
    house,
    reconcile: (workspace, change) => reconcile(parts, workspace, change),
    rhythm,
    concurrency: WORKER_CONCURRENCY,
    keptDays: config.deliveryDays,
  });
  const server = await startServer({
    host: config.host,
    port: config.port,
    log,
    clock,
    github: { appId: config.github.appId, secrets: config.github.webhookSecrets },
    receive: (delivery) => receiveDelivery(db, delivery),
    wake: () => wakeRoute(db),
    readiness: async () => ({
      database: true,
      migrated: await isMigrated(db),
      worker: worker.running(),
    }),
    routes: [...confirming(house, config), ...gateOf(house, config)],
  });
  return {
    url: urlOf(config.host, server.address),
    house,
    pendingWork: () => pendingWork(db, isoNow(clock)),
    stop: () => stop({ server, worker, skew, db }),
  };
}

/** Also for whoever only looks. */
export function githubOf({ github }: Config, log: Logger, clock: Clock): GithubApp {
  return githubApp({
    ...github,
    writesPerHour: github.writeIntervalMs === 0 ? null : WRITES_PER_HOUR,
    rolesOf: (permission) => rolesOf(DEFAULT_POLICY, permission),
    log,
    clock,
  });
}

function reconcilerOf(house: House, config: Config, pace: Pace): Reconciler {
  const { app, clock, db } = house;
  return {
    forge: (workspace) => app.forge(workspace),
    book: (workspace) => storeBook(db, workspace),
    people: peopleCache(clock),
    reports: reportsOf(house),
    eyes: (forge) => eyesOf(house, forge),
    titlePrefix: config.titlePrefix,
    pace,
    waitClock: () => isoNow(systemClock),
  };
}

function confirming(house: House, { publicUrl, github }: Config): readonly Route[] {
  const { app, clock, log } = house;
  const secret = github.client?.secret ?? null;
  const record: Confirming['record'] = (proof) => recordSignIn(house, proof);
  return confirmRoutes({ publicUrl, secret, signIn: app.signIn, record, clock, log });
}

/** Answers are signed with a key that follows from the private key of the app: every replica has it, and nobody keeps it. */
function gateOf(house: House, { publicUrl, oidcIssuers, github }: Config): readonly Route[] {
  if (publicUrl === null) return shutGate();
  const { clock, db, log } = house;
  const authenticate = authentication({
    ...{ issuers: oidcIssuers, keys: issuerKeys(clock), audience: publicUrl, clock },
    findKey: (sha256) => findApiToken(db, sha256),
    noteUsed: ({ workspace, id }) =>
      inWorkspace(db, workspace, (tx) => noteApiTokenUsed(tx, id, isoNow(clock))),
    knowsWorkspace: (workspace) => inWorkspace(db, workspace, isWorkspaceKnown),
  });
  const reading = readRoutes({
    authenticate,
    where: (asked) => whereFor(house, asked),
    conflicts: (asked) => conflictsFor(house, asked),
  });
  const gate = gateRoutes({
    ...{ authenticate, answer: gateAnswerer(house), issuer: publicUrl, clock, log },
    claim: ({ workspace, claims, ...claiming }) =>
      inWorkspace(db, workspace, (tx) =>
        claimGateAnswer(tx, { ...claims, change: claims.change ?? '', ...claiming }),
      ),
    key: gateKeyFrom(github.privateKey),
    clockSkewMs: house.clockSkewMs,
  });
  return [...gate, ...reading];
}

/** It takes an address of ours as well: the forge sends the browser back there. */
function signInAddress({ publicUrl }: Config, { signIn }: GithubApp): House['signInAt'] {
  if (publicUrl === null || signIn === null) return () => null;
  return (workspace, change) => confirmAddress(publicUrl, { workspace, change });
}

/** Rewrites of one surface keep five write intervals apart. */
function paceOf(writeIntervalMs: number): Pace {
  return { ...DEFAULT_PACE, coalesceMs: writeIntervalMs * 5 };
}

function urlOf(host: string, address: AddressInfo): string {
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${String(address.port)}`;
}

type Skew = { readonly read: () => number | null; readonly stop: () => void };

const SKEW_EVERY_MS = 30_000;

/** Measures our clock against the database's now and every half minute. */
function watchSkew(db: Database, clock: Clock, compare: boolean): Skew {
  if (!compare) return { read: () => 0, stop: () => undefined };
  let skew: number | null = null;
  const measure = async (): Promise<void> => {
    const before = clock.now().getTime();
    try {
      const theirs = (await readDatabaseTime(db)).getTime();
      skew = (before + clock.now().getTime()) / 2 - theirs;
    } catch {
      skew = null;
    }
  };
  void measure();
  const timer = setInterval(() => void measure(), SKEW_EVERY_MS);
  return {
    read: () => skew,
    stop: () => {
      clearInterval(timer);
    },
  };
}

type Running = {
  readonly server: { readonly close: () => Promise<void> };
  readonly worker: Worker;
  readonly skew: Skew;
  readonly db: Database;
};

async function stop({ server, worker, skew, db }: Running): Promise<void> {
  skew.stop();
  await server.close();
  await worker.stop();
  await db.close();
}
