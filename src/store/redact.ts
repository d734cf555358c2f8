/**
 * Erasure: text and salt go, the commitment in the chain stays, the log still
 * verifies and counts what was erased. The caller appends the event that says
 * who asked and why, and rebuilds the projection, which had folded the words.
 * Words also stand in the bodies of deliveries; see `forgetDeliveries`.
 */
import { heldBy } from './session.ts';
import type { HeadLock } from './lock.ts';

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
