/**
 * What a forge can tell of a person who is sitting in front of a browser: who they are, when they have just said so
 * again. Optional: a forge without it, or one that was not set up for it, has none.
 *
 * What must stay true: what the forge hands out on the way (a token of that person) is used once, to ask who it is, and
 * given back; it is never kept and never logged.
 */
import type { Person } from '../core/change/stamp.ts';
import type { NoticeActor } from '../core/intent/notice.ts';
import type { SignInWorth } from '../core/policy/sign-in-worth.ts';

export type SignInAsk = {
  /** Comes back unaltered. */
  readonly state: string;
  /** SHA-256 of the secret that only this browser holds, base64url. */
  readonly challenge: string;
  /** Where the forge sends the browser back to. */
  readonly callback: string;
  /** Whom we expect; a hint, nothing more. */
  readonly login: string | null;
};

export type SignInAnswer = {
  readonly code: string;
  readonly verifier: string;
  readonly callback: string;
};

export type SignIn = {
  /** Where the browser is sent. */
  readonly addressOf: (ask: SignInAsk) => string;
  /** Whose the code is; null: the forge does not take it. Throws `ForgeFault` where the forge cannot be asked. */
  readonly identify: (answer: SignInAnswer) => Promise<NoticeActor | null>;
};

/** What the browser brought back, for the record of one change. */
export type SignInProof = {
  readonly workspace: string;
  readonly change: number;
  readonly person: Person;
  /** Of this one sign-in, and never of another. */
  readonly nonce: string;
  /** By our clock. */
  readonly at: string;
};

/** What came of it. */
export type SignInRecorded = {
  /** `spent`: it was recorded before; `unknown`: there is nothing for them to sign. */
  readonly kind: SignInWorth['kind'] | 'unknown' | 'not_asked' | 'ended' | 'spent';
  readonly because: SignInWorth['because'];
  readonly minutes: number | null;
  /** Of the issue; null where it is not to be told. */
  readonly url: string | null;
};
