/**
 * What is wrong with the windows, freezes and hours of one file: times that do not exist, windows that end before they
 * begin, zones and rules that nobody knows, names that nothing bears, and freezes that together let nothing through or bear the name of one
 * that somebody opens.
 */
import { quote } from '../core/plan/quote.ts';
import type { Freeze, Scope } from '../core/policy/calendar.ts';
import { holdsAll } from '../core/policy/implies.ts';
import { freezeNumber } from '../core/time/opened-freeze.ts';
import { stretchesOf } from '../core/time/recurrence.ts';
import type { Stretch } from '../core/time/recurrence.ts';
import { wrongPatterns } from './catalogue-faults.ts';
import type { Fault } from './fault.ts';
import type { Content } from './lay-over.ts';
import { readWhen } from './read-when.ts';
import type { ScopeData, TimeData, WhenData } from './time-shape.ts';

const DAY_MS = 86_400_000;
/** Two years and a month: whatever comes back every year is seen twice. */
const SEEN_MS = 790 * DAY_MS;
const SEEN_FROM = '2026-01-01';

type At = readonly (string | number)[];

export function findCalendarFaults(data: TimeData, content: Content): readonly Fault[] {
  const { maintenance_windows: windows = [], freezes = [], hours = [] } = data;
  const known = {
    assets: content.catalogue.assets.map(({ id }) => id),
    environments: content.catalogue.environments.map(({ id }) => id),
  };
  return [
    ...windows.flatMap((row, index) => [
      ...wrongWhen(row, ['maintenance_windows', index]),
      ...wrongScope(row, ['maintenance_windows', index], known),
    ]),
    ...freezes.flatMap((row, index) => [
      ...wrongWhen(row, ['freezes', index]),
      ...wrongScope(row, ['freezes', index], known),
      ...nameOfOpened(row.id, index),
      ...contradictions(row.id, index, content.calendar.freezes),
    ]),
    ...hours.flatMap((row, index) => {
      const path = ['hours', index];
      const { roles = [], teams = [], people = [] } = row;
      const isSomebody = roles.length + teams.length + people.length > 0;
      return [...wrongWhen(row, path), ...(isSomebody ? [] : [nobodyIn(path)])];
    }),
  ];
}

function wrongWhen(row: WhenData, path: At): readonly Fault[] {
  const read = readWhen(row);
  if (read.kind === 'when') return [];
  return read.faults.map(({ key, ...fault }) => ({ path: [...path, key], word: null, ...fault }));
}

type Known = { readonly assets: readonly string[]; readonly environments: readonly string[] };

function wrongScope(row: ScopeData, path: At, known: Known): readonly Fault[] {
  const { assets = [], environments = [], repositories = [] } = row;
  return [
    ...wrongPatterns(assets, { path, what: 'an asset', known: known.assets }),
    ...wrongPatterns(environments, { path, what: 'an environment', known: known.environments }),
    ...wrongPatterns(repositories, { path, what: 'a repository', known: [] }),
  ];
}

function nobodyIn(path: At): Fault {
  return {
    ...{ path, word: null, code: 'nobody', found: 'nobody' },
    expected: 'somebody who is there in these hours',
    remedy: 'name roles, teams or people',
  };
}

/** An override is bound to freezes by their names: it would pass the other one as well. */
function nameOfOpened(id: string, index: number): readonly Fault[] {
  if (freezeNumber(id) === null) return [];
  return [
    {
      ...{ path: ['freezes', index, 'id'], word: id, code: 'wrong_value', found: quote(id) },
      expected: 'a name that no freeze of an issue bears',
      remedy:
        'take another name: FRZ and a number is what a freeze is called that was opened by issue',
    },
  ];
}

/** Told where the freeze of this file is one of the two. */
function contradictions(id: string, index: number, freezes: readonly Freeze[]): readonly Fault[] {
  const own = freezes.find((freeze) => freeze.id === id);
  if (own === undefined) return [];
  const opposite = freezes.find(
    (other) =>
      other.mode !== own.mode && (own.mode === 'allow' ? isShut(own, other) : isShut(other, own)),
  );
  if (opposite === undefined) return [];
  const [allowing, denying] = own.mode === 'allow' ? [own, opposite] : [opposite, own];
  return [
    {
      ...{ path: ['freezes', index, 'id'], word: id, code: 'wrong_value' },
      expected: 'freezes that leave some time',
      found: `all times that ${quote(allowing.id)} allows lie within ${quote(denying.id)}, which denies them`,
      remedy: 'narrow what is denied, allow other times, or take one of the two out',
    },
  ];
}

/** Deny wins, so nothing that the one allows is ever open. */
function isShut(allowing: Freeze, denying: Freeze): boolean {
  if (!isWider(denying.scope, allowing.scope)) return false;
  const open = timesOf(allowing);
  return open.length > 0 && areWithin(open, timesOf(denying));
}

/** Both stand in the order of their starts, so neither is gone over twice. */
function areWithin(open: readonly Stretch[], shut: readonly Stretch[]): boolean {
  let at = 0;
  return open.every((one) => {
    while (at < shut.length && (shut[at]?.end ?? 0) < one.end) at += 1;
    return (shut[at]?.start ?? Infinity) <= one.start;
  });
}

function isWider(outer: Scope, inner: Scope): boolean {
  const covers = (wide: readonly string[], narrow: readonly string[]): boolean =>
    wide.length === 0 || wide.includes('*') || (narrow.length > 0 && holdsAll(wide, narrow));
  return (
    covers(outer.assets, inner.assets) &&
    covers(outer.environments, inner.environments) &&
    covers(outer.categories, inner.categories) &&
    covers(outer.repositories, inner.repositories)
  );
}

const times = new WeakMap<Freeze, readonly Stretch[]>();

function timesOf(freeze: Freeze): readonly Stretch[] {
  const known = times.get(freeze) ?? expand(freeze);
  times.set(freeze, known);
  return known;
}

function expand({ when, zone }: Freeze): readonly Stretch[] {
  if (when.kind === 'once') return [{ start: Date.parse(when.start), end: Date.parse(when.end) }];
  const start = Date.parse(when.from ?? SEEN_FROM) - DAY_MS;
  return stretchesOf(when, zone, { start, end: start + SEEN_MS });
}
