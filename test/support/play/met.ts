/**
 * What a change has beside it at a moment of the play, in the words of the examples: other changes, freezes, and
 * maintenance windows that it misses; and what the gates of its start say. Judged by the same gates as everywhere, from
 * the record alone.
 */
import type { Facts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { judge } from '../../../src/core/gate/judge.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { enrol } from '../../../src/core/policy/roles.ts';
import { aroundOf } from '../../../src/core/time/around.ts';
import { conflictSummary } from '../../../src/core/time/conflict-summary.ts';
import { policyOf } from '../../../src/cli/policy-of.ts';
import { inWorkspace } from '../../../src/store/in-workspace.ts';
import { loadChange } from '../../../src/store/load-change.ts';
import { readNeighbours } from '../../../src/store/neighbours.ts';
import type { World } from '../world.ts';

export type Met = {
  /** Key of the other change, or id of a window or freeze. */
  readonly with: string;
  readonly kind: string;
  readonly asset?: string;
  readonly person?: string;
  /** It is said, and holds nobody up; or it is refused. */
  readonly severity?: 'warning' | 'refused';
};

export type Seen = {
  readonly change: Change;
  readonly met: readonly Met[];
  /** Of its start. */
  readonly verdicts: readonly Verdict[];
};

export async function seeNow(
  { company }: World,
  number: number,
  keyOf: (name: string) => string,
): Promise<Seen> {
  const { house } = company.application();
  const { change, facts } = await inWorkspace(house.db, company.workspace, async (tx) => {
    const change = await loadChange(tx, number);
    if (change === null) throw new Error(`there is no change ${String(number)}`);
    const policy = await policyOf(tx, change.policy);
    const now = company.clock.now().toISOString();
    const neighbours = await readNeighbours(tx, aroundOf(change, { policy, pulls: [] }), now);
    const actor = { id: '0', login: 'holdpoint', kind: 'system', roles: [] } as const;
    const known = { policy, neighbours, people: null, pulls: [], clockSkewMs: 0 };
    return { change, facts: enrol({ ...known, now, occurredAt: now, actor }) };
  });
  const verdicts = judge(change, facts, 'start');
  return {
    change,
    verdicts,
    met: [...besideOf(change, facts, keyOf), ...outsideOf(change, facts)],
  };
}

function besideOf(change: Change, facts: Facts, keyOf: (name: string) => string): readonly Met[] {
  const { conflicts, freezes } = conflictSummary(change, facts);
  const shared = conflicts.flatMap(({ change: other, kind, about }): readonly Met[] => {
    const said = { with: keyOf(other), kind };
    if (about.length === 0) return [said];
    return about.map((one) => ({ ...said, [kind === 'same_person' ? 'person' : 'asset']: one }));
  });
  return [...shared, ...freezes.map(({ id }) => ({ with: id, kind: 'freeze' }))];
}

function outsideOf(change: Change, facts: Facts): readonly Met[] {
  const verdict = judge(change, facts, 'schedule').find(
    ({ gate }) => gate === 'maintenance_window',
  );
  const missed = verdict?.facts['windows'];
  const severity = verdict?.kind === 'unmet' ? 'refused' : 'warning';
  return (Array.isArray(missed) ? missed : []).map((window) => ({
    ...{ with: String(window), kind: 'outside_maintenance_window', severity },
  }));
}
