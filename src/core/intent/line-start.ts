/**
 * What a line of Markdown begins with, once the marks around it are taken off: a heading, a fence, a rule, a list
 * marker. Each answers from the line alone; what it means in its place is decided in blocks.ts.
 */

export type Fence = { readonly mark: '`' | '~'; readonly length: number };

export type ListMarker = { readonly length: number };

/** `# text`, up to six marks. */
export function isHeading(text: string): boolean {
  const marks = runLength(text, '#');
  return marks >= 1 && marks <= 6 && isGap(text[marks]);
}

/** Three or more backticks or tildes; a backtick fence has no backtick in the rest of its line. */
export function fenceAt(text: string): Fence | null {
  const mark = text[0];
  if (mark !== '`' && mark !== '~') return null;
  const length = runLength(text, mark);
  if (length < 3 || (mark === '`' && text.includes('`', length))) return null;
  return { mark, length };
}

/** The line below a paragraph that makes it a heading. The text is trimmed. */
export function isUnderline(text: string): boolean {
  const mark = text[0];
  return (mark === '=' || mark === '-') && runLength(text, mark) === text.length;
}

/** `---`, `***`, `___`, with any spaces between. The text is trimmed. */
export function isRule(text: string): boolean {
  const mark = text[0];
  if (mark !== '-' && mark !== '*' && mark !== '_') return false;
  let marks = 0;
  for (const character of text) {
    if (character === mark) marks += 1;
    else if (character !== ' ') return false;
  }
  return marks >= 3;
}

/**
 * `-`, `+`, `*`, `1.`, `1)`. One that would cut a paragraph short must have text, and a number must be 1: otherwise a
 * sentence that happens to wrap before "2019." would become a list.
 */
export function listMarkerAt(text: string, cutsParagraph: boolean): ListMarker | null {
  const length = bulletLength(text) || numberLength(text);
  if (length === 0 || !isGap(text[length])) return null;
  if (!cutsParagraph) return { length };
  const number = Number.parseInt(text, 10);
  if (!Number.isNaN(number) && number !== 1) return null;
  return text.length > length ? { length } : null;
}

function bulletLength(text: string): number {
  const first = text[0];
  return first === '-' || first === '+' || first === '*' ? 1 : 0;
}

function numberLength(text: string): number {
  let digits = 0;
  while (digits < 10 && isDigit(text[digits])) digits += 1;
  const mark = text[digits];
  return digits > 0 && digits < 10 && (mark === '.' || mark === ')') ? digits + 1 : 0;
}

function runLength(text: string, mark: string): number {
  let end = 0;
  while (text[end] === mark) end += 1;
  return end;
}

function isGap(character: string | undefined): boolean {
  return character === undefined || character === ' ';
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}
