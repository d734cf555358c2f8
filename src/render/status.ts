/**
 * The answer to `/chg status` (what is needed next, and every gate of it, unfolded) and to `/chg evidence` (where
 * the evidence stands, or what is missing before there is any).
 */
import { changeName } from '../core/change/state.ts';
import type { RecordView } from '../core/desired/view.ts';
import { ACT_WORDS, gateCounts, gateItems } from './gates.ts';
import { COMMENT_BUDGET, keepWhole } from './length.ts';
import { md, NOTHING, type Markdown } from './markdown.ts';
import { inline, markerLine } from './safe-text.ts';
import { reminderText, situationText } from './situation.ts';
import { template, type Printable } from './template.ts';
import { whoText } from './who.ts';

const STATUS = template<Printable>('status');
const ROOM = COMMENT_BUDGET - 10_000;

export type StatusQuestion = {
  readonly view: RecordView;
  readonly about: 'status' | 'evidence';
  readonly hasEvidence: boolean;
};

/** `marker` is the hidden last line. */
export function renderStatus({ view, about, hasEvidence }: StatusQuestion, marker: string): string {
  const { gates, clock } = view;
  const { kept, left } = keepWhole(gates === null ? [] : gateItems(gates.verdicts, clock), ROOM);
  const remark = left === 0 ? [] : [md`\n*… ${left} more, left out here; correct these first.*`];
  return STATUS({
    ...situationText(view.situation, view, clock),
    name: inline(changeName(view.number)),
    who: whoText(view.who),
    evidence: about === 'evidence' ? evidenceText(hasEvidence) : null,
    reminders: view.reminders.map((reminder) => reminderText(reminder, clock)),
    summary:
      gates === null
        ? NOTHING
        : md`**Gates ${ACT_WORDS[gates.act]}: ${gateCounts(gates.verdicts)}**`,
    gates: [...kept, ...remark],
    marker: markerLine(marker),
  }).trimEnd();
}

function evidenceText(hasEvidence: boolean): Markdown {
  return hasEvidence
    ? md`The evidence stands in a comment of its own on this issue, with its digest and the events it covers.`
    : md`There is no evidence yet: it is posted when the change has ended. Until then the record above shows what is known.`;
}
