/** A moment in which somebody is told who subscribed to a service that the change is about. */
import type { Facts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { MILESTONES, NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import type { Catalogue, Subscription } from '../../../src/core/policy/catalogue.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import { scheduled, telling, type Words } from './rotation.ts';
import { factsAt } from './story.ts';

export type Moment = { readonly change: Change; readonly facts: Facts };

const SUPPORT: Subscription = {
  who: { ...NOBODY, teams: ['customer-support'], people: ['nina-cs'] },
  assets: [],
  services: ['shop'],
  at: MILESTONES,
};

/** The shop stands on the gateway, of which the public proxy is a part. */
export function subscribing(
  { change, facts }: Moment,
  subscriptions: readonly Subscription[] = [SUPPORT],
): Moment {
  const asset = { criticality: null, owners: NOBODY, windowRequired: false };
  const catalogue: Catalogue = {
    ...NO_CATALOGUE,
    assets: [
      { ...asset, id: 'edge/api-gateway', title: 'Gateway', parents: [] },
      { ...asset, id: 'edge/nginx-public', title: 'Proxy', parents: ['edge/api-gateway'] },
      { ...asset, id: 'net/vpn', title: 'VPN', parents: [] },
    ],
    services: [
      { id: 'shop', title: 'Shop', assets: ['edge/api-*'], customers: [], owners: NOBODY },
    ],
    subscriptions,
  };
  const neighbours = { beside: [], upstream: [], freezes: [] };
  return { change, facts: { ...facts, neighbours, policy: { ...facts.policy, catalogue } } };
}

export const SUBSCRIBER_MOMENTS: Readonly<Record<string, (words: Words) => Moment>> = {
  'scheduled-subscribed': (words) =>
    subscribing({
      change: scheduled(telling(words)).change(),
      facts: factsAt('2026-11-19T14:46:00+01:00'),
    }),
};
