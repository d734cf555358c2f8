/**
 * What became of the last changes like one that is planned, counted: how they ended, how long they ran, how long going
 * back really took. Counts of work, never of a person.
 */
import type { Outcome, Past, PastDetail } from './past.ts';
import type { PastGroup } from './facets.ts';

/** So many of the last ones are counted. */
export const HISTORY_LENGTH = 50;

export type PastResult = Pick<Past, 'outcome' | 'ranSeconds' | 'rollbackSeconds'>;

/** What was found for a change that is planned. */
export type FoundPast = {
  /** The most similar first. */
  readonly similar: readonly PastDetail[];
  readonly groups: readonly (Pick<PastGroup, 'by' | 'name'> & {
    readonly results: readonly PastResult[];
  })[];
};

export type History = {
  readonly by: PastGroup['by'];
  readonly name: string;
  readonly changes: number;
  /** Those that occur, in the order of `OUTCOMES`. */
  readonly outcomes: readonly { readonly outcome: Outcome; readonly count: number }[];
  readonly medianRunSeconds: number | null;
  /** Measured, of those that were rolled back. */
  readonly rollbacks: { readonly medianSeconds: number; readonly longestSeconds: number } | null;
};

const OUTCOMES: readonly Outcome[] = [
  'successful',
  'successful_with_issues',
  'unsuccessful',
  'rolled_back',
  'rejected',
  'cancelled',
];

/** Of groups in which there is anything. */
export function historiesOf(groups: FoundPast['groups']): readonly History[] {
  return groups.filter(({ results }) => results.length > 0).map(historyOf);
}

function historyOf({ by, name, results }: FoundPast['groups'][number]): History {
  const back = results.flatMap(({ rollbackSeconds }) => rollbackSeconds ?? []);
  const medianBack = medianOf(back);
  const outcomes = OUTCOMES.map((outcome) => {
    return { outcome, count: results.filter((one) => one.outcome === outcome).length };
  });
  return {
    by,
    name,
    changes: results.length,
    outcomes: outcomes.filter(({ count }) => count > 0),
    medianRunSeconds: medianOf(results.flatMap(({ ranSeconds }) => ranSeconds ?? [])),
    rollbacks:
      medianBack === null ? null : { medianSeconds: medianBack, longestSeconds: Math.max(...back) },
  };
}

/** The lower of the two in the middle: a time that really occurred. */
function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}
