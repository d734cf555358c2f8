/** How long things take, one after another, in milliseconds. */
export type Work = () => unknown;

export async function timesOf(works: readonly Work[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const work of works) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  return times;
}

export function medianOf(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}
