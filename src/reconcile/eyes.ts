/**
 * What it takes to look at a change, wherever that is done: through a forge, by the clock of the record.
 */
import type { Facts, PullFacts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import type { Neighbours } from '../core/time/neighbours.ts';
import type { Forge } from '../forge/port.ts';

/** The policy in force; `policyPeople` is absent where the forge would not say who stands behind its names. */
export type PolicySeen = Pick<Facts, 'policy' | 'policyPeople'>;

/** `weigh`: what they would do to the rules. */
export type PullEyes = {
  readonly forge: Pick<Forge, 'observePullFacts'>;
  readonly weigh: (change: Change, pulls: readonly PullFacts[]) => Promise<readonly PullFacts[]>;
  /** What exactly each file holds is needed, because approvals are given or a push is judged. */
  readonly exact?: boolean;
};

/** Of any change and any repository, so that nothing of one is ever shown for another. */
export type Eyes = Pick<PullEyes, 'weigh'> & {
  readonly forge: Forge;
  readonly policyOf: (repo: RepoRef) => Promise<PolicySeen>;
  readonly templateOf: (change: Change) => Promise<Pick<Facts, 'template'>>;
  /** Who else is there at the same time, and what it waits for. */
  readonly neighboursOf: (
    change: Change,
    facts: Pick<Facts, 'policy' | 'pulls'>,
  ) => Promise<Neighbours>;
  /** Where people sign in again for it; null: that is not set up. */
  readonly signInAt: (change: Change) => string | null;
  /** What the record's clock says: windows and deadlines. */
  readonly now: () => string;
  /** Our clock minus the database's; null when unknown. */
  readonly clockSkewMs: number | null;
};
