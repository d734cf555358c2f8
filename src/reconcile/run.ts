/** Everything one run of the reconciler holds on to: the page it read, the forge it writes to, and its pace. */
import type { RepoRef } from '../core/intent/notice.ts';
import type { Book, Page } from './book.ts';
import type { Eyes, PolicySeen } from './eyes.ts';

/** Waiting times in milliseconds; tests shorten them, production keeps the defaults. */
export type Pace = {
  /** At most one rewrite of one surface per this long. */
  readonly coalesceMs: number;
  /** How long a post whose answer was lost may take to become visible. */
  readonly settleMs: number;
  /** How long an edit of the record comment that no delivery explains is waited for … */
  readonly explainMs: number;
  /** … and when it is recorded as an orphan. */
  readonly orphanMs: number;
  /** How long something may be invisible before it counts as gone: forges show new things late. */
  readonly goneMs: number;
  /** The first pause after trouble with the forge; it doubles. */
  readonly retryMs: number;
};

export const DEFAULT_PACE: Pace = {
  coalesceMs: 5_000,
  settleMs: 30_000,
  explainMs: 10_000,
  orphanMs: 60_000,
  goneMs: 180_000,
  retryMs: 5_000,
};

export type Run = Eyes & {
  readonly book: Book;
  readonly page: Page;
  readonly repo: RepoRef;
  readonly issue: number;
  readonly policy: PolicySeen;
  readonly titlePrefix: boolean;
  readonly pace: Pace;
  /** What the machine's clock says: how long something was waited for. */
  readonly waitClock: () => string;
};

/** Milliseconds since then, by the machine's clock. */
export function waitedSince(run: Pick<Run, 'waitClock'>, instant: string): number {
  return Date.parse(run.waitClock()) - Date.parse(instant);
}
