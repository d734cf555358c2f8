/*
 * Markdown as the forge shows it: GitHub's dialect, cleaned, and task boxes that a person with write access can
 * press. A box is a button of its own form, found later by the hidden marker of its line, as in the web page.
 */
import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { html, type Html } from './html.ts';

const parser = new MarkdownIt({ html: true, linkify: true, breaks: true });

const inlineTags = ['strong', 'em', 'del', 's', 'code', 'sub', 'sup', 'a', 'kbd', 'br'];
const blockTags = ['h1', 'h2', 'h3', 'h4', 'h5', 'p', 'hr', 'ul', 'ol', 'li', 'pre', 'blockquote'];
const foldTags = ['details', 'summary'];
const tableTags = ['table', 'thead', 'tbody', 'tr', 'th', 'td'];
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [...inlineTags, ...blockTags, ...foldTags, ...tableTags],
  allowedAttributes: { a: ['href'], details: ['open'], th: ['align'], td: ['align'] },
  allowedSchemes: ['http', 'https', 'mailto'],
};

/** Private-use characters stand for a box while the text goes through the parser. */
const BOX_OPEN = '\uE000';
const BOX_CLOSE = '\uE001';
const BOXES = new RegExp(`${BOX_OPEN}(\\d+)${BOX_CLOSE}`, 'g');
const boxLine =
  /^(?<lead>\s*(?:[-*+]|\d{1,9}[.)])\s+)\[(?<mark>[ xX])\](?<space>\s+)(?:<!-- (?<marker>[^\s<>]{1,80}) -->)?/;

type Box = { readonly marker: string; readonly checked: boolean };

/** `form`: the id of the form that a pressed box submits; null shows boxes that cannot be pressed. */
export function markdown(text: string, form: string | null = null): Html {
  const boxes: Box[] = [];
  const lines = text
    .replaceAll(BOX_OPEN, '')
    .replaceAll(BOX_CLOSE, '')
    .split('\n')
    .map((line) => withoutBox(line, boxes));
  const clean = sanitizeHtml(parser.render(lines.join('\n')), allowed);
  const markup = clean.replace(BOXES, (...found: readonly unknown[]) => {
    const box = boxes[Number(found[1])];
    return box === undefined ? '' : boxHtml(box, form).markup;
  });
  return { markup };
}

function withoutBox(line: string, boxes: Box[]): string {
  const { lead, mark, space, marker = '' } = boxLine.exec(line)?.groups ?? {};
  if (lead === undefined || space === undefined) return line;
  boxes.push({ marker, checked: mark !== ' ' });
  return `${lead}${BOX_OPEN}${String(boxes.length - 1)}${BOX_CLOSE}${space}${line.replace(boxLine, '')}`;
}

function boxHtml({ marker, checked }: Box, form: string | null): Html {
  const on = checked ? 'on' : '';
  const label = `${checked ? 'ticked' : 'not ticked'}${marker === '' ? '' : `: ${marker}`}`;
  if (form === null || marker === '')
    return html`<span class="box ${on}" role="img" aria-label="${label}"></span>`;
  const name = checked ? 'untick' : 'tick';
  return html`<button class="box ${on}" form="${form}" name="${name}" value="${marker}" aria-label="${label}"></button>`;
}
