/**
 * When changes are expected and when there are none, as a policy says it: maintenance windows, freezes, and the hours in
 * which people are there. Recurring ones by a rule of RFC 5545 in a zone; `core/time` makes instants of them.
 *
 * What must stay true: all local times are in the zone that stands beside them; what has been read once can be expanded
 * without a question (`src/policy` has tried it).
 */
import type { Category, Level } from '../plan/plan.ts';
import type { Holders } from './holders.ts';

/** What a window is about: each list that is not empty narrows it; globs, `categories` and `priorities` apart. */
export type Scope = {
  /** Asset ids; a change of a part, or of what it is part of, counts. */
  readonly assets: readonly string[];
  readonly environments: readonly string[];
  readonly categories: readonly Category[];
  /** `owner/name` */
  readonly repositories: readonly string[];
};

export const EVERYWHERE: Scope = { assets: [], environments: [], categories: [], repositories: [] };

/** Once: instants in UTC, half-open. */
export type Span = { readonly kind: 'once'; readonly start: string; readonly end: string };

export type Recurrence = {
  readonly kind: 'recurring';
  /** `FREQ=WEEKLY;BYDAY=TU`, without DTSTART. */
  readonly rrule: string;
  /** Local time of day at which it begins, `22:00`. */
  readonly clock: string;
  readonly minutes: number;
  /** First and last day on which it can begin, `2026-11-21`; null: always. */
  readonly from: string | null;
  readonly until: string | null;
};

export type MaintenanceWindow = {
  readonly id: string;
  readonly title: string;
  readonly zone: string;
  readonly when: Span | Recurrence;
  readonly scope: Scope;
};

export type Freeze = {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  /** Login or team, shown to whoever meets it. */
  readonly owner: string;
  readonly zone: string;
  readonly when: Span | Recurrence;
  /** `deny`: nothing within; `allow`: of what is in its scope, nothing outside any such window. Deny wins. */
  readonly mode: 'deny' | 'allow';
  readonly scope: Scope;
  readonly allowOverride: boolean;
  /** Nobody: the roles that may override a freeze by the policy's rights. */
  readonly overrideBy: Holders;
  /** Changes of these priorities go through, and it is said. */
  readonly lets: readonly Level[];
  /** The issue in which it was opened; null: it stands in the policy. */
  readonly issue: { readonly repo: string; readonly number: number; readonly url: string } | null;
};

/** Hours in which somebody can be a second person. */
export type Hours = {
  readonly who: Holders;
  readonly zone: string;
  readonly when: Recurrence;
};

export type Calendar = {
  readonly maintenance: readonly MaintenanceWindow[];
  readonly freezes: readonly Freeze[];
  readonly hours: readonly Hours[];
};

export const NO_CALENDAR: Calendar = { maintenance: [], freezes: [], hours: [] };
