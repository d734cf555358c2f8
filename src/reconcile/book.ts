/**
 * The reconciler's own notebook: which surface is which thing on the forge, what was written there last, and
 * what was about to be written. It is memory, not truth: when a page is lost, the forge is read and the marker
 * found again.
 *
 * A row of a surface has one writer, the run; acts only add rows of their own (an answer owed, a text seen, a
 * doubt), each under a name that is never used twice, so that neither side can undo the other's note.
 */
import type { JsonObject } from '../core/audit/canonical.ts';
import type { Change } from '../core/change/state.ts';
import type { AskedPast } from '../core/risk/facets.ts';
import type { FoundPast } from '../core/risk/history.ts';
import type { Mark } from '../store/dirty.ts';

export type SurfaceRow = {
  readonly surface: string;
  readonly forgeId: string | null;
  /** Digest of the text written last; null when nothing is known to be there. */
  readonly digest: string | null;
  /** Set before a create, cleared by its answer: an intent without an answer is resolved by reading back. */
  readonly intentAt: string | null;
  readonly writtenAt: string | null;
  /** How often the same text was put back since the change last moved. */
  readonly attempts: number;
  readonly problem: string | null;
};

export type Page = {
  readonly change: Change;
  /** What the run works towards; everything that was asked before the page was read is behind it. */
  readonly mark: Mark;
  readonly markerKey: Uint8Array;
  readonly surfaces: ReadonlyMap<string, SurfaceRow>;
};

/** `facts` is null when they were erased. */
export type RefusalEvent = {
  readonly data: JsonObject;
  readonly facts: string | null;
  readonly login: string;
};

export type Tidying = { readonly put: readonly SurfaceRow[]; readonly drop: readonly string[] };

export type Book = {
  readonly read: (change: number) => Promise<Page | null>;
  /** Other changes that answer on the same pull requests or heads. */
  readonly neighbours: (change: Change) => Promise<readonly Change[]>;
  /** Earlier changes of the same repository that are like it. */
  readonly past: (asked: AskedPast) => Promise<FoundPast>;
  readonly write: (change: number, row: SurfaceRow) => Promise<void>;
  /** A row that has served: an answer that was given. */
  readonly drop: (change: number, surface: string) => Promise<void>;
  readonly tidy: (change: number, tidying: Tidying) => Promise<void>;
  /** A refusal as the log has it, to answer it with; null when the event is not there. */
  readonly refusal: (change: number, seq: number) => Promise<RefusalEvent | null>;
  /** False when the change moved on, or another look was asked for, since the mark was read. */
  readonly settle: (change: number, mark: Mark, tidying: Tidying) => Promise<boolean>;
};

export function blankRow(surface: string): SurfaceRow {
  return {
    surface,
    forgeId: null,
    digest: null,
    intentAt: null,
    writtenAt: null,
    attempts: 0,
    problem: null,
  };
}
