/**
 * What was approved is what would be merged. Commits are compared by identity, never by time: dates inside a commit
 * are whatever its author wrote.
 */
import { standingApprovals } from '../change/binding.ts';
import type { Change } from '../change/state.ts';
import { findRule } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';
import type { OpenPull } from './linked-pulls.ts';

export const pullHead: Gate = {
  id: 'pull_head',
  title: 'Heads are the approved ones',
  code: 'ref_changed',
  purposes: ['approve', 'start', 'merge'],
  wakesOn: ['pull_head_moved', 'pull_linked', 'approved', 'approvals_voided', 'pull_changed'],
  bypassedInEmergency: true,
  judge: ({ change, facts }) => {
    const open = openPulls(change, facts);
    if (open.length === 0) return notApplicable('no_pull_requests');
    const moved = open.filter((pull) => hasMoved(change, pull));
    if (moved.length === 0) return met({ pulls: open.map(({ name }) => name) });
    const from = moved.map(({ linked }) => linked.head);
    const to = moved.map(({ seen }) => seen.head);
    return unmet(
      { pulls: moved.map(({ name }) => name), from, to },
      { who: findRule(facts.policy, change.category)?.approverRoles ?? [], next: '/chg approve' },
    );
  },
};

function hasMoved(change: Change, { linked, seen }: OpenPull): boolean {
  if (seen.head !== linked.head) return true;
  const standing = standingApprovals(change);
  return standing.length > 0 && !standing.some(({ heads }) => heads.includes(seen.head));
}
