/** What the record alone knows when a question is asked of it: no pull request, nobody's access, nothing of the forge. */
import type { StoredEvent } from '../core/audit/event.ts';
import type { Actor, Facts } from '../core/change/facts.ts';
import { ROLES } from '../core/policy/holders.ts';
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

/** Everybody who ever acted on it, the latest word on each last. */
export function actorsIn(events: readonly StoredEvent[]): readonly Actor[] {
  const known = new Map<string, Actor>();
  for (const { actor } of events) {
    if (actor.kind !== 'human') continue;
    const roles = ROLES.filter((role) => actor.roles.includes(role));
    known.set(actor.id, { id: actor.id, login: actor.login, kind: 'human', roles });
  }
  return [...known.values()];
}
