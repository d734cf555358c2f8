/**
 * Carries out the steps of a plan in order, and lets none of them stand in the way of the others: what the forge
 * refuses for good is reported and the rest goes on; what may work later is put off. Only when the forge itself
 * is in trouble, or asks for silence, does the run end at once.
 */
import { ForgeFault, isTransient } from '../forge/fault.ts';
import { apply } from './apply.ts';
import { ComeBack } from './outcome.ts';
import type { Looked } from './observe.ts';
import type { Run } from './run.ts';
import type { Step } from './step.ts';

export type CarriedOut = {
  readonly writes: number;
  readonly done: readonly Step[];
  /** The first thing to come back for; null when nothing was put off. */
  readonly putOff: ComeBack | null;
  /** What the forge refused for good. */
  readonly problems: readonly string[];
};

export async function carryOut(
  run: Run,
  steps: readonly Step[],
  looked: Looked,
): Promise<CarriedOut> {
  let writes = 0;
  let putOff: ComeBack | null = null;
  const done: Step[] = [];
  const problems: string[] = [];
  for (const step of steps) {
    try {
      writes += await apply(run, step, looked);
      done.push(step);
    } catch (error) {
      const trouble = troubleOf(run, error);
      if (trouble instanceof ComeBack) putOff = sooner(putOff, trouble);
      else problems.push(`${step.kind}: ${trouble}`);
    }
  }
  return { writes, done, putOff, problems };
}

/** Throws on what ends the run. */
function troubleOf(run: Run, error: unknown): ComeBack | string {
  if (error instanceof ComeBack) return error;
  if (!(error instanceof ForgeFault)) throw error;
  const why = `${error.code}: ${error.message}`;
  if (error.code === 'ambiguous') return new ComeBack(run.pace.settleMs, why);
  if (isTransient(error.code)) throw error;
  return why;
}

function sooner(known: ComeBack | null, next: ComeBack): ComeBack {
  return known === null || next.afterMs < known.afterMs ? next : known;
}
