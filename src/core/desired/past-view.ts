/** What earlier work says to those who plan or decide: similar changes, and how changes like this one ended. */
import type { Change } from '../change/state.ts';
import { historiesOf } from '../risk/history.ts';
import type { FoundPast, History } from '../risk/history.ts';
import type { PastDetail } from '../risk/past.ts';
import { isBeforehand } from './risk-view.ts';

export type PastView = {
  readonly similar: readonly PastDetail[];
  readonly histories: readonly History[];
};

export function pastView(found: FoundPast): PastView {
  return { similar: found.similar, histories: historiesOf(found.groups) };
}

/** Null: nobody plans or decides any more, or nobody looked. */
export function pastShown(change: Change, found: FoundPast | null): PastView | null {
  return found === null || !isBeforehand(change) ? null : pastView(found);
}
