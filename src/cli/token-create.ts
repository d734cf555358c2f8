/**
 * `token create <name>`: a key by which a CI asks the deploy gate. It is shown once, here; kept is its hash alone.
 */
import { createHash, randomBytes } from 'node:crypto';
import { addApiToken } from '../store/api-tokens.ts';
import { JSON_OPTION, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, Given } from './command.ts';
import { inRecord } from './in-record.ts';
import { oneLine } from './terminal.ts';

const SCOPES = ['gate', 'read'] as const;
const MOST_DAYS = 3_650;

export const TOKEN_CREATE: CliCommand = {
  name: 'token create',
  args: '<name>',
  sentence: 'Makes a key by which a CI asks the deploy gate, and shows it once.',
  options: [
    {
      name: 'scope',
      kind: 'texts',
      value: SCOPES.join('|'),
      sentence: 'What it may be used for; gate when not said.',
    },
    {
      name: 'days',
      kind: 'text',
      value: '90',
      sentence: 'For how long it counts; 90 days when not said.',
    },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 made, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const name = readName(given);
    const scopes = readScopes(given);
    const days = readDays(given);
    const createdAt = io.now();
    const expiresAt = new Date(Date.parse(createdAt) + days * 86_400_000).toISOString();
    const token = `hp_${randomBytes(32).toString('base64url')}`;
    const id = randomBytes(6).toString('hex');
    const hash = createHash('sha256').update(token).digest();
    const row = { id, name, scopes, createdAt, expiresAt, hash };
    const workspace = await inRecord(given, io, async (tx) => {
      await addApiToken(tx, row);
      return tx.workspace;
    });
    const said = { id, name, workspace, scopes, createdAt, expiresAt };
    if (given.flag('json')) printJson(io, { ...said, token });
    else io.out(`${token}\n`);
    io.err(
      `${id}: ${oneLine(name)}, for ${scopes.join(' and ')} in ${workspace}, until ${expiresAt}. It is shown this once; take it back with holdpoint token revoke ${id}\n`,
    );
    return YES;
  },
};

function readName({ args }: Given): string {
  const name = args[0]?.trim() ?? '';
  if (name.length > 0 && name.length <= 100 && !name.includes('\0')) return name;
  throw new UsageError('say whose key it is, in at most 100 characters, such as deploy-production');
}

function readScopes(given: Given): readonly (typeof SCOPES)[number][] {
  const texts = given.texts('scope');
  const unknown = texts.find((text) => !SCOPES.some((scope) => scope === text));
  if (unknown !== undefined)
    throw new UsageError(
      `--scope: expected ${SCOPES.join(' or ')}, found ${JSON.stringify(unknown)}`,
    );
  return texts.length === 0 ? ['gate'] : SCOPES.filter((scope) => texts.includes(scope));
}

function readDays(given: Given): number {
  const text = given.text('days') ?? '90';
  if (/^[0-9]{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_DAYS)
    return Number(text);
  throw new UsageError(
    `--days: expected a whole number from 1 to ${String(MOST_DAYS)}, found ${JSON.stringify(text)}`,
  );
}
