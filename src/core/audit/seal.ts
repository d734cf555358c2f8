/**
 * From an event to the row that holds it: words and names are replaced by
 * salted commitments, the body is written in canonical bytes. Salts are given,
 * because chance lives outside the core; each must be fresh and random, or the
 * commitment can be guessed.
 */
import { toHex } from './bytes.ts';
import { textProblem } from './canonical.ts';
import { writeBody } from './body.ts';
import { EVENT_VERSION, InvalidEventError } from './event.ts';
import type { EventBody, EventColumns, NewEvent } from './event.ts';
import { commitmentTo } from './link.ts';

export type SealedText = {
  readonly name: string;
  readonly salt: Uint8Array;
  readonly text: string;
};
export type SealedEvent = {
  readonly body: Uint8Array;
  readonly columns: EventColumns;
  readonly texts: readonly SealedText[];
};
export type Salts = { readonly login: Uint8Array; readonly texts: readonly Uint8Array[] };

/** How many salts `sealEvent` needs for the texts. */
export function countTexts(event: NewEvent): number {
  return Object.keys(event.texts).length;
}

export function sealEvent(event: NewEvent, salts: Salts): SealedEvent {
  requireStorable(event, 'actor.login', event.actor.login);
  const texts = sealTexts(event, salts.texts);
  const name = toHex(commitmentTo(event.actor.login, salts.login));
  const { id, kind, roles } = event.actor;
  const body: EventBody = {
    v: EVENT_VERSION,
    type: event.type,
    change: event.change,
    actor: { id, kind, roles, name },
    source: event.source,
    occurredAt: event.occurredAt,
    observedAt: event.observedAt,
    policy: event.policy,
    data: event.data,
    // fromEntries defines fields: a text named __proto__ becomes one, not a prototype.
    texts: Object.fromEntries(
      texts.map(({ name: key, salt, text }) => [key, toHex(commitmentTo(text, salt))]),
    ),
  };
  const { type, change, occurredAt, observedAt } = event;
  return {
    body: writeBody(body),
    columns: { type, change, actorId: id, actorName: name, occurredAt, observedAt },
    texts,
  };
}

function sealTexts(event: NewEvent, salts: readonly Uint8Array[]): readonly SealedText[] {
  return Object.entries(event.texts).map(([name, text], index) => {
    requireStorable(event, `texts.${name}`, text);
    const salt = salts[index];
    if (salt === undefined) throw new InvalidEventError(event.type, `texts.${name}: no salt given`);
    return { name, salt, text };
  });
}

function requireStorable(event: NewEvent, where: string, text: string): void {
  const problem = textProblem(text);
  if (problem !== null)
    throw new InvalidEventError(
      event.type,
      `${where}: ${problem}; pass it through toStorableText first`,
    );
}
