/** Other changes, as gates are told of them, and a policy that keeps a list of assets. */
import type { Asset } from '../../src/core/policy/catalogue.ts';
import { NO_CATALOGUE } from '../../src/core/policy/catalogue.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { NOBODY } from '../../src/core/policy/holders.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Neighbour, Neighbours } from '../../src/core/time/neighbours.ts';
import { REPO } from './change-verbs.ts';
import { PEOPLE } from './change-people.ts';
import { WINDOW } from './change-plans.ts';

/** The gateway, two nodes that are part of it, and a database that is not. */
export const WITH_ASSETS: Policy = {
  ...DEFAULT_POLICY,
  version: 'file:with-assets',
  catalogue: {
    ...NO_CATALOGUE,
    assets: [
      asset('edge/api-gateway'),
      asset('edge/gw-1', ['edge/api-gateway']),
      asset('edge/gw-2', ['edge/api-gateway']),
      asset('db/orders-main'),
    ],
  },
};

function asset(id: string, parents: readonly string[] = []): Asset {
  return { id, title: id, parents, criticality: null, owners: NOBODY, windowRequired: false };
}

/** Lin's change of the same gateway in the same window, in review. */
export function neighbour(number: number, more: Partial<Neighbour> = {}): Neighbour {
  const { id, login } = PEOPLE.lin;
  const { issue, url } = {
    issue: 100 + number,
    url: `https://forge.example/${String(100 + number)}`,
  };
  return {
    ...REPO,
    number,
    title: 'Raise the rate limit',
    issue,
    issueUrl: url,
    issueId: `50${String(number)}`,
    state: 'review',
    window: WINDOW,
    assets: ['edge/api-gateway'],
    author: { id, login },
    operator: null,
    people: [login],
    waitsFor: [],
    closure: null,
    ...more,
  };
}

export function neighbours(more: Partial<Neighbours> = {}): Neighbours {
  return { beside: [], upstream: [], freezes: [], ...more };
}
