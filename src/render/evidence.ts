/**
 * The evidence comment: for now the machine-readable block under a headline; the full record is being drawn.
 */
import type { EvidenceView } from '../core/desired/evidence.ts';
import { asMarkdown, md } from './markdown.ts';
import { block, inline, markerLine } from './safe-text.ts';

export function renderEvidence(view: EvidenceView, markerOf: (part: number) => string): readonly string[] {
  const json = block(JSON.stringify({ ...view.record, digest: view.digest }, null, 1), 'json');
  return [md`### Evidence of ${inline(view.record.change)}\n\n${asMarkdown(json)}\n\n${markerLine(markerOf(1))}`];
}
