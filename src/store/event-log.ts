/**
 * Appends to the log. Sequence, hash chain and texts are made here, under the
 * head lock, and written with the new head in one statement, so that there is
 * no moment at which the log and its head disagree.
 */
import { fromHex } from '../core/audit/bytes.ts';
import { InvalidEventError } from '../core/audit/event.ts';
import type { NewEvent, RawEventRow, StoredEvent } from '../core/audit/event.ts';
import { leafHash, linkHash, SALT_BYTES } from '../core/audit/link.ts';
import type { ChainPoint } from '../core/audit/link.ts';
import { countTexts, sealEvent } from '../core/audit/seal.ts';
import type { SealedEvent, SealedText } from '../core/audit/seal.ts';
import { unsealEvent } from '../core/audit/unseal.ts';
import { keyOf } from './known-people.ts';
import type { Person } from './known-people.ts';
import { findPeople } from './people.ts';
import { heldBy } from './session.ts';
import type { HeadLock } from './lock.ts';
import type { Chance, Held } from './session.ts';

type Linked = {
  readonly seq: number;
  readonly prev: Uint8Array;
  readonly hash: Uint8Array;
  readonly sealed: SealedEvent;
};

/** In the order given. Returns them as they will be read: with seq, hash and the hash before. */
export async function append(
  lock: HeadLock,
  events: readonly NewEvent[],
): Promise<readonly StoredEvent[]> {
  if (events.length === 0) return [];
  const held = heldBy(lock);
  const { known, added } = await findPeople(
    held,
    events.map((event) => event.actor),
  );
  const linked = link(
    held,
    events.map((event) => seal(event, known, held.session.connections.chance)),
  );
  await write(held, linked, added);
  const last = linked.at(-1);
  if (last !== undefined)
    Object.assign(held.head, { seq: last.seq, hash: last.hash } satisfies ChainPoint);
  held.session.metPeople.push(...added);
  return linked.map((row, index) => unsealEvent(rawRow(row, events[index])));
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

function seal(event: NewEvent, people: ReadonlyMap<string, Person>, chance: Chance): SealedEvent {
  const person = people.get(keyOf(event.actor));
  if (person === undefined)
    throw new InvalidEventError(event.type, 'no salt was drawn for its actor');
  const salts = chance(SALT_BYTES * countTexts(event));
  const texts = Array.from({ length: countTexts(event) }, (_, index) =>
    salts.subarray(index * SALT_BYTES, (index + 1) * SALT_BYTES),
  );
  return sealEvent(event, { login: person.salt, texts });
}

function link(held: Held, events: readonly SealedEvent[]): readonly Linked[] {
  const { workspace } = held.session;
  let { seq, hash } = held.head;
  return events.map((sealed) => {
    const prev = hash;
    seq += 1;
    hash = linkHash(workspace, seq, { prev, leaf: leafHash(sealed.body) });
    return { seq, prev, hash, sealed };
  });
}

const APPEND = `
  WITH new_events AS (
    INSERT INTO events (workspace, seq, prev_hash, hash, body, type, change, actor_id, actor_name, occurred_at, observed_at)
    SELECT $1, * FROM unnest($5::bigint[], $6::bytea[], $7::bytea[], $8::bytea[], $9::text[], $10::bigint[],
                             $11::text[], $12::bytea[], $13::timestamptz[], $14::timestamptz[])
  ), new_texts AS (
    INSERT INTO texts (workspace, seq, name, salt, text)
    SELECT $1, * FROM unnest($15::bigint[], $16::text[], $17::bytea[], $18::text[])
  ), new_people AS (
    INSERT INTO people (workspace, id, login, salt, commitment)
    SELECT $1, * FROM unnest($19::text[], $20::text[], $21::bytea[], $22::bytea[])
  )
  UPDATE workspaces SET head_seq = $2, head_hash = $3 WHERE workspace = $1 AND head_seq = $4`;

async function write(
  held: Held,
  linked: readonly Linked[],
  added: readonly Person[],
): Promise<void> {
  const { session, head } = held;
  const last = linked.at(-1);
  const columns = linked.map(({ sealed }) => sealed.columns);
  const texts = linked.flatMap(({ seq, sealed }) =>
    sealed.texts.map((text): SealedText & { seq: number } => ({ seq, ...text })),
  );
  const { rowCount } = await session.client.query({
    name: 'append',
    text: APPEND,
    values: [
      session.workspace,
      last?.seq,
      last?.hash,
      head.seq,
      linked.map(({ seq }) => seq),
      linked.map(({ prev }) => prev),
      linked.map(({ hash }) => hash),
      linked.map(({ sealed }) => sealed.body),
      columns.map(({ type }) => type),
      columns.map(({ change }) => change),
      columns.map(({ actorId }) => actorId),
      columns.map(({ actorName }) => fromHex(actorName)),
      columns.map(({ occurredAt }) => occurredAt),
      columns.map(({ observedAt }) => observedAt),
      texts.map(({ seq }) => seq),
      texts.map(({ name }) => name),
      texts.map(({ salt }) => salt),
      texts.map(({ text }) => text),
      added.map(({ id }) => id),
      added.map(({ login }) => login),
      added.map(({ salt }) => salt),
      added.map(({ commitment }) => commitment),
    ],
  });
  if (rowCount !== 1)
    throw new Error(
      `the head of ${session.workspace} moved away from ${String(head.seq)} while it was locked`,
    );
}

/** What is returned comes from the bytes that were written, so that it reads the same today and after a restart. */
function rawRow(row: Linked, event: NewEvent | undefined): RawEventRow {
  const { seq, prev, hash, sealed } = row;
  return {
    seq,
    prevHash: prev,
    hash,
    body: sealed.body,
    texts: sealed.texts,
    actor: { salt: null, login: event?.actor.login ?? null },
    columns: sealed.columns,
  };
}
