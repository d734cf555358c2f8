/** `token list`: the keys of a workspace, without what would let anybody use one. */
import { listApiTokens, type ApiTokenRow } from '../store/api-tokens.ts';
import { JSON_OPTION, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { inRecord } from './in-record.ts';
import { inColumns, oneLine } from './terminal.ts';

export const TOKEN_LIST: CliCommand = {
  name: 'token list',
  args: '',
  sentence: 'Lists the keys that were made for the deploy gate.',
  options: [WORKSPACE_OPTION, JSON_OPTION],
  exits: '0 listed, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const tokens = await inRecord(given, io, listApiTokens);
    if (given.flag('json')) printJson(io, tokens);
    else
      io.out(
        inColumns(tokens.map((one) => cellsOf(one, io.now())))
          .map((line) => `${line}\n`)
          .join(''),
      );
    return YES;
  },
};

function cellsOf(token: ApiTokenRow, now: string): readonly string[] {
  const { id, name, scopes, lastUsedAt } = token;
  return [
    id,
    standing(token, now),
    scopes.join(','),
    `used ${lastUsedAt ?? 'never'}`,
    oneLine(name),
  ];
}

function standing({ revokedAt, expiresAt }: ApiTokenRow, now: string): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  if (expiresAt === null) return 'counts';
  return Date.parse(expiresAt) <= Date.parse(now) ? `ended ${expiresAt}` : `until ${expiresAt}`;
}
