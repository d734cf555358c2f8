/**
 * `freeze list`: the freezes of a policy file, where it is asked for those of the record as well, and how each stands at a moment: whether it stands now, until when, or
 * when it stands next; why, whose it is, what it is about and who may override it.
 */
import { isInvalid } from '../core/policy/invalid-policy.ts';
import type { Freeze, Scope } from '../core/policy/calendar.ts';
import type { Policy } from '../core/policy/policy.ts';
import { overridersOf } from '../core/gate/freeze.ts';
import { nextOf } from '../core/time/freeze.ts';
import { readMoment } from '../core/time/read-moment.ts';
import { formatWindow } from '../core/time/window.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { freezesAt } from '../store/neighbours.ts';
import { JSON_OPTION, NO, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { LAYER_OPTIONS, POLICY_PATH, problemLine, readLayersGiven } from './policy-file.ts';
import { inColumns, oneLine } from './terminal.ts';

type Row = {
  readonly freeze: Freeze;
  readonly standing: 'now' | 'later' | 'over';
  readonly start: string | null;
  readonly end: string | null;
};

export const FREEZE_LIST: CliCommand = {
  name: 'freeze list',
  args: '',
  sentence:
    'Lists the freezes of a policy file: what is frozen now and next, why, until when, for whom.',
  options: [
    {
      name: 'file',
      kind: 'text',
      value: '<file>',
      sentence: `The repository's file; ${POLICY_PATH} when not said.`,
    },
    ...LAYER_OPTIONS,
    {
      name: 'at',
      kind: 'text',
      value: '<time>',
      sentence: 'As of another moment, such as "Saturday 02:00", in UTC where no offset is named.',
    },
    {
      name: 'record',
      kind: 'flag',
      sentence: 'Those that were opened by issue or here as well, from the record.',
    },
    WORKSPACE_OPTION,
    { ...JSON_OPTION, sentence: 'Print it as data.' },
  ],
  exits: '0 listed, 1 the file cannot be used, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const policy = readPolicy(await readLayersGiven(given, given.text('file') ?? POLICY_PATH));
    for (const problem of policy.problems) io.err(problemLine(problem));
    if (isInvalid(policy)) return NO;
    const at = momentOf(given, io);
    const opened = given.flag('record') ? await inRecord(given, io, (tx) => freezesAt(tx, at)) : [];
    const rows = [...policy.calendar.freezes, ...opened].map((freeze) =>
      rowOf(freeze, Date.parse(at)),
    );
    if (given.flag('json')) printJson(io, { at, freezes: rows.map((row) => asData(row, policy)) });
    else for (const line of inColumns(rows.map((row) => cellsOf(row, policy)))) io.out(`${line}\n`);
    if (rows.length === 0) io.err('holdpoint freeze list: there are no freezes.\n');
    return YES;
  },
};

function momentOf(given: Given, io: Io): string {
  const text = given.text('at');
  if (text === null) return io.now();
  const read = readMoment(text, { zone: 'UTC', now: io.now() });
  if (read.kind === 'unreadable') throw new UsageError(`--at: found ${read.found}; ${read.remedy}`);
  return read.instant;
}

function rowOf(freeze: Freeze, at: number): Row {
  const next = nextOf(freeze, at);
  if (next === null) return { freeze, standing: 'over', start: null, end: null };
  const [start = '', end = ''] = [next.start, next.end].map((time) => new Date(time).toISOString());
  return { freeze, standing: next.start <= at ? 'now' : 'later', start, end };
}

function cellsOf({ freeze, standing, start, end }: Row, policy: Policy): readonly string[] {
  const { id, title, mode, zone, reason, owner, scope, lets } = freeze;
  const allowed = mode === 'allow' ? 'allowed only ' : '';
  const when =
    start === null || end === null
      ? 'over'
      : `${standing === 'now' ? 'now, ' : ''}${formatWindow({ start, end, zone, note: null })}`;
  const by = freeze.allowOverride ? overridersOf(freeze, policy).join(', ') : 'nobody';
  const through = lets.length === 0 ? '' : `; lets ${lets.join(', ')} through`;
  return [
    oneLine(id),
    oneLine(title),
    `${allowed}${when}`,
    `for ${scopeText(scope)}`,
    oneLine(`${reason} (${owner}); override: ${by}${through}`),
  ];
}

function scopeText({ assets, environments, categories, repositories }: Scope): string {
  const all = [...assets, ...environments, ...categories, ...repositories];
  return all.length === 0 ? 'everything' : oneLine(all.join(', '));
}

function asData({ freeze, ...row }: Row, policy: Policy): object {
  const { id, title, reason, owner, mode, zone, scope, lets, allowOverride } = freeze;
  return {
    ...{ id, title, reason, owner, mode, zone, scope, lets, ...row },
    override_by: allowOverride ? overridersOf(freeze, policy) : [],
  };
}
