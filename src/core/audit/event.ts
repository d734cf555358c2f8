/**
 * What an event is: before it is stored (`NewEvent`), as the row holds it
 * (`RawEventRow`), and as readers meet it again (`StoredEvent`).
 *
 * What must stay true: words and names of people are never in `data`, only in
 * `texts` and `actor.login`. The hashed body carries salted commitments to
 * them, so that erasing a person leaves the chain whole.
 */
import type { JsonObject } from './canonical.ts';

export const EVENT_VERSION = 1;
/** Of the canonical body, in bytes. Texts do not count: the body holds only their commitments. */
export const MAX_BODY_BYTES = 65_536;
/** What `actor.login` reads after erasure. No forge allows brackets in a login. */
export const ERASED_LOGIN = '(erased)';

export const ACTOR_KINDS = ['human', 'bot', 'app', 'system', 'unknown'] as const;
export const SOURCE_KINDS = [
  'webhook',
  'redelivery',
  'catch_up',
  'sweep',
  'sign_in',
  'timer',
  'system',
] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];
export type SourceKind = (typeof SOURCE_KINDS)[number];

export type EventActor = {
  /** The forge's numeric id as text; `0` for Holdpoint itself. */
  readonly id: string;
  readonly login: string;
  readonly kind: ActorKind;
  /** Held at the moment of the act. */
  readonly roles: readonly string[];
};

export type EventSource = {
  readonly kind: SourceKind;
  readonly delivery: string | null;
  /** What on the forge carried it, e.g. `comment:123`; where the reaction and the reply go. */
  readonly ref: string | null;
  readonly url: string | null;
};

export type NewEvent = {
  /** Past tense, snake_case: `step_done`. */
  readonly type: string;
  readonly change: number | null;
  readonly actor: EventActor;
  readonly source: EventSource;
  /** When it happened, by the forge's clock: `2026-11-22T04:36:00Z`, with or without milliseconds. */
  readonly occurredAt: string;
  /** When Holdpoint learned of it, by Holdpoint's clock. */
  readonly observedAt: string;
  /** Digest of the policy in force. */
  readonly policy: string;
  readonly data: JsonObject;
  readonly texts: Readonly<Record<string, string>>;
};

export type StoredEvent = Omit<NewEvent, 'texts'> & {
  readonly seq: number;
  /** Hex. */
  readonly hash: string;
  readonly prevHash: string;
  /** Null: erased. */
  readonly texts: Readonly<Record<string, string | null>>;
};

/** The hashed part. Commitments are `SHA256(salt || utf8 text)` in hex. */
export type EventBody = {
  readonly v: typeof EVENT_VERSION;
  readonly type: string;
  readonly change: number | null;
  readonly actor: {
    readonly id: string;
    readonly kind: ActorKind;
    readonly roles: readonly string[];
    readonly name: string;
  };
  readonly source: EventSource;
  readonly occurredAt: string;
  readonly observedAt: string;
  readonly policy: string;
  readonly data: JsonObject;
  readonly texts: Readonly<Record<string, string>>;
};

/** Salt and text are null together (erased) or not at all. */
export type RawText = {
  readonly name: string;
  readonly salt: Uint8Array | null;
  readonly text: string | null;
};
export type RawLogin = { readonly salt: Uint8Array | null; readonly login: string | null };

/** Copies of body fields that queries filter on; verification compares them with the body. */
export type EventColumns = {
  readonly type: string;
  readonly change: number | null;
  readonly actorId: string;
  readonly actorName: string;
  readonly occurredAt: string;
  readonly observedAt: string;
};

export type RawEventRow = {
  readonly seq: number;
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly body: Uint8Array;
  readonly texts: readonly RawText[];
  /** Null when no row of `people` answers to the commitment in the body. */
  readonly actor: RawLogin | null;
  /** Null in exports, which carry only the body. */
  readonly columns: EventColumns | null;
};

export class InvalidEventError extends Error {
  constructor(type: string, problem: string) {
    super(`event ${JSON.stringify(type.slice(0, 60))}: ${problem}`);
    this.name = 'InvalidEventError';
  }
}
