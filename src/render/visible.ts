/**
 * What a reader cannot see must not be able to deceive them. Control characters, direction changes, zero-width
 * and blank characters are written out as ‹U+202E›; everything a person can see is left as it is.
 *
 * What must stay true: one pass, linear in the length; the result holds no control character but line feed and tab.
 */
const CONTROLS = '\\0-\\x08\\x0B-\\x1F\\x7F-\\x9F\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}';
/** Letters and marks that show nothing: fillers, selectors, the braille blank. */
const BLANKS =
  '\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u2800\\u3164\\uFE00-\\uFE0F\\uFFA0\\u{E0100}-\\u{E01EF}';
const HIDDEN = new RegExp(`[${CONTROLS}${BLANKS}]`, 'gu');
const ENDS_PICTURE = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]$/u;
const ENDS_SELECTABLE = /[\p{Extended_Pictographic}0-9#*]$/u;
const BEGINS_PICTURE = /^\p{Extended_Pictographic}/u;

/** Line ends become LF; NUL and lone surrogates can be given and come back written out. */
export function visible(text: string): string {
  const unix = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  return unix.replace(HIDDEN, (character, offset: number) => {
    const before = unix.slice(Math.max(0, offset - 2), offset);
    const after = unix.slice(offset + character.length, offset + character.length + 2);
    return belongsToPicture(character, before, after) ? character : writtenOut(character);
  });
}

/** `‹U+202E›` */
export function writtenOut(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** 👩‍🔧 holds a joiner, ❤️ a selector: parts of one picture that everybody sees. */
function belongsToPicture(character: string, before: string, after: string): boolean {
  if (character === '\u200D') return ENDS_PICTURE.test(before) && BEGINS_PICTURE.test(after);
  if (character === '\uFE0F' || character === '\uFE0E') return ENDS_SELECTABLE.test(before);
  return false;
}
