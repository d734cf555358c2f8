/**
 * What a reader cannot see must not be able to deceive them. Control characters, direction changes, zero-width
 * and blank characters are written out as ‹U+202E›; everything a person can see is left as it is.
 *
 * What must stay true: one pass, linear in the length; the result holds no control character but line feed and tab.
 */
const CONTROLS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u;
/** Letters and marks that show nothing: fillers, selectors, the braille blank. */
const BLANKS = /[\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFE00-\uFE0F\uFFA0\u{E0100}-\u{E01EF}]/u;
const PICTURE = /\p{Extended_Pictographic}/u;
const PICTURE_PART = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]/u;
const KEYCAP = /[0-9#*]/u;

/** Line ends become LF; NUL and lone surrogates can be given and come back written out. */
export function visible(text: string): string {
  const unix = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const characters = Array.from(unix);
  return characters.map((character, index) => show(character, characters[index - 1], characters[index + 1])).join('');
}

function show(character: string, before: string | undefined, after: string | undefined): string {
  if (character === '\n' || character === '\t') return character;
  if (!CONTROLS.test(character) && !BLANKS.test(character)) return character;
  if (belongsToPicture(character, before ?? '', after ?? '')) return character;
  const point = character.codePointAt(0) ?? 0;
  return `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** 👩‍🔧 holds a joiner, ❤️ a selector: parts of one picture that everybody sees. */
function belongsToPicture(character: string, before: string, after: string): boolean {
  if (character === '\u200D') return PICTURE_PART.test(before) && PICTURE.test(after);
  if (character === '\uFE0F' || character === '\uFE0E') return PICTURE.test(before) || KEYCAP.test(before);
  return false;
}
