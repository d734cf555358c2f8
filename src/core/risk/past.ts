/**
 * What became of a change that has ended, as those who plan the next one want to know it: how it ended, how long it ran,
 * how long going back took, what did not go by the plan. Facts of the work, and no score of anybody.
 *
 * What must stay true: measured, not planned; a change that has not ended says nothing.
 */
import { planShown, whyNotCounted } from '../change/binding.ts';
import { checklist } from '../change/checklist.ts';
import { toMs } from '../change/moment.ts';
import type { Change, Closure } from '../change/state.ts';

export type Outcome = Closure['code'] | 'rolled_back' | 'cancelled' | 'rejected';

export type Past = {
  readonly number: number;
  readonly title: string;
  readonly outcome: Outcome;
  /** From the start to the end, or to the command to go back; null: it never began. */
  readonly ranSeconds: number | null;
  /** From the command to go back until that was verified; null: it was not rolled back. */
  readonly rollbackSeconds: number | null;
};

export type PastDetail = Past & {
  readonly issueUrl: string;
  readonly endedAt: string;
  readonly promisedMinutes: number | null;
  readonly skipped: readonly string[];
  /** It was paused, or a second person said no. */
  readonly intervened: boolean;
  readonly waived: readonly string[];
  readonly overran: boolean;
  readonly editedWhileRunning: boolean;
  readonly reopenings: number;
  /** Logins whose approval counted. */
  readonly approvers: readonly string[];
};

/** Null: it has not ended. */
export function pastOf(change: Change): Past | null {
  const { number, title, started, ended, rollback } = change;
  const outcome = outcomeOf(change);
  if (ended === null || outcome === null) return null;
  const over = rollback ?? ended;
  return {
    number,
    title,
    outcome,
    ranSeconds: started === null ? null : secondsBetween(started.at, over.at),
    rollbackSeconds: rollback === null ? null : secondsBetween(rollback.at, ended.at),
  };
}

export function pastDetailOf(change: Change): PastDetail | null {
  const past = pastOf(change);
  if (past === null || change.ended === null) return null;
  const steps = checklist(change);
  return {
    ...past,
    issueUrl: change.issueUrl,
    endedAt: change.ended.at,
    promisedMinutes: planShown(change)?.rollbackMinutes ?? null,
    skipped: steps
      .filter(({ progress }) => progress.status === 'skipped')
      .map(({ step }) => step.id),
    waived: steps
      .filter(({ progress }) => progress.hold?.status === 'waived')
      .map(({ step }) => step.id),
    intervened: change.templateUse.intervened !== null,
    overran: change.overrunSince !== null,
    editedWhileRunning: change.editedWhileRunning !== null,
    reopenings: change.reopenings,
    approvers: change.approvals
      .filter((approval) => whyNotCounted(approval) === null)
      .map(({ by }) => by.login),
  };
}

function outcomeOf({ state, closure }: Change): Outcome | null {
  switch (state) {
    case 'completed':
      return closure?.code ?? null;
    case 'rolled_back':
    case 'cancelled':
    case 'rejected':
      return state;
    default:
      return null;
  }
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.round((toMs(to) - toMs(from)) / 1000));
}
