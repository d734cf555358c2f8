// Erasure as the database allows it: text and salt go, the commitment in the chain stays. No command erases yet; the log
// and its verification are held to it already, because what is hashed once cannot be hashed anew.
import { heldBy } from '../../src/store/session.ts';
import type { HeadLock } from '../../src/store/lock.ts';

/** Texts of one event. Returns how many were erased now. */
export async function redactTexts(
  lock: HeadLock,
  seq: number,
  names: readonly string[],
): Promise<number> {
  const { session } = heldBy(lock);
  const { rows } = await session.client.query<{ erased: number | null }>({
    name: 'redact_texts',
    text: 'SELECT sum(redact_text($1, name)) AS erased FROM unnest($2::text[]) AS name',
    values: [seq, names],
  });
  return rows[0]?.erased ?? 0;
}

/** Every login this person has acted under. Later acts draw a new salt. */
export async function redactPerson(lock: HeadLock, person: string): Promise<number> {
  const { session } = heldBy(lock);
  // In this transaction, too, the name must not be taken from memory again.
  session.metPeople.splice(0);
  const { rows } = await session.client.query<{ erased: number }>({
    name: 'redact_person',
    text: 'SELECT redact_person($1) AS erased',
    values: [person],
  });
  session.head =
    session.head === null ? null : { ...session.head, erasures: session.head.erasures + 1 };
  return rows[0]?.erased ?? 0;
}
