/** Everything that gates ask of one change, read now: what the worker judges by when nobody has asked for an act. */
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { enrol } from '../core/policy/roles.ts';
import type { Forge } from '../forge/port.ts';
import type { PolicySeen } from '../reconcile/eyes.ts';
import { observeElsewhere, observePeople, observePulls } from '../reconcile/observe.ts';
import { isoNow } from '../clock.ts';
import { SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';

type Eyes = Pick<House, 'clock' | 'clockSkewMs' | 'policies' | 'templates' | 'signInAt'>;

export async function lookAt(house: Eyes, forge: Forge, change: Change): Promise<Facts> {
  const repo = { id: change.repoId, name: change.repo };
  const [policy, people, template] = await Promise.all([
    house.policies.inForce(forge, repo),
    observePeople(forge, repo, { change }),
    house.templates.standing(forge, change),
  ]);
  const pulls = await observePulls({ forge, weigh: house.policies.weigher(forge) }, change, people);
  const policyOf = (other: RepoRef): Promise<PolicySeen> => house.policies.inForce(forge, other);
  const elsewhere = await observeElsewhere({ forge, policyOf }, { change, pulls });
  const now = isoNow(house.clock);
  return enrol({
    now,
    occurredAt: now,
    actor: SYSTEM_ACTOR,
    ...policy,
    ...people,
    ...template,
    pulls,
    elsewhere,
    signInAt: house.signInAt(forge.workspace, change.number),
    clockSkewMs: house.clockSkewMs(),
  });
}
