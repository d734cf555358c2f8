/**
 * `slots CHG-00001`: the next windows in which a change could run, from the record: the same as `/chg slots`.
 *
 * What must stay true: nothing is booked by it. What only the forge knows, it does not.
 */
import { changeName, type Change } from '../core/change/state.ts';
import { viewClock } from '../core/desired/view-clock.ts';
import { readLength } from '../core/intent/read-timed.ts';
import { aroundOf } from '../core/time/around.ts';
import { changeOver, MOST_DAYS, plannedMinutes, slotsOf } from '../core/time/slots.ts';
import type { SlotWish, Slots } from '../core/time/slots.ts';
import { slotLines } from '../render/slots.ts';
import { readHistory } from '../evidence/population.ts';
import { readNeighbours } from '../store/neighbours.ts';
import { readNumber } from './choose.ts';
import { JSON_OPTION, NO, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { policyOf } from './policy-of.ts';
import { actorsIn, recordFacts } from './record-facts.ts';

const MOST_SLOTS = 50;

export const SLOTS: CliCommand = {
  name: 'slots',
  args: '<change>',
  sentence: 'Proposes the next windows in which a change could run, and books nothing.',
  options: [
    {
      name: 'length',
      kind: 'text',
      value: '<3h>',
      sentence: 'How long; as planned when not said.',
    },
    { name: 'days', kind: 'text', value: '<n>', sentence: 'How far to look; 90 when not said.' },
    { name: 'count', kind: 'text', value: '<n>', sentence: 'How many; 5 when not said.' },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 there is one, 1 there is none or no such change, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const number = readNumber(given);
    const asked = {
      days: readCount(given, 'days', MOST_DAYS) ?? MOST_DAYS,
      count: readCount(given, 'count', MOST_SLOTS) ?? 5,
    };
    const found = await look(given, io, { number, ...asked });
    if (found === null) {
      io.err(`holdpoint slots: there is no ${changeName(number)}.\n`);
      return NO;
    }
    const { change, slots, wish } = found;
    if (given.flag('json')) printJson(io, { change: changeName(number), ...wish, ...slots });
    else
      for (const line of slotLines({ ...slots, ...wish, number, clock: viewClock(change) }))
        io.out(`${line}\n`);
    return slots.slots.length > 0 ? YES : NO;
  },
};

function readCount(given: Given, name: string, most: number): number | null {
  const text = given.text(name);
  if (text === null) return null;
  const count = /^\d{1,4}$/u.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= most) return count;
  throw new UsageError(
    `--${name}: expected a number from 1 to ${String(most)}; found ${JSON.stringify(text)}`,
  );
}

type Wanted = Pick<SlotWish, 'days' | 'count'> & { readonly number: number };

type Found = { readonly change: Change; readonly slots: Slots; readonly wish: SlotWish };

async function look(given: Given, io: Io, wanted: Wanted): Promise<Found | null> {
  const { number, days, count } = wanted;
  return inRecord(given, io, async (tx) => {
    const history = await readHistory(tx, number);
    if (history === null) return null;
    const { change, events } = history;
    const policy = await policyOf(tx, change.policy);
    const facts = recordFacts(io, { policy, people: actorsIn(events) });
    const over = changeOver(change, { now: facts.now, days });
    const neighbours = await readNeighbours(tx, aroundOf(over, facts), io.now());
    const { zone } = viewClock(change);
    const wish = { minutes: lengthOf(given) ?? plannedMinutes(change), zone, days, count };
    return { change, wish, slots: slotsOf(change, { ...facts, neighbours }, wish) };
  });
}

function lengthOf(given: Given): number | null {
  const text = given.text('length');
  if (text === null) return null;
  const minutes = readLength(text);
  if (minutes !== null) return minutes;
  throw new UsageError(`--length: expected such as 3h or 45m; found ${JSON.stringify(text)}`);
}
