/**
 * What a gate answers. Four-valued: `met`, `unmet`, `not_applicable` (with why) and `cannot_tell`, which blocks.
 * A verdict never holds a sentence: `code` and `facts` make it in `render`, so that every surface says the same.
 */
import type { RefusalCode, RefusalFacts } from '../change/refusal.ts';

/** The act that is being judged. */
export const PURPOSES = [
  'submit',
  'approve',
  'schedule',
  'start',
  'merge',
  'deploy',
  'complete',
] as const;
export type Purpose = (typeof PURPOSES)[number];

export type Verdict = {
  /** The gate's id, e.g. `lead_time`. */
  readonly gate: string;
  readonly kind: 'met' | 'unmet' | 'not_applicable' | 'cannot_tell';
  /** The obstacle this gate guards against; the refusal's code when it is not met. */
  readonly code: RefusalCode;
  readonly facts: RefusalFacts;
  /** Logins or role names of those who can change the answer; empty when nobody needs to. */
  readonly who: readonly string[];
  /** The exact next command, or null. */
  readonly next: string | null;
  /** Where the evidence stands, or null. */
  readonly link: string | null;
};
