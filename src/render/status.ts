/** The answer to `/chg status` and `/chg evidence`: where the change stands, in three lines. */
import type { RecordView } from '../core/desired/view.ts';
import { lines, md } from './markdown.ts';
import { markerLine } from './safe-text.ts';
import { situationText } from './situation.ts';
import { whoText } from './who.ts';

export type StatusQuestion = { readonly view: RecordView; readonly about: 'status' | 'evidence'; readonly hasEvidence: boolean };

export function renderStatus({ view }: StatusQuestion, marker: string): string {
  const { headline, next } = situationText(view.situation, view, view.clock);
  return lines([md`**${headline}**`, md`**Next:** ${next}`, md`**Who:** ${whoText(view.who)}`, markerLine(marker)]);
}
