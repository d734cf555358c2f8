/**
 * What a benchmark says. Figures of different machines are not comparable, so
 * limits are set on ratios measured in one run wherever that is possible.
 */
export type BenchResult = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value must reach, or stay below; null for figures that are only told. */
  readonly limit: number | null;
  readonly pass: boolean;
};
