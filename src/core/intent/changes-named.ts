/** The line `Change: CHG-00012` in the text of a pull request, as a reader of the rendered text sees it. */
import { splitLines } from '../plan/body.ts';
import { namedChange } from './address.ts';
import { findOpenLines } from './open-lines.ts';

const LINK_WORD = 'change:';

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
