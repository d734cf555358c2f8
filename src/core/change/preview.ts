/**
 * The state as it will be once these events are stored, so that what follows from them can be decided in the same
 * act. Sequence numbers and hashes are made up here and never leave.
 */
import type { StoredEvent } from '../audit/event.ts';
import type { JsonObject } from '../audit/canonical.ts';
import type { ChangeEvent } from './event.ts';
import { evolve } from './evolve.ts';
import type { Facts } from './facts.ts';
import type { Change } from './state.ts';

export function preview(change: Change, events: readonly ChangeEvent[], facts: Facts): Change {
  return events.reduce((state, event) => evolve(state, imagine(state, event, facts)), change);
}

function imagine(change: Change, event: ChangeEvent, facts: Facts): StoredEvent {
  const { actor, now, occurredAt, policy } = facts;
  return {
    type: event.type,
    change: change.number,
    actor: { id: actor.id, login: actor.login, kind: actor.kind, roles: actor.roles },
    source: { kind: 'system', delivery: null, ref: null, url: null },
    occurredAt,
    observedAt: now,
    policy: policy.version,
    // JSON by construction, as for every event that is stored.
    data: event.data as JsonObject,
    texts: event.texts,
    seq: change.lastSeq + 1,
    hash: change.lastHash,
    prevHash: change.lastHash,
  };
}
