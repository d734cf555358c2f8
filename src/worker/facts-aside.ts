/** What is known of whoever speaks where no change is, under the rules in force there: in the issue of a freeze, say. */
import type { Facts } from '../core/change/facts.ts';
import { enrol } from '../core/policy/roles.ts';
import type { Forge } from '../forge/port.ts';
import { isoNow } from '../clock.ts';
import type { House } from './house.ts';
import type { Placed } from './own-pulls.ts';

export async function factsAside(
  { clock, policies }: House,
  forge: Forge,
  { repo, actor, occurredAt }: Pick<Placed, 'repo' | 'actor' | 'occurredAt'>,
): Promise<Facts> {
  return enrol({
    ...{ now: isoNow(clock), occurredAt, people: null, pulls: [], clockSkewMs: null },
    actor: await forge.observeActor(repo, actor),
    ...(await policies.inForce(forge, repo)),
  });
}
