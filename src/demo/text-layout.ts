/**
 * Text for a terminal: how wide a word stands on the screen, and paragraphs that wrap under their own beginning.
 * Colours come after wrapping, so a width never counts what cannot be seen.
 */
const JOINER = 0x200d;
const EMOJI_STYLE = 0xfe0f;

/** Columns: emoji take two, joiners and style marks none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === JOINER || code === EMOJI_STYLE) continue;
    width += isWide(code) ? 2 : 1;
  }
  return width;
}

function isWide(code: number): boolean {
  return code >= 0x1f300 || WIDE_SIGNS.has(code);
}

/** Signs below the emoji block that this product shows as emoji. */
const WIDE_SIGNS: ReadonlySet<number> = new Set(
  ['✋', '▶', '↩', '⚡', '⏸', '✅', '❌', '⏳'].map((sign) => sign.codePointAt(0) ?? 0),
);

/** Breaks between words; a word longer than a line stays whole, because a cut address is no address. */
export function wrap(text: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`;
    if (row !== '' && widthOf(longer) > width) {
      rows.push(row);
      row = word;
    } else row = longer;
  }
  return [...rows, row];
}

/** Every line wrapped; those after the first begin below where the text of the first began. */
export function hang(first: string, text: string, width: number): readonly string[] {
  const indent = ' '.repeat(widthOf(first));
  return text
    .split('\n')
    .flatMap((line) => wrap(line, Math.max(20, width - indent.length)))
    .map((line, index) => `${index === 0 ? first : indent}${line}`.trimEnd());
}
