/**
 * Whether a reader of the issue sees the form that the app reads. Headings are found wherever they stand, so that
 * nobody can show a form and have another one read; for the same reason one that no reader sees is no plan.
 *
 * What must stay true: the rules are those by which forges render (core/intent/blocks.ts). In doubt the form counts as
 * hidden: its author is told what hides it, and nobody approves what they cannot see.
 */
import { readBlocks } from '../intent/blocks.ts';
import type { BlockLine } from '../intent/blocks.ts';
import { readRawHtml } from '../intent/raw-html.ts';
import type { AnchoredForm } from './choose-form.ts';
import type { PlanProblem } from './plan.ts';
import { quote } from './quote.ts';

/** Null when every heading of the form is shown, and every answer. */
export function hiddenForm(
  lines: readonly string[],
  { sections }: AnchoredForm,
): PlanProblem | null {
  const blocks = readBlocks(lines);
  const end = blocks.length;
  const lost = firstUnfinished(blocks) ?? end;
  for (const { from } of sections) {
    const at = from - 1;
    const block = blocks[at];
    if (block?.kind === 'html' || block?.inside === 'quote')
      return problem(lines, opening(blocks, at));
    if (at > lost) return problem(lines, lost);
  }
  // Below the last heading stand answers too.
  return lost < end ? problem(lines, lost) : null;
}

/** Where HTML begins that ends in the middle of a comment or a tag: whatever follows belongs to it. */
export function firstUnfinished(blocks: readonly BlockLine[]): number | null {
  let from = 0;
  while (from < blocks.length) {
    const to = groupEnd(blocks, from);
    const texts = blocks.slice(from, to).map(({ text }) => text);
    if (blocks[from]?.kind === 'html' && readRawHtml(texts).unfinished) return from;
    from = to;
  }
  return null;
}

function groupEnd(blocks: readonly BlockLine[], from: number): number {
  let to = from + 1;
  while (blocks[to]?.kind === 'html' && blocks[to]?.begins === false) to += 1;
  return to;
}

function opening(blocks: readonly BlockLine[], at: number): number {
  let from = at;
  while (from > 0 && blocks[from]?.begins === false) from -= 1;
  return from;
}

function problem(lines: readonly string[], at: number): PlanProblem {
  return {
    code: 'form_hidden',
    field: null,
    line: at + 1,
    expected: 'a form that everybody who opens the issue can see',
    found: `what begins with ${quote((lines[at] ?? '').trim())} hides what follows`,
    remedy: 'take out the comment or tag that begins there, or end it on the same line',
  };
}
