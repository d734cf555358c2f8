/**
 * What the changes of a large record are about: assets, people, words, and days. Drawn by number, so that a record that
 * grows is the same as one that was made at once.
 */
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { ASSETS } from './large-policy.ts';
import { seeded, type Seeded } from './seeded.ts';
import { TALES, TOLD_PLAN, type Tale, type Telling, type Who } from './tales.ts';

export type MadeUp = { readonly tale: Tale; readonly telling: Telling };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const REPOS = [
  'lighthouse-freight/operations',
  'lighthouse-freight/checkout',
  'lighthouse-freight/network',
];
/** A record begins here; changes that have ended follow a quarter of an hour apart. */
const BEGINNING = Date.parse('2023-12-01T00:00:00Z');
const APART_MS = 15 * MINUTE_MS;
const LIVE_DAYS = 90;

const VERBS = [
  'Rotate',
  'Replace',
  'Upgrade',
  'Resize',
  'Migrate',
  'Restart',
  'Patch',
  'Rebalance',
  'Fail over',
  'Retire',
  'Reindex',
  'Extend',
];
const THINGS = [
  'the TLS certificate',
  'the primary database',
  'the order queue',
  'the session cache',
  'the firewall rules',
  'the load balancer',
  'the storage volumes',
  'the billing exporter',
  'the message broker',
  'the kernel',
  'the search cluster',
  'the backup schedule',
  'the DNS zone',
  'the payment connector',
  'the tracking feed',
];
const STEPS = [
  'Drain the node and wait until no session is left',
  'Copy the new configuration and test it',
  'Promote the replica and repoint the clients',
  'Stop the writers, then take a snapshot',
  'Apply the migration in batches of ten thousand',
  'Reload the service and watch the error rate',
  'Compare checksums on both sides',
  'Open the firewall for the new subnet',
  'Raise the limit and restart one worker after the other',
  'Switch the alias to the new index',
  'Install the package from the internal mirror',
  'Hand traffic back in steps of a quarter',
  'Place a test order from outside',
  'Read lag and queue length from the monitor',
  'Ask support whether tickets came in',
];
const KINDS = DEFAULT_POLICY.kinds.map(({ title }) => title);

const { completed, withIssues, rolledBack, cancelled, rejected } = TALES;
const { inReview, approved, scheduled, running } = TALES;
/** Of a hundred. */
const SHARES: readonly (readonly [number, Tale])[] = [
  [8, cancelled],
  [8, rejected],
  [10, rolledBack],
  [10, withIssues],
];
/**
 * What has not ended does not become more as the record grows older: of the first ten thousand every tenth is
 * planned for the next quarter, and twenty run.
 */
const OLDEST_LIVE = 10_000;
const LIVE: readonly Tale[] = [inReview, approved, scheduled, scheduled];

/** `now`: what has not ended is planned for the weeks after it. */
export function madeUp(number: number, now: string): MadeUp {
  const chance = seeded(number);
  const tale = taleOf(number, chance);
  const engineer = someone(chance, 'engineer', 10_000);
  const approver = someone(chance, 'approver', 20_000);
  const about = aboutOf(chance);
  const moved = minutesOf(number, { tale, now });
  const window = tale.ends || tale === running ? laterBy(moved) : ahead(chance, now);
  const plan = {
    ...TOLD_PLAN,
    assets: about.assets,
    answers: { ...TOLD_PLAN.answers, what: `${about.title}.`, kinds: chance.oneOf(KINDS) },
    steps: TOLD_PLAN.steps.map((step) => ({
      ...step,
      text: `${chance.oneOf(STEPS)}. ${chance.oneOf(STEPS)}`,
    })),
    operator: engineer.login,
    secondPerson: approver.login,
    window,
  };
  const [first = '', ...others] = REPOS;
  const name = chance.below(10) < 6 ? first : chance.oneOf(others);
  const repo = { repoId: String(501 + REPOS.indexOf(name)), repo: name };
  const { title } = about;
  return { tale, telling: { number, repo, title, plan, engineer, approver, later: moved } };
}

function taleOf(number: number, chance: Seeded): Tale {
  if (number <= OLDEST_LIVE && number % 10 === 0)
    return number % 500 === 0 ? running : chance.oneOf(LIVE);
  let drawn = chance.below(100);
  for (const [share, tale] of SHARES) {
    if (drawn < share) return tale;
    drawn -= share;
  }
  return completed;
}

function aboutOf(chance: Seeded): { readonly title: string; readonly assets: readonly string[] } {
  const first = chance.oneOf(ASSETS).id;
  const assets = chance.below(3) === 0 ? [first, chance.oneOf(ASSETS).id] : [first];
  return { title: `${chance.oneOf(VERBS)} ${chance.oneOf(THINGS)} of ${first}`, assets };
}

function someone(chance: Seeded, role: string, from: number): Who {
  const which = chance.below(250);
  return { id: String(from + which), login: `${role}-${String(which)}` };
}

/** What has ended did so in its turn; the rest was touched for the last time within the week before. */
function minutesOf(
  number: number,
  { tale, now }: { readonly tale: Tale; readonly now: string },
): number {
  const over = tale.ends
    ? BEGINNING + number * APART_MS
    : Date.parse(now) - (number % 10_000) * MINUTE_MS - MINUTE_MS;
  return Math.round((over - tale.over) / MINUTE_MS);
}

function laterBy(minutes: number): NonNullable<Telling['plan']['window']> {
  const { window } = TOLD_PLAN;
  if (window === null) throw new Error('a plan without a window');
  const [start = '', end = ''] = [window.start, window.end].map((at) =>
    textOf(Date.parse(at) + minutes * MINUTE_MS),
  );
  return { ...window, start, end };
}

function ahead(chance: Seeded, now: string): NonNullable<Telling['plan']['window']> {
  const start = Date.parse(now) + DAY_MS + chance.below(LIVE_DAYS * 96) * 15 * MINUTE_MS;
  const end = start + (1 + chance.below(16)) * 15 * MINUTE_MS;
  return { start: textOf(start), end: textOf(end), zone: 'Europe/Berlin', note: null };
}

function textOf(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
