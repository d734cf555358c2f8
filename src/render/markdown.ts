/**
 * Text that may be sent to a forge as it is. A `Markdown` can only be made by our own literals (`md`), by a
 * template of ours, or by safe-text.ts, the one door for words of people. Templates and renderers accept nothing
 * else, so a raw string that slips past the door does not compile.
 */
declare const brand: unique symbol;
export type Markdown = string & { readonly [brand]: 'markdown' };

/** Only for safe-text.ts, template.ts and this file: claims that a text is safe. */
export function asMarkdown(text: string): Markdown {
  return text as Markdown;
}

/** Our own words, with safe text put in. */
export function md(
  words: TemplateStringsArray,
  ...values: readonly (Markdown | number)[]
): Markdown {
  const parts = words.map((word, index) => `${word}${String(values[index] ?? '')}`);
  return asMarkdown(parts.join(''));
}

export const NOTHING: Markdown = asMarkdown('');

export function join(parts: readonly Markdown[], separator: Markdown): Markdown {
  return asMarkdown(parts.join(separator));
}

export function lines(parts: readonly Markdown[]): Markdown {
  return asMarkdown(parts.join('\n'));
}

/** `a`, `a or b`, `a, b or c` */
export function list(parts: readonly Markdown[], word: 'and' | 'or'): Markdown {
  const last = parts.at(-1);
  if (last === undefined) return NOTHING;
  if (parts.length === 1) return last;
  return asMarkdown(`${parts.slice(0, -1).join(', ')} ${word} ${last}`);
}
