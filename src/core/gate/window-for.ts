/** The window that a question is about: the booked one, otherwise the one that the plan names. */
import { planShown } from '../change/binding.ts';
import { sameWindow } from '../change/moment.ts';
import type { Change } from '../change/state.ts';
import type { Window } from '../plan/plan.ts';

export function windowFor(change: Change): Window | null {
  return change.window ?? change.plan?.window ?? null;
}

/** It is the one that the plan names, which is the one that approvers have read. */
export function isPlannedWindow(change: Change): boolean {
  const window = windowFor(change);
  return window !== null && sameWindow(window, planShown(change)?.window ?? null);
}
