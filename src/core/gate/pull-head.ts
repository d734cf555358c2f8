/**
 * What was approved is what would be merged. Commits are compared by identity, never by time: dates inside a commit
 * are whatever its author wrote.
 */
import { currentHeads, hasNewBase, standingApprovals } from '../change/binding.ts';
import { bindsPull } from '../change/bound-heads.ts';
import type { Scene, Tolerance } from '../change/bound-heads.ts';
import type { RefusalFacts } from '../change/refusal.ts';
import type { Approval } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import { findRule } from '../policy/rights.ts';
import { tolerancesOf } from '../policy/tolerance.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';
import type { OpenPull } from './linked-pulls.ts';

export const pullHead: Gate = {
  id: 'pull_head',
  title: 'Heads are the approved ones',
  code: 'ref_changed',
  purposes: ['approve', 'start', 'merge'],
  wakesOn: [
    'pull_head_moved',
    'pull_retargeted',
    'pull_linked',
    'approved',
    'approvals_voided',
    'pull_changed',
  ],
  bypassedInEmergency: true,
  elsewhere: true,
  judge: ({ change, facts }) => {
    const tolerances = tolerancesOf(change, facts);
    const open = openPulls(change, facts);
    if (open.length === 0) return notApplicable('no_pull_requests');
    const moved = open.filter((pull) => hasMoved({ change, facts }, pull, tolerances));
    if (moved.length === 0) return met({ pulls: open.map(({ name }) => name) });
    const said = { pulls: moved.map(({ name }) => name), ...commits(change, moved) };
    const who = findRule(facts.policy, change.category)?.approverRoles ?? [];
    return unmet(said, { who, next: '/chg approve' });
  },
};

/** From where to where; only when both are known for all of them. */
function commits(change: Change, moved: readonly OpenPull[]): RefusalFacts {
  const gone = goneHeads(change);
  const from = moved.flatMap(({ linked, seen }) => {
    if (linked.head !== seen.head) return [linked.head];
    return moved.length === 1 ? gone : [];
  });
  return from.length === moved.length ? { from, to: moved.map(({ seen }) => seen.head) } : {};
}

/** Heads that were approved and are the head of nothing any more. */
function goneHeads(change: Change): readonly string[] {
  const present = currentHeads(change);
  const approved = standingApprovals(change).flatMap(({ heads }) => heads);
  return [...new Set(approved)].filter((head) => !present.includes(head));
}

function hasMoved(
  { change, facts }: Scene,
  { linked, seen }: OpenPull,
  tolerances: readonly Tolerance[],
): boolean {
  if (seen.head !== linked.head || hasNewBase(linked, seen)) return true;
  const standing = standingApprovals(change);
  const isMeant = (approval: Approval): boolean =>
    tolerances.some((tolerance) => bindsPull(approval, { pull: linked, facts, tolerance }));
  return standing.length > 0 && !standing.some(isMeant);
}
