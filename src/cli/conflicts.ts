/**
 * `conflicts CHG-00001`: whom a change meets in its window, what it waits for, and which freezes lie in it. The same as
 * in the record comment and in the answer to `/chg conflicts`, but for lines of pull requests, which are not in the record.
 */
import { viewClock } from '../core/desired/view-clock.ts';
import type { ViewClock } from '../core/desired/view.ts';
import { changeName } from '../core/change/state.ts';
import { aroundOf } from '../core/time/around.ts';
import { conflictSummary, type ConflictSummary } from '../core/time/conflict-summary.ts';
import { besideItems } from '../render/beside.ts';
import { loadChange } from '../store/load-change.ts';
import { readNeighbours } from '../store/neighbours.ts';
import { readNumber } from './choose.ts';
import { JSON_OPTION, NO, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { policyOf } from './policy-of.ts';
import { recordFacts } from './record-facts.ts';

export const CONFLICTS: CliCommand = {
  name: 'conflicts',
  args: '<change>',
  sentence:
    'Shows whom a change meets in its window, what it waits for, and which freezes lie in it.',
  options: [WORKSPACE_OPTION, JSON_OPTION],
  exits:
    '0 shown, also when there are none, 1 there is no such change, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const number = readNumber(given);
    const found = await look(given, io, number);
    if (found === null) {
      io.err(`holdpoint conflicts: there is no ${changeName(number)}.\n`);
      return NO;
    }
    const { summary, clock } = found;
    if (given.flag('json')) printJson(io, summary);
    else for (const line of besideItems(summary, clock)) io.out(`${line}\n`);
    if (!summary.asked)
      io.err('holdpoint conflicts: the policy lists no assets; nobody is asked about conflicts.\n');
    return YES;
  },
};

type Found = { readonly summary: ConflictSummary; readonly clock: ViewClock };

async function look(given: Given, io: Io, number: number): Promise<Found | null> {
  return inRecord(given, io, async (tx) => {
    const change = await loadChange(tx, number);
    if (change === null) return null;
    const policy = await policyOf(tx, change.policy);
    const neighbours = await readNeighbours(tx, aroundOf(change, { policy, pulls: [] }), io.now());
    const facts = recordFacts(io, { policy, people: [], neighbours });
    return { summary: conflictSummary(change, facts), clock: viewClock(change) };
  });
}
