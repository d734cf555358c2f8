/**
 * `rebuild`: folds every change anew from the log and writes the projection, as if it had been lost. `--check` only
 * compares.
 *
 * What must stay true: events are read, never written. What differs is said, change by change.
 */
import { evolve } from '../core/change/evolve.ts';
import { changeName } from '../core/change/state.ts';
import type { Change } from '../core/change/state.ts';
import { timersOf } from '../core/change/timers.ts';
import { evolveFreeze, freezeIn, isFreezeEvent } from '../core/time/freeze-event.ts';
import { freezesPassed, type OpenedFreeze } from '../core/time/opened-freeze.ts';
import { markDirty } from '../store/dirty.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { lockHead } from '../store/lock.ts';
import type { HeadLock } from '../store/lock.ts';
import { projectionOf } from '../store/projection.ts';
import { touchFreezes } from '../store/freeze-pages.ts';
import { dropFreezesBut, saveFreeze } from '../store/freezes.ts';
import { rebuildChanges } from '../store/rebuild.ts';
import type { RebuildReport } from '../store/rebuild.ts';
import type { Database } from '../store/database.ts';
import { chooseWorkspaces } from './choose.ts';
import { JSON_OPTION, NO, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import { counted } from './terminal.ts';
import type { CliCommand } from './command.ts';

export const REBUILD: CliCommand = {
  name: 'rebuild',
  args: '',
  sentence: 'Makes the lists and pages anew from the log.',
  options: [
    { name: 'check', kind: 'flag', sentence: 'Only compare; write nothing.' },
    { ...WORKSPACE_OPTION, sentence: 'Only this workspace; all of them when not said.' },
    JSON_OPTION,
  ],
  exits:
    '0 rebuilt, or nothing differs; 1 with --check: something differs; 2 wrong use; 3 could not tell',
  run: async (given, io) => {
    const { db, close } = await io.openStore();
    try {
      const check = given.flag('check');
      const reports: WorkspaceReport[] = [];
      for (const { workspace } of await chooseWorkspaces(db, given)) {
        reports.push({ workspace, ...(await rebuild(db, workspace, { check, now: io.now() })) });
      }
      if (given.flag('json')) printJson(io, { checked: check, workspaces: reports });
      else io.out(reports.map((report) => reportText(report, check)).join(''));
      return check && reports.some(({ differences }) => differences.length > 0) ? NO : YES;
    } finally {
      await close();
    }
  },
};

type WorkspaceReport = RebuildReport & { readonly workspace: string };

/** Thrown to undo what was written while comparing. */
class OnlyChecked extends Error {
  readonly report: RebuildReport;

  constructor(report: RebuildReport) {
    super('only compared');
    this.report = report;
  }
}

type Wanted = { readonly check: boolean; readonly now: string };

async function rebuild(
  db: Database,
  workspace: string,
  { check, now }: Wanted,
): Promise<RebuildReport> {
  try {
    return await inWorkspace(db, workspace, async (tx) => {
      const lock = await lockHead(tx);
      const report = await fold(lock, now);
      if (check) throw new OnlyChecked(report);
      return report;
    });
  } catch (error) {
    if (error instanceof OnlyChecked) return error.report;
    throw error;
  }
}

async function fold(lock: HeadLock, now: string): Promise<RebuildReport> {
  const changes = new Map<number, Change>();
  const freezes = new Map<number, OpenedFreeze>();
  const report = await rebuildChanges<Change>(lock, {
    evolve,
    project: (change, lastEventAt) => {
      changes.set(change.number, change);
      return projectionOf(change, lastEventAt);
    },
    timers: timersOf,
    beside: (event) => {
      if (!isFreezeEvent(event)) return;
      const number = freezeIn(event);
      freezes.set(number, evolveFreeze(freezes.get(number) ?? null, event));
    },
  });
  await foldFreezes(lock, { freezes, changes, now });
  for (const { change } of report.differences) {
    const state = changes.get(change);
    if (state !== undefined)
      await markDirty(lock, { number: change, version: state.lastSeq, since: now });
  }
  return report;
}

type Folded = {
  readonly freezes: ReadonlyMap<number, OpenedFreeze>;
  readonly changes: ReadonlyMap<number, Change>;
  readonly now: string;
};

/** What is remembered of their comments stays. */
async function foldFreezes(lock: HeadLock, { freezes, changes, now }: Folded): Promise<void> {
  await dropFreezesBut(lock, [...freezes.keys()]);
  for (const opened of freezes.values()) await saveFreeze(lock, opened, now);
  for (const { number, overrides } of changes.values()) {
    const passed = freezesPassed(overrides);
    if (passed.length > 0)
      await touchFreezes(lock.tx, { now, change: number, passed, windows: [] });
  }
}

const WORDS = {
  missing: 'was missing',
  additional: 'has no events',
  different: 'said something else',
} as const;

function reportText(
  { workspace, changes, events, differences }: WorkspaceReport,
  check: boolean,
): string {
  const head = `${workspace}: ${counted(changes, 'change')} ${check ? 'compared with' : 'rebuilt from'} ${counted(events, 'event')}, ${String(differences.length)} differed\n`;
  return (
    head + differences.map(({ change, how }) => `  ${changeName(change)} ${WORDS[how]}\n`).join('')
  );
}
