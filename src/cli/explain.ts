/**
 * `explain CHG-00001`: may the next act happen now, and if not, what stands in the way? Every gate answers, with its
 * reason, from the stored record alone.
 *
 * What must stay true: the command line has no eyes on the forge. What only the forge knows (who has access now,
 * what a pull request looks like) is "cannot tell" here, and that is not a yes.
 */
import { changeName } from '../core/change/state.ts';
import type { Change, StateName } from '../core/change/state.ts';
import type { Facts } from '../core/change/facts.ts';
import { decisionOf, type Decision, type Judged } from '../core/gate/decision.ts';
import { judge } from '../core/gate/judge.ts';
import { PURPOSES } from '../core/gate/verdict.ts';
import type { Purpose } from '../core/gate/verdict.ts';
import { aroundOf } from '../core/time/around.ts';
import { readHistory } from '../evidence/population.ts';
import { gateCounts, gateItems } from '../render/gates.ts';
import { clockOf } from '../render/when.ts';
import { readDatabaseTime } from '../store/database.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { readNeighbours } from '../store/neighbours.ts';
import { chooseWorkspace, readNumber } from './choose.ts';
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
import { policyOf } from './policy-of.ts';
import { oneLine } from './terminal.ts';

export const EXPLAIN: CliCommand = {
  name: 'explain',
  args: '<change>',
  sentence: 'Says whether the next act may happen now, gate by gate, from the record alone.',
  options: [
    {
      name: 'for',
      kind: 'text',
      value: PURPOSES.join('|'),
      sentence: 'Which act; the next one when not said.',
    },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits:
    '0 nothing stands in the way, 1 something does or there is no such change, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const number = readNumber(given);
    const purpose = readPurpose(given);
    const seen = await look(given, io, number);
    if (seen === null) {
      io.err(`holdpoint explain: there is no ${changeName(number)}.\n`);
      return NO;
    }
    const act = purpose ?? NEXT_ACT[seen.change.state];
    if (act === null) {
      io.err(
        `holdpoint explain: ${changeName(number)} is ${seen.change.state}; no gate stands before anything any more.\n`,
      );
      return NO;
    }
    return answer(given, io, {
      change: seen.change,
      act,
      verdicts: judge(seen.change, seen.facts, act),
    });
  },
};

const NEXT_ACT: Readonly<Record<StateName, Purpose | null>> = {
  draft: 'submit',
  review: 'approve',
  approved: 'start',
  scheduled: 'start',
  in_progress: 'complete',
  completed: null,
  rolled_back: null,
  rejected: null,
  cancelled: null,
};

function readPurpose(given: Given): Purpose | null {
  const text = given.text('for');
  if (text === null) return null;
  const purpose = PURPOSES.find((known) => known === text);
  if (purpose === undefined)
    throw new UsageError(
      `--for: expected one of ${PURPOSES.join(', ')}; found ${JSON.stringify(text)}`,
    );
  return purpose;
}

type Seen = { readonly change: Change; readonly facts: Facts };

async function look(given: Given, io: Io, number: number): Promise<Seen | null> {
  const { db, close } = await io.openStore();
  try {
    const workspace = await chooseWorkspace(db, given);
    const known = await inWorkspace(db, workspace, async (tx) => {
      const history = await readHistory(tx, number);
      if (history === null) return null;
      const { change } = history;
      const policy = await policyOf(tx, change.policy);
      const neighbours = await readNeighbours(
        tx,
        aroundOf(change, { policy, pulls: [] }),
        io.now(),
      );
      return { change, policy, neighbours };
    });
    if (known === null) return null;
    const now = io.now();
    const clockSkewMs = Date.parse(now) - (await readDatabaseTime(db)).getTime();
    const actor = { id: '0', login: 'holdpoint', kind: 'system', roles: [] } as const;
    const facts: Facts = {
      now,
      occurredAt: now,
      actor,
      policy: known.policy,
      neighbours: known.neighbours,
      people: null,
      pulls: [],
      clockSkewMs,
    };
    return { change: known.change, facts };
  } finally {
    await close();
  }
}

const EXITS: Readonly<Record<Decision['decision'], ExitCode>> = {
  yes: YES,
  no: NO,
  cannot_tell: CANNOT_TELL,
};

type Explained = Judged & { readonly change: Change };

function answer(given: Given, io: Io, judged: Explained): ExitCode {
  const { change, act, verdicts } = judged;
  const decision = decisionOf(judged);
  const exit = EXITS[decision.decision];
  if (given.flag('json')) {
    printJson(io, decision);
    return exit;
  }
  const zone = change.window?.zone ?? change.plan?.window?.zone ?? 'UTC';
  const clock = clockOf(zone, change.times.openedAt);
  io.out(
    `${decision.change} ${oneLine(change.title)}\nTo ${act}: ${gateCounts(verdicts)}\n${gateItems(verdicts, clock).join('\n')}\n`,
  );
  return exit;
}
