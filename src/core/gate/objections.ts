/**
 * A block or a request for changes holds the change until the person who made it, or the plan, has moved. An emergency
 * has no time for a review, so it passes a request; a block is a veto, and only its giver or a lead lifts it.
 */
import type { Change } from '../change/state.ts';
import type { Objection } from '../change/spoken.ts';
import { leastRole } from '../policy/rights.ts';
import { met, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const objections: Gate = {
  id: 'objections',
  title: 'No open objection',
  code: 'change_blocked',
  also: ['changes_requested'],
  purposes: ['approve', 'schedule', 'start'],
  wakesOn: ['blocked', 'unblocked', 'changes_requested', 'changes_request_cleared'],
  bypassedInEmergency: ['changes_requested'],
  judge: ({ change, facts }) => {
    const blocks = openObjections(change, 'block');
    if (blocks.length > 0) {
      const who = [...loginsOf(blocks), ...leastRole(facts.policy, 'unblock_for_blocker')];
      return unmet(factsOf(blocks), {
        who,
        next: '/chg unblock <reason>',
        link: blocks[0]?.url ?? null,
      });
    }
    const requests = openObjections(change, 'changes_requested');
    if (requests.length === 0) return met();
    const who = [...loginsOf(requests), change.author.login];
    const way = { who, next: '/chg withdraw', link: requests[0]?.url ?? null };
    return { ...unmet(factsOf(requests), way), code: 'changes_requested' };
  },
};

export function openObjections(change: Change, kind: Objection['kind']): readonly Objection[] {
  return change.objections.filter((one) => one.kind === kind && one.lifted === null);
}

function loginsOf(open: readonly Objection[]): readonly string[] {
  return [...new Set(open.map(({ by }) => by.login))];
}

function factsOf(open: readonly Objection[]): {
  readonly by: readonly string[];
  readonly texts: readonly string[];
} {
  return { by: loginsOf(open), texts: open.map(({ text }) => text) };
}
