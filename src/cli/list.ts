/**
 * `list`: every change on which somebody still has to act, what matters most first: by priority, then by the window that
 * comes next, then by number. A change without a priority, or without a window, comes after those that have one.
 */
import { changeName, STATES } from '../core/change/state.ts';
import type { Change, StateName } from '../core/change/state.ts';
import { windowFor } from '../core/gate/window-for.ts';
import type { Level } from '../core/plan/plan.ts';
import { formatWindow } from '../core/time/window.ts';
import { listOpenChanges, listRepositories } from '../store/changes.ts';
import type { Tx } from '../store/in-workspace.ts';
import { loadChanges } from '../store/load-change.ts';
import { JSON_OPTION, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { inColumns, oneLine } from './terminal.ts';

/** What was completed or rolled back is open while an emergency owes something; these two owe nothing. */
const LISTED = STATES.filter((state) => state !== 'rejected' && state !== 'cancelled');

const MOST_URGENT_FIRST: readonly (Level | null)[] = ['critical', 'high', 'medium', 'low', null];

export const LIST: CliCommand = {
  name: 'list',
  args: '',
  sentence: 'Lists the open changes, by priority, then by window, then by number.',
  options: [
    {
      name: 'state',
      kind: 'texts',
      value: '<state>',
      sentence: 'Only changes in this state; may be said more than once.',
    },
    {
      name: 'repo',
      kind: 'text',
      value: '<owner/repo>',
      sentence: 'Only changes of this repository.',
    },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 listed, also when there are none, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const states = given.texts('state').map(readState);
    const open = await findOpen(given, io);
    const shown = open
      .filter(({ state }) => states.length === 0 || states.includes(state))
      .toSorted(byUrgency);
    if (given.flag('json')) printJson(io, { changes: shown.map(asData) });
    else for (const line of inColumns(shown.map(cellsOf))) io.out(`${line}\n`);
    if (shown.length === 0) io.err('holdpoint list: no such change is open.\n');
    return YES;
  },
};

/** As labels spell it, or as events do. */
function readState(said: string): StateName {
  const name = said.toLowerCase().replaceAll('-', '_');
  const state = LISTED.find((one) => one === name);
  if (state !== undefined) return state;
  throw new UsageError(
    `--state: expected one of ${LISTED.map(spelled).join(', ')}, found ${oneLine(said)}.`,
  );
}

async function findOpen(given: Given, io: Io): Promise<readonly Change[]> {
  return inRecord(given, io, async (tx) => {
    const repoId = await findRepository(tx, given.text('repo'));
    return loadChanges(tx, await listOpenChanges(tx, repoId));
  });
}

async function findRepository(tx: Tx, said: string | null): Promise<string | undefined> {
  if (said === null) return undefined;
  const known = await listRepositories(tx);
  const found = known.find(({ name }) => name.toLowerCase() === said.toLowerCase());
  if (found !== undefined) return found.id;
  const names = known.map(({ name }) => oneLine(name)).join(', ');
  const expected = names === '' ? 'a repository in which a change was opened' : `one of ${names}`;
  throw new UsageError(`--repo: expected ${expected}, found ${oneLine(said)}.`);
}

function byUrgency(one: Change, other: Change): number {
  const rank = ({ priority }: Change): number => MOST_URGENT_FIRST.indexOf(priority);
  const start = (change: Change): number => {
    const window = windowFor(change);
    return window === null ? Number.MAX_SAFE_INTEGER : Date.parse(window.start);
  };
  return rank(one) - rank(other) || start(one) - start(other) || one.number - other.number;
}

function cellsOf(change: Change): readonly string[] {
  const { priority, state, category, repo, issue, title } = change;
  const window = windowFor(change);
  return [
    changeName(change.number),
    priority ?? '–',
    spelled(state),
    category ?? '–',
    window === null ? 'no window' : formatWindow(window),
    `${oneLine(repo)}#${String(issue)}`,
    oneLine(title),
  ];
}

function asData(change: Change): Readonly<Record<string, string | number | null>> {
  const { number, priority, state, category, risk, repo, issue, issueUrl, title } = change;
  const window = windowFor(change);
  return {
    ...{ change: changeName(number), number, priority, state, category, risk },
    ...{ windowStart: window?.start ?? null, windowEnd: window?.end ?? null },
    ...{ zone: window?.zone ?? null, repo, issue, url: issueUrl, title },
  };
}

function spelled(state: string): string {
  return state.replaceAll('_', '-');
}
