/**
 * Pull requests of which this process saw that they edit no policy and no template: nobody looks for that again.
 *
 * What must stay true: another head or another base is another pull request, which was not seen.
 */
import type { PlainPull } from './weigh-pulls.ts';

const MOST_PLAIN = 2_000;

type PlainPulls = {
  readonly note: (pull: PlainPull) => void;
  readonly has: (pull: PlainPull) => boolean;
};

export function plainPulls(): PlainPulls {
  const known = new Set<string>();
  const keyOf = ({ repoId, number, head, base = '' }: PlainPull): string =>
    JSON.stringify([repoId, number, head, base]);
  return {
    note: (pull) => {
      known.add(keyOf(pull));
      const oldest = known.values().next().value;
      if (known.size > MOST_PLAIN && oldest !== undefined) known.delete(oldest);
    },
    has: (pull) => known.has(keyOf(pull)),
  };
}
