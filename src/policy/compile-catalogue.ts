/** Assets, services, customers, environments and subscriptions, from how people write them to the contract, and back. */
import { MILESTONES } from '../core/policy/catalogue.ts';
import type {
  Asset,
  Customer,
  Environment,
  Service,
  Subscription,
} from '../core/policy/catalogue.ts';
import { isNobody } from '../core/policy/holders.ts';
import type { Holders } from '../core/policy/holders.ts';
import { compileHolders, printHolders } from './compile-predicate.ts';
import type {
  AssetData,
  CustomerData,
  EnvironmentData,
  ServiceData,
  SubscriptionData,
} from './time-shape.ts';

type Owned = Pick<AssetData, 'owner' | 'owners'>;

export function compileAsset(data: AssetData): Asset {
  const { id, title = id, parent, parents = [] } = data;
  const all = parent === undefined || parent === null ? parents : [parent, ...parents];
  return {
    id,
    title,
    parents: [...new Set(all)],
    criticality: data.criticality ?? null,
    owners: compileOwners(data),
    windowRequired: data.window_required ?? false,
  };
}

export function printAsset(asset: Asset): AssetData {
  const { id, title, parents, criticality, owners, windowRequired } = asset;
  return {
    id,
    ...printTitle(id, title),
    ...some('parents', parents),
    ...(criticality === null ? {} : { criticality }),
    ...printOwners(owners),
    ...(windowRequired ? { window_required: true } : {}),
  };
}

export function compileService(data: ServiceData): Service {
  const { id, title = id, assets = [], customers = [] } = data;
  return { id, title, assets, customers, owners: compileOwners(data) };
}

export function printService({ id, title, assets, customers, owners }: Service): ServiceData {
  return {
    id,
    ...printTitle(id, title),
    ...some('assets', assets),
    ...some('customers', customers),
    ...printOwners(owners),
  };
}

export function compileCustomer({ id, title = id }: CustomerData): Customer {
  return { id, title };
}

export function printCustomer({ id, title }: Customer): CustomerData {
  return { id, ...printTitle(id, title) };
}

export function compileEnvironment(data: EnvironmentData): Environment {
  const { id, title = id, production = false, names = [], after = [], assets = [] } = data;
  return {
    ...{ id, title, production, names, after, assets },
    receipt: data.receipt ?? false,
    reviewers: compileHolders(data.reviewers ?? {}),
    preventSelfReview: data.prevent_self_review ?? false,
    waitMinutes: data.wait ?? 0,
  };
}

export function printEnvironment(environment: Environment): EnvironmentData {
  const { id, title, production, names, after, assets, reviewers, waitMinutes } = environment;
  return {
    id,
    ...printTitle(id, title),
    ...(production ? { production } : {}),
    ...some('names', names),
    ...some('after', after),
    ...some('assets', assets),
    ...(environment.receipt ? { receipt: true } : {}),
    ...(isNobody(reviewers) ? {} : { reviewers: printHolders(reviewers) }),
    ...(environment.preventSelfReview ? { prevent_self_review: true } : {}),
    ...(waitMinutes === 0 ? {} : { wait: waitMinutes }),
  };
}

export function compileSubscription(data: SubscriptionData): Subscription {
  const { assets = [], services = [], at = MILESTONES, ...who } = data;
  return { who: compileHolders(who), assets, services, at };
}

export function printSubscription(subscription: Subscription): SubscriptionData {
  const { who, assets, services, at } = subscription;
  return {
    ...printHolders(who),
    ...some('assets', assets),
    ...some('services', services),
    ...(at.length === MILESTONES.length ? {} : { at }),
  };
}

export function printTitle(id: string, title: string): { readonly title?: string } {
  return title === id ? {} : { title };
}

/** A key with its list, where there is something in it. */
export function some<K extends string, T>(
  key: K,
  list: readonly T[],
): Partial<Record<K, readonly T[]>> {
  const made: Partial<Record<K, readonly T[]>> = {};
  if (list.length > 0) made[key] = list;
  return made;
}

function compileOwners({ owner, owners = {} }: Owned): Holders {
  const holders = compileHolders(owners);
  return owner === undefined
    ? holders
    : { ...holders, teams: [...new Set([owner, ...holders.teams])] };
}

function printOwners(owners: Holders): Pick<Owned, 'owners'> {
  const printed = printHolders(owners);
  return Object.keys(printed).length === 0 ? {} : { owners: printed };
}
