/**
 * GitHub's own memory of what it sent us: newest first, kept for three days, each body retrievable. The bytes
 * that were signed are gone; what comes back is the same JSON spelled anew, fetched with our own credentials.
 */
import type { FetchedDelivery, ForgeApp, ListedDelivery } from '../port.ts';
import type { Api } from './api.ts';
import { isHandled } from './notice/read-notice.ts';
import {
  fieldOf,
  idAt,
  instantAt,
  parseList,
  parseRecord,
  recordAt,
  recordOrNullAt,
  textAt,
} from './shape.ts';
import type { Json } from './shape.ts';

/** The header names that are kept with a delivery; never a signature, a cookie or a credential. */
const KEPT_HEADERS: ReadonlySet<string> = new Set([
  'content-type',
  'user-agent',
  'x-github-delivery',
  'x-github-event',
  'x-github-hook-id',
  'x-github-hook-installation-target-id',
  'x-github-hook-installation-target-type',
]);

export function deliveryVerbs(
  appApi: () => Promise<Api>,
): Pick<ForgeApp, 'observeDeliveries' | 'fetchDelivery'> {
  return {
    observeDeliveries: async (until) => {
      const api = await appApi();
      const all: ListedDelivery[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Page | null = await readPage(api, cursor);
        if (page === null) return null;
        all.push(...page.items.filter((one) => Date.parse(one.deliveredAt) >= Date.parse(until)));
        const oldest = page.items.at(-1);
        const reachedBack =
          oldest === undefined || Date.parse(oldest.deliveredAt) < Date.parse(until);
        cursor = reachedBack ? null : page.next;
      }
      return all.filter(({ event }) => isHandled(event));
    },
    fetchDelivery: async (id) => {
      const api = await appApi();
      return api.readOrNull(
        'GET /app/hook/deliveries/{delivery_id}',
        { delivery_id: id },
        ({ data }) => fetched(parseRecord(data, 'delivery')),
      );
    },
  };
}

type Page = { readonly items: readonly ListedDelivery[]; readonly next: string | null };

async function readPage(api: Api, cursor: string): Promise<Page | null> {
  return api.readOrNull(
    'GET /app/hook/deliveries',
    { per_page: 100, ...(cursor === '' ? {} : { cursor }) },
    ({ data, link }) => ({
      items: parseList(data, 'deliveries').map((one) => listed(parseRecord(one, 'delivery'))),
      next: nextCursor(link),
    }),
  );
}

/** From `<https://…/deliveries?per_page=100&cursor=v1_123>; rel="next"`. */
function nextCursor(link: string): string | null {
  const next = link.split(',').find((part) => part.includes('rel="next"'));
  const address = next?.slice(next.indexOf('<') + 1, next.indexOf('>')) ?? '';
  return URL.canParse(address) ? new URL(address).searchParams.get('cursor') : null;
}

function listed(json: Json): ListedDelivery {
  return {
    id: idAt(json, 'id'),
    guid: textAt(json, 'guid'),
    event: textAt(json, 'event'),
    deliveredAt: instantAt(json, 'delivered_at'),
  };
}

function fetched(json: Json): FetchedDelivery {
  const request = recordAt(json, 'request');
  const headers = Object.entries(recordOrNullAt(request, 'headers') ?? {}).flatMap(
    ([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value] as const] : []),
  );
  const payload = parseRecord(fieldOf(request, 'payload'), 'payload');
  return {
    ...listed(json),
    headers: Object.fromEntries(headers.filter(([name]) => KEPT_HEADERS.has(name))),
    body: Buffer.from(JSON.stringify(payload, plainNumbers)),
  };
}

/** Numbers beyond 2^53 come as bigint, which JSON cannot spell; reading the original bytes would round them too. */
function plainNumbers(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value;
}
