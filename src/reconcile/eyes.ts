/** What looking at pull requests and at the policy in force gives, wherever it is done. */
import type { Facts, PullFacts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
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
