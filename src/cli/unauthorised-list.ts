/** `unauthorised list`: what went past every gate of a workspace, who did it, and who has answered for it. */
import { changeName } from '../core/change/state.ts';
import { listUnauthorised, type UnauthorisedRow } from '../store/unauthorised.ts';
import { JSON_OPTION, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { inRecord } from './in-record.ts';
import { inColumns, oneLine } from './terminal.ts';

export const UNAUTHORISED_LIST: CliCommand = {
  name: 'unauthorised list',
  args: '',
  sentence: 'Lists deployments, pushes and merges that went past every gate, and who answered.',
  options: [
    { name: 'open', kind: 'flag', sentence: 'Only those that nobody has answered for.' },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 listed, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const all = await inRecord(given, io, listUnauthorised);
    const rows = given.flag('open') ? all.filter(({ state }) => state === 'open') : all;
    if (given.flag('json')) printJson(io, rows.map(asData));
    else for (const line of inColumns(rows.map(cellsOf))) io.out(`${line}\n`);
    if (rows.length === 0) io.err('holdpoint unauthorised list: nothing is known.\n');
    return YES;
  },
};

function cellsOf(row: UnauthorisedRow): readonly string[] {
  const { kind, repoName, place, sha, actorLogin, times, lastSeen, issue } = row;
  return [
    lastSeen,
    kind,
    oneLine(`${repoName} ${place}`),
    oneLine(sha.slice(0, 12)),
    oneLine(actorLogin),
    `${String(times)}×`,
    issue === null ? 'no issue' : `#${String(issue)}`,
    standing(row),
  ];
}

function standing({ state, byLogin, change, reason }: UnauthorisedRow): string {
  if (state === 'open') return state;
  const stands = change === null ? [] : [changeName(change)];
  return oneLine([`${state} by ${byLogin ?? ''}`, ...stands, reason ?? ''].join(' ').trim());
}

/** Without what only tells how far its issue is. */
function asData(row: UnauthorisedRow): object {
  const { version: _version, shown: _shown, intentAt: _intentAt, seq, ...rest } = row;
  return { event: seq, ...rest };
}
