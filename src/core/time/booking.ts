/**
 * What a change takes up: assets and people for the time of its window, and the changes that it waits for. Rows of it are
 * how others find it; what they are told of it then is read from the change itself.
 *
 * What must stay true: a change that runs keeps what it has taken until it ends, however late; one that has ended, or is
 * only a draft, takes nothing.
 */
import { planShown } from '../change/binding.ts';
import { addHours, isBefore } from '../change/moment.ts';
import type { Change, StateName } from '../change/state.ts';
import type { Window } from '../plan/plan.ts';
import { dependenciesOf } from './dependencies.ts';
import type { Neighbour } from './neighbours.ts';

export type Booking = {
  readonly kind: 'asset' | 'person' | 'change' | 'issue';
  /** Lower case, cut: an asset's id, a login, a number, `<repository id>#<issue>`. */
  readonly subject: string;
  /** Both null where it is about no time; `endsAt` null: it runs, or is very long; whoever finds it looks closer. */
  readonly startsAt: string | null;
  readonly endsAt: string | null;
};

/** Two weeks: what is longer is found wherever it is looked for. */
export const LONG_HOURS = 14 * 24;

const TAKING: readonly StateName[] = ['review', 'approved', 'scheduled', 'in_progress'];

/** It is seen by others, and nothing has become of it yet. */
export function isLive({ state }: Pick<Change, 'state'>): boolean {
  return TAKING.includes(state);
}

export function bookingsOf(change: Change): readonly Booking[] {
  if (change.ended !== null) return [];
  return [...taken(change), ...awaited(change)];
}

function taken(change: Change): readonly Booking[] {
  const span = spanOf(change);
  if (!isLive(change) || span === null) return [];
  const assets = subjectsOf(planShown(change)?.assets ?? []);
  return [
    ...assets.map((subject) => ({ kind: 'asset' as const, subject, ...span })),
    ...subjectsOf(peopleOf(change)).map((subject) => ({
      kind: 'person' as const,
      subject,
      ...span,
    })),
  ];
}

/** An index takes no text without end; whoever looks by the beginning of a name compares the whole of it afterwards. */
const LONGEST_SUBJECT = 200;

export function subjectsOf(names: readonly string[]): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase().slice(0, LONGEST_SUBJECT)))];
}

function awaited(change: Change): readonly Booking[] {
  return dependenciesOf(change).map(({ on }) => ({
    kind: on.kind,
    subject: on.kind === 'change' ? String(on.number) : `${on.repoId}#${String(on.issue)}`,
    startsAt: null,
    endsAt: null,
  }));
}

function spanOf(change: Change): Pick<Booking, 'startsAt' | 'endsAt'> | null {
  const window = bookedWindow(change);
  const { startedAt } = change.times;
  if (change.state === 'in_progress')
    return { startsAt: window?.start ?? startedAt ?? change.times.openedAt, endsAt: null };
  if (window === null) return null;
  const isLong = isBefore(addHours(window.start, LONG_HOURS), window.end);
  return { startsAt: window.start, endsAt: isLong ? null : window.end };
}

function bookedWindow(change: Change): Window | null {
  return change.window ?? planShown(change)?.window ?? null;
}

/** Logins, lower case: who carries it out, as far as that is known, and who looks on. */
export function peopleOf(change: Change): readonly string[] {
  const plan = planShown(change);
  const doing = change.operator?.login ?? plan?.operator ?? change.author.login;
  const named =
    plan?.secondPerson === undefined || plan.secondPerson === null ? [] : [plan.secondPerson];
  return [...new Set([doing, ...named].map((login) => login.toLowerCase()))];
}

/** `waitsFor`: the changes that its own words lead to. */
export function neighbourOf(change: Change, waitsFor: readonly number[]): Neighbour {
  const { number, title, repoId, repo, issue, issueUrl, state, author, operator } = change;
  return {
    ...{ number, title, repoId, repo, issue, issueUrl, state, author, operator, waitsFor },
    issueId: change.own === null ? change.issueId : null,
    window: bookedWindow(change),
    assets: planShown(change)?.assets ?? [],
    people: peopleOf(change),
    closure: change.closure?.code ?? null,
    acknowledged: change.acknowledgements,
  };
}
