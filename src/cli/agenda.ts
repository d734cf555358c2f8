/**
 * `agenda`: what a meeting about changes has before it, from the record: what waits for approval, by category, with window,
 * risk, conflicts and who has to approve; and the reviews that are owed.
 */
import { agendaOf, type Agenda } from '../core/desired/agenda.ts';
import type { Change } from '../core/change/state.ts';
import type { Facts } from '../core/change/facts.ts';
import { aroundOf } from '../core/time/around.ts';
import { readHistory } from '../evidence/population.ts';
import { renderAgenda } from '../render/agenda.ts';
import { listOpenChanges } from '../store/changes.ts';
import type { Tx } from '../store/in-workspace.ts';
import { loadChanges } from '../store/load-change.ts';
import { readNeighbours } from '../store/neighbours.ts';
import { JSON_OPTION, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { policyOf } from './policy-of.ts';
import { actorsIn, recordFacts } from './record-facts.ts';

const USUAL_DAYS = 7;
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

export const AGENDA: CliCommand = {
  name: 'agenda',
  args: '',
  sentence:
    'Prints what a meeting has to decide: changes that wait for approval, and reviews owed.',
  options: [
    {
      name: 'days',
      kind: 'text',
      value: '<n>',
      sentence:
        'Only changes whose window begins within so many days, or that name none; 7 when not said.',
    },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 printed, also when there is nothing, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const until = new Date(Date.parse(io.now()) + readDays(given) * DAY_MS).toISOString();
    const agenda = await look(given, io, until);
    if (given.flag('json')) printJson(io, { until, ...agenda });
    else io.out(renderAgenda(agenda, until));
    return YES;
  },
};

function readDays(given: Given): number {
  const text = given.text('days');
  if (text === null) return USUAL_DAYS;
  const days = /^\d{1,3}$/u.test(text) ? Number(text) : 0;
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw new UsageError(
    `--days: expected a number from 1 to ${String(MOST_DAYS)}; found ${JSON.stringify(text)}`,
  );
}

async function look(given: Given, io: Io, until: string): Promise<Agenda> {
  return inRecord(given, io, async (tx) => {
    const open = await loadChanges(tx, await listOpenChanges(tx));
    const talked = open.filter(({ state, ended }) => state === 'review' || ended !== null);
    const seen: { readonly change: Change; readonly facts: Facts }[] = [];
    for (const change of talked) seen.push({ change, facts: await factsOf(tx, io, change) });
    return agendaOf(seen, until);
  });
}

async function factsOf(tx: Tx, io: Io, change: Change): Promise<Facts> {
  const policy = await policyOf(tx, change.policy);
  const events = (await readHistory(tx, change.number))?.events ?? [];
  const around = aroundOf(change, { policy, pulls: [] });
  const neighbours = await readNeighbours(tx, around, io.now());
  return recordFacts(io, { policy, people: actorsIn(events), neighbours });
}
