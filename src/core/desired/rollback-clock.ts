/**
 * The clock of a rollback: from the command to go back until somebody says what shows that it worked, held against what
 * the plan promised and what the policy wants for its kinds.
 *
 * What must stay true: while it runs, deadlines are instants, so that a comment which nobody redraws does not grow old.
 */
import { planShown } from '../change/binding.ts';
import { addHours, toMs } from '../change/moment.ts';
import type { Change } from '../change/state.ts';

type Limit = { readonly minutes: number; readonly by: string };

export type RollbackDue = { readonly promised: Limit | null; readonly target: Limit | null };

/** Null: the plan, or the policy, names no time. Before a rollback there is nothing to say. */
export function rollbackDue(change: Change): RollbackDue {
  const { rollback } = change;
  const due = (minutes: number | null): Limit | null =>
    rollback === null || minutes === null
      ? null
      : { minutes, by: addHours(rollback.at, minutes / 60) };
  return { promised: due(promisedMinutes(change)), target: due(rollback?.targetMinutes ?? null) };
}

/** What the plan says that going back takes. */
export function promisedMinutes(change: Change): number | null {
  return planShown(change)?.rollbackMinutes ?? null;
}

/** Whether it was verified in time; to the second; null where nothing was promised, or it is not verified. */
export function isKept(change: Change, limit: Limit | null): boolean | null {
  const { rollback } = change;
  const recovered = rollback?.recovered ?? null;
  if (rollback === null || recovered === null || limit === null) return null;
  return Math.round((toMs(recovered.at) - toMs(rollback.at)) / 1000) <= limit.minutes * 60;
}
