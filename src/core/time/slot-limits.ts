/**
 * What keeps a change from beginning at a moment, as stretches of time: freezes, maintenance windows, what others have
 * booked, and the hours of those who can be second people. The gates ask the same things of one window; here they are
 * laid out over weeks.
 *
 * What must stay true: never looser than the gates. What is met by several windows together (what freezes allow) is
 * joined; what one window has to hold alone is not.
 */
import { planShown } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import { mayBeSecond } from '../change/second-person.ts';
import type { Change } from '../change/state.ts';
import type { Freeze } from '../policy/calendar.ts';
import type { Window } from '../plan/plan.ts';
import { isHolder } from '../policy/roles.ts';
import { conflictsOf } from './conflicts.ts';
import { freezesOf } from './freeze.ts';
import { maintenanceOf } from './maintenance.ts';
import { isInScope } from './scope.ts';
import { stretchesOf } from './recurrence.ts';
import type { Stretch } from './recurrence.ts';

export type LimitKind = 'freeze' | 'allowed' | 'booked' | 'maintenance' | 'hours';

export type Limit = {
  readonly kind: LimitKind;
  /** Titles, ids of assets, numbers of changes, or logins. */
  readonly names: readonly string[];
  /** `shut`: nothing overlaps one of these; `open`: all of it lies inside one of these. The earliest first. */
  readonly how: 'shut' | 'open';
  readonly stretches: readonly Stretch[];
};

type Scene = { readonly change: Change; readonly facts: Facts; readonly range: Stretch };

export function limitsOf(scene: Scene): readonly Limit[] {
  return [...frozen(scene), ...booked(scene), ...maintained(scene), ...attended(scene)];
}

function frozen({ change, facts, range }: Scene): readonly Limit[] {
  const about = freezesOf(facts).filter(({ scope }) =>
    isInScope(scope, change, facts.policy.catalogue),
  );
  const standing = about.filter(
    ({ lets }) => change.priority === null || !lets.includes(change.priority),
  );
  const spread = ({ when, zone }: Freeze): readonly Stretch[] => stretchesOf(when, zone, range);
  const shut = standing
    .filter(({ mode }) => mode === 'deny')
    .map((freeze) => limit('freeze', [freeze.title], { how: 'shut', stretches: spread(freeze) }));
  const asksForLeave = standing.some(({ mode }) => mode === 'allow');
  if (!asksForLeave) return shut;
  const allows = about.filter(({ mode }) => mode === 'allow');
  const stretches = joined(allows.flatMap(spread));
  const titles = allows.map(({ title }) => title);
  return [...shut, limit('allowed', titles, { how: 'open', stretches })];
}

/** Whatever the change would meet if it took the whole range. */
function booked({ change, facts, range }: Scene): readonly Limit[] {
  return conflictsOf({ ...change, window: wide(range) }, facts).flatMap(({ kind, other }) => {
    if (other.window === null) return [];
    const end = Date.parse(other.window.end);
    // Whoever waits for it begins after it, whenever it begins itself.
    const start = kind === 'dependency_after' ? range.start : Date.parse(other.window.start);
    return [limit('booked', [String(other.number)], { how: 'shut', stretches: [{ start, end }] })];
  });
}

function maintained({ change, facts, range }: Scene): readonly Limit[] {
  return maintenanceOf(change, facts.policy)
    .filter(({ demands, windows }) => demands || windows.length > 0)
    .map(({ asset, windows }) => {
      const stretches = windows.flatMap(({ when, zone }) => stretchesOf(when, zone, range));
      return limit('maintenance', [asset], { how: 'open', stretches });
    });
}

/** Where the plan has holds, and hours are declared for anybody who may look. */
function attended({ change, facts, range }: Scene): readonly Limit[] {
  const plan = planShown(change);
  const hasHold = plan?.steps.some(({ tags }) => tags.includes('hold')) === true;
  const { hours } = facts.policy.calendar;
  if (!hasHold || hours.length === 0) return [];
  const doing = (change.operator?.login ?? plan.operator ?? change.author.login).toLowerCase();
  const seconds = (facts.people ?? []).filter(
    (one) =>
      one.kind === 'human' &&
      one.login.toLowerCase() !== doing &&
      mayBeSecond(change, facts.policy, one),
  );
  const theirs = hours.flatMap((declared) => {
    const who = seconds.filter((one) => isHolder(declared.who, one, facts) === 'yes');
    return who.length === 0 ? [] : [{ declared, who }];
  });
  if (theirs.length === 0) return [];
  const names = [...new Set(theirs.flatMap(({ who }) => who.map(({ login }) => login)))];
  const stretches = theirs.flatMap(({ declared: { when, zone } }) =>
    stretchesOf(when, zone, range),
  );
  return [limit('hours', names, { how: 'open', stretches })];
}

function limit(
  kind: LimitKind,
  names: readonly string[],
  { how, stretches }: Pick<Limit, 'how' | 'stretches'>,
): Limit {
  return { kind, names, how, stretches: stretches.toSorted((a, b) => a.start - b.start) };
}

function joined(stretches: readonly Stretch[]): readonly Stretch[] {
  const whole: Stretch[] = [];
  for (const one of stretches.toSorted((a, b) => a.start - b.start)) {
    const last = whole.at(-1);
    if (last === undefined || one.start > last.end) whole.push(one);
    else whole[whole.length - 1] = { start: last.start, end: Math.max(last.end, one.end) };
  }
  return whole;
}

export function windowOf({ start, end }: Stretch): {
  readonly start: string;
  readonly end: string;
} {
  return { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
}

/** The whole range as one window. */
export function wide(range: Stretch): Window {
  return { ...windowOf(range), zone: 'UTC', note: null };
}
