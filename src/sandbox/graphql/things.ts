/*
 * What every type of the sandbox's GraphQL schema is made with: accounts as actors, and lists in pages.
 */
import type { Account } from '../state/accounts.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { World } from '../state/world.ts';
import { accountJson } from '../json/accounts.ts';
import { GraphqlProblem } from './parse.ts';
import type { Thing } from './project.ts';

export function actorThing(world: World, id: number): Thing | null {
  const account: Account | undefined = world.accounts.get(id);
  if (account === undefined) return null;
  const shown = accountJson(world, account);
  return {
    typename: account.type,
    isAlso: ['Actor', 'Node'],
    fields: {
      id: () => account.nodeId,
      databaseId: () => account.id,
      // GraphQL names bots without the suffix that REST adds.
      login: () => account.login.replace('[bot]', ''),
      url: () => shown['html_url'] ?? '',
      avatarUrl: () => shown['avatar_url'] ?? '',
      name: () => account.name,
    },
  };
}

type Page<Row> = {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly endCursor: string | null;
};

function pageOf<Row>(rows: readonly Row[], args: JsonObject): Page<Row> {
  const { first, last, after } = args;
  if (typeof first !== 'number' && typeof last !== 'number') {
    throw new GraphqlProblem(
      'You must provide a `first` or `last` value to properly paginate the connection.',
      'MISSING_PAGINATION_BOUNDARIES',
    );
  }
  const start =
    typeof after === 'string' ? Number(Buffer.from(after, 'base64url').toString('utf8')) : 0;
  const rest = rows.slice(start);
  const taken = typeof first === 'number' ? rest.slice(0, first) : rest.slice(-Number(last));
  const end = start + taken.length;
  return {
    rows: taken,
    hasNextPage: end < rows.length,
    endCursor: taken.length === 0 ? null : Buffer.from(String(end)).toString('base64url'),
  };
}

type Listed<Row> = { readonly rows: readonly Row[]; readonly node: (row: Row) => Thing };

/** `XConnection` of a list, one page of it. */
export function connection<Row>(
  typename: string,
  args: JsonObject,
  { rows, node }: Listed<Row>,
): Thing {
  const page = pageOf(rows, args);
  const pageInfo: Thing = {
    typename: 'PageInfo',
    isAlso: [],
    fields: {
      hasNextPage: () => page.hasNextPage,
      endCursor: () => page.endCursor,
      hasPreviousPage: () => false,
      startCursor: () => null,
    },
  };
  return {
    typename: `${typename}Connection`,
    isAlso: [],
    fields: {
      totalCount: () => rows.length,
      nodes: () => page.rows.map(node),
      pageInfo: () => pageInfo,
    },
  };
}
