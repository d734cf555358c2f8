/**
 * What a meeting about changes has before it: what waits for approval and comes within so many days, and the reviews
 * that are owed. Nothing is decided by it: it is the record, in the order in which it is talked about.
 *
 * What must stay true: plain JSON. Of the forge it knows nothing: who holds a role now is not told, only which roles,
 * teams or people have to approve.
 */
import { toMs } from '../change/moment.ts';
import { changeName } from '../change/state.ts';
import type { Change } from '../change/state.ts';
import type { Facts } from '../change/facts.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Category, Level, Window } from '../plan/plan.ts';
import { CATEGORY_LADDER } from '../policy/category-ladder.ts';
import { tally } from '../policy/tally.ts';
import { conflictsOf } from '../time/conflicts.ts';
import { reviewOwed, type ReviewOwed } from './duties.ts';

type Item = { readonly change: string; readonly title: string; readonly url: string };

export type AgendaWaiting = Item & {
  readonly category: Category | null;
  readonly risk: Level | null;
  readonly author: string;
  readonly window: Pick<Window, 'start' | 'end' | 'zone'> | null;
  /** Met in that window, and not acknowledged. */
  readonly conflicts: readonly string[];
  /** What is missing: how many, of which roles, teams or people. */
  readonly approvals: readonly {
    /** Of a rule; null: the category's own approval. */
    readonly title: string | null;
    readonly missing: number;
    readonly by: readonly string[];
  }[];
};

export type AgendaReview = Item & ReviewOwed;

export type Agenda = {
  readonly waiting: readonly AgendaWaiting[];
  readonly reviews: readonly AgendaReview[];
};

/** `facts` are those of each change, under the policy that it was submitted under. */
export function agendaOf(
  seen: readonly { readonly change: Change; readonly facts: Facts }[],
  until: string,
): Agenda {
  return {
    waiting: seen
      .filter(({ change }) => change.state === 'review' && beginsBefore(change, until))
      .map(({ change, facts }) => waitingOf(change, facts))
      .toSorted(byCategory),
    reviews: seen
      .flatMap(({ change }) => {
        const owed = change.ended === null ? null : reviewOwed(change);
        return owed === null ? [] : [{ ...itemOf(change), ...owed }];
      })
      .toSorted((one, other) => toMs(one.dueAt) - toMs(other.dueAt)),
  };
}

/** One without a window belongs to every meeting. */
function beginsBefore(change: Change, until: string): boolean {
  const window = windowFor(change);
  return window === null || toMs(window.start) < toMs(until);
}

function waitingOf(change: Change, facts: Facts): AgendaWaiting {
  const window = windowFor(change);
  const met = conflictsOf(change, facts).filter(({ acknowledged }) => acknowledged === null);
  return {
    ...itemOf(change),
    category: change.category,
    risk: change.risk,
    author: change.author.login,
    window: window && { start: window.start, end: window.end, zone: window.zone },
    conflicts: met.map(({ other }) => changeName(other.number)),
    approvals: tally(change, facts).open.map(({ need: { id, title, holders }, remaining }) => ({
      title: id === 'category' ? null : title,
      missing: Math.max(1, remaining),
      by: [...holders.roles, ...holders.teams, ...holders.people],
    })),
  };
}

function itemOf({ number, title, issueUrl }: Change): Item {
  return { change: changeName(number), title, url: issueUrl };
}

/** What weighs most first, then what comes next. */
function byCategory(one: AgendaWaiting, other: AgendaWaiting): number {
  const rank = ({ category }: AgendaWaiting): number =>
    category === null ? -1 : CATEGORY_LADDER.indexOf(category);
  const start = ({ window }: AgendaWaiting): number =>
    window === null ? Number.MAX_SAFE_INTEGER : toMs(window.start);
  return rank(other) - rank(one) || start(one) - start(other);
}
