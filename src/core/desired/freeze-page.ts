/**
 * What the comment of an opened freeze says: until when, why, whose it is, who may let through, which changes it hits,
 * and whom it has let through.
 *
 * What must stay true: of changes of other repositories only number, state and window are told, and who was let through:
 * whoever reads the issue may not be allowed to read them.
 */
import { toMs } from '../change/moment.ts';
import type { Override } from '../change/spoken.ts';
import type { Change, StateName } from '../change/state.ts';
import { windowFor } from '../gate/window-for.ts';
import type { Window } from '../plan/plan.ts';
import { NO_CALENDAR } from '../policy/calendar.ts';
import type { Role } from '../policy/holders.ts';
import type { Policy } from '../policy/policy.ts';
import { rolesForVerb } from '../policy/rights.ts';
import { isLive } from '../time/booking.ts';
import { freezesOver } from '../time/freeze.ts';
import { asFreeze, endOf, freezeName, isOver } from '../time/opened-freeze.ts';
import type { OpenedFreeze } from '../time/opened-freeze.ts';

/** `url` null: it is of another repository. */
type ChangeTold = {
  readonly number: number;
  readonly url: string | null;
  readonly state: StateName;
  readonly window: Window | null;
};

export type FreezePageView = {
  readonly opened: OpenedFreeze;
  readonly standing: 'ahead' | 'now' | 'over';
  /** Until when it stands, or stood. */
  readonly end: string;
  /** Roles; empty: nobody. */
  readonly may: readonly Role[];
  readonly hits: readonly (ChangeTold & { readonly through: 'override' | 'priority' | null })[];
  readonly left: number;
  readonly exceptions: readonly {
    readonly change: ChangeTold;
    readonly by: string;
    readonly at: string;
    /** Null: said in another repository. */
    readonly reason: string | null;
    readonly isOver: boolean;
  }[];
};

export type FreezeSeen = {
  readonly opened: OpenedFreeze;
  /** In force where it was opened. */
  readonly policy: Policy;
  /** Those that it may hit, each with its own policy. */
  readonly near: readonly { readonly change: Change; readonly policy: Policy }[];
  readonly passed: readonly Change[];
  readonly now: string;
};

const MOST_SHOWN = 100;

export function freezePage(seen: FreezeSeen): FreezePageView {
  const { opened, policy, passed, now } = seen;
  const { overriders, start } = opened.terms;
  const roles = overriders?.length === 0 ? rolesForVerb(policy, 'override_freeze') : overriders;
  const hits = isOver(opened, now) ? [] : seen.near.flatMap((one) => hitOf(seen, one));
  const order = hits.toSorted((a, b) => startOf(a) - startOf(b) || a.number - b.number);
  return {
    opened,
    standing: isOver(opened, now) ? 'over' : toMs(now) < toMs(start) ? 'ahead' : 'now',
    end: endOf(opened),
    may: roles ?? [],
    hits: order.slice(0, MOST_SHOWN),
    left: Math.max(0, order.length - MOST_SHOWN),
    exceptions: passed
      .flatMap((change) =>
        passesOf(change, opened).map((pass) => exceptionOf(opened, change, pass)),
      )
      .toSorted((a, b) => toMs(a.at) - toMs(b.at)),
  };
}

function hitOf(
  { opened, now }: FreezeSeen,
  { change, policy }: FreezeSeen['near'][number],
): FreezePageView['hits'] {
  const freeze = asFreeze(opened);
  const window = windowFor(change);
  if (freeze === null || !isLive(change) || (window === null && change.state !== 'in_progress'))
    return [];
  const from = change.state === 'in_progress' || window === null ? now : window.start;
  const until = Math.max(toMs(from) + 1, window === null ? 0 : toMs(window.end));
  const world = {
    policy: { ...policy, calendar: NO_CALENDAR },
    neighbours: { beside: [], upstream: [], freezes: [freeze] },
  };
  const { hits, letting } = freezesOver(change, world, { start: toMs(from), end: until });
  if (hits.length + letting.length === 0) return [];
  const isPassed = passesOf(change, opened).some(({ ended }) => ended === null);
  const through = letting.length > 0 ? 'priority' : isPassed ? 'override' : null;
  return [{ ...toldOf(opened, change), through }];
}

function passesOf({ overrides }: Change, { number }: OpenedFreeze): readonly Override[] {
  return overrides.filter(({ freezes }) => freezes.includes(freezeName(number)));
}

function exceptionOf(
  opened: OpenedFreeze,
  change: Change,
  { by, at, reason, ended }: Override,
): FreezePageView['exceptions'][number] {
  const told = toldOf(opened, change);
  const isOwn = told.url !== null;
  return { change: told, by: by.login, at, reason: isOwn ? reason : null, isOver: ended !== null };
}

function toldOf({ place }: OpenedFreeze, change: Change): ChangeTold {
  const { number, repoId, issueUrl, state } = change;
  return {
    number,
    url: repoId === place?.repoId ? issueUrl : null,
    state,
    window: windowFor(change),
  };
}

function startOf({ window }: ChangeTold): number {
  return window === null ? 0 : toMs(window.start);
}
