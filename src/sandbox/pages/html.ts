/*
 * Markup for the pages. Every text that goes in is escaped; only what `html` made, or what the Markdown door
 * cleaned, goes in as it is. No page has a script: everything works with links and forms.
 */
export type Html = { readonly markup: string };

type Value = Html | string | number | null | false | readonly Html[];

export function html(words: TemplateStringsArray, ...values: readonly Value[]): Html {
  const parts = values.map((value, index) => markupOf(value) + (words[index + 1] ?? ''));
  return { markup: (words[0] ?? '') + parts.join('') };
}

function markupOf(value: Value): string {
  if (value === null || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escape(String(value));
  if ('markup' in value) return value.markup;
  return value.map(({ markup }) => markup).join('');
}

export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
