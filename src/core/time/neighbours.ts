/**
 * What the gates of time are told about other changes and about freezes that were opened by issue. Read in the same
 * transaction as the decision, under the workspace's head row, so that two changes cannot both find an asset free.
 *
 * What must stay true: absent facts are never "nothing": a gate that needs them and has none cannot tell.
 */
import type { Freeze } from '../policy/calendar.ts';
import type { Acknowledgement } from '../change/spoken.ts';
import type { Person } from '../change/stamp.ts';
import type { Closure, StateName } from '../change/state.ts';
import type { Window } from '../plan/plan.ts';

export type Neighbour = {
  readonly number: number;
  readonly title: string;
  readonly repoId: string;
  readonly repo: string;
  readonly issue: number;
  readonly issueUrl: string;
  /** The forge's id of the issue; null: it is a pull request. */
  readonly issueId: string | null;
  readonly state: StateName;
  /** Booked, or else planned; null: it names none. */
  readonly window: Window | null;
  readonly assets: readonly string[];
  readonly author: Person;
  readonly operator: Person | null;
  /** Logins, lower case, of its operator (else author) and second person. */
  readonly people: readonly string[];
  /** Numbers of changes that it waits for. */
  readonly waitsFor: readonly number[];
  readonly closure: Closure['code'] | null;
  /** Who knows of which conflict of it; absent: nobody. */
  readonly acknowledged?: readonly Acknowledgement[];
};

export type Neighbours = {
  /** Live changes whose window overlaps that of the change and which share an asset, its kin, or a person with it. */
  readonly beside: readonly Neighbour[];
  /** Every change that it waits for, directly or through others, as far as they exist. */
  readonly upstream: readonly Neighbour[];
  /** Open freezes of the workspace that were opened by issue or command. */
  readonly freezes: readonly Freeze[];
};
