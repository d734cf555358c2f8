/**
 * A policy as large as the issue asks for: 2,000 assets in trees, 250 maintenance windows, 250 freezes. A file has at most
 * 64 KB, so it takes two, as it would in an organisation: its own lists the assets, the repository's the windows.
 *
 * What must stay true: both are read by the reader that reads every policy; nothing is put into it behind its back.
 */
import type { Policy } from '../../src/core/policy/policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { seeded, type Seeded } from './seeded.ts';

const SYSTEMS = 40;
const GROUPS = 7;
const NODES = 6;
const WINDOWS = 250;
const FREEZES = 250;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'UTC'];
const RULES = [
  'FREQ=WEEKLY;BYDAY=TU',
  'FREQ=WEEKLY;BYDAY=SA,SU',
  'FREQ=DAILY',
  'FREQ=MONTHLY;BYDAY=-1FR',
];

/** A system, its clusters, their nodes: `s07`, `s07/c3`, `s07/c3/n1`. */
export const ASSETS: readonly { readonly id: string; readonly parent: string | null }[] = list(
  SYSTEMS,
).flatMap((system) => {
  const id = `s${String(system + 10)}`;
  const clusters = list(GROUPS).flatMap((group) => {
    const cluster = `${id}/c${String(group)}`;
    const nodes = list(NODES).map((node) => ({
      id: `${cluster}/n${String(node)}`,
      parent: cluster,
    }));
    return [{ id: cluster, parent: id }, ...nodes];
  });
  return [{ id, parent: null }, ...clusters];
});

export const ORGANISATION_FILE = [
  'policy: 1',
  'assets:',
  ...ASSETS.map(({ id, parent }) =>
    parent === null ? `- {id: ${id}}` : `- {id: ${id}, parent: ${parent}}`,
  ),
  '',
].join('\n');

export const REPOSITORY_FILE = repositoryFile(seeded(4));

export function largePolicy(): Policy {
  const policy = readPolicy({
    organisation: { file: 'bench/.github:holdpoint.yml', blob: 'a', text: ORGANISATION_FILE },
    repository: { file: 'bench/changes:.github/holdpoint.yml', blob: 'b', text: REPOSITORY_FILE },
  });
  if (policy.problems.length > 0)
    throw new Error(`the large policy: ${JSON.stringify(policy.problems.slice(0, 3))}`);
  return policy;
}

function repositoryFile(chance: Seeded): string {
  const windows = list(WINDOWS).map((index) => {
    const hours = `start: "${chance.oneOf(['01:30', '20:00', '22:00'])}", minutes: ${chance.oneOf(['180', '300', '480'])}`;
    return `- {id: m${String(index)}, assets: [${someAssets(chance)}], rrule: "${chance.oneOf(RULES)}", ${hours}, timezone: ${chance.oneOf(ZONES)}}`;
  });
  const freezes = list(FREEZES).map((index) => {
    const about = `assets: [${someAssets(chance)}], reason: Books, owner: ops`;
    return `- {id: f${String(index)}, ${about}, ${whenFrozen(chance)}, timezone: ${chance.oneOf(ZONES)}}`;
  });
  return ['policy: 1', 'maintenance_windows:', ...windows, 'freezes:', ...freezes, ''].join('\n');
}

/** A whole system, some clusters of several, or one node. */
function someAssets(chance: Seeded): string {
  const system = String(chance.below(SYSTEMS) + 10);
  const cluster = String(chance.below(GROUPS));
  return chance.oneOf([
    `s${system}*`,
    `s${system}/c${cluster}`,
    `s${String(chance.below(4) + 1)}*/c${cluster}/*`,
    `s${system}/c${cluster}/n${String(chance.below(NODES))}`,
  ]);
}

/** Once, within half a year, or each month for a day and a half. */
function whenFrozen(chance: Seeded): string {
  if (chance.below(5) === 0)
    return `rrule: "FREQ=MONTHLY;BYMONTHDAY=${String(chance.below(28) + 1)}", start: "12:00", minutes: 2160`;
  const first = Date.parse('2026-11-23T00:00Z') + chance.below(180) * 86_400_000;
  const last = first + (1 + chance.below(4)) * 86_400_000;
  const [start, end] = [first, last].map((at) => new Date(at).toISOString().slice(0, 16));
  return `start: "${start ?? ''}", end: "${end ?? ''}"`;
}

function list(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
