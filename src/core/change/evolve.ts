/**
 * Folds events into the state of a change. Nothing else makes or alters a state: no clock, no forge, no policy.
 *
 * What must stay true: every event of the union is folded, and the same events give the same state on every machine
 * and in every later version. An unknown type stops the folding.
 */
import { BrokenInvariantError } from './broken-invariant.ts';
import type { ChangeEventType, Recorded } from './event.ts';
import type { Fold } from './evolve-context.ts';
import { stampOf } from './evolve-context.ts';
import type { Folds } from './evolve-context.ts';
import { awaitedFolds } from './evolve-awaited.ts';
import { deploymentFolds } from './evolve-deployment.ts';
import { dutyFolds } from './evolve-duty.ts';
import { endFolds } from './evolve-end.ts';
import { holdFolds } from './evolve-hold.ts';
import { noteFolds } from './evolve-note.ts';
import { passFolds } from './evolve-pass.ts';
import { openChange, planFolds } from './evolve-plan.ts';
import { rehearsalFolds } from './evolve-rehearsal.ts';
import { reviewFolds } from './evolve-review.ts';
import { runFolds } from './evolve-run.ts';
import { templateFolds } from './evolve-template.ts';
import { readEvent } from './read-event.ts';
import type { Change } from './state.ts';

const FOLDS: Folds<Exclude<ChangeEventType, 'change_opened'>> = {
  ...planFolds,
  ...reviewFolds,
  ...holdFolds,
  ...passFolds,
  ...dutyFolds,
  ...rehearsalFolds,
  ...runFolds,
  ...endFolds,
  ...noteFolds,
  ...templateFolds,
  ...deploymentFolds,
  ...awaitedFolds,
};

/**
 * Raised with every new form of a state: what was folded in another one is folded anew from its events, so that code
 * never reads fields that an older version did not write.
 */
export const FOLD = 9;

export function evolve(change: Change | null, recorded: Recorded): Change {
  const event = readEvent(recorded);
  if (event.type === 'change_opened') {
    if (change !== null)
      throw new BrokenInvariantError(recorded, 'a change that was opened before');
    return openChange(event, recorded);
  }
  if (change === null)
    throw new BrokenInvariantError(recorded, 'the first event of a change must be change_opened');
  // The table gives each type its own fold; TypeScript cannot see that the two belong together.
  const fold = FOLDS[event.type] as Fold<ChangeEventType>;
  const folded = fold(change, event, { stamp: stampOf(recorded), stored: recorded });
  return { ...folded, lastSeq: recorded.seq, lastHash: recorded.hash };
}
