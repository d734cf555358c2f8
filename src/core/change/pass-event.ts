/**
 * Events of words that let something pass: an override, a bypass with its request, and that somebody knows of a conflict.
 *
 * What must stay true: old logs still fold; a field that came later is read from them as a value that grants nothing.
 */
import type { E } from './event-form.ts';
import type { RefusalCode } from './refusal.ts';

export type PassEvent =
  /**
   * `until`: null has no end. Old logs have neither that nor the rest: bound to the plan alone. `via`: by what right;
   * where it is absent, the policy lists the gate.
   */
  | E<
      'overridden',
      {
        gate: RefusalCode;
        digest: string;
        until: string | null;
        sticky: boolean;
        category: string | null;
        heads: readonly string[] | null;
        via: 'override' | 'bypass_list';
        /** Of a freeze: those that stood, and the window that was meant. Old logs have neither, or no end of it. */
        freezes: readonly string[];
        windowStart: string | null;
        windowEnd: string | null;
      },
      'reason'
    >
  /** Somebody knows of a conflict with the change `other`; `window` is that of this change, `theirs` that of the other. */
  | E<
      'conflict_acknowledged',
      {
        other: number;
        window: { readonly start: string; readonly end: string } | null;
        theirs: { readonly start: string; readonly end: string } | null;
      },
      'reason'
    >
  | E<'override_cancelled', { overridden: number }>
  | E<'override_expired', { overridden: number }>
  /** `until`: when it ends unanswered. */
  | E<
      'bypass_requested',
      {
        gate: RefusalCode;
        digest: string;
        heads: readonly string[];
        until: string;
        freezes: readonly string[];
        windowStart: string | null;
        windowEnd: string | null;
      },
      'reason'
    >
  /** `requested`: which one, by its place in the log. `until`: how long the gate is set aside. */
  | E<'bypass_granted', { requested: number; gate: RefusalCode; until: string }, 'note'>
  /** By a reviewer; or by whoever asked, who takes it back. */
  | E<'bypass_denied', { requested: number; gate: RefusalCode }, 'reason'>
  | E<'bypass_lapsed', { requested: number; gate: RefusalCode }>;
