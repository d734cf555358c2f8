/**
 * Planned against actual, as a table: each step, the whole run inside its window, and the way back.
 *
 * What must stay true: everything in it comes from the record beside it. A step lasted from what was done before it, the
 * start included, until it was done itself; where nothing is known before it, nothing is said.
 */
import type { EvidenceRecord, EvidenceStep } from '../core/desired/evidence-record.ts';
import { formatMinutes } from '../core/time/window.ts';
import { asMarkdown, lines, md, NOTHING, type Markdown } from './markdown.ts';
import { inline } from './safe-text.ts';
import { exact, span, type Clock } from './when.ts';

const UNKNOWN = md`–`;

/** Nothing where it never ran, or has no steps: a pull request that is its own change. */
export function timesTable(record: EvidenceRecord, clock: Clock): readonly Markdown[] {
  const { steps, dates } = record;
  if (dates.started_at === null || steps.length === 0) return [];
  const isRehearsed = steps.some(({ rehearsed }) => rehearsed !== undefined);
  const rows = [
    ...runRows(record, clock),
    ...steps.map((step) => [
      inline(step.id),
      minutes(step.planned_minutes),
      minutes(step.rehearsed?.minutes ?? null),
      lasted(step, record),
    ]),
    ...rollbackRow(record),
  ];
  const head = [NOTHING, md`planned`, md`rehearsed`, md`actual`];
  const table = [head, head.map(() => md`---`), ...rows];
  const shown = table.map((row) => row.filter((_, column) => isRehearsed || column !== 2));
  return [lines(shown.map((row) => asMarkdown(`| ${row.join(' | ')} |`)))];
}

function runRows(
  { window, dates }: EvidenceRecord,
  clock: Clock,
): readonly (readonly Markdown[])[] {
  const { started_at: started, ended_at: ended } = dates;
  if (started === null || ended === null) return [];
  const at = (instant: string | undefined): Markdown =>
    instant === undefined ? UNKNOWN : exact(instant, clock);
  const planned = window === null ? UNKNOWN : span(window.start, window.end);
  return [
    [md`begin`, at(window?.start), UNKNOWN, exact(started, clock)],
    [md`end`, at(window?.end), UNKNOWN, exact(ended, clock)],
    [md`whole`, planned, UNKNOWN, span(started, ended)],
  ];
}

function rollbackRow({ rollback, plan }: EvidenceRecord): readonly (readonly Markdown[])[] {
  if (rollback === null) return [];
  const { recovered } = rollback;
  const took = recovered === null ? UNKNOWN : span(rollback.at, recovered.at);
  return [[md`rollback`, minutes(plan?.rollback_minutes ?? null), UNKNOWN, took]];
}

function minutes(planned: number | null): Markdown {
  return planned === null ? UNKNOWN : inline(formatMinutes(planned));
}

function lasted({ result, act }: EvidenceStep, record: EvidenceRecord): Markdown {
  if (act === null || result !== 'done') return UNKNOWN;
  const from = lastBefore(Date.parse(act.at), record);
  return from === null ? UNKNOWN : span(from, act.at);
}

/** The latest that was done before then: the start, another step, or a second person's word. */
function lastBefore(then: number, { steps, dates }: EvidenceRecord): string | null {
  const done = steps.flatMap(({ act, hold }) => [act?.at ?? null, hold?.act?.at ?? null]);
  const before = [dates.started_at, ...done].filter(
    (at): at is string => at !== null && Date.parse(at) < then,
  );
  return before.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null;
}
