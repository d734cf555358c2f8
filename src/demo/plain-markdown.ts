/**
 * A comment of the app as a person reads it in the browser, for a terminal: marks are taken off, headings and folds
 * keep their lines, and what only machines read is named and left out.
 */
import { hang } from './text-layout.ts';

export type PlainLine = { readonly text: string; readonly strong: boolean };

export function plainMarkdown(body: string, width: number): readonly PlainLine[] {
  const lines = withoutFences(body.split(/\r?\n/u));
  const shown = lines.flatMap((line) => plainLine(line, width));
  return shown.filter((line, index) => line.text !== '' || shown[index - 1]?.text !== '');
}

/** The machine-readable block, and any other fence, becomes one line that says how long it is. */
function withoutFences(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let fence: { readonly mark: string; readonly from: number } | null = null;
  for (const [index, line] of lines.entries()) {
    const mark = /^`{3,}/u.exec(line)?.[0];
    if (fence === null) {
      if (mark === undefined) kept.push(line);
      else fence = { mark, from: index };
    } else if (line === fence.mark) {
      kept.push(`(${String(index - fence.from - 1)} lines for machines, left out here)`);
      fence = null;
    }
  }
  return kept;
}

function plainLine(line: string, width: number): readonly PlainLine[] {
  if (/^\s*<!--.*-->\s*$/u.test(line) || line === '</details>') return [];
  const fold = /^<details[^>]*><summary>(.*)<\/summary>/u.exec(line)?.[1];
  const title = /^#{1,6} (.*)$/u.exec(line)?.[1] ?? fold;
  if (title !== undefined) return [blank, ...plain('', title, { width, strong: true })];
  const [, indent = '', mark = '', rest = ''] = /^(\s*)((?:[-*] |> ?)?)(.*)$/u.exec(line) ?? [];
  const lead = mark.startsWith('>') ? '│ ' : mark === '' ? '' : '• ';
  return plain(`${indent}${lead}`, rest, { width, strong: /^\*\*[^*]+\*\*$/u.test(rest) });
}

const blank: PlainLine = { text: '', strong: false };

function plain(
  first: string,
  text: string,
  { width, strong }: { readonly width: number; readonly strong: boolean },
): readonly PlainLine[] {
  return hang(first, words(text), width).map((row) => ({ text: row, strong }));
}

/** One line without its marks. Escapes are resolved last, so that an escaped mark is shown and not taken off. */
export function words(text: string): string {
  return text
    .replace(/<!--.*?-->/gu, '')
    .replace(/<\/?(?:sub|details|summary|code)>/gu, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/\*\*([^*]+)\*\*/gu, '$1')
    .replace(/(^|[\s(])\*([^*]+)\*(?=$|[\s).,;:])/gu, '$1$2')
    .replaceAll('`', '')
    .replace(/\\$/u, '')
    .replace(/\\([\\`*_[\]()#+.!|~<>-])/gu, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#96;', '`')
    .replaceAll('&amp;', '&')
    .trimEnd();
}
