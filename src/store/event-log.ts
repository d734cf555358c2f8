/**
 * Appends to the log. Sequence, hash chain and texts are made here, under the
 * head lock, and written with the new head in one statement, so that there is
 * no moment at which the log and its head disagree.
 */
import { fromHex, toHex } from '../core/audit/bytes.ts';
import { InvalidEventError } from '../core/audit/event.ts';
import type { NewEvent, StoredEvent } from '../core/audit/event.ts';
import { leafHash, linkHash, SALT_BYTES } from '../core/audit/link.ts';
import { countTexts, sealEvent } from '../core/audit/seal.ts';
import type { SealedEvent, SealedText } from '../core/audit/seal.ts';
import { appendStatement } from './append-statement.ts';
import { keyOf } from './known-people.ts';
import type { Person } from './known-people.ts';
import { findPeople } from './people.ts';
import { heldBy } from './session.ts';
import type { HeadLock } from './lock.ts';
import type { Chance, Held } from './session.ts';

type Sealed = { readonly event: NewEvent; readonly sealed: SealedEvent };

type Linked = Sealed & {
  readonly seq: number;
  readonly prev: Uint8Array;
  readonly hash: Uint8Array;
};

/** Of events in one statement; more are written piece by piece. */
const MOST_EVENTS = 16;

/** In the order given. Returns them as they will be read: with seq, hash and the hash before. */
export async function append(
  lock: HeadLock,
  events: readonly NewEvent[],
): Promise<readonly StoredEvent[]> {
  const held = heldBy(lock);
  const stored: StoredEvent[] = [];
  for (let start = 0; start < events.length; start += MOST_EVENTS) {
    stored.push(...(await appendPiece(held, events.slice(start, start + MOST_EVENTS))));
  }
  return stored;
}

async function appendPiece(
  held: Held,
  events: readonly NewEvent[],
): Promise<readonly StoredEvent[]> {
  const { known, added } = await findPeople(
    held,
    events.map((event) => event.actor),
  );
  const { chance } = held.session.connections;
  const sealed = events.map((event) => seal(event, known, chance));
  const linked = link(held, sealed);
  await write(held, linked, added);
  held.session.metPeople.push(...added);
  return linked.map(({ seq, prev, hash, event }) => ({
    ...event,
    seq,
    hash: toHex(hash),
    prevHash: toHex(prev),
  }));
}

/** The next number of a change. Gapless: a rolled back transaction gives it back. */
export async function allocateNumber(lock: HeadLock): Promise<number> {
  const { session } = heldBy(lock);
  const { rows } = await session.client.query<{ number: number }>({
    name: 'allocate_number',
    text: 'UPDATE workspaces SET next_number = next_number + 1 WHERE workspace = $1 RETURNING next_number - 1 AS number',
    values: [session.workspace],
  });
  const [row] = rows;
  if (row === undefined)
    throw new Error(`the head row of ${session.workspace} is gone while it is locked`);
  return row.number;
}

function seal(event: NewEvent, people: ReadonlyMap<string, Person>, chance: Chance): Sealed {
  const person = people.get(keyOf(event.actor));
  if (person === undefined)
    throw new InvalidEventError(event.type, 'no salt was drawn for its actor');
  const salts = chance(SALT_BYTES * countTexts(event));
  const texts = Array.from({ length: countTexts(event) }, (_, index) =>
    salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES),
  );
  return { event, sealed: sealEvent(event, { login: person.salt, texts }) };
}

function link(held: Held, events: readonly Sealed[]): readonly Linked[] {
  const { workspace } = held.session;
  let { seq, hash } = held.head;
  return events.map(({ event, sealed }) => {
    const prev = hash;
    seq += 1;
    hash = linkHash(workspace, seq, { prev, leaf: leafHash(sealed.body) });
    return { seq, prev, hash, event, sealed };
  });
}

/** One statement a piece; the head moves with it. */
async function write(
  held: Held,
  linked: readonly Linked[],
  added: readonly Person[],
): Promise<void> {
  const { session, head } = held;
  const last = linked.at(-1);
  if (last === undefined) return;
  const { rowCount } = await session.client.query({
    ...appendStatement(linked.length, added.length > 0),
    values: [
      session.workspace,
      last.seq,
      last.hash,
      head.seq,
      ...textColumns(linked),
      ...(added.length > 0 ? peopleColumns(added) : []),
      ...linked.flatMap(eventColumns),
    ],
  });
  if (rowCount !== 1) {
    throw new Error(
      `the head of ${session.workspace} moved away from ${String(head.seq)} while it was locked`,
    );
  }
  head.seq = last.seq;
  head.hash = last.hash;
}

function textColumns(linked: readonly Linked[]): readonly unknown[] {
  const texts = linked.flatMap(({ seq, sealed }) =>
    sealed.texts.map((text): SealedText & { seq: number } => ({ seq, ...text })),
  );
  return [
    texts.map(({ seq }) => seq),
    texts.map(({ name }) => name),
    texts.map(({ salt }) => salt),
    texts.map(({ text }) => text),
  ];
}

function peopleColumns(added: readonly Person[]): readonly unknown[] {
  return [
    added.map(({ id }) => id),
    added.map(({ login }) => login),
    added.map(({ salt }) => salt),
    added.map(({ commitment }) => commitment),
  ];
}

function eventColumns({ seq, prev, hash, sealed }: Linked): readonly unknown[] {
  const { type, change, actorId, actorName, occurredAt, observedAt } = sealed.columns;
  return [
    seq,
    prev,
    hash,
    sealed.body,
    type,
    change,
    actorId,
    fromHex(actorName),
    occurredAt,
    observedAt,
  ];
}
