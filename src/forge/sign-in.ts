/**
 * What a forge can tell of a person who is sitting in front of a browser: who they are, when they have just said so
 * again. Optional: a forge without it, or one that was not set up for it, has none.
 *
 * What must stay true: what the forge hands out on the way (a token of that person) is used once, to ask who it is, and
 * given back; it is never kept and never logged.
 */
import type { NoticeActor } from '../core/intent/notice.ts';

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
