/**
 * A folded part of a comment: a line that says what is inside, and whole items. What does not fit is counted, and
 * the reader is told where it can be read.
 */
import { keepWhole } from './length.ts';
import { lines, md, NOTHING, type Markdown } from './markdown.ts';

export type Section = {
  readonly summary: Markdown;
  readonly open: boolean;
  readonly items: readonly Markdown[];
  /** Where everything can be read, for `… 12 more, read them in the issue`. */
  readonly where: Markdown;
};

/** Room for the tags, the blank lines and the remark. */
const FRAME = 200;

/** Nothing at all when not even one item fits: half a section would look like a whole one. */
export function renderSection(section: Section, room: number): Markdown {
  if (section.items.length === 0) return NOTHING;
  const { kept, left } = keepWhole(section.items, room - section.summary.length - FRAME);
  const remark = left === 0 ? [] : [remarkOn(left, section.where)];
  if (room < section.summary.length + FRAME) return NOTHING;
  const opening = section.open ? md`<details open><summary>` : md`<details><summary>`;
  return lines([
    md`${opening}${section.summary}</summary>`,
    NOTHING,
    ...kept,
    ...remark,
    NOTHING,
    md`</details>`,
  ]);
}

/** Sections in order of importance; each takes what the ones before it left. */
export function renderSections(sections: readonly Section[], room: number): readonly Markdown[] {
  let left = room;
  return sections.flatMap((section) => {
    const text = renderSection(section, left);
    left -= text.length + 2;
    return text === NOTHING ? [] : [text];
  });
}

function remarkOn(left: number, where: Markdown): Markdown {
  return md`\n*… ${left} more ${left === 1 ? md`item` : md`items`} left out here; read them in ${where}.*`;
}
