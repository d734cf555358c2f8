/** The answer to `/chg similar`: changes like it that have ended, and how the last ones of its group ended. */
import { changeName } from '../core/change/state.ts';
import type { PastView } from '../core/desired/past-view.ts';
import type { Markdown } from './markdown.ts';
import { historyItem, similarItem } from './past.ts';
import { inline, markerLine } from './safe-text.ts';
import { template } from './template.ts';
import type { Clock } from './when.ts';

type SimilarModel = {
  readonly name: Markdown;
  readonly similar: readonly Markdown[];
  readonly histories: readonly Markdown[];
  readonly marker: Markdown;
};

const SIMILAR = template<SimilarModel>('similar');

export type SimilarView = {
  readonly number: number;
  readonly past: PastView;
  readonly clock: Clock;
};

/** `marker` is the hidden last line. Few items, each short: it always fits. */
export function renderSimilar({ number, past, clock }: SimilarView, marker: string): string {
  return SIMILAR({
    name: inline(changeName(number)),
    similar: past.similar.map((one) => similarItem(one, clock)),
    histories: past.histories.map(historyItem),
    marker: markerLine(marker),
  }).trimEnd();
}
