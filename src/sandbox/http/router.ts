/*
 * From method and path to a handler. Literal segments win over parameters; the few parameters that may hold
 * slashes (refs and file paths) take as much as they can. A known path with another method is 404, as on GitHub.
 */
import type { Route } from './call.ts';

const spanning = new Set(['ref', 'branch', 'basehead', 'path']);

export type Match = { readonly route: Route; readonly params: Readonly<Record<string, string>> };
export type Router = (method: string, path: string) => Match | null;

type Compiled = {
  readonly route: Route;
  readonly test: RegExp;
  readonly names: readonly string[];
  readonly rank: string;
};

function compile(route: Route): Compiled {
  const names: string[] = [];
  const segments = route.pattern.split('/').slice(1);
  const source = segments.map((segment) => {
    if (!segment.startsWith('{')) return segment.replace(/[.+]/g, '\\$&');
    const name = segment.slice(1, -1);
    names.push(name);
    return spanning.has(name) ? '(.+)' : '([^/]+)';
  });
  const rank = segments.map((segment) => (segment.startsWith('{') ? '1' : '0')).join('');
  return { route, names, rank, test: new RegExp(`^/${source.join('/')}$`) };
}

function decode(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

/** Longer patterns first, since a spanning parameter would swallow their tail; then literals before parameters. */
function byRank(one: Compiled, other: Compiled): number {
  return (
    other.rank.length - one.rank.length ||
    (one.rank < other.rank ? -1 : Number(one.rank > other.rank))
  );
}

export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map(compile).sort(byRank);
  return (method, path) => {
    for (const { route, test, names } of compiled) {
      if (route.method !== method) continue;
      const found = test.exec(path);
      if (found === null) continue;
      const values = found.slice(1).map(decode);
      if (values.includes(null)) return null;
      return {
        route,
        params: Object.fromEntries(names.map((name, place) => [name, values[place] ?? ''])),
      };
    }
    return null;
  };
}
