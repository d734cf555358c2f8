/*
 * Markdown as the forge shows it: GitHub's dialect, sanitised, and task boxes that a person with write access can
 * press. A box is a button of its own form, found later by the hidden marker of its line, as in the web page.
 */
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { html, raw, type Html } from './html.ts';

const parser = new MarkdownIt({ html: true, linkify: true, breaks: true });
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'p',
    'br',
    'hr',
    'ul',
    'ol',
    'li',
    'strong',
    'em',
    'del',
    's',
    'code',
    'pre',
    'blockquote',
    'details',
    'summary',
    'sub',
    'sup',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
    'a',
    'kbd',
  ],
  allowedAttributes: { a: ['href'], details: ['open'], th: ['align'], td: ['align'] },
  allowedSchemes: ['http', 'https', 'mailto'],
};

/** Private-use characters stand for a box while the text goes through the parser. */
const BOX_OPEN = '\uE000';
const BOX_CLOSE = '\uE001';
const boxLine = /^(\s*(?:[-*+]|\d{1,9}[.)])\s+)\[([ xX])\](\s+)(?:<!-- ([^\s<>]{1,80}) -->)?/;

/** `form`: the id of the form that a pressed box submits; null shows boxes that cannot be pressed. */
export function markdown(text: string, form: string | null = null): { readonly raw: Html } {
  const boxes: { readonly marker: string; readonly checked: boolean }[] = [];
  const lines = text
    .replaceAll(BOX_OPEN, '')
    .replaceAll(BOX_CLOSE, '')
    .split('\n')
    .map((line) =>
      line.replace(
        boxLine,
        (_whole, lead: string, mark: string, space: string, marker: string | undefined) => {
          boxes.push({ marker: marker ?? '', checked: mark !== ' ' });
          return `${lead}${BOX_OPEN}${String(boxes.length - 1)}${BOX_CLOSE}${space}`;
        },
      ),
    );
  const clean = sanitizeHtml(parser.render(lines.join('\n')), allowed);
  return raw(
    clean.replace(new RegExp(`${BOX_OPEN}(\\d+)${BOX_CLOSE}`, 'g'), (_whole, index: string) =>
      boxHtml(boxes[Number(index)], form),
    ),
  );
}

function boxHtml(
  box: { readonly marker: string; readonly checked: boolean } | undefined,
  form: string | null,
): Html {
  if (box === undefined) return html``;
  const face = box.checked ? '✓' : '';
  const label = `${box.checked ? 'ticked' : 'not ticked'}: ${box.marker}`;
  if (form === null || box.marker === '')
    return html`<span class="box ${box.checked ? 'on' : ''}" aria-label="${label}">${face}</span>`;
  return html`<button
    class="box ${box.checked ? 'on' : ''}"
    form="${form}"
    name="${box.checked ? 'untick' : 'tick'}"
    value="${box.marker}"
    aria-label="${label}"
  >
    ${face}
  </button>`;
}
