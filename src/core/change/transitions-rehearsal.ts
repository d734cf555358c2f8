/** Rows of the transition table: the checklist is rehearsed before it is walked. */
import { BEFORE_START, unchanged } from './transition.ts';
import type { Transition } from './transition.ts';

export const REHEARSAL_ROWS: readonly Transition[] = [
  unchanged(BEFORE_START, {
    verb: 'rehearse',
    guards: ['rehearsal_elsewhere'],
    note: 'in another environment; another rehearsal begins anew',
  }),
  unchanged(BEFORE_START, {
    verb: 'rehearsed',
    guards: ['rehearsal_missing', 'step_unknown', 'observation_missing', 'plan_unreadable'],
    note: 'what was seen of a step and how long it took; does no step and confirms no hold',
  }),
];
