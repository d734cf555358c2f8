/**
 * `redrive`: deliveries that could not be worked off, and another chance for them. Until then the gates of the change
 * concerned stay shut.
 */
import { countInbox, listDeadLetters, redriveDelivery } from '../store/dead-letters.ts';
import type { InboxRow } from '../store/inbox.ts';
import type { Database } from '../store/database.ts';
import { JSON_OPTION, NO, printJson, UsageError, YES } from './command.ts';
import type { CliCommand, Given } from './command.ts';
import { counted, oneLine } from './terminal.ts';

const MOST_SHOWN = 200;

export const REDRIVE: CliCommand = {
  name: 'redrive',
  args: '[delivery…]',
  sentence: 'Lists dead letters, or gives them another chance.',
  options: [{ name: 'all', kind: 'flag', sentence: 'Every dead letter.' }, JSON_OPTION],
  exits: '0 none are left without a chance, 1 dead letters are left, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const wanted = readIds(given);
    const { db, close } = await io.openStore();
    try {
      const redriven = await redrive(db, wanted);
      const left = await listDeadLetters(db, MOST_SHOWN);
      const { dead } = await countInbox(db);
      if (given.flag('json')) printJson(io, { redriven, dead, letters: left.map(letterOf) });
      else
        io.out(
          `${redriven.map((id) => `delivery ${String(id)}: gets another chance\n`).join('')}${left.map(letterText).join('')}${counted(dead, 'dead letter')}\n`,
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
  return given.args.map((word) => {
    if (!/^\d{1,15}$/u.test(word))
      throw new UsageError(`expected the number of a delivery, found ${JSON.stringify(word)}`);
    return Number(word);
  });
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
