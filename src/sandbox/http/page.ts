/*
 * Pages of a list: `per_page` (at most 100), `page`, and a Link header whose addresses repeat the whole query.
 */
import type { Json } from '../state/json-value.ts';
import type { Call, Reply } from './call.ts';
import { ok } from './call.ts';

export function pageSize(query: URLSearchParams): number {
  const asked = Number(query.get('per_page') ?? 30);
  return Number.isInteger(asked) && asked > 0 ? Math.min(asked, 100) : 30;
}

function linkTo(call: Call, page: number, rel: string): string {
  const url = new URL(call.url);
  url.searchParams.set('page', String(page));
  return `<${url.href}>; rel="${rel}"`;
}

export type PageOf<Row> = {
  readonly rows: readonly Row[];
  readonly headers: Readonly<Record<string, string>>;
};

export function pageOf<Row>(call: Call, rows: readonly Row[]): PageOf<Row> {
  const size = pageSize(call.query);
  const asked = Number(call.query.get('page') ?? 1);
  const page = Number.isInteger(asked) && asked > 0 ? asked : 1;
  const last = Math.max(1, Math.ceil(rows.length / size));
  const links = [
    ...(page > 1 ? [linkTo(call, page - 1, 'prev')] : []),
    ...(page < last ? [linkTo(call, page + 1, 'next'), linkTo(call, last, 'last')] : []),
    ...(page > 1 ? [linkTo(call, 1, 'first')] : []),
  ];
  return {
    rows: rows.slice((page - 1) * size, page * size),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  };
}

/** A list answer: only the rows of the page are turned into JSON. */
export function listed<Row>(call: Call, rows: readonly Row[], present: (row: Row) => Json): Reply {
  const page = pageOf(call, rows);
  return { ...ok(page.rows.map(present)), headers: page.headers };
}

/** A list wrapped in an object with its total, as checks and installations are. */
export function listedUnder<Row>(
  call: Call,
  rows: readonly Row[],
  shape: { readonly key: string; readonly present: (row: Row) => Json },
): Reply {
  const page = pageOf(call, rows);
  return {
    ...ok({ total_count: rows.length, [shape.key]: page.rows.map(shape.present) }),
    headers: page.headers,
  };
}
