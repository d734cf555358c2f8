/**
 * Whether whoever gave an approval has shown who they are around it. A token can post a comment; only a person in a
 * browser signs in again. Where the policy asks for that, an approval counts once both are there, in either order.
 *
 * What must stay true: a sign-in is that of one account and speaks for no other, linked or not; it is as old as our own
 * clock says.
 */
import { toMs } from '../change/moment.ts';
import type { Approval } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import type { Policy } from './policy.ts';

/** How many minutes may lie between the two; null: the policy does not ask for it here. */
export function signInMinutes(
  { category }: Pick<Change, 'category'>,
  { reauthentication }: Pick<Policy, 'reauthentication'>,
): number | null {
  if (reauthentication === null || category === null) return null;
  return reauthentication.categories.includes(category) ? reauthentication.withinMinutes : null;
}

type Word = Pick<Approval, 'by' | 'at'>;

/** They signed in so many minutes before or after it, or sooner. */
export function isSigned(
  { signIns }: Pick<Change, 'signIns'>,
  { by, at }: Word,
  minutes: number,
): boolean {
  return signIns.some(
    (one) => one.by.id === by.id && Math.abs(toMs(one.at) - toMs(at)) <= minutes * 60_000,
  );
}

/** Until when a sign-in still makes it count. */
export function signInBy({ at }: Word, minutes: number): string {
  return new Date(toMs(at) + minutes * 60_000).toISOString();
}
