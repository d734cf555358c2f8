/**
 * What an approval is given to: each governed part of a plan under its own id. The digest is made of it, and the
 * comparison of two plans is made of it, so the two can never disagree.
 *
 * What must stay true: an edit that could change what is done, where, when or by whom changes a part. A line break
 * separates commands, list items and rows, so it counts, and so does what stands before an indented line; blanks
 * between words, blank lines and the way lines end do not. Priority is not governed.
 */
import type { JsonValue } from '../audit/canonical.ts';
import { closesFence, openFence } from './fence.ts';
import type { Fence } from './fence.ts';
import type { Plan, Step } from './plan.ts';

/** Steps are governed one by one, not as the text they were written in. */
const NOT_GOVERNED = new Set(['priority', 'steps_before', 'steps_execute', 'steps_verify']);

export function governedParts(plan: Plan): ReadonlyMap<string, JsonValue> {
  const parts = new Map<string, JsonValue>([['form', plan.form]]);
  for (const [id, text] of Object.entries(plan.answers)) {
    if (!NOT_GOVERNED.has(id)) parts.set(id, settle(text));
  }
  if (plan.outside !== undefined) parts.set('outside', settle(plan.outside));
  if (plan.template !== undefined) parts.set('template', { ...plan.template });
  // Where an answer was read into a value, the value stands in for its spelling.
  parts.set('assets', plan.assets);
  parts.set('environments', plan.environments);
  parts.set('window', windowPart(plan));
  parts.set('operator', plan.operator);
  parts.set('second_person', plan.secondPerson);
  parts.set('risk_level', plan.risk);
  parts.set('category', plan.category);
  parts.set('rollback_time', plan.rollbackMinutes);
  for (const step of plan.steps) parts.set(step.id, stepPart(step));
  return parts;
}

function windowPart({ window }: Plan): JsonValue {
  return window === null ? null : { start: window.start, end: window.end, zone: window.zone };
}

function stepPart(step: Step): JsonValue {
  return {
    text: settle(step.text),
    tags: step.tags,
    after: step.after,
    minutes: step.minutes,
    expect: settleOrNull(step.expect),
    rollback: settleOrNull(step.rollback),
    owner: settleOrNull(step.owner),
    evidence: settleOrNull(step.evidence),
    abort: settleOrNull(step.abort),
    notes: step.notes.map(settle),
    ...(step.covers === undefined ? {} : { covers: step.covers }),
  };
}

function settleOrNull(text: string | null): string | null {
  return text === null ? null : settle(text);
}

/**
 * Lines stay lines, with one space between words; indented ones may be code and stay as they are, as fenced ones do, but
 * for what follows their last character. In doubt whether a fence is closed it stays open: then too much is kept, never
 * too little.
 */
export function settle(text: string): string {
  const lines: string[] = [];
  let fence: Fence | null = null;
  for (const line of text.split('\n')) {
    if (fence === null) {
      fence = openFence(line);
      const settled = fence === null ? settleLine(line) : line.trimEnd();
      if (settled !== '') lines.push(settled);
      continue;
    }
    if (closesFence(line, fence)) fence = null;
    lines.push(line.trimEnd());
  }
  return lines.join('\n');
}

function settleLine(line: string): string {
  if (/^[ \t]/u.test(line)) return line.trimEnd();
  return line
    .split(/[ \t\v\f]/u)
    .filter((word) => word !== '')
    .join(' ');
}
