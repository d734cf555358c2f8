/**
 * Every step of every plan that counts: expected beside observed, who and when, and the second person's own words.
 */
import { checklist } from '../core/change/checklist.ts';
import type { ChecklistStep } from '../core/change/checklist.ts';
import { toMs } from '../core/change/moment.ts';
import { changeName } from '../core/change/state.ts';
import type { Change } from '../core/change/state.ts';
import type { ChangeHistory } from './population.ts';
import { column } from './table.ts';
import type { Table } from './table.ts';

export type StepSubject = {
  readonly change: Change;
  readonly ordinal: number;
  readonly item: ChecklistStep;
};

export function stepsOf({ change }: ChangeHistory): readonly StepSubject[] {
  return checklist(change).map((item, index) => ({ change, ordinal: index + 1, item }));
}

export const STEPS_TABLE: Table<StepSubject> = {
  name: 'steps',
  columns: [
    column('change_number', ({ change }) => changeName(change.number)),
    column('phase', ({ item }) => item.step.phase),
    column('step_id', ({ item }) => item.step.id),
    column('ordinal', ({ ordinal }) => ordinal),
    column('text', ({ item }) => item.step.text),
    column('expected', ({ item }) => item.step.expect),
    column('rollback_action', ({ item }) => item.step.rollback),
    column('required', ({ item }) => !item.step.tags.includes('optional')),
    column('hold', ({ item }) => item.step.tags.includes('hold')),
    column('witness', ({ item }) => item.step.tags.includes('witness')),
    column('irreversible', ({ item }) => item.step.tags.includes('irreversible')),
    column('planned_minutes', ({ item }) => item.step.minutes),
    column('done_by_id', ({ item }) => item.progress.finished?.by.id ?? null),
    column('done_by_login', ({ item }) => item.progress.finished?.by.login ?? null),
    column('done_at', ({ item }) => item.progress.finished?.at ?? null),
    column('done_url', ({ item }) => item.progress.finished?.url ?? null),
    column('observed', ({ item }) =>
      item.progress.status === 'skipped' ? null : item.progress.observed,
    ),
    column('result', ({ item }) => item.progress.status),
    column('skip_reason', ({ item }) =>
      item.progress.status === 'skipped' ? item.progress.observed : null,
    ),
    column('hold_status', ({ item }) => item.progress.hold?.status ?? null),
    column('confirmed_by_id', ({ item }) => item.progress.hold?.stamp?.by.id ?? null),
    column('confirmed_by_login', ({ item }) => item.progress.hold?.stamp?.by.login ?? null),
    column('confirmed_at', ({ item }) => item.progress.hold?.stamp?.at ?? null),
    column('confirm_observed', ({ item }) => item.progress.hold?.observed ?? null),
    column('seconds_to_confirm', secondsToConfirm),
    column('sod_ok', isBySecondPerson),
  ],
};

function secondsToConfirm({ item }: StepSubject): number | null {
  const { finished, hold } = item.progress;
  if (finished === null || hold?.status !== 'confirmed' || hold.stamp === null) return null;
  return Math.round((toMs(hold.stamp.at) - toMs(finished.at)) / 1000);
}

/** Segregation of duties at a hold: another person than the one who did the step. */
function isBySecondPerson({ item }: StepSubject): boolean | null {
  const { finished, hold } = item.progress;
  if (finished === null || hold?.status !== 'confirmed' || hold.stamp === null) return null;
  return hold.stamp.by.id !== finished.by.id;
}
