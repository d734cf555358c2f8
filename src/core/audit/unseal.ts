/**
 * From a row back to the event. Reading trusts the database for speed and
 * verifies nothing but that the body can be read; proving is `verifyChain`'s.
 */
import { toHex } from './bytes.ts';
import { readBody } from './body.ts';
import { ERASED_LOGIN } from './event.ts';
import type { RawEventRow, StoredEvent } from './event.ts';

export class UnreadableEventError extends Error {
  readonly seq: number;

  constructor(seq: number, why: string) {
    super(
      `event ${String(seq)}: its body cannot be read: ${why}. Run "holdpoint verify" to see how far the log is intact.`,
    );
    this.name = 'UnreadableEventError';
    this.seq = seq;
  }
}

export function unsealEvent(row: RawEventRow): StoredEvent {
  const read = readBody(row.body);
  if (read.kind === 'unreadable') throw new UnreadableEventError(row.seq, read.why);
  const { body } = read;
  const { id, kind, roles } = body.actor;
  const found = new Map(row.texts.map(({ name, text }) => [name, text]));
  return {
    seq: row.seq,
    hash: toHex(row.hash),
    prevHash: toHex(row.prevHash),
    type: body.type,
    change: body.change,
    actor: { id, login: row.actor?.login ?? ERASED_LOGIN, kind, roles },
    source: body.source,
    occurredAt: body.occurredAt,
    observedAt: body.observedAt,
    policy: body.policy,
    data: body.data,
    texts: Object.fromEntries(
      Object.keys(body.texts).map((name) => [name, found.get(name) ?? null]),
    ),
  };
}
