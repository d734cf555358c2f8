/** The checklist of the evidence: expected beside observed, and the second person's own words. */
import type {
  EvidenceHold,
  EvidenceRecord,
  EvidenceStep,
} from '../core/desired/evidence-record.ts';
import { formatMinutes } from '../core/time/window.ts';
import { actText, words } from './evidence-words.ts';
import { asMarkdown, lines, md, NOTHING, type Markdown } from './markdown.ts';
import { code, inline } from './safe-text.ts';
import type { Clock } from './when.ts';
import { PHASE_WORDS } from './words.ts';

export function checklist({ steps }: EvidenceRecord, clock: Clock): readonly Markdown[] {
  return steps.map((step, index) => {
    const text = stepText(step, clock);
    return steps[index - 1]?.phase === step.phase
      ? text
      : md`**${PHASE_WORDS[step.phase]}**\n${text}`;
  });
}

const RESULTS: Readonly<Record<EvidenceStep['result'], Markdown>> = {
  done: md`✓`,
  skipped: md`skipped`,
  open: md`not done`,
};

function stepText(step: EvidenceStep, clock: Clock): Markdown {
  const tags = step.tags.length === 0 ? NOTHING : md` [${asMarkdown(step.tags.join(', '))}]`;
  const rows: Markdown[] = [
    md`- ${RESULTS[step.result]} **${inline(step.id)}**${tags} ${words(step.text)}`,
  ];
  if (step.expected !== null) rows.push(md`  expected: ${words(step.expected)}`);
  if (step.rollback !== null) rows.push(md`  back: ${words(step.rollback)}`);
  if (step.act !== null)
    rows.push(
      md`  ${step.result === 'skipped' ? md`reason` : md`observed`}: ${words(step.observed ?? 'not written down')} · ${actText(step.act, clock)}`,
    );
  if (step.rehearsed !== undefined) rows.push(md`  ${rehearsedText(step.rehearsed, clock)}`);
  if (step.hold !== null) rows.push(md`  ${holdText(step.hold, clock)}`);
  return lines(rows);
}

function rehearsedText(seen: NonNullable<EvidenceStep['rehearsed']>, clock: Clock): Markdown {
  const { environment, minutes, observed } = seen;
  return md`rehearsed in ${code(environment)} in ${inline(formatMinutes(minutes))}: ${words(observed)} · ${actText(seen, clock)}`;
}

function holdText({ status, act, observed, seconds }: EvidenceHold, clock: Clock): Markdown {
  if (act === null) return md`hold: **not confirmed**`;
  const after = seconds === null ? NOTHING : md` after ${seconds} s`;
  return md`hold ${asMarkdown(status)}${after}: ${words(observed ?? 'by a button, without words')} · ${actText(act, clock)}`;
}
