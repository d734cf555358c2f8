/**
 * What the check says on a pull request that belongs to no change, where the policy lets one be its own: what to do, in
 * the order in which it is quickest.
 */
import type { Category } from '../core/plan/plan.ts';
import { list, md, type Markdown } from './markdown.ts';
import { CATEGORY_WORDS } from './words.ts';

export function renderUnlinkedCheck(allowed: readonly Category[]): {
  readonly title: string;
  readonly summary: string;
} {
  const summary = [
    ...(allowed.length === 0
      ? [md`What stands on this commit belongs to no change.`]
      : own(allowed)),
    md``,
    allowed.length === 0
      ? md`**Next:** open an issue with the change form, and write its number on a line of its own into the text of the pull request:`
      : md`**Next:** \`/chg open\` in a comment here, or the label \`change\`. For steps, a window or another category open an issue with the change form, and write its number on a line of its own into the text of this pull request:`,
    md``,
    md`    Change: CHG-00012`,
    md``,
    md`**Who:** anybody with write access`,
    md`**Why:** what is merged here reaches production; somebody has said what it is for, and somebody else has read it`,
  ];
  return { title: 'Not mergeable: it belongs to no change yet', summary: summary.join('\n') };
}

function own(allowed: readonly Category[]): readonly Markdown[] {
  const words = list(
    allowed.map((category) => CATEGORY_WORDS[category]),
    'or',
  );
  return [
    md`This pull request belongs to no change. It may be its own, as: ${words}. One that is opened by a person with write access becomes one by itself; one by anybody else, or by a bot, when it is marked.`,
  ];
}
