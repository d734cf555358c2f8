// `npm run crash`: the stories told with an application that is killed again and again, on a durable PostgreSQL.
// First at seeded places across all stories; then at every distinct statement and request of the first story, before
// it and after it; then with nobody there for whole acts. Ends with 1 when any run ends in another state than an
// undisturbed one, when a point was not met, or when nothing had to be recovered.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../../src/store/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { runSql } from '../support/run-sql.ts';
import { compareEnds, type EndState } from './end-state.ts';
import { allStories, certificate, type Play } from './plays.ts';
import { chanceOf, pointsOf, randomKills } from './points.ts';
import { runPlay, runUndisturbed, type Played, type PlayOptions } from './run-play.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '50' },
    /** random, points or absence */
    only: { type: 'string', default: '' },
    /** A statement that several acts make is a point in each of them: ten times as many. */
    'each-act': { type: 'boolean', default: false },
    /** Plays side by side. */
    lanes: { type: 'string', default: '1' },
  },
});
const seed = Number(values.seed);
const wantedKills = Number(values.kills);

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-crash-db-'));
const server = await startEmbedded({ dataDir: folder, durable: true });
const began = performance.now();
const count = { databases: 0, runs: 0, kills: 0, sent: 0, unacknowledged: 0, caughtUp: 0 };
const bad: string[] = [];

try {
  await migrateTemplate();
  if (wants('random')) await killAtRandom();
  if (wants('points')) await killAtEveryPoint();
  if (wants('absence')) await beAbsent();
  report();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = bad.length === 0 ? 0 : 1;

function wants(part: string): boolean {
  return values.only === '' || values.only === part;
}

async function killAtRandom(): Promise<void> {
  const reference = await undisturbed(allStories, 'all stories');
  const chance = chanceOf(seed);
  const before = count.kills;
  for (let round = 1; count.kills - before < wantedKills; round += 1) {
    const wanted = Math.min(25, wantedKills - (count.kills - before));
    const places = randomKills(reference.trace, wanted, chance);
    const killIn = (act: number, restarts: number) =>
      restarts === 0 ? (places.get(act) ?? null) : null;
    await played(`random, round ${String(round)}`, { play: allStories, killIn }, reference.end);
  }
  say(`${String(count.kills - before)} kills at random places`);
}

async function killAtEveryPoint(): Promise<void> {
  const reference = await undisturbed(certificate, 'the first story');
  const eachAct = values['each-act'];
  const points = pointsOf(reference.trace, { eachAct });
  const notMet: string[] = [];
  const where = eachAct ? ' of each act' : '';
  say(
    `${String(points.total)} points: every distinct statement and request${where}, before and after`,
  );
  let round = 0;
  const lane = async (): Promise<void> => {
    while (points.left() > 0) {
      round += 1;
      const { over, ...turns } = points.forPlay();
      await played(
        `points, round ${String(round)}`,
        { play: certificate, ...turns },
        reference.end,
      );
      over();
      notMet.push(...points.giveUp());
      say(`${String(points.left())} points left`);
    }
  };
  await Promise.all(Array.from({ length: Number(values.lanes) }, lane));
  say(`${String(points.total - notMet.length)} of ${String(points.total)} points met`);
  for (const name of notMet) say(`  offered and not met: ${name.slice(0, 200)}`);
  if (!eachAct && notMet.length > 0) bad.push(`${String(notMet.length)} points were not met`);
}

/** What an act sends while nobody is there was never acknowledged; nothing but the catch-up can bring it. */
async function beAbsent(): Promise<void> {
  const reference = await undisturbed(certificate, 'the first story');
  const before = count.caughtUp;
  for (const parity of [0, 1]) {
    const absentIn = (act: number): boolean => act % 2 === parity && act > 0;
    const what = `nobody there in every ${parity === 0 ? 'second' : 'other'} act`;
    await played(what, { play: certificate, absentIn }, reference.end);
  }
  say(`${String(count.caughtUp - before)} deliveries came by the catch-up alone`);
  if (count.caughtUp === before) bad.push('nothing had to be recovered in spite of absences');
}

async function undisturbed(play: Play, what: string): ReturnType<typeof runUndisturbed> {
  const options = { play, databaseUrl: await freshDatabase(), durable: true };
  const reference = await runUndisturbed(options);
  const again = await runPlay({ ...options, databaseUrl: await freshDatabase() });
  note(`${what}, undisturbed`, reference, reference.end);
  note(`${what}, undisturbed again`, again, reference.end);
  return reference;
}

type Disturbed = Pick<PlayOptions, 'play' | 'killIn' | 'played' | 'absentIn'>;

async function played(what: string, options: Disturbed, expected: EndState): Promise<void> {
  const databaseUrl = await freshDatabase();
  try {
    note(what, await runPlay({ ...options, databaseUrl, durable: true }), expected);
  } catch (error) {
    bad.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    say(bad.at(-1) ?? '');
  }
}

function note(
  what: string,
  { kills, acts, end, deliveries, faults }: Played,
  expected: EndState,
): void {
  const { sent, unacknowledged, caughtUp } = deliveries;
  count.runs += 1;
  count.kills += kills;
  count.sent += sent;
  count.unacknowledged += unacknowledged.length;
  count.caughtUp += caughtUp.length;
  const found = [...faults, ...compareEnds(expected, end)].map(inOneLine);
  const verdict = found.length === 0 ? 'same end' : `ANOTHER END\n    ${found.join('\n    ')}`;
  const figures = [
    `${String(kills)} kills in ${String(acts)} acts`,
    `${String(end.events.length)} events`,
    `${String(unacknowledged.length)} deliveries not acknowledged, ${String(caughtUp.length)} caught up`,
  ];
  say(`${what}: ${figures.join(', ')}: ${verdict}`);
  if (found.length > 0) bad.push(`${what}: ${String(found.length)} differences`);
}

/** Comments are long; which one it is, and of what, stands at its beginning. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').slice(0, 400);
}

function report(): void {
  const { runs, kills, sent, unacknowledged, caughtUp } = count;
  const seconds = String(Math.round((performance.now() - began) / 1_000));
  const stored = unacknowledged - caughtUp;
  say(`${String(runs)} runs, ${String(kills)} kills, ${seconds} seconds, seed ${String(seed)}`);
  say(
    `${String(sent)} deliveries, ${String(unacknowledged)} never acknowledged: ${String(caughtUp)} recovered by the catch-up, ${String(stored)} stored before the answer was lost`,
  );
  say(bad.length === 0 ? 'no differences' : `DIFFERENCES:\n  ${bad.join('\n  ')}`);
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
  count.databases += 1;
  const name = `crash_${String(count.databases)}`;
  await runSql(server.url, `CREATE DATABASE ${name} TEMPLATE crash_template`);
  return urlOf(name);
}

function urlOf(database: string): string {
  const url = new URL(server.url);
  url.pathname = `/${database}`;
  return url.href;
}
