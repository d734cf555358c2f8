/**
 * What an organisation has that can be changed, and whom it concerns: assets and what they are part of, services that
 * stand on them, customers, environments, and who wants to be told. Written in the policy file, named in the form.
 *
 * What must stay true: ids are unique within their kind, every id that is named exists, and nothing is part of itself,
 * however far around: the reader sees to it (`src/policy`), so that nobody else needs to.
 */
import type { Level } from '../plan/plan.ts';
import type { Holders } from './holders.ts';

export type Asset = {
  /** As the form names it, `db/orders-main`. */
  readonly id: string;
  readonly title: string;
  /** Ids of assets that it is part of: whatever happens to them happens to it. */
  readonly parents: readonly string[];
  readonly criticality: Level | null;
  readonly owners: Holders;
  /** Changes of it are booked inside one of its maintenance windows, or not at all. */
  readonly windowRequired: boolean;
};

export type Service = {
  readonly id: string;
  readonly title: string;
  /** Globs of asset ids that it stands on. */
  readonly assets: readonly string[];
  /** Ids of customers who use it. */
  readonly customers: readonly string[];
  readonly owners: Holders;
};

export type Customer = { readonly id: string; readonly title: string };

export type Environment = {
  /** As the form names it, `production`. */
  readonly id: string;
  readonly title: string;
  /** What is deployed to it is a production change. */
  readonly production: boolean;
  /** What the forge, or a CI, calls it; globs. Empty: its id. */
  readonly names: readonly string[];
  /** Ids of environments that a commit has to have been deployed to before. */
  readonly after: readonly string[];
  /** Globs of asset ids that a deployment to it changes. Empty: not said. */
  readonly assets: readonly string[];
  /** A deployment to it is never held up: what its gates would have said is recorded beside the word that it may go. */
  readonly receipt: boolean;
  /** One of them has to have approved the change. Nobody: that is not asked for. */
  readonly reviewers: Holders;
  /** Whoever started a deployment is not the only one who approved the change, and confirmed none of its hold points. */
  readonly preventSelfReview: boolean;
  /** How long a deployment to it waits after it was asked for. */
  readonly waitMinutes: number;
};

/** As many as forges take. */
export const MOST_REVIEWERS = 6;

/** When subscribers are told, once, in one comment. */
export const MILESTONES = [
  'submitted',
  'scheduled',
  'started',
  'rolled_back',
  'completed',
] as const;
export type Milestone = (typeof MILESTONES)[number];

/** Wants to know of every change of an asset or service, rather than of one change. */
export type Subscription = {
  readonly who: Holders;
  /** Globs of asset ids; a change of a part, or of what it is part of, counts. */
  readonly assets: readonly string[];
  /** Ids. */
  readonly services: readonly string[];
  readonly at: readonly Milestone[];
};

export type Catalogue = {
  readonly assets: readonly Asset[];
  readonly services: readonly Service[];
  readonly customers: readonly Customer[];
  readonly environments: readonly Environment[];
  readonly subscriptions: readonly Subscription[];
};

export const NO_CATALOGUE: Catalogue = {
  assets: [],
  services: [],
  customers: [],
  environments: [],
  subscriptions: [],
};
