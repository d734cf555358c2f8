/** `token revoke <id>`: a key counts no more, from the next question on. */
import { revokeApiToken } from '../store/api-tokens.ts';
import { NO, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { inRecord } from './in-record.ts';

export const TOKEN_REVOKE: CliCommand = {
  name: 'token revoke',
  args: '<id>',
  sentence: 'Takes a key back, for good.',
  options: [WORKSPACE_OPTION],
  exits:
    '0 revoked, 1 there is none of that id, or it was revoked before, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const [id = ''] = given.args;
    if (!/^[0-9a-f]{12}$/.test(id))
      throw new UsageError(
        'expected the id of a key, as holdpoint token list shows it; never the key itself',
      );
    const isRevoked = await inRecord(given, io, (tx) => revokeApiToken(tx, id, io.now()));
    io.err(isRevoked ? `${id}: revoked\n` : `holdpoint token revoke: no key ${id} counts here.\n`);
    return isRevoked ? YES : NO;
  },
};
