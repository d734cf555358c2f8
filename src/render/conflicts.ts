/** The answer to `/chg conflicts`: whom a change meets, what it waits for, and which freezes lie in its window. */
import type { ConflictSummary } from '../core/time/conflict-summary.ts';
import { besideItems } from './beside.ts';
import { COMMENT_BUDGET, keepWhole } from './length.ts';
import { md, type Markdown } from './markdown.ts';
import { inline, markerLine } from './safe-text.ts';
import { template } from './template.ts';
import type { Clock } from './when.ts';

type ConflictsModel = {
  readonly name: Markdown;
  readonly unasked: boolean;
  readonly windowless: boolean;
  readonly items: readonly Markdown[];
  readonly marker: Markdown;
};

const CONFLICTS = template<ConflictsModel>('conflicts');
const ROOM = COMMENT_BUDGET - 10_000;

/** `marker` is the hidden last line. */
export function renderConflicts(summary: ConflictSummary, clock: Clock, marker: string): string {
  const { kept, left } = keepWhole(besideItems(summary, clock), ROOM);
  const remark = left === 0 ? [] : [md`*… ${left} more, left out here.*`];
  return CONFLICTS({
    name: inline(summary.change),
    unasked: !summary.asked,
    windowless: summary.window === null,
    items: [...kept, ...remark],
    marker: markerLine(marker),
  }).trimEnd();
}
