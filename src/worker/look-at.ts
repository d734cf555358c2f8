/** With whose eyes the worker looks at changes: the policies, templates and clock of the house. */
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import { aroundOf } from '../core/time/around.ts';
import type { Forge } from '../forge/port.ts';
import type { Eyes } from '../reconcile/eyes.ts';
import { factsOf } from '../reconcile/observe.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { readNeighbours } from '../store/neighbours.ts';
import { isoNow } from '../clock.ts';
import type { House } from './house.ts';

type Looking = Pick<House, 'clock' | 'clockSkewMs' | 'db' | 'policies' | 'templates' | 'signInAt'>;

export function eyesOf(house: Looking, forge: Forge): Eyes {
  const { clock, db, policies, templates } = house;
  return {
    forge,
    policyOf: (repo) => policies.inForce(forge, repo),
    weigh: policies.weigher(forge),
    templateOf: (change) => templates.standing(forge, change),
    neighboursOf: (change, facts) =>
      inWorkspace(db, forge.workspace, (tx) =>
        readNeighbours(tx, aroundOf(change, facts), isoNow(clock)),
      ),
    signInAt: ({ number }) => house.signInAt(forge.workspace, number),
    now: () => isoNow(clock),
    clockSkewMs: house.clockSkewMs(),
  };
}

export function lookAt(house: Looking, forge: Forge, change: Change): Promise<Facts> {
  return factsOf(eyesOf(house, forge), change);
}
