/**
 * What the folding of one event needs beside the event: who and when (from the envelope), and the event as stored.
 */
import type { StoredEvent } from '../audit/event.ts';
import type { ChangeEventType } from './event.ts';
import type { EventOf } from './event-shapes.ts';
import type { ExceptionKind } from './exception-kinds.ts';
import type { Change } from './state.ts';
import type { Stamp } from './stamp.ts';

export type Context = { readonly stamp: Stamp; readonly stored: StoredEvent };

export type Fold<T extends ChangeEventType> = (
  change: Change,
  event: EventOf<T>,
  context: Context,
) => Change;

export type Folds<T extends ChangeEventType> = { readonly [K in T]: Fold<K> };

export function stampOf(stored: StoredEvent): Stamp {
  const { actor, occurredAt, source, seq } = stored;
  const by = { id: actor.id, login: actor.login };
  return { by, roles: actor.roles, at: occurredAt, url: source.url, seq };
}

/** What an auditor asks about later. Kinds are listed in exception-kinds.ts. */
export function withException(
  change: Change,
  stamp: Stamp,
  what: { readonly kind: ExceptionKind; readonly detail: string | null },
): Change {
  return { ...change, exceptions: [...change.exceptions, { ...stamp, ...what }] };
}
