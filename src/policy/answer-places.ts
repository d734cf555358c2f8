/**
 * Where the lines of an answer stand in the file: of a text below `|` each line has a line of its own, and every other
 * text stands where it begins.
 */
import type { Place, Places } from './places.ts';

export type AnswerPlaces = {
  readonly answer: (id: string) => Place;
  /** The line of an answer, counted from 0, and in it the first such words. */
  readonly line: (id: string, at: number, words?: string) => Place;
};

const TOP: Place = { line: 1, column: 1 };

export function answerPlaces(
  text: string,
  places: Places,
  answers: Readonly<Record<string, string>>,
): AnswerPlaces {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const answer = (id: string): Place =>
    places.value(['answers', id]) ?? places.nearest(['answers', id]) ?? TOP;
  return {
    answer,
    line: (id, at, words) => {
      const begin = answer(id);
      const said = (answers[id]?.split('\n')[at] ?? '').trim();
      const own = lines[begin.line + at - 1] ?? '';
      // Folded and quoted texts have other lines than the file.
      const isThere = said !== '' && own.trim() === said;
      const line = isThere ? begin.line + at : begin.line;
      const from = isThere ? own.indexOf(said) : begin.column - 1;
      const found = words === undefined ? from : (lines[line - 1] ?? '').indexOf(words, from);
      return { line, column: (found < 0 ? from : found) + 1 };
    },
  };
}
