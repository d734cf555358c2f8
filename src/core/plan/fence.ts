/**
 * Code fences, as Markdown has them: where one opens and which line closes it.
 *
 * What must stay true: a line that might not close the fence does not. Text that Markdown shows as code is then never
 * taken for anything else.
 */
export type Fence = {
  /** The run of backticks or tildes that opened it. */
  readonly mark: string;
  /** Characters of white space before it. */
  readonly indent: number;
};

export function openFence(line: string): Fence | null {
  const indent = indentOf(line);
  const text = line.slice(indent);
  const mark = markOf(text);
  if (mark.length < 3) return null;
  // What follows backticks names a language; with a backtick in it, it is code within a line.
  if (mark.startsWith('`') && text.includes('`', mark.length)) return null;
  return { mark, indent };
}

export function closesFence(line: string, fence: Fence): boolean {
  const indent = indentOf(line);
  const text = line.slice(indent).trimEnd();
  return text.startsWith(fence.mark) && text === markOf(text) && indent <= fence.indent + 3;
}

/** Spaces and tabs before the text. */
export function indentOf(line: string): number {
  let at = 0;
  while (line[at] === ' ' || line[at] === '\t') at += 1;
  return at;
}

function markOf(text: string): string {
  const mark = text[0];
  if (mark !== '`' && mark !== '~') return '';
  let length = 1;
  while (text[length] === mark) length += 1;
  return text.slice(0, length);
}
