/** The hold point that a second person is asked about on the check: the first that waits. */
import { waitingHolds } from '../change/checklist.ts';
import type { Change } from '../change/state.ts';
import { isOver } from './duties.ts';
import type { OpenHold } from './check-view.ts';

/** Null: nobody is asked. After a no it is the operator's turn. */
export function openHold(change: Change): OpenHold | null {
  if (isOver(change)) return null;
  for (const { step, progress } of waitingHolds(change))
    if (progress.hold?.status === 'waiting' && progress.finished !== null)
      return { step: step.id, round: progress.finished.seq };
  return null;
}
