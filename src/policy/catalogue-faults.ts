/**
 * What is wrong with the assets, services, customers, environments and subscriptions of one file, beside all that lies
 * below it: names that nothing bears, circles, the same id twice.
 *
 * What must stay true: a file is told of what stands in it. Patterns that name one asset exactly must name one that is
 * listed, as soon as any is.
 */
import { quote } from '../core/plan/quote.ts';
import { MOST_REVIEWERS } from '../core/policy/catalogue.ts';
import type { Catalogue, Environment } from '../core/policy/catalogue.ts';
import { compileGlobs } from '../core/policy/glob.ts';
import { unknownNames } from './fault.ts';
import type { Fault, Named } from './fault.ts';
import type { EnvironmentData, SubscriptionData, TimeData } from './time-shape.ts';

type Row = { readonly id: string };

const LISTED = 10;

export function findCatalogueFaults(data: TimeData, catalogue: Catalogue): readonly Fault[] {
  const { assets = [], services = [], environments = [], subscriptions = [] } = data;
  const known = {
    assets: idsOf(catalogue.assets),
    services: idsOf(catalogue.services),
    customers: idsOf(catalogue.customers),
    environments: idsOf(catalogue.environments),
  };
  return [
    ...repeated(data),
    ...assets.flatMap(({ parent, parents = [] }, index) =>
      unknown([...(parent === undefined || parent === null ? [] : [parent]), ...parents], {
        ...{ path: ['assets', index], what: 'an asset', known: known.assets },
      }),
    ),
    ...circles(
      'assets',
      assets,
      linksOf(catalogue.assets, ({ parents }) => parents),
    ),
    ...services.flatMap(({ assets: on = [], customers = [] }, index) => [
      ...wrongPatterns(on, { path: ['services', index], what: 'an asset', known: known.assets }),
      ...unknown(customers, {
        ...{ path: ['services', index], what: 'a customer', known: known.customers },
      }),
    ]),
    ...environments.flatMap(({ assets: on = [], names = [], after = [] }, index) => {
      const path = ['environments', index];
      return [
        ...wrongPatterns(on, { path, what: 'an asset', known: known.assets }),
        ...wrongPatterns(names, { path, what: 'a name', known: [] }),
        ...unknown(after, { path, what: 'an environment', known: known.environments }),
      ];
    }),
    ...circles(
      'environments',
      environments,
      linksOf(catalogue.environments, ({ after }) => after),
    ),
    ...environments.flatMap((one, index) => sharedNames(one, index, catalogue.environments)),
    ...environments.flatMap(wrongReviewers),
    ...subscriptions.flatMap((one, index) => wrongSubscription(one, index, known)),
  ];
}

/** As many as a forge takes; a list of nobody is none. */
function wrongReviewers({ reviewers }: EnvironmentData, index: number): readonly Fault[] {
  if (reviewers === undefined) return [];
  const { roles = [], teams = [], people = [] } = reviewers;
  const count = roles.length + teams.length + people.length;
  if (count > 0 && count <= MOST_REVIEWERS) return [];
  const most = String(MOST_REVIEWERS);
  return [
    {
      ...{ path: ['environments', index, 'reviewers'], word: null },
      code: count === 0 ? 'nobody' : 'wrong_value',
      expected: `1 to ${most} roles, teams and people together`,
      found: count === 0 ? 'nobody' : String(count),
      remedy: count === 0 ? 'name who reviews, or take it out' : 'name a team in place of people',
    },
  ];
}

/** A deployment is to one environment, so no two are called the same. */
function sharedNames(
  { id, names = [id] }: EnvironmentData,
  index: number,
  all: readonly Environment[],
): readonly Fault[] {
  const called = (one: Environment): readonly string[] =>
    (one.names.length === 0 ? [one.id] : one.names).map((name) => name.toLowerCase());
  const others = new Set(all.filter((one) => one.id !== id).flatMap(called));
  return names
    .filter((name) => others.has(name.toLowerCase()))
    .map((name) => ({
      path: ['environments', index],
      word: name,
      code: 'duplicate',
      expected: 'each name in one environment only',
      found: `${quote(name)}, by which another one is called as well`,
      remedy: 'take it out of one of the two',
    }));
}

function wrongSubscription(
  { roles = [], teams = [], people = [], assets = [], services = [] }: SubscriptionData,
  index: number,
  known: { readonly assets: readonly string[]; readonly services: readonly string[] },
): readonly Fault[] {
  const path = ['subscriptions', index];
  const missing = (expected: string, remedy: string): Fault => ({
    ...{ path, word: null, code: 'nobody', expected, found: 'nothing', remedy },
  });
  return [
    ...(roles.length + teams.length + people.length > 0
      ? []
      : [missing('somebody who is told', 'name teams or people')]),
    ...(assets.length + services.length > 0
      ? []
      : [missing('something to be told of', 'name assets or services')]),
    ...wrongPatterns(assets, { path, what: 'an asset', known: known.assets }),
    ...unknown(services, { path, what: 'a service', known: known.services }),
  ];
}

/** Patterns that cannot be read, and plain names that nothing bears. */
export function wrongPatterns(globs: readonly string[], named: Named): readonly Fault[] {
  const plain = globs.filter((glob) => !/[*?{}]/u.test(glob));
  return [
    ...globs
      .filter((glob) => compileGlobs([glob], 'name') === null)
      .map((glob): Fault => ({
        path: named.path,
        word: glob,
        code: 'wrong_value',
        expected: 'a pattern with *, ? and {a,b}',
        found: quote(glob),
        remedy: 'close every brace; a pattern does not begin with !',
      })),
    ...(named.known.length === 0 ? [] : unknown(plain, named)),
  ];
}

const lowered = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Names do not differ by their case. */
function unknown(names: readonly string[], named: Named): readonly Fault[] {
  const known = lowered.get(named.known) ?? new Set(named.known.map((name) => name.toLowerCase()));
  lowered.set(named.known, known);
  const strange = names.filter((name) => !known.has(name.toLowerCase()));
  return strange.length === 0 ? [] : unknownNames(strange, named);
}

function repeated(data: TimeData): readonly Fault[] {
  const lists: readonly (readonly [string, readonly Row[] | undefined])[] = [
    ['assets', data.assets],
    ['services', data.services],
    ['customers', data.customers],
    ['environments', data.environments],
    ['maintenance_windows', data.maintenance_windows],
    ['freezes', data.freezes],
  ];
  return lists.flatMap(([key, rows = []]) => {
    const seen = new Set<string>();
    return rows.flatMap(({ id }, index): readonly Fault[] => {
      const name = id.toLowerCase();
      if (!seen.has(name)) {
        seen.add(name);
        return [];
      }
      return [
        {
          path: [key, index, 'id'],
          word: id,
          code: 'duplicate',
          expected: 'each id once in a list',
          found: `${quote(id)} again`,
          remedy: 'keep one of the two, or give it another id',
        },
      ];
    });
  });
}

/**
 * What comes back to itself, told at the first row of it that stands in this file. Every row is walked once, so of two
 * circles that share a row the second is told when the first is mended.
 */
function circles(key: string, rows: readonly Row[], next: Links): readonly Fault[] {
  const places = new Map(rows.map(({ id }, index) => [id.toLowerCase(), index]));
  const walked = new Set<string>();
  return [...places.keys()].flatMap((id): readonly Fault[] => {
    const circle = circleFrom(id, next, walked);
    const first = circle.findIndex((name) => places.has(name));
    const [name, ...through] = [...circle.slice(first), ...circle.slice(0, Math.max(first, 0))];
    const index = places.get(name ?? '');
    if (index === undefined) return [];
    return [
      {
        path: [key, index, 'id'],
        word: rows[index]?.id ?? null,
        code: 'cycle',
        expected: key === 'assets' ? 'no part of itself' : 'not before itself',
        found: through.length === 0 ? 'itself' : `itself, by way of ${shortened(through)}`,
        remedy: key === 'assets' ? 'take out one of the parents' : 'take out one "after"',
      },
    ];
  });
}

type Links = ReadonlyMap<string, readonly string[]>;

/** The first circle on the way, in its order; empty when there is none. */
function circleFrom(id: string, next: Links, walked: Set<string>): readonly string[] {
  const path: { readonly name: string; readonly open: string[] }[] = [];
  const on = new Set<string>();
  const enter = (name: string): void => {
    if (walked.has(name)) return;
    walked.add(name);
    on.add(name);
    path.push({ name, open: [...(next.get(name) ?? [])] });
  };
  enter(id);
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const name = last.open.pop()?.toLowerCase();
    if (name === undefined) on.delete(path.pop()?.name ?? '');
    else if (on.has(name))
      return path.map((one) => one.name).slice(path.findIndex((one) => one.name === name));
    else enter(name);
  }
  return [];
}

function shortened(names: readonly string[]): string {
  return names.length > LISTED ? `${names.slice(0, LISTED).join(', ')}, …` : names.join(', ');
}

function linksOf<T extends Row>(rows: readonly T[], of: (row: T) => readonly string[]): Links {
  return new Map(rows.map((row) => [row.id.toLowerCase(), of(row)]));
}

function idsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ id }) => id);
}
