/**
 * `similar CHG-00001`: earlier changes of the same repository that are like it, and how the last ones of its template,
 * kinds, teams and assets ended. The same as in the record comment and in the answer to `/chg similar`.
 */
import { changeName } from '../core/change/state.ts';
import { pastView } from '../core/desired/past-view.ts';
import type { PastView } from '../core/desired/past-view.ts';
import { viewClock } from '../core/desired/view-clock.ts';
import type { ViewClock } from '../core/desired/view.ts';
import { askPast } from '../core/risk/facets.ts';
import { historyItem, similarItem } from '../render/past.ts';
import { findPast } from '../store/find-past.ts';
import { loadChange } from '../store/load-change.ts';
import { readNumber } from './choose.ts';
import { JSON_OPTION, NO, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { policyOf } from './policy-of.ts';
import { recordFacts } from './record-facts.ts';

export const SIMILAR: CliCommand = {
  name: 'similar',
  args: '<change>',
  sentence: 'Shows changes of the same repository like it that have ended, and how they ended.',
  options: [WORKSPACE_OPTION, JSON_OPTION],
  exits:
    '0 shown, also when there are none, 1 there is no such change, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const number = readNumber(given);
    const found = await look(given, io, number);
    if (found === null) {
      io.err(`holdpoint similar: there is no ${changeName(number)}.\n`);
      return NO;
    }
    const { past, clock } = found;
    if (given.flag('json')) printJson(io, past);
    else for (const line of linesOf(past, clock)) io.out(`${line}\n`);
    if (past.similar.length === 0)
      io.err('holdpoint similar: no change like it has ended in its repository.\n');
    return YES;
  },
};

type Found = { readonly past: PastView; readonly clock: ViewClock };

async function look(given: Given, io: Io, number: number): Promise<Found | null> {
  return inRecord(given, io, async (tx) => {
    const change = await loadChange(tx, number);
    if (change === null) return null;
    const facts = recordFacts(io, { policy: await policyOf(tx, change.policy), people: [] });
    const past = pastView(await findPast(tx, askPast(change, facts)));
    return { past, clock: viewClock(change) };
  });
}

function linesOf({ similar, histories }: PastView, clock: ViewClock): readonly string[] {
  return [...similar.map((one) => similarItem(one, clock)), ...histories.map(historyItem)];
}
