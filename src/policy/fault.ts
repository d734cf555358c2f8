/**
 * Something wrong with what a policy says, found after it was put together: a name that nothing bears, an approval that
 * nobody can give. `path` leads to it in a file; `word` is what to look for there.
 */
import { nearest } from '../core/plan/nearest.ts';
import { quote } from '../core/plan/quote.ts';
import type { PolicyProblem } from '../core/policy/policy.ts';
import type { Path } from './places.ts';

export type Fault = {
  readonly path: Path;
  readonly word: string | null;
  /** The part in which what the word names would stand. */
  readonly part?: string;
} & Pick<PolicyProblem, 'code' | 'expected' | 'found' | 'remedy'>;

const MOST_EDITS = 3;
const LISTED = 30;

export type Named = {
  readonly path: Path;
  /** `a kind`, `an approval`. */
  readonly what: string;
  readonly part?: string;
  readonly known: readonly string[];
};

/** One fault for each name that is not known. */
export function unknownNames(
  names: readonly string[],
  { path, what, part, known }: Named,
): readonly Fault[] {
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const near = nearest(name, known, Math.min(MOST_EDITS, Math.floor(name.length / 2)));
      const some = known.slice(0, LISTED).join(', ');
      const listed = known.length > LISTED ? `${some}, …` : some;
      return {
        path,
        word: name,
        ...(part === undefined ? {} : { part }),
        code: 'unknown_name',
        expected: known.length === 0 ? `${what}, but none is defined` : `${what}: one of ${listed}`,
        found: quote(name),
        remedy: near === null ? 'define it, or take the name out' : `did you mean ${quote(near)}?`,
      };
    });
}
