/**
 * What is wrong with the assets, services, customers, environments and subscriptions of one file, beside all that lies
 * below it: names that nothing bears, circles, the same id twice.
 *
 * What must stay true: a file is told of what stands in it. Patterns that name one asset exactly must name one that is
 * listed, as soon as any is.
 */
import { quote } from '../core/plan/quote.ts';
import type { Catalogue } from '../core/policy/catalogue.ts';
import { compileGlobs } from '../core/policy/glob.ts';
import { unknownNames } from './fault.ts';
import type { Fault, Named } from './fault.ts';
import type { SubscriptionData, TimeData } from './time-shape.ts';

type Row = { readonly id: string };

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
    ...circles('assets', idsOf(assets), (id) => namedBy(catalogue.assets, id)?.parents ?? []),
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
      idsOf(environments),
      (id) => namedBy(catalogue.environments, id)?.after ?? [],
    ),
    ...subscriptions.flatMap((one, index) => wrongSubscription(one, index, known)),
  ];
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

/** Names do not differ by their case. */
function unknown(names: readonly string[], named: Named): readonly Fault[] {
  const known = new Set(named.known.map((name) => name.toLowerCase()));
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

/** Of the rows of this file: those that come back to themselves, through whatever lies below. */
function circles(
  key: string,
  ids: readonly string[],
  next: (id: string) => readonly string[],
): readonly Fault[] {
  return ids.flatMap((id, index): readonly Fault[] => {
    const seen = new Set<string>();
    const open = [...next(id)];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      const name = one.toLowerCase();
      if (seen.has(name)) continue;
      seen.add(name);
      open.push(...next(one));
    }
    if (!seen.has(id.toLowerCase())) return [];
    const through = [...seen].filter((one) => one !== id.toLowerCase());
    return [
      {
        path: [key, index, 'id'],
        word: id,
        code: 'cycle',
        expected: key === 'assets' ? 'no part of itself' : 'not before itself',
        found: through.length === 0 ? 'itself' : `itself, by way of ${through.join(', ')}`,
        remedy: key === 'assets' ? 'take out one of the parents' : 'take out one "after"',
      },
    ];
  });
}

function namedBy<T extends Row>(rows: readonly T[], id: string): T | undefined {
  return rows.find((row) => row.id.toLowerCase() === id.toLowerCase());
}

function idsOf(rows: readonly Row[]): readonly string[] {
  return rows.map(({ id }) => id);
}
