/**
 * Whose approval would count if they signed in now. Whoever let the time pass, or approved of commits that are
 * gone, has to approve again, and is asked for that like everybody else.
 */
import type { Facts } from '../change/facts.ts';
import { isBefore, toMs } from '../change/moment.ts';
import type { Person } from '../change/stamp.ts';
import type { Change } from '../change/state.ts';
import { scenesElsewhere } from './elsewhere.ts';
import { canBeSigned, signInBy, signInMinutes } from './sign-in.ts';
import { tally } from './tally.ts';

export type SignInDue = {
  readonly by: Person;
  /** Of the approval, its place in the log. */
  readonly seq: number;
  /** Afterwards it is too late for this approval. */
  readonly until: string;
};

/** Around an approval people sign in again: within so many minutes, `address` where that is known. */
export type SignInAsked = {
  readonly minutes: number;
  readonly address: string | null;
  /** Who approved and has still to do it; who has least time first. */
  readonly due: readonly SignInDue[];
};

/** Here, and where its pull requests stand; null: nothing is asked. */
export function signInAsked(change: Change, facts: Facts): SignInAsked | null {
  const scenes = [{ change, facts }, ...scenesElsewhere(change, facts)];
  const asked = scenes.flatMap((one) => signInMinutes(one.change, one.facts.policy) ?? []);
  if (asked.length === 0) return null;
  const due = eachOnce(scenes.flatMap((one) => signInsDue(one.change, one.facts)));
  return { minutes: Math.min(...asked), address: facts.signInAt ?? null, due };
}

/** Of each person the last one; who has least time first. */
export function signInsDue(change: Change, facts: Facts): readonly SignInDue[] {
  const minutes = signInMinutes(change, facts.policy);
  if (minutes === null) return [];
  const { spoke, counted } = tally(change, facts);
  const due = spoke
    .filter(({ reason }) => reason === 'reauthentication_due')
    .map(({ approval }) => approval)
    .filter((one) => canBeSigned(change, one))
    .filter(({ by }) => !counted.some((one) => one.by.id === by.id))
    .map(({ by, seq, ...said }) => ({ by, seq, until: signInBy(said, minutes) }))
    .filter(({ until }) => !isBefore(until, facts.now));
  const last = new Map(due.map((one) => [one.by.id, one]));
  return inOrder([...last.values()]);
}

/** Asked for in several places, they have as long as the strictest gives them. */
function eachOnce(due: readonly SignInDue[]): readonly SignInDue[] {
  const least = inOrder(due).toReversed();
  return inOrder([...new Map(least.map((one) => [one.by.id, one])).values()]);
}

function inOrder(due: readonly SignInDue[]): readonly SignInDue[] {
  return due.toSorted((a, b) => toMs(a.until) - toMs(b.until));
}
