/**
 * A duration, alone or before words: `3h`, `12m gone after 41 s`, `1 h 30 min all well`.
 *
 * What must stay true: before words a number without a unit is no duration, or the count that somebody saw would be taken for one.
 */
import { parseDuration } from '../time/window.ts';

const MOST_WORDS = 4;

type Timed = { readonly minutes: number; readonly observed: string };

/** Null: it does not begin with a duration. */
export function readTimed(text: string): Timed | null {
  const [line = '', ...below] = text.split('\n');
  const words = line.split(/[ \t]/u).filter((word) => word !== '');
  for (let count = Math.min(MOST_WORDS, words.length); count > 0; count -= 1) {
    const said = words.slice(0, count).join(' ');
    const minutes = /[a-z]$/iu.test(said) ? parseDuration(said) : null;
    if (minutes === null) continue;
    const rest = words.slice(count).join(' ');
    return { minutes, observed: [rest, ...below].join('\n').trim() };
  }
  return null;
}

/** A week, in minutes. */
const LONGEST = 10_080;

/** Minutes of a window that somebody wishes for; null: no such length. */
export function readLength(text: string): number | null {
  const minutes = parseDuration(text);
  return minutes !== null && minutes >= 1 && minutes <= LONGEST ? minutes : null;
}
