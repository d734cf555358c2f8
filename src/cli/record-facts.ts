/** What the record alone knows when a question is asked of it: no pull request, nobody's access, nothing of the forge. */
import type { Facts } from '../core/change/facts.ts';
import { enrol } from '../core/policy/roles.ts';
import type { Io } from './command.ts';

export function recordFacts(io: Io, known: Pick<Facts, 'policy' | 'people' | 'neighbours'>): Facts {
  const now = io.now();
  return enrol({
    ...known,
    now,
    occurredAt: now,
    actor: { id: '0', login: 'holdpoint', kind: 'system', roles: [] },
    peopleAreSome: true,
    pulls: [],
    clockSkewMs: 0,
  });
}
