/**
 * `policy replay`: what a policy on disk would have answered to the last changes, beside the one that was in force. The
 * same function as the check on a pull request, from the record and with no writer attached.
 *
 * What must stay true: it says which policy and how many changes it compared; what only the forge knows is "cannot
 * tell" on both sides and so is no difference.
 */
import type { Change } from '../core/change/state.ts';
import { changeName } from '../core/change/state.ts';
import { replay, type Replay } from '../core/gate/replay.ts';
import { isInvalid } from '../core/policy/invalid-policy.ts';
import type { Policy, PolicyPeople } from '../core/policy/policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { listLastChanges, listRepositories } from '../store/changes.ts';
import type { Tx } from '../store/in-workspace.ts';
import { loadChanges } from '../store/load-change.ts';
import { findPolicy } from '../store/policies.ts';
import {
  CannotTellError,
  JSON_OPTION,
  NO,
  printJson,
  UsageError,
  WORKSPACE_OPTION,
  YES,
} from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { LAYER_OPTIONS, POLICY_PATH, problemLine, readLayersGiven } from './policy-file.ts';
import { policyOf } from './policy-of.ts';
import { counted, oneLine } from './terminal.ts';

const MOST = 200;

export const POLICY_REPLAY: CliCommand = {
  name: 'policy replay',
  args: '[<file>]',
  sentence: 'Says which answers to the last changes would be others under the policy of a file.',
  options: [
    {
      name: 'last',
      kind: 'text',
      value: '<count>',
      sentence: `How many changes; ${String(MOST)} when not said.`,
    },
    {
      name: 'repo',
      kind: 'text',
      value: '<owner/repo>',
      sentence: 'Whose changes; not needed when there is only one repository.',
    },
    ...LAYER_OPTIONS,
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits:
    '0 no answer would be another, 1 some would or the file cannot be used, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const last = readLast(given);
    const to = readPolicy(await readLayersGiven(given, given.args[0] ?? POLICY_PATH));
    for (const problem of to.problems) io.err(problemLine(problem));
    if (isInvalid(to)) return NO;
    const { changes, from, people } = await look(given, io, last);
    const found = replay(changes, { from, to, now: io.now(), people: { teams: {}, people } });
    if (given.flag('json')) printJson(io, { from: from.version, to: to.version, ...found });
    else io.out(textOf(found, { from, to }));
    return found.flips.length === 0 ? YES : NO;
  },
};

function readLast(given: Given): number {
  const text = given.text('last') ?? String(MOST);
  const last = /^\d{1,6}$/u.test(text) ? Number(text) : 0;
  if (last > 0) return last;
  throw new UsageError(`--last: expected a number such as 50; found ${JSON.stringify(text)}`);
}

type Seen = {
  readonly changes: readonly Change[];
  readonly from: Policy;
  readonly people: PolicyPeople['people'];
};

async function look(given: Given, io: Io, last: number): Promise<Seen> {
  return inRecord(given, io, async (tx) => {
    const repo = await chooseRepository(tx, given);
    const changes = await loadChanges(tx, await listLastChanges(tx, repo, last));
    return { changes, ...(await inForce(tx, changes)) };
  });
}

async function chooseRepository(tx: Tx, given: Given): Promise<string> {
  const wanted = given.text('repo')?.toLowerCase() ?? null;
  const all = await listRepositories(tx);
  const fitting = all.filter(({ name }) => wanted === null || name.toLowerCase() === wanted);
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only.id;
  if (all.length === 0) throw new CannotTellError('there is no change to judge yet.');
  const known = all.map(({ name }) => oneLine(name)).join(', ');
  throw new UsageError(`say whose changes with --repo; known: ${known}`);
}

/** That of the change that was heard of last. */
async function inForce(tx: Tx, changes: readonly Change[]): Promise<Pick<Seen, 'from' | 'people'>> {
  const latest = changes.toSorted((left, right) => right.lastSeq - left.lastSeq)[0];
  if (latest === undefined) throw new CannotTellError('there is no change to judge yet.');
  const from = await policyOf(tx, latest.policy);
  if (isInvalid(from))
    throw new CannotTellError(`the policy ${from.version} could not be used, so nothing compares.`);
  return { from, people: (await findPolicy(tx, latest.policy))?.people ?? {} };
}

function textOf(
  { judged, flips }: Replay,
  { from, to }: { readonly from: Policy; readonly to: Policy },
): string {
  const lines = [
    `Judged again from the record: ${counted(judged, 'change')}, ${from.version} → ${to.version}`,
    ...flips.map(
      (one) => `  ${changeName(one.change)} to ${one.act}: ${one.gate}: ${one.from} → ${one.to}`,
    ),
    flips.length === 0
      ? 'no answer would be another'
      : `${counted(flips.length, 'answer')} would be another`,
  ];
  return `${lines.join('\n')}\n`;
}
