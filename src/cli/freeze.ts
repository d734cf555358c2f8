/**
 * `freeze open` and `freeze end`: a freeze that stands in the record alone, without an issue, for whoever runs the app:
 * where the forge is down, or nobody is there who may. Read and decided as the word in an issue is; whoever may reach
 * the database is asked for no role.
 */
import type { Facts } from '../core/change/facts.ts';
import type { Refusal } from '../core/change/refusal.ts';
import { readFreeze } from '../core/intent/read-freeze.ts';
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import { decideFreeze, decideThaw } from '../core/time/decide-opened.ts';
import type { FreezeEvent } from '../core/time/freeze-event.ts';
import { asFreeze, freezeName, freezeNumber, isOver } from '../core/time/opened-freeze.ts';
import type { OpenedFreeze } from '../core/time/opened-freeze.ts';
import { refusalText } from '../render/refusal.ts';
import { plainText } from '../render/safe-text.ts';
import { findFreeze, listFreezes, nextFreezeNumber } from '../store/freezes.ts';
import type { Tx } from '../store/in-workspace.ts';
import { lockHead, type HeadLock } from '../store/lock.ts';
import { recordFreeze } from '../worker/record-freeze.ts';
import { JSON_OPTION, NO, printJson, UsageError, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand, ExitCode, Given, Io } from './command.ts';
import { inRecord } from './in-record.ts';
import { recordFacts } from './record-facts.ts';

const CLAUSES = ['asset', 'environment', 'repository'] as const;
const WORDS = { asset: 'assets', environment: 'environments', repository: 'repositories' } as const;
const LONGEST = 100;

const REASON = { name: 'reason', kind: 'text', value: 'text', sentence: 'Why.' } as const;
const BY = { name: 'by', kind: 'text', value: 'who', sentence: 'Whose word it is.' } as const;

export const FREEZE_OPEN: CliCommand = {
  name: 'freeze open',
  args: '',
  sentence:
    'Opens a freeze in the record, without an issue: for every repository, or what is named.',
  options: [
    { name: 'until', kind: 'text', value: '<time>', sentence: 'Its end, in UTC or with a zone.' },
    { name: 'for', kind: 'text', value: '<4h>', sentence: 'How long, in its place.' },
    { name: 'from', kind: 'text', value: '<time>', sentence: 'Its beginning; now when not said.' },
    { ...REASON, sentence: 'Why; shown to whoever meets it.' },
    BY,
    ...CLAUSES.map((name) => ({
      ...{ name, kind: 'texts' as const, value: '<name>' },
      sentence: `Only changes of this ${name}; a pattern such as db/* as well.`,
    })),
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 opened, 1 it was refused, 2 wrong use, 3 could not tell',
  run: (given, io) => inRecord(given, io, (tx) => open(tx, given, io)),
};

export const FREEZE_END: CliCommand = {
  name: 'freeze end',
  args: '<FRZ-…>',
  sentence: 'Ends a freeze that was opened by issue or here; what waits for it goes on by itself.',
  options: [REASON, BY, WORKSPACE_OPTION, JSON_OPTION],
  exits: '0 ended, 1 there is none that stands, 2 wrong use, 3 could not tell',
  run: (given, io) => inRecord(given, io, (tx) => end(tx, given, io)),
};

async function open(tx: Tx, given: Given, io: Io): Promise<ExitCode> {
  const owner = readText(given, 'by');
  const reason = readText(given, 'reason');
  const facts = recordFacts(io, { policy: DEFAULT_POLICY, people: null });
  const line = lineOf(given);
  const read = readFreeze(line, `${line}\n${reason}`, { zone: 'UTC', now: facts.now });
  if (read.kind === 'problem') return refused(io, read);
  const lock = await lockHead(tx);
  const standing = (await listFreezes(tx, facts.now)).filter((one) => !isOver(one, facts.now));
  const decided = decideFreeze({
    ...{ wish: read.wish, standing: null, place: null, owner, everywhere: true, facts },
    others: standing.flatMap((one) => asFreeze(one) ?? []),
    number: await nextFreezeNumber(lock),
  });
  return write(lock, { given, io, facts, decided, before: null });
}

async function end(tx: Tx, given: Given, io: Io): Promise<ExitCode> {
  const [name = '', ...more] = given.args;
  const number = freezeNumber(name);
  if (number === null || more.length > 0) throw new UsageError('name one freeze, such as FRZ-3');
  const reason = `${readText(given, 'reason')} (${readText(given, 'by')})`;
  const facts = recordFacts(io, { policy: DEFAULT_POLICY, people: null });
  const lock = await lockHead(tx);
  const known = await findFreeze(tx, number);
  const before = known === null || isOver(known, facts.now) ? null : known;
  return write(lock, { given, io, facts, decided: decideThaw(before, reason), before });
}

type Writing = {
  readonly given: Given;
  readonly io: Io;
  readonly facts: Facts;
  readonly decided: FreezeEvent | Refusal;
  readonly before: OpenedFreeze | null;
};

async function write(
  lock: HeadLock,
  { given, io, facts, decided, before }: Writing,
): Promise<ExitCode> {
  if ('kind' in decided) return refused(io, decided);
  const { number, terms, ended } = await recordFreeze(lock, before, {
    ...decided,
    actor: facts.actor,
    source: { kind: 'system', delivery: null, ref: null, url: null },
    occurredAt: facts.now,
    observedAt: facts.now,
    policy: facts.policy.version,
  });
  const name = freezeName(number);
  const said = { freeze: name, start: terms.start, end: ended?.at ?? terms.end };
  if (given.flag('json')) printJson(io, said);
  else
    io.out(`${name} ${ended === null ? 'stands' : 'stood'} from ${said.start} until ${said.end}\n`);
  return YES;
}

function refused(io: Io, { code, facts }: Pick<Refusal, 'code' | 'facts'>): ExitCode {
  const { sentence } = refusalText(code, facts);
  io.err(`holdpoint freeze: ${plainText(sentence)} (${code})\n`);
  return NO;
}

/** As it would be said in an issue. */
function lineOf(given: Given): string {
  const times = (['from', 'until', 'for'] as const).flatMap((name) => {
    const text = given.text(name);
    return text === null ? [] : [`${name} ${text}`];
  });
  const scope = CLAUSES.flatMap((name) => {
    const names = given.texts(name);
    return names.length === 0 ? [] : [`${WORDS[name]} ${names.join(' ')}`];
  });
  return [...times, ...scope].join(' ');
}

function readText(given: Given, option: 'by' | 'reason'): string {
  const text = given.text(option)?.trim() ?? '';
  const most = option === 'by' ? LONGEST : LONGEST * 10;
  if (text === '' || text.length > most || text.includes('\0'))
    throw new UsageError(`--${option}: expected a text of at most ${String(most)} characters`);
  return text;
}
