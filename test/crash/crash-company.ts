// A company whose application is a process that dies. The forge, its people and the story's clock live here; the
// application is started again as often as it ended, and every act is waited for until nothing is left to be done.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/clock.ts';
import type { Company } from '../../src/demo/company.ts';
import { formFiles } from '../../src/demo/forms.ts';
import { storyClock, type StoryClock } from '../../src/demo/story-clock.ts';
import { checkout, operations, seedLighthouse } from '../../src/sandbox/seed-lighthouse.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/start-sandbox.ts';
import { openDatabase, type Database } from '../../src/store/database.ts';
import { knownGuids } from '../../src/store/inbox.ts';
import { pendingWork } from '../../src/store/pending-work.ts';
import { runSql } from '../support/run-sql.ts';
import { startChild, type AppChild } from './app-child.ts';
import { takeDeath, writeControl, type Kill, type Start } from './control.ts';
import { attemptsOf, brokenPromises, isAcknowledged, missingDeliveries } from './deliveries.ts';

export type CrashCompany = {
  readonly company: Company;
  readonly db: Database;
  /** The act that is being played; the first one, number 0, is the start of the application. */
  readonly act: () => number;
  /** How often it was killed, and started again. */
  readonly kills: () => number;
  /** Deliveries that were sent while no application was there. */
  readonly unheard: () => readonly string[];
  /** Deliveries that had been acknowledged and were not stored when the application had died. */
  readonly broken: () => readonly string[];
  readonly close: () => Promise<void>;
};

export type CrashOptions = {
  readonly databaseUrl: string;
  readonly durable: boolean;
  readonly begins: string;
  readonly trace?: string;
  /** Where to end in this act; asked when it begins, and again at each restart in it. */
  readonly killIn: (act: number, restarts: number) => Kill | null;
  /** Told when an act is over: how many of its kills were met. */
  readonly played?: (act: number, met: number) => void;
  /** Whether the application is dead when this act begins, and started only when all its deliveries have failed. */
  readonly absentIn?: (act: number) => boolean;
};

const WORKSPACE = 'github:9812';
const LIMIT_MS = 90_000;

type Play = {
  readonly options: CrashOptions;
  readonly sandbox: Sandbox;
  readonly db: Database;
  readonly start: Start;
  readonly clock: StoryClock;
  act: number;
  kill: Kill | null;
  child: AppChild;
  kills: number;
  restarts: number;
  absent: boolean;
  unheard: readonly string[];
  broken: readonly string[];
};

export async function openCrashCompany(options: CrashOptions): Promise<CrashCompany> {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-crash-'));
  const clock = storyClock(options.begins, systemClock);
  const sandbox = await startSandbox({ clock, credentialClock: systemClock });
  seedLighthouse(sandbox, { files: { operations: formFiles(), checkout: formFiles() } });
  for (const repo of [operations, checkout])
    for (const name of ['change', 'emergency']) sandbox.as('dee-lead').createLabel(repo, { name });
  const port = await freePort();
  sandbox.setWebhook({ url: `http://127.0.0.1:${String(port)}/api/github/webhooks` });
  const { databaseUrl, durable, trace = null } = options;
  const { id, privateKey, webhookSecret } = sandbox.app;
  const github = {
    appId: String(id),
    privateKey,
    webhookSecret,
    baseUrl: `${sandbox.url}/api/v3`,
  };
  const control = join(folder, 'control.json');
  const start: Start = { databaseUrl, durable, port, trace, control, github };
  const db = await openDatabase({ url: databaseUrl, durable, poolSize: 2 });
  const kill = options.killIn(0, 0);
  const now = clock.now().toISOString();
  writeControl(control, { now, act: 0, kill });
  const child = startChild(start);
  const given = { options, sandbox, clock, db, start, kill, child };
  const none = { act: 0, kills: 0, restarts: 0, absent: false, unheard: [], broken: [] };
  const play: Play = { ...given, ...none };
  await settle(play);
  return {
    company: companyOf(play),
    db,
    act: () => play.act,
    kills: () => play.kills,
    unheard: () => play.unheard,
    broken: () => play.broken,
    close: async () => {
      await play.child.kill();
      await db.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function companyOf(play: Play): Company {
  const { clock } = play;
  const move = (instant: string): void => {
    clock.moveTo(instant);
    tellChild(play);
  };
  return {
    sandbox: play.sandbox,
    clock: { ...clock, moveTo: move },
    workspace: WORKSPACE,
    application: () => {
      throw new Error('the application is another process');
    },
    settle: () => settle(play),
    restart: () => play.child.kill(),
    close: () => Promise.resolve(),
  };
}

function tellChild({ start, clock, act, kill }: Play): void {
  writeControl(start.control, { now: clock.now().toISOString(), act, kill });
}

/** Until nothing is left to be done, however often the application has to be started again. */
async function settle(play: Play): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  if (play.absent) await comeBack(play);
  for (let quiet = 0; quiet < 2;) {
    if (!play.child.lives()) await revive(play);
    if ((await play.child.started) === 'ended') continue;
    await play.sandbox.settled();
    const left = await leftToDo(play);
    quiet = left === null ? quiet + 1 : 0;
    if (Date.now() > deadline)
      throw new Error(
        `act ${String(play.act)} did not come to rest: ${left ?? ''}\n${play.child.said()}`,
      );
    await new Promise((resolve) => setTimeout(resolve, left === null ? 5 : 15));
  }
  await beginAct(play);
}

async function beginAct(play: Play): Promise<void> {
  const { options } = play;
  options.played?.(play.act, play.restarts);
  play.act += 1;
  play.restarts = 0;
  play.absent = options.absentIn?.(play.act) ?? false;
  play.kill = play.absent ? null : options.killIn(play.act, 0);
  tellChild(play);
  if (play.absent) await play.child.kill();
}

/** Everything that was sent meanwhile has failed, and no forge of this kind sends anything twice. */
async function comeBack(play: Play): Promise<void> {
  await play.sandbox.settled();
  const failed = attemptsOf(play.sandbox).filter((attempt) => !isAcknowledged(attempt));
  const guids = failed.map(({ guid }) => guid);
  const known = new Set([...(await knownGuids(play.db, 'github', guids)), ...play.unheard]);
  play.unheard = [...play.unheard, ...guids.filter((guid) => !known.has(guid))];
  play.absent = false;
  await startAgain(play);
}

async function leftToDo({ db, sandbox, clock }: Play): Promise<string | null> {
  const pending = await pendingWork(db, clock.now().toISOString());
  const { deliveries, dirty, timers, jobs } = pending;
  if (deliveries + dirty + timers + jobs > 0) return JSON.stringify(pending);
  const missing = await missingDeliveries(db, sandbox);
  return missing.length === 0 ? null : `${String(missing.length)} deliveries were not recovered`;
}

async function revive(play: Play): Promise<void> {
  const death = takeDeath(play.start.control);
  if (death === null) throw new Error(`the application ended by itself:\n${play.child.said()}`);
  // A call of the act before may be answered only now.
  if (death.act === play.act) {
    play.restarts += 1;
    play.kill = play.options.killIn(play.act, play.restarts);
  }
  await startAgain(play);
}

/**
 * The queue leaves what a dead worker held alone for five seconds; its clock is moved instead of waiting, as the
 * story's is.
 */
async function startAgain(play: Play): Promise<void> {
  play.kills += 1;
  play.broken = [...play.broken, ...(await brokenPromises(play.db, play.sandbox))];
  tellChild(play);
  await age(play.options.databaseUrl);
  play.child = startChild(play.start);
}

async function age(databaseUrl: string): Promise<void> {
  for (const table of ['_private_jobs', '_private_job_queues'])
    await runSql(
      databaseUrl,
      `UPDATE graphile_worker.${table} SET locked_at = locked_at - interval '10 seconds' WHERE locked_at IS NOT NULL`,
    );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
