// `npm run crash`: the stories told with an application that is killed again and again, on a durable PostgreSQL.
// First at seeded places across three stories; then at every distinct statement and request of the first story,
// before it and after it. Ends with 1 when any run ends in another state than an undisturbed one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { runSql } from '../support/run-sql.ts';
import { compareEnds, type EndState } from './end-state.ts';
import { certificate, threeStories, type Play } from './plays.ts';
import { chanceOf, pointsOf, randomKills } from './points.ts';
import { runPlay, runUndisturbed, type Played, type PlayOptions } from './run-play.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '50' },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const wantedKills = Number(values.kills);

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-crash-db-'));
const server = await startEmbedded({ dataDir: folder, durable: true });
const began = performance.now();
let databases = 0;
let runs = 0;
let kills = 0;
const bad: string[] = [];

try {
  await migrateTemplate();
  if (values.only !== 'points') await killAtRandom();
  if (values.only !== 'random') await killAtEveryPoint();
  report();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = bad.length === 0 ? 0 : 1;

async function killAtRandom(): Promise<void> {
  const reference = await undisturbed(threeStories, 'three stories');
  const chance = chanceOf(seed);
  const before = kills;
  for (let round = 1; kills - before < wantedKills; round += 1) {
    const count = Math.min(25, wantedKills - (kills - before));
    const places = randomKills(reference.trace, count, chance);
    const options = { play: threeStories, killIn: (act: number) => places.get(act) ?? null };
    await killed(`random, round ${String(round)}`, options, reference.end);
  }
}

async function killAtEveryPoint(): Promise<void> {
  const reference = await undisturbed(certificate, 'the first story');
  const points = pointsOf(reference.trace);
  const notMet: string[] = [];
  say(`${String(points.total)} points: every distinct statement and request, before and after`);
  for (let round = 1; points.left() > 0; round += 1) {
    const options = {
      play: certificate,
      killIn: (act: number) => points.killIn(act),
      played: (act: number, died: boolean) => {
        points.played(act, died);
      },
    };
    await killed(`points, round ${String(round)}`, options, reference.end);
    notMet.push(...points.giveUp());
    say(`${String(points.left())} points left`);
  }
  say(`${String(points.total - notMet.length)} of ${String(points.total)} points met`);
  for (const name of notMet) say(`  offered and not met: ${name}`);
}

async function undisturbed(play: Play, what: string): ReturnType<typeof runUndisturbed> {
  const options = { play, databaseUrl: await freshDatabase(), durable: true };
  const reference = await runUndisturbed(options);
  const again = await runPlay({ ...options, databaseUrl: await freshDatabase() });
  note(`${what}, undisturbed`, reference, reference.end);
  note(`${what}, undisturbed again`, again, reference.end);
  return reference;
}

type Killing = Pick<PlayOptions, 'play' | 'killIn' | 'played'>;

async function killed(what: string, options: Killing, expected: EndState): Promise<void> {
  const databaseUrl = await freshDatabase();
  try {
    const played = await runPlay({ ...options, databaseUrl, durable: true });
    note(what, played, expected);
  } catch (error) {
    bad.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    say(bad.at(-1) ?? '');
  }
}

function note(what: string, played: Played, expected: EndState): void {
  runs += 1;
  kills += played.kills;
  const found = [...played.faults, ...compareEnds(expected, played.end)];
  const verdict = found.length === 0 ? 'same end' : `ANOTHER END\n    ${found.join('\n    ')}`;
  const { acts, end } = played;
  const figures = `${String(played.kills)} kills in ${String(acts)} acts, ${String(end.events.length)} events`;
  say(`${what}: ${figures}: ${verdict}`);
  if (found.length > 0) bad.push(`${what}: ${String(found.length)} differences`);
}

function report(): void {
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  say(`${String(runs)} runs, ${String(kills)} kills, ${minutes} minutes, seed ${String(seed)}`);
  say(bad.length === 0 ? 'no bad state' : `BAD STATES:\n  ${bad.join('\n  ')}`);
}

function say(text: string): void {
  const seconds = Math.round((performance.now() - began) / 1_000);
  process.stdout.write(`${String(seconds).padStart(5)} s  ${text}\n`);
}

async function migrateTemplate(): Promise<void> {
  await runSql(server.url, 'CREATE DATABASE crash_template');
  await migrate(urlOf('crash_template'));
}

async function freshDatabase(): Promise<string> {
  databases += 1;
  const name = `crash_${String(databases)}`;
  await runSql(server.url, `CREATE DATABASE ${name} TEMPLATE crash_template`);
  return urlOf(name);
}

function urlOf(database: string): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return url.href;
}
