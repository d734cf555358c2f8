/**
 * Where a change meets others: the same asset, one that is part of it or that it is part of, the same person, or a change
 * that it waits for and that ends after it shall begin. A conflict is no fault; somebody of the other side, or an
 * approver, says that they know of it.
 *
 * What must stay true: windows are half-open, so that what ends at ten meets nothing that begins at ten. A word for a
 * conflict is about both windows: when one moves, it is asked for again. Said in either change, it counts in both; but
 * nobody who wants a booking says it for themselves, in whichever of the two.
 */
import { planShown } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import { isBefore, sameWindow } from '../change/moment.ts';
import type { Acknowledgement } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Window } from '../plan/plan.ts';
import { isSameHuman } from '../policy/humans.ts';
import { kinOf } from '../policy/kin.ts';
import type { Policy } from '../policy/policy.ts';
import { peopleOf } from './booking.ts';
import { dependenciesOf, findDependency } from './dependencies.ts';
import type { Neighbour } from './neighbours.ts';

export type ConflictKind = 'same_asset' | 'related_asset' | 'same_person' | 'dependency_after';

export type Conflict = {
  readonly kind: ConflictKind;
  readonly other: Neighbour;
  /** Ids of the other's assets, or logins; none for a dependency. */
  readonly about: readonly string[];
  /** Who knows of it; null: nobody has said so for these two windows. */
  readonly acknowledged: Pick<Acknowledgement, 'by' | 'at'> | null;
};

/** Whoever keeps no list of assets is asked about none. */
export function asksForConflicts({ catalogue }: Pick<Policy, 'catalogue'>): boolean {
  return catalogue.assets.length > 0;
}

/** In the order of the others' numbers. None where it has no window. */
export function conflictsOf(change: Change, facts: Facts): readonly Conflict[] {
  const window = windowFor(change);
  const { beside = [], upstream = [] } = facts.neighbours ?? {};
  if (window === null) return [];
  const meeting = beside.filter((other) => meets(window, other, facts.now));
  const found = [
    ...meeting.flatMap((other) => sharedWith(change, other, facts.policy)),
    ...laterOnes(change, { window, upstream, pulls: facts.pulls }),
  ];
  return found
    .map((one) => ({ ...one, acknowledged: wordFor(change, one.other, facts) }))
    .toSorted((a, b) => a.other.number - b.other.number);
}

type Found = Omit<Conflict, 'acknowledged'>;

/** What runs longer than it was to is there until it ends. */
function meets(window: Window, { window: theirs, state }: Neighbour, now: string): boolean {
  if (state === 'in_progress' && !isBefore(now, window.start)) {
    const isOver = !isBefore(now, window.end);
    if (!isOver) return true;
  }
  return theirs !== null && overlap(window, theirs);
}

function overlap(left: Window, right: Window): boolean {
  return isBefore(left.start, right.end) && isBefore(right.start, left.end);
}

function sharedWith(change: Change, other: Neighbour, { catalogue }: Policy): readonly Found[] {
  const mine = planShown(change)?.assets ?? [];
  const same = common(other.assets, mine);
  const kin = common(other.assets, kinOf(catalogue, mine)).filter((id) => !same.includes(id));
  const people = common(other.people, peopleOf(change));
  const all = [
    { kind: 'same_asset', other, about: same },
    { kind: 'related_asset', other, about: kin },
    { kind: 'same_person', other, about: people },
  ] as const;
  return all.filter(({ about }) => about.length > 0);
}

function common(names: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others.map((name) => name.toLowerCase()));
  return names.filter((name) => known.has(name.toLowerCase()));
}

type Waiting = {
  readonly window: Window;
  readonly upstream: readonly Neighbour[];
  readonly pulls: Facts['pulls'];
};

function laterOnes(change: Change, { window, upstream, pulls }: Waiting): readonly Found[] {
  const awaited = dependenciesOf(change, pulls).flatMap(
    (one) => findDependency(one, upstream) ?? [],
  );
  return [...new Set(awaited)].flatMap((other) => {
    const isLate =
      isUnderWay(other) && other.window !== null && isBefore(window.start, other.window.end);
    return isLate ? [{ kind: 'dependency_after' as const, other, about: [] }] : [];
  });
}

function isUnderWay({ state }: Neighbour): boolean {
  return !['completed', 'rolled_back', 'rejected', 'cancelled'].includes(state);
}

function wordFor(change: Change, other: Neighbour, facts: Facts): Conflict['acknowledged'] {
  const window = windowFor(change);
  const here = change.acknowledgements.findLast(
    (one) =>
      one.other === other.number && isSame(one.window, window) && isSame(one.theirs, other.window),
  );
  const there = (other.acknowledged ?? []).findLast(
    (one) =>
      one.other === change.number &&
      isSame(one.window, other.window) &&
      isSame(one.theirs, window) &&
      !isOwnWord(change, one, facts),
  );
  return here ?? there ?? null;
}

/** Of what was booked already its people speak to whoever came later; before that they would answer themselves. */
function isOwnWord(change: Change, { by, at }: Acknowledgement, facts: Facts): boolean {
  const { author, operator, state, times } = change;
  const booked = state === 'scheduled' ? times.scheduledAt : null;
  if (booked !== null && isBefore(booked, at)) return false;
  const own = [author, operator].flatMap((one) => one ?? []);
  return own.some(({ id }) => isSameHuman(facts, id, by.id));
}

function isSame(left: Acknowledgement['window'], right: Window | null): boolean {
  if (left === null || right === null) return left === right;
  return sameWindow({ ...left, zone: 'UTC', note: null }, right);
}
