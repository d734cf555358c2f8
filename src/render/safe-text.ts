/**
 * The one door for words of people. Whatever they wrote comes out as text that shows what they wrote and does
 * nothing: no mention, no reference or link, no HTML, no marker of ours, no command, no formula, no layout.
 * Things a forge would bring to life even after escaping (`@name`, `#12`, addresses) are shown as code.
 *
 * What must stay true: linear in the length of the text; nothing that comes out can join with its neighbours into
 * something live, because every character that could begin it has been escaped or stands in a code span.
 */
import { asMarkdown, type Markdown } from './markdown.ts';
import { visible, writtenOut } from './visible.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ...['\\', '*', '_', '[', ']', '~', '|'].map((mark): [string, string] => [mark, `\\${mark}`]),
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['`', '&#96;'],
]);
/** Names, issue references, addresses, formulas and commit ids: alive on a forge wherever they stand in a word. */
const LIVE = /@\S|[#!]\d|(?:^|[^a-z0-9])gh-\d|:\/\/|www\.|\$/iu;
/** A forge puts a picture in place of it, also inside a word: what was `02:cd:9e` would be an address no more. */
const PICTURE = /:[a-z0-9_+-]+:/iu;
const COMMIT = /^(?=[a-f]*\d)[0-9a-f]{7,40}$/iu;
const OPENING_MARKS = '(\'"';
const CLOSING_MARKS = '.,;:!?)\'"';
const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,37}[A-Za-z0-9])?$/u;

/** One line. Code spans that the person wrote stay code spans; a line break is shown as ⏎. */
export function inline(text: string): Markdown {
  const line = oneLine(text);
  const shown = splitCode(line).map((part) => (part.code ? spanOf(part.text) : words(part.text)));
  return asMarkdown(guardStart(joinApart(shown)));
}

/** Several lines, as a quotation; reads well and wraps. */
export function quote(text: string): Markdown {
  const rows = visible(text).split('\n').map(quoteLine);
  while (rows.at(-1) === '') rows.pop();
  const shown = rows.map((row, index) => {
    if (row === '') return '>';
    const goesOn = index + 1 < rows.length && rows[index + 1] !== '';
    return `> ${row}${goesOn ? '\\' : ''}`;
  });
  return asMarkdown(shown.join('\n'));
}

/** Several lines exactly as they are, in a fence longer than any run of backticks inside. */
export function block(text: string, language: 'text' | 'json'): Markdown {
  const inside = breakMarkers(visible(text))
    .split('\n')
    .map((row) => (row.startsWith('/') ? ` ${row}` : row))
    .join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(inside) + 1));
  return asMarkdown(`${fence}${language}\n${inside}\n${fence}`);
}

/** One line, exactly as it is. */
export function code(text: string): Markdown {
  const line = oneLine(text);
  return asMarkdown(line === '' ? '*(empty)*' : spanOf(line));
}

/** No forge has longer ones. */
const LONGEST_LOGIN = 60;

/** A name that nobody is notified by. A login of a forge is ASCII; a lookalike letter is written out. */
export function login(name: string): Markdown {
  const shown = Array.from(name.slice(0, LONGEST_LOGIN), (character) =>
    character < '\x7F' ? character : writtenOut(character),
  );
  return code(`${shown.join('')}${name.length > LONGEST_LOGIN ? '…' : ''}`);
}

/** A real ping, for announcements only. What is not a login is shown and pings nobody. */
export function mention(name: string): Markdown {
  return LOGIN.test(name) ? asMarkdown(`@${name}`) : login(name);
}

/** `organisation/team`, as the policy names it: all of them are notified. */
export function mentionTeam(name: string): Markdown {
  const parts = name.split('/');
  const isTeam = parts.length === 2 && parts.every((part) => LOGIN.test(part));
  return isTeam ? asMarkdown(`@${name}`) : login(name);
}

/** For an address that the forge itself gave us; anything that is not plain https is shown as code. */
export function link(label: Markdown, url: string): Markdown {
  const plain = /^https?:\/\/[\w.:/#?&=%~+-]+$/u.test(url);
  return plain ? asMarkdown(`[${label}](${url})`) : asMarkdown(`${label} (${code(url)})`);
}

/** Safe text for a place that shows no Markdown (a check's title, a terminal): the same words without the escapes. */
export function plainText(text: Markdown): string {
  const parts = splitCode(text).map((part) =>
    part.code ? part.text.replace(/^ (?=`)|(?<=`) $/gu, '') : unescape(part.text),
  );
  return parts.join('').replaceAll('**', '');
}

/** The hidden last line that the reconciler makes; anything else there is a mistake of ours. */
export function markerLine(marker: string): Markdown {
  if (!/^<!-- holdpoint:[\w:.-]+ v\d+ [\w:. /-]+ -->$/u.test(marker))
    throw new Error(`not a marker: ${JSON.stringify(marker)}`);
  return asMarkdown(marker);
}

function oneLine(text: string): string {
  const rows = visible(text.trim()).replaceAll('\t', ' ').split('\n');
  return rows
    .map((row) => row.trim())
    .join(' ⏎ ')
    .trim();
}

function words(text: string): string {
  return text.split(' ').map(word).join(' ');
}

function word(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && OPENING_MARKS.includes(text.charAt(from))) from += 1;
  const picture = PICTURE.test(text);
  const closing = picture ? CLOSING_MARKS.replace(':', '') : CLOSING_MARKS;
  while (to > from && closing.includes(text.charAt(to - 1))) to -= 1;
  const core = text.slice(from, to);
  if (!picture && !LIVE.test(core) && !core.split(/[^0-9A-Za-z]/u).some((run) => COMMIT.test(run)))
    return escape(text);
  return `${escape(text.slice(0, from))}${spanOf(core)}${escape(text.slice(to))}`;
}

function escape(text: string): string {
  return text.replace(/[\\*_[\]~|&<>`]/gu, (mark) => ESCAPES.get(mark) ?? mark);
}

function unescape(text: string): string {
  const bare = text.replace(/\\([!-/:-@[-`{-~])/gu, '$1').replaceAll('&nbsp;', ' ');
  return bare
    .replaceAll('&#96;', '`')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A line that begins like a heading, list, underline or command begins with a backslash instead. */
function guardStart(text: string): string {
  if (/^[-+#=/]/u.test(text)) return `\\${text}`;
  return text.replace(/^(\d{1,9})([.)])/u, '$1\\$2');
}

function quoteLine(row: string): string {
  const indent = Math.min(8, row.length - row.trimStart().length);
  const text = inline(row);
  return text === '' ? '' : `${'&nbsp;'.repeat(indent)}${text}`;
}

type Part = { readonly code: boolean; readonly text: string };

/** Splits at code spans as CommonMark reads them: a run of backticks closed by the next run of the same length. */
function splitCode(text: string): readonly Part[] {
  const runs = [...text.matchAll(/`+/gu)].map((match) => ({
    at: match.index,
    length: match[0].length,
  }));
  const parts: Part[] = [];
  let done = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const closing = closingRun(runs, index);
    const [open, close] = [runs[index], runs[closing]];
    if (open === undefined || close === undefined) continue;
    parts.push({ code: false, text: text.slice(done, open.at) });
    parts.push({ code: true, text: text.slice(open.at + open.length, close.at) });
    done = close.at + close.length;
    index = closing;
  }
  return [...parts, { code: false, text: text.slice(done) }];
}

/** A length is searched in vain at most once, and n characters hold few different lengths: no quadratic text exists. */
function closingRun(runs: readonly { readonly length: number }[], open: number): number {
  let index = open + 1;
  while (index < runs.length && runs[index]?.length !== runs[open]?.length) index += 1;
  return index;
}

function spanOf(text: string): string {
  const inside = breakMarkers(text);
  const fence = '`'.repeat(longestRun(inside) + 1);
  const pad = /^[` ]|[` ]$/u.test(inside) || inside === '' ? ' ' : '';
  return `${fence}${pad}${inside}${pad}${fence}`;
}

/** Two code spans that touch would read as one: a blank keeps them apart. */
function joinApart(parts: readonly string[]): string {
  return parts.reduce(
    (all, part) => (all.endsWith('`') && part.startsWith('`') ? `${all} ${part}` : all + part),
    '',
  );
}

/** Inside code nothing can be escaped, so a marker is cut apart where everybody can see it. */
function breakMarkers(text: string): string {
  return text.replaceAll('<!--', '<! --').replaceAll('-->', '-- >');
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/gu)].reduce(
    (longest, match) => Math.max(longest, match[0].length),
    0,
  );
}
