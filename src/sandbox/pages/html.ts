/*
 * HTML text for the pages: every value is escaped on its way in, unless it was made by `html` itself. There is no
 * script on any page; everything works with links and forms.
 */
declare const made: unique symbol;
export type Html = string & { readonly [made]: true };

type Value = Html | string | number | readonly Html[] | null;

export function html(
  words: TemplateStringsArray,
  ...values: readonly (Value | { readonly raw: Html })[]
): Html {
  let text = words[0] ?? '';
  values.forEach((value, index) => {
    text += valueText(value) + (words[index + 1] ?? '');
  });
  return text as Html;
}

/** For text that `html` or the sanitiser made. */
export function raw(text: string): { readonly raw: Html } {
  return { raw: text as Html };
}

function valueText(value: Value | { readonly raw: Html }): string {
  if (value === null) return '';
  if (typeof value === 'object' && 'raw' in value) return value.raw;
  if (typeof value === 'object') return value.join('');
  return escape(String(value));
}

export function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export const NO_HTML = '' as Html;
