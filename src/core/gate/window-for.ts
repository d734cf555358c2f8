/** The window that a question is about: the booked one, otherwise the one that the plan names. */
import type { Window } from '../plan/plan.ts';
import type { Change } from '../change/state.ts';

export function windowFor(change: Change): Window | null {
  return change.window ?? change.plan?.window ?? null;
}
