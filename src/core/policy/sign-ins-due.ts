/**
 * Whose approval would count if they signed in now. Whoever let the time pass has to approve again, and is asked for
 * that like everybody else.
 */
import type { Facts } from '../change/facts.ts';
import { isBefore } from '../change/moment.ts';
import type { Person } from '../change/stamp.ts';
import type { Change } from '../change/state.ts';
import { signInBy, signInMinutes } from './sign-in.ts';
import { tally } from './tally.ts';

export type SignInDue = {
  readonly by: Person;
  /** Of the approval, its place in the log. */
  readonly seq: number;
  /** Afterwards it is too late for this approval. */
  readonly until: string;
};

/** Of each person the last one; who has least time first. */
export function signInsDue(change: Change, facts: Facts): readonly SignInDue[] {
  const minutes = signInMinutes(change, facts.policy);
  if (minutes === null) return [];
  const { spoke, counted } = tally(change, facts);
  const due = spoke
    .filter(({ reason }) => reason === 'reauthentication_due')
    .map(({ approval }) => approval)
    .filter(({ by }) => !counted.some((one) => one.by.id === by.id))
    .map(({ by, seq, ...said }) => ({ by, seq, until: signInBy({ by, ...said }, minutes) }))
    .filter(({ until }) => !isBefore(until, facts.now));
  return [...new Map(due.map((one) => [one.by.id, one])).values()];
}
