/**
 * The part of a Markdown link after its text: `(destination "title")`. A title may span lines and is not shown.
 *
 * What must stay true: a destination with more than 32 open parentheses is none (CommonMark allows the limit), so
 * that nested attempts cannot multiply.
 */
const DEEPEST_PARENTHESES = 32;

/** The index after the closing parenthesis, for text with an opening one at `at`; -1 when it is no link. */
export function linkTailEnd(text: string, at: number): number {
  const start = skipSpace(text, at + 1);
  if (text[start] === ')') return start + 1;
  const destination = text[start] === '<' ? angledEnd(text, start) : destinationEnd(text, start);
  if (destination < 0) return -1;
  const next = skipSpace(text, destination);
  if (text[next] === ')') return next + 1;
  if (next === destination) return -1;
  const title = titleEnd(text, next);
  if (title < 0) return -1;
  const end = skipSpace(text, title);
  return text[end] === ')' ? end + 1 : -1;
}

function angledEnd(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text[end];
    if (character === '\n' || character === '<') return -1;
    if (character === '>') return end + 1;
    if (character === '\\') end += 1;
  }
  return -1;
}

function destinationEnd(text: string, at: number): number {
  let open = 0;
  let end = at;
  for (; end < text.length && !isSpace(text[end]); end += 1) {
    const character = text[end];
    if (character === '\\') end += 1;
    if (character === '(') open += 1;
    if (open > DEEPEST_PARENTHESES) return -1;
    if (character !== ')') continue;
    if (open === 0) break;
    open -= 1;
  }
  return end === at || open > 0 ? -1 : end;
}

function titleEnd(text: string, at: number): number {
  const first = text[at];
  if (first !== '"' && first !== "'" && first !== '(') return -1;
  const close = first === '(' ? ')' : first;
  for (let end = at + 1; end < text.length; end += 1) {
    const character = text[end];
    if (character === close) return end + 1;
    if (character === '(' && first === '(') return -1;
    if (character === '\\') end += 1;
  }
  return -1;
}

function skipSpace(text: string, at: number): number {
  let end = at;
  while (isSpace(text[end])) end += 1;
  return end;
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n';
}
