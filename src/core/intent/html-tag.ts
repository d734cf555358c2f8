/**
 * Where raw HTML begins and ends in Markdown, as far as it matters for "would a reader see this line as text?".
 * The rules are those of CommonMark 0.31 (sections 4.6 and 6.6).
 *
 * What must stay true: every search that fails is remembered or bounded by the next `<`, so that a comment full of
 * half-open tags is still read in linear time.
 */

/** How an HTML block ends: on the line that holds one of these (lower case), or before a blank line. */
export type HtmlEnd = { readonly markers: readonly string[] } | 'blank';

const RAW_TAGS = ['script', 'pre', 'style', 'textarea'];
const RAW_ENDS: HtmlEnd = { markers: RAW_TAGS.map((name) => `</${name}>`) };

const BLOCK_TAGS = new Set(
  (
    'address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl ' +
    'dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend ' +
    'li link main menu menuitem nav noframes ol optgroup option p param search section summary table tbody td ' +
    'tfoot th thead title tr track ul'
  ).split(' '),
);

/** The HTML block that begins with this text (`<` first), or null. Only some kinds may cut a paragraph short. */
export function htmlBlockEnd(text: string, cutsParagraph: boolean): HtmlEnd | null {
  const declared = declarationEnd(text);
  if (declared !== null) return declared;
  const closing = text[1] === '/';
  const from = closing ? 2 : 1;
  const name = nameAt(text, from);
  if (name === '') return null;
  const after = text.slice(from + name.length);
  const cut = after === '' || isSpace(after[0]) || after[0] === '>';
  if (RAW_TAGS.includes(name) && !closing) return cut ? RAW_ENDS : null;
  if ((cut || after.startsWith('/>')) && BLOCK_TAGS.has(name)) return 'blank';
  return !cutsParagraph && isTagAlone(text) ? 'blank' : null;
}

function declarationEnd(text: string): HtmlEnd | null {
  if (text.startsWith('<!--')) return { markers: ['-->'] };
  if (text.startsWith('<?')) return { markers: ['?>'] };
  if (text.startsWith('<![CDATA[')) return { markers: [']]>'] };
  return text.startsWith('<!') && isLetter(text[2]) ? { markers: ['>'] } : null;
}

function isTagAlone(text: string): boolean {
  const end = tagEnd(text, 0);
  return end > 0 && text.slice(end).trim() === '';
}

/** The index after the complete tag that begins at `at`, or -1. Newlines count as white space. */
export function tagEnd(text: string, at: number): number {
  if (text[at + 1] !== '/') return openTagEnd(text, at);
  const name = nameAt(text, at + 2);
  if (name === '') return -1;
  const end = skipSpace(text, at + 2 + name.length);
  return text[end] === '>' ? end + 1 : -1;
}

/** The lower-case tag name at this index, or the empty string. */
export function nameAt(text: string, at: number): string {
  if (!isLetter(text[at])) return '';
  let end = at + 1;
  while (isNameCharacter(text[end])) end += 1;
  return text.slice(at, end).toLowerCase();
}

function openTagEnd(text: string, at: number): number {
  const name = nameAt(text, at + 1);
  if (name === '') return -1;
  let end = at + 1 + name.length;
  for (;;) {
    const next = skipSpace(text, end);
    if (text[next] === '>') return next + 1;
    if (text[next] === '/') return text[next + 1] === '>' ? next + 2 : -1;
    if (next === end) return -1;
    end = attributeEnd(text, next);
    if (end < 0) return -1;
  }
}

function attributeEnd(text: string, at: number): number {
  if (!isLetter(text[at]) && text[at] !== '_' && text[at] !== ':') return -1;
  let end = at + 1;
  while (isNameCharacter(text[end]) || text[end] === '_' || text[end] === '.' || text[end] === ':')
    end += 1;
  const equals = skipSpace(text, end);
  return text[equals] === '=' ? valueEnd(text, skipSpace(text, equals + 1)) : end;
}

function valueEnd(text: string, at: number): number {
  const first = text[at];
  if (first === '"' || first === "'") {
    const close = text.indexOf(first, at + 1);
    return close < 0 ? -1 : close + 1;
  }
  let end = at;
  while (end < text.length && !isSpace(text[end]) && !'"\'=<>`'.includes(text.charAt(end)))
    end += 1;
  return end === at ? -1 : end;
}

function skipSpace(text: string, at: number): number {
  let end = at;
  while (isSpace(text[end])) end += 1;
  return end;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n';
}

function isLetter(character: string | undefined): boolean {
  if (character === undefined) return false;
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

function isNameCharacter(character: string | undefined): boolean {
  if (character === undefined) return false;
  return isLetter(character) || (character >= '0' && character <= '9') || character === '-';
}
