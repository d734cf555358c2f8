/**
 * `redrive`: deliveries that could not be worked off, and another chance for them. Until then the gates of the change
 * concerned stay shut. When nothing can be made of one, somebody may go on without it: by name and with a reason,
 * which stand in the log of that change for ever.
 */
import {
  countInbox,
  listDeadLetters,
  redriveDelivery,
  setAsideDelivery,
} from '../store/dead-letters.ts';
import type { InboxRow } from '../store/inbox.ts';
import type { Database } from '../store/database.ts';
import { wakeSweep } from '../worker/wakes.ts';
import { JSON_OPTION, NO, printJson, UsageError, YES } from './command.ts';
import type { CliCommand, Given } from './command.ts';
import { counted, oneLine } from './terminal.ts';

const MOST_SHOWN = 200;

export const REDRIVE: CliCommand = {
  name: 'redrive',
  args: '[delivery…]',
  sentence: 'Lists dead letters, gives them another chance, or sets one aside.',
  options: [
    { name: 'all', kind: 'flag', sentence: 'Every dead letter.' },
    {
      name: 'set-aside',
      kind: 'text',
      value: 'delivery',
      sentence: 'Go on without it; opens the gates that only it kept shut.',
    },
    { name: 'by', kind: 'text', value: 'who', sentence: 'Who sets it aside; kept in the log.' },
    { name: 'reason', kind: 'text', value: 'text', sentence: 'Why; kept in the log.' },
    JSON_OPTION,
  ],
  exits: '0 none are left without a chance, 1 dead letters are left, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const wanted = readIds(given);
    const aside = readAside(given);
    const { db, close } = await io.openStore();
    try {
      if (aside !== null) await setAside(db, aside);
      const redriven = await redrive(db, wanted);
      const left = await listDeadLetters(db, MOST_SHOWN);
      const { dead } = await countInbox(db);
      const done = { redriven, setAside: aside?.id ?? null };
      if (given.flag('json')) printJson(io, { ...done, dead, letters: left.map(letterOf) });
      else
        io.out(
          `${doneText(done)}${left.map(letterText).join('')}${counted(dead, 'dead letter')}\n`,
        );
      return dead === 0 ? YES : NO;
    } finally {
      await close();
    }
  },
};

function readIds(given: Given): readonly number[] | 'all' {
  if (given.flag('all')) {
    if (given.args.length > 0) throw new UsageError('name deliveries or say --all, not both');
    return 'all';
  }
  return given.args.map(readId);
}

function readId(word: string): number {
  if (!/^\d{1,15}$/u.test(word))
    throw new UsageError(`expected the number of a delivery, found ${JSON.stringify(word)}`);
  return Number(word);
}

type Aside = { readonly id: number; readonly note: string };

function readAside(given: Given): Aside | null {
  const word = given.text('set-aside');
  const [by, reason] = [given.text('by')?.trim() ?? '', given.text('reason')?.trim() ?? ''];
  if (word === null) {
    if (by !== '' || reason !== '') throw new UsageError('--by and --reason go with --set-aside');
    return null;
  }
  if (given.flag('all') || given.args.length > 0)
    throw new UsageError('set one aside, or give others another chance, not both');
  if (by === '' || reason === '') throw new UsageError('say who sets it aside, and why');
  return { id: readId(word), note: `${by}: ${reason}` };
}

/** A server that runs tells the change at once, one that does not when it starts. */
async function setAside(db: Database, { id, note }: Aside): Promise<void> {
  if (!(await setAsideDelivery(db, id, note)))
    throw new UsageError(`there is no dead letter ${String(id)}`);
  await wakeSweep(db);
}

async function redrive(
  db: Database,
  wanted: readonly number[] | 'all',
): Promise<readonly number[]> {
  if (wanted === 'all') return redriveAll(db);
  for (const id of wanted) {
    if (!(await redriveDelivery(db, id))) {
      throw new UsageError(`there is no dead letter ${String(id)}`);
    }
  }
  return wanted;
}

async function redriveAll(db: Database): Promise<readonly number[]> {
  const redriven: number[] = [];
  for (;;) {
    const letters = await listDeadLetters(db, MOST_SHOWN);
    if (letters.length === 0) return redriven;
    for (const { id } of letters) if (await redriveDelivery(db, id)) redriven.push(id);
  }
}

type Done = { readonly redriven: readonly number[]; readonly setAside: number | null };

function doneText({ redriven, setAside: aside }: Done): string {
  const chances = redriven.map((id) => `delivery ${String(id)}: gets another chance\n`);
  return `${aside === null ? '' : `delivery ${String(aside)}: set aside\n`}${chances.join('')}`;
}

type Letter = Pick<
  InboxRow,
  'id' | 'guid' | 'event' | 'action' | 'receivedAt' | 'workspace' | 'problem'
>;

/** Without the body: it holds people's words, and can be large. */
function letterOf({ id, guid, event, action, receivedAt, workspace, problem }: InboxRow): Letter {
  return { id, guid, event, action, receivedAt, workspace, problem };
}

function letterText({ id, event, action, receivedAt, workspace, problem }: InboxRow): string {
  const what = action === null ? event : `${event}.${action}`;
  return `delivery ${String(id)}: ${oneLine(what)} of ${receivedAt}, ${workspace ?? 'of no known workspace'}\n  ${oneLine(problem ?? 'no reason was kept')}\n`;
}
