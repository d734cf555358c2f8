/**
 * Where the gaps of an answer are: `{{id}}`, on one line. Found once, from the left; what is put in is never looked at.
 *
 * What must stay true: linear in the length of the text, and the same for whoever checks a template and whoever fills it.
 */
export type Gap = {
  /** What stands between the braces, exactly; the name of a variable, or a mistake. */
  readonly id: string;
  /** The gap is `text.slice(from, to)`, braces included. */
  readonly from: number;
  readonly to: number;
};

const OPEN = '{{';
const CLOSE = '}}';

/** An opening that has no end on its line is a gap without a name. */
export function findGaps(text: string): readonly Gap[] {
  const gaps: Gap[] = [];
  for (let from = text.indexOf(OPEN); from >= 0; from = text.indexOf(OPEN, gaps.at(-1)?.to)) {
    const inside = from + OPEN.length;
    const line = lineEnd(text, inside);
    const close = text.slice(inside, line).indexOf(CLOSE);
    gaps.push(
      close < 0
        ? { id: '', from, to: line }
        : { id: text.slice(inside, inside + close), from, to: inside + close + CLOSE.length },
    );
  }
  return gaps;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
