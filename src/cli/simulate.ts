/**
 * `simulate CHG-00001`: what the gates would answer if. The same evaluator as everywhere, fed from the record, with no
 * writer attached: nothing that is asked here changes anything.
 *
 * What must stay true: it says what it imagines and which answers flip against now; what only the forge knows stays
 * "cannot tell".
 */
import type { Actor, Facts } from '../core/change/facts.ts';
import { changeName } from '../core/change/state.ts';
import type { Change } from '../core/change/state.ts';
import { decisionOf, type Decision } from '../core/gate/decision.ts';
import { simulate, type Simulation, type WhatIf } from '../core/gate/simulate.ts';
import { PURPOSES } from '../core/gate/verdict.ts';
import { CATEGORY_LADDER } from '../core/policy/category-ladder.ts';
import { viewClock } from '../core/desired/view-clock.ts';
import { isInvalid } from '../core/policy/invalid-policy.ts';
import { ROLES } from '../core/policy/holders.ts';
import { readMoment } from '../core/time/read-moment.ts';
import { aroundOf } from '../core/time/around.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { readHistory } from '../evidence/population.ts';
import { gateCounts, gateItems } from '../render/gates.ts';
import { readNeighbours } from '../store/neighbours.ts';
import { readNumber } from './choose.ts';
import {
  CANNOT_TELL,
  JSON_OPTION,
  NO,
  printJson,
  UsageError,
  WORKSPACE_OPTION,
  YES,
} from './command.ts';
import type { CliCommand, ExitCode, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { LAYER_OPTIONS, problemLine, readLayersGiven } from './policy-file.ts';
import { policyOf } from './policy-of.ts';
import { actorsIn, recordFacts } from './record-facts.ts';
import { oneLine } from './terminal.ts';

const WHO = '<login[:role]>';

export const SIMULATE: CliCommand = {
  name: 'simulate',
  args: '<change>',
  sentence: 'Says what the gates would answer if; from the record, and without changing anything.',
  options: [
    {
      name: 'act',
      kind: 'text',
      value: PURPOSES.join('|'),
      sentence: 'Which act; start when not said.',
    },
    { name: 'as', kind: 'text', value: WHO, sentence: 'As if they asked.' },
    { name: 'approve', kind: 'texts', value: WHO, sentence: 'As if they had approved as well.' },
    { name: 'ignore', kind: 'texts', value: '<login>', sentence: 'As if they had said nothing.' },
    {
      name: 'category',
      kind: 'text',
      value: CATEGORY_LADDER.join('|'),
      sentence: 'As if the plan named this one.',
    },
    { name: 'base', kind: 'text', value: '<branch>', sentence: 'As if it were merged there.' },
    {
      name: 'policy',
      kind: 'text',
      value: '<file>',
      sentence: "As if this were the repository's policy.",
    },
    {
      name: 'at',
      kind: 'text',
      value: '<time>',
      sentence:
        'As if it were then: "Saturday 02:00" or 2026-11-28T02:00, in the zone of the change.',
    },
    ...LAYER_OPTIONS,
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits:
    '0 nothing would stand in the way, 1 something would or there is no such change, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const number = readNumber(given);
    const act = readOne(given, 'act', PURPOSES) ?? 'start';
    const rules = await readRules(given, io);
    if (rules === 'unusable') return NO;
    const seen = await look(given, io, number);
    if (seen === null) {
      io.err(`holdpoint simulate: there is no ${changeName(number)}.\n`);
      return NO;
    }
    const whatIf = {
      ...readWhatIf(given, seen.actors),
      ...rules,
      ...readAt(given, io, seen.change),
    };
    return answer(given, io, { ...simulate(seen, whatIf, act), change: seen.change });
  },
};

function readOne<T extends string>(given: Given, name: string, known: readonly T[]): T | null {
  const text = given.text(name);
  if (text === null) return null;
  const found = known.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `--${name}: expected one of ${known.join(', ')}; found ${JSON.stringify(text)}`,
  );
}

async function readRules(given: Given, io: Io): Promise<Pick<WhatIf, 'policy'> | 'unusable'> {
  const path = given.text('policy');
  if (path === null) return {};
  const policy = readPolicy(await readLayersGiven(given, path));
  if (!isInvalid(policy)) return { policy };
  for (const problem of policy.problems) io.err(problemLine(problem));
  return 'unusable';
}

function readWhatIf(given: Given, actors: readonly Actor[]): WhatIf {
  const as = given.text('as');
  const category = readOne(given, 'category', CATEGORY_LADDER);
  const base = given.text('base');
  return {
    ...(as === null ? {} : { as: readActor(as, actors) }),
    ...(category === null ? {} : { category }),
    ...(base === null ? {} : { base }),
    approve: namesIn(given, 'approve').map((text) => readActor(text, actors)),
    ignore: namesIn(given, 'ignore'),
  };
}

/** A local time that occurs twice is the first of the two, and that is said. */
function readAt(given: Given, io: Io, change: Change): Pick<WhatIf, 'at'> {
  const text = given.text('at');
  if (text === null) return {};
  const moment = readMoment(text, { zone: viewClock(change).zone, now: io.now() });
  if (moment.kind === 'unreadable')
    throw new UsageError(
      `--at: expected a weekday and a time, or a date and a time; found ${moment.found}; ${moment.remedy}`,
    );
  if (moment.note !== null) io.err(`holdpoint simulate: ${moment.note}.\n`);
  return { at: moment.instant };
}

function namesIn(given: Given, name: string): readonly string[] {
  return given.texts(name).flatMap((text) => text.split(','));
}

/** Known from the record, with the roles they had last; or whoever is named with a role. */
function readActor(text: string, actors: readonly Actor[]): Actor {
  const [login = '', wanted = null] = text.split(':');
  const known = actors.findLast((one) => one.login.toLowerCase() === login.toLowerCase());
  const role = ROLES.find((one) => one === wanted);
  if (wanted !== null && role === undefined)
    throw new UsageError(`expected a role of ${ROLES.join(', ')}; found ${JSON.stringify(wanted)}`);
  if (role === undefined && known === undefined)
    throw new UsageError(
      `${JSON.stringify(login)} is not in the record of this change; say which role they hold: ${login}:maintainer`,
    );
  const roles = role === undefined ? (known?.roles ?? []) : [role];
  return { id: known?.id ?? `login:${login}`, login, kind: 'human', roles };
}

type Seen = { readonly change: Change; readonly facts: Facts; readonly actors: readonly Actor[] };

async function look(given: Given, io: Io, number: number): Promise<Seen | null> {
  return inRecord(given, io, async (tx) => {
    const history = await readHistory(tx, number);
    if (history === null) return null;
    const { change, events } = history;
    const actors = actorsIn(events);
    const policy = await policyOf(tx, change.policy);
    const neighbours = await readNeighbours(tx, aroundOf(change, { policy, pulls: [] }), io.now());
    return { change, actors, facts: recordFacts(io, { policy, people: actors, neighbours }) };
  });
}

const EXITS: Readonly<Record<Decision['decision'], ExitCode>> = {
  yes: YES,
  no: NO,
  cannot_tell: CANNOT_TELL,
};

function answer(
  given: Given,
  io: Io,
  { change, act, before, after, flips }: Simulation & { readonly change: Change },
): ExitCode {
  const decision = decisionOf({ change, act, verdicts: after });
  const exit = EXITS[decision.decision];
  if (given.flag('json')) {
    const now = decisionOf({ change, act, verdicts: before });
    printJson(io, { simulated: true, now: now.decision, flips, then: decision });
    return exit;
  }
  const clock = viewClock(change);
  io.out(
    `${decision.change} ${oneLine(change.title)}\nSimulated, nothing is changed. To ${act}: ${gateCounts(after)}\n`,
  );
  for (const { gate, from, to } of flips) io.out(`  ${gate}: ${from} → ${to}\n`);
  if (flips.length === 0) io.out('  no answer is another one than now\n');
  io.out(`${gateItems(after, clock).join('\n')}\n`);
  return exit;
}
