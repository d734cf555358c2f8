/** Changes by their names: at the beginning of a text, and on lines `Change: CHG-00012` in the text of a pull request. */
import { splitLines } from '../plan/body.ts';
import { findOpenLines } from './open-lines.ts';
import { firstWord } from './slash.ts';

const LINK_WORD = 'change:';

/** `CHG-00012` or `chg-12`, in any text that begins with it. */
export function namedChange(text: string): number | null {
  const digits = /^chg-(?<digits>\d{1,9})[,:;]?$/iu.exec(firstWord(text).word)?.groups?.['digits'];
  return digits === undefined || Number(digits) === 0 ? null : Number(digits);
}

/** Numbers of the changes that a description says it belongs to. */
export function changesNamed(body: string): readonly number[] {
  const lines = splitLines(body);
  const { open } = findOpenLines(lines);
  const numbers = lines.flatMap((line, index) => {
    const text = line.trim();
    if (open[index] !== true || !text.toLowerCase().startsWith(LINK_WORD)) return [];
    const name = text.slice(LINK_WORD.length).trim();
    const number = name.includes(' ') ? null : namedChange(name);
    return number === null ? [] : [number];
  });
  return [...new Set(numbers)];
}
