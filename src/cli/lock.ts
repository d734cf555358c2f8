/**
 * `lock <environment>` and `unlock <environment>`: nothing is deployed there until the lock is lifted; `all` stands for
 * every environment. Who locks and why is shown to whoever waits.
 *
 * What must stay true: of two that lock at once one does; the same claim said twice has locked once.
 */
import { wantLook } from '../store/dirty.ts';
import { listWaiting } from '../store/deployments.ts';
import { claimLock, releaseLock } from '../store/environment-locks.ts';
import type { Tx } from '../store/in-workspace.ts';
import { wakeReconcile } from '../worker/wakes.ts';
import { JSON_OPTION, NO, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, ExitCode, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { oneLine } from './terminal.ts';

const LONGEST = 500;
const BEGINNING = '1970-01-01T00:00:00Z';

export const LOCK: CliCommand = {
  name: 'lock',
  args: '<environment|all>',
  sentence: 'Locks an environment of the policy: nothing is deployed there.',
  options: [
    { name: 'reason', kind: 'text', value: 'text', sentence: 'Why; shown to whoever waits.' },
    { name: 'by', kind: 'text', value: 'who', sentence: 'Who locks it.' },
    {
      name: 'claim',
      kind: 'text',
      value: 'id',
      sentence: 'Said twice it is one lock; who and when, where it is not said.',
    },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 locked, 1 somebody else has locked it, 2 wrong use, 3 could not tell',
  run: (given, io) => inRecord(given, io, (tx) => lock(tx, given, io)),
};

export const UNLOCK: CliCommand = {
  name: 'unlock',
  args: '<environment|all>',
  sentence: 'Lifts the lock of an environment; what waits for it goes on by itself.',
  options: [WORKSPACE_OPTION, JSON_OPTION],
  exits: '0 unlocked, 1 it was not locked, 2 wrong use, 3 could not tell',
  run: (given, io) => inRecord(given, io, (tx) => unlock(tx, given, io)),
};

async function lock(tx: Tx, given: Given, io: Io): Promise<ExitCode> {
  const environment = readEnvironment(given);
  const login = readText(given, 'by');
  const reason = readText(given, 'reason');
  const at = io.now();
  const claim = given.text('claim') ?? `${login} ${at}`;
  const mine = { environment, reason, by: { id: '', login }, at, url: null };
  const other = await claimLock(tx, mine, claim);
  const standing = other ?? mine;
  const said = { locked: other === null, environment: environment ?? 'all', ...whoseOf(standing) };
  if (given.flag('json')) printJson(io, said);
  else
    io.out(
      `${other === null ? 'locked' : 'locked already'} by ${oneLine(standing.by.login)}, ${standing.at}: ${oneLine(standing.reason)}\n`,
    );
  return other === null ? YES : NO;
}

async function unlock(tx: Tx, given: Given, io: Io): Promise<ExitCode> {
  const environment = readEnvironment(given);
  const gone = await releaseLock(tx, environment);
  if (gone !== null) await wakeWaiting(tx, io.now());
  const said = { unlocked: gone !== null, environment: environment ?? 'all' };
  if (given.flag('json')) printJson(io, { ...said, ...(gone === null ? {} : whoseOf(gone)) });
  else io.out(gone === null ? 'it was not locked\n' : `unlocked; ${oneLine(gone.reason)}\n`);
  return gone === null ? NO : YES;
}

/** Whoever waits is looked at again. */
async function wakeWaiting(tx: Tx, at: string): Promise<void> {
  const waiting = await listWaiting(tx, BEGINNING);
  for (const change of new Set(waiting.flatMap(({ matchedChange }) => matchedChange ?? []))) {
    await wantLook(tx, change, at);
    await wakeReconcile(tx, { workspace: tx.workspace, change });
  }
}

type Whose = { readonly by: string; readonly at: string; readonly reason: string };

function whoseOf(lock: { readonly by: { readonly login: string } } & Omit<Whose, 'by'>): Whose {
  return { by: lock.by.login, at: lock.at, reason: lock.reason };
}

function readEnvironment({ args }: Given): string | null {
  const [name = '', ...more] = args;
  if (name === '' || name === '*' || more.length > 0 || name.length > LONGEST)
    throw new UsageError('name one environment of the policy, such as production, or all');
  return name === 'all' ? null : name;
}

function readText(given: Given, option: 'by' | 'reason'): string {
  const text = given.text(option)?.trim() ?? '';
  if (text === '' || text.length > LONGEST || text.includes('\0'))
    throw new UsageError(`--${option}: expected a text of at most ${String(LONGEST)} characters`);
  return text;
}
