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

type Measured = Pick<BenchResult, 'name' | 'value' | 'unit'>;

export function atMost(limit: number, measured: Measured): BenchResult {
  return { ...rounded(measured), limit, pass: measured.value <= limit };
}

export function atLeast(limit: number, measured: Measured): BenchResult {
  return { ...rounded(measured), limit, pass: measured.value >= limit };
}

/** Told, and judged by nobody. */
export function told(measured: Measured): BenchResult {
  return { ...rounded(measured), limit: null, pass: true };
}

function rounded({ value, ...measured }: Measured): Measured {
  return { ...measured, value: Math.round(value * 100) / 100 };
}
