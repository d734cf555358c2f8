/**
 * Comments have a size limit. What does not fit is left out as a whole, never cut in the middle, and the text says
 * how much is missing and where it can be read.
 */
import { md, type Markdown } from './markdown.ts';

/** UTF-16 units. Forges document 65,536; below it there is room for what they add. */
export const COMMENT_BUDGET = 60_000;

/** The text, or a remark in its place when it is longer than the limit. */
export function orRemark(text: Markdown, limit: number, where: Markdown): Markdown {
  return text.length <= limit
    ? text
    : md`*(${text.length} characters, left out here; read them in ${where})*`;
}

export type Kept = { readonly kept: readonly Markdown[]; readonly left: number };

/** As many whole items as fit, from the first on; each costs a line break. */
export function keepWhole(items: readonly Markdown[], room: number): Kept {
  let used = 0;
  let count = 0;
  for (const item of items) {
    if (used + item.length + 1 > room) break;
    used += item.length + 1;
    count += 1;
  }
  return { kept: items.slice(0, count), left: items.length - count };
}
