/**
 * `where`: to which environments of a policy file may be deployed now: free, locked, or frozen, with who and why.
 */
import { placesOf, type Place } from '../core/deploy/where.ts';
import { isInvalid } from '../core/policy/invalid-policy.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { listLocks } from '../store/environment-locks.ts';
import { freezesAt } from '../store/neighbours.ts';
import { JSON_OPTION, NO, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { inRecord } from './in-record.ts';
import { LAYER_OPTIONS, POLICY_PATH, problemLine, readLayersGiven } from './policy-file.ts';
import { inColumns, oneLine } from './terminal.ts';

export const WHERE: CliCommand = {
  name: 'where',
  args: '',
  sentence: 'Lists the environments of a policy file: free, locked or frozen, with who and why.',
  options: [
    {
      name: 'asset',
      kind: 'text',
      value: '<id>',
      sentence: 'Only environments whose deployments change this asset.',
    },
    {
      name: 'repo',
      kind: 'text',
      value: '<owner/repo>',
      sentence: 'Freezes of this repository count as well.',
    },
    {
      name: 'file',
      kind: 'text',
      value: '<file>',
      sentence: `The repository's file; ${POLICY_PATH} when not said.`,
    },
    ...LAYER_OPTIONS,
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 listed, 1 the file cannot be used, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const policy = readPolicy(await readLayersGiven(given, given.text('file') ?? POLICY_PATH));
    for (const problem of policy.problems) io.err(problemLine(problem));
    if (isInvalid(policy)) return NO;
    const now = io.now();
    const { locks, opened } = await inRecord(given, io, async (tx) => ({
      locks: await listLocks(tx),
      opened: await freezesAt(tx, now),
    }));
    const freezes = [...policy.calendar.freezes, ...opened];
    const calendar = { ...policy.calendar, freezes };
    const asked = { asset: given.text('asset'), repository: given.text('repo') ?? '' };
    const places = placesOf({ ...asked, ...policy, calendar, locks, now });
    if (given.flag('json')) printJson(io, { environments: places });
    else for (const line of inColumns(places.map(cellsOf))) io.out(`${line}\n`);
    if (places.length === 0) io.err('holdpoint where: the policy names no such environment.\n');
    return YES;
  },
};

function cellsOf({ environment, standing, locks, freezes }: Place): readonly string[] {
  const locked = locks.map(({ by, at, reason }) => `${reason} (${by.login} ${at})`);
  const frozen = freezes.map(({ owner, reason, until }) => {
    const end = until === null ? '' : ` until ${until}`;
    return `${reason} (${owner}${end})`;
  });
  return [oneLine(environment), standing, oneLine([...locked, ...frozen].join('; '))];
}
