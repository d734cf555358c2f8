/**
 * What questions about time and risk take on a large record, and how that grows with it: 10,000 changes first, then
 * 100,000 with a million events, in one database, beside an application that runs; 2,000 assets and 500 windows.
 *
 * What must stay true: each question is measured whole (`time-speed.ts`), at both sizes by the same changes' kind; the
 * gate is asked over HTTP, under the same policy, read from files.
 */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCompany, operations, type Company } from '../src/demo/company.ts';
import { createLog } from '../src/log.ts';
import { lighthouse } from '../src/sandbox/seed-lighthouse.ts';
import { startEmbedded } from '../src/store/embedded.ts';
import { atLeast, atMost, told, type BenchResult } from './result.ts';
import { freePort } from './support/free-port.ts';
import { GATE_START, gateSpeed, RUNS_AT, startChange } from './support/gate-questions.ts';
import { largePolicy, ORGANISATION_FILE, REPOSITORY_FILE } from './support/large-policy.ts';
import { growRecord } from './support/large-record.ts';
import { askers, QUESTIONS, speedOf, type Asking } from './support/time-speed.ts';

const SIZES = [10_000, 100_000];
const MOST_GROWTH = 1.5;
const LEAST_RATE = 300;
const LIMITS = {
  conflicts: { what: 'conflict check', most: 5 },
  freeze: { what: 'freeze check', most: 5 },
  slots: { what: 'slots over 90 days', most: 50 },
  similar: { what: 'similar changes', most: 30 },
  gate: { what: 'gate answer', most: 15 },
} as const;

type Named = keyof typeof LIMITS;
type Speed = { readonly name: Named; readonly median: number; readonly first?: number };
type Measured = { readonly size: number; readonly speeds: readonly Speed[]; readonly rate: number };

export async function run(): Promise<readonly BenchResult[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdpoint-time-'));
  const database = await startEmbedded({ dataDir, durable: true });
  const port = await freePort();
  const log = createLog({ logLevel: 'silent', logFormat: 'json' }, process.stderr);
  const company = await openCompany({
    ...{ databaseUrl: database.url, log, start: GATE_START },
    signIn: { port },
  });
  try {
    await putPolicy(company);
    await startChange(company, { assets: 's10/c0/n1' });
    const measured: Measured[] = [];
    for (const size of SIZES) {
      const tell = (line: string): void => {
        console.error(`time: ${line}`);
      };
      const { workspace } = company;
      await growRecord({ url: database.url, workspace, upTo: size, now: RUNS_AT, tell });
      measured.push({ size, ...(await speeds(company, port)) });
    }
    return [...measured.flatMap(rowsOf), ...growthOf(measured)];
  } finally {
    await company.close();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function putPolicy({ sandbox, settle }: Company): Promise<void> {
  const home = { owner: lighthouse, name: '.github', private: true };
  sandbox.createRepository({ ...home, files: { 'holdpoint.yml': ORGANISATION_FILE } });
  const files = { '.github/holdpoint.yml': REPOSITORY_FILE };
  const commits = [{ message: 'Windows', author: 'dee-lead', files }];
  sandbox.as('dee-lead').push(operations, { branch: 'main', commits });
  await settle();
}

async function speeds(company: Company, port: number): Promise<Omit<Measured, 'size'>> {
  const { workspace } = company;
  const { db } = company.application().house;
  // Read anew, so that the first question of all is one that nobody has asked before.
  const asking: Asking = { db, workspace, policy: largePolicy(), now: RUNS_AT };
  const changes = await askers(asking);
  const found: Speed[] = [];
  for (const name of QUESTIONS) found.push({ name, ...(await speedOf(name, changes, asking)) });
  const { median, rate } = await gateSpeed(company, port);
  return { speeds: [...found, { name: 'gate', median }], rate };
}

function rowsOf({ size, speeds: all, rate }: Measured): readonly BenchResult[] {
  const beside = `beside ${size.toLocaleString('en')} changes`;
  return [
    ...all.flatMap(({ name, median, first }) => {
      const { what, most } = LIMITS[name];
      const row = atMost(most, { name: `${what}, median, ${beside}`, value: median, unit: 'ms' });
      if (first === undefined) return [row];
      return [row, told({ name: `${what}, the first of a policy`, value: first, unit: 'ms' })];
    }),
    atLeast(LEAST_RATE, { name: `gate answers, ${beside}`, value: rate, unit: '/s' }),
  ];
}

/** Of each median, from the smaller record to the larger. */
function growthOf([small, large]: readonly Measured[]): readonly BenchResult[] {
  return (small?.speeds ?? []).map(({ name, median }) => {
    const later = large?.speeds.find((one) => one.name === name)?.median ?? Infinity;
    const what = `${LIMITS[name].what}, ten times the record`;
    return atMost(MOST_GROWTH, { name: what, value: later / median, unit: 'times' });
  });
}
