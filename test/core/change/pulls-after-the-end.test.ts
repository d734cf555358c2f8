/** What ended lends its word to nothing that came afterwards: no pull request, and no head. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { EMERGENCY_PATCH, step } from '../../support/change-plans.ts';

const PLAN = { ...EMERGENCY_PATCH, steps: [step('E1', 'Install the fixed build')] };
const RED = { checks: 'failed', failing: ['unit'] } as const;

/** An emergency that is over, with a pull request of which nothing was asked. */
function endedEmergency(): Stage {
  const stage = setTheStage({ pulls: [pullFacts(701, RED)] });
  accepted(stage.sora.opens({ kind: 'readable', plan: PLAN, warnings: [] }));
  accepted(stage.sora.links(701));
  accepted(stage.priya.starts());
  accepted(stage.priya.does('E1'));
  accepted(stage.priya.completes());
  return stage;
}

describe('once an emergency has ended', () => {
  it('a pull request that is owed afterwards can be linked to it, and is merged like anything else', () => {
    const stage = endedEmergency();
    stage.forge.shows(pullFacts(701, RED), pullFacts(702, RED));
    accepted(stage.lin.links(702));
    expect(stage.change.pulls).toHaveLength(2);
    expect(stage.inTheWayOf('merge')).toEqual(['approval_missing', 'ci_gates_failed']);
  });

  it('what belonged to it may still be merged, a later head may not, nor what cannot be read', () => {
    const stage = endedEmergency();
    expect(stage.inTheWayOf('merge')).toEqual([]);
    accepted(stage.forge.reportsPush(701, 'pushed'));
    expect(stage.inTheWayOf('merge')).toEqual([
      'approval_missing',
      'ref_changed',
      'ci_gates_failed',
    ]);
    stage.forge.shows();
    expect(stage.inTheWayOf('merge')).toContain('evidence_unavailable');
  });

  it('its haste does not come back with a reopening: what is linked then is approved like anything else', () => {
    const stage = endedEmergency();
    accepted(stage.tomas.reviewsAfterwards());
    accepted(stage.dee.authorises());
    accepted(stage.priya.reopens());
    expect(stage.inTheWayOf('merge')).toEqual([]);
    const [known, later] = [pullFacts(701, RED), pullFacts(702)];
    stage.forge.shows(known, later);
    accepted(stage.lin.links(702));
    expect(stage.inTheWayOf('merge')).toEqual(['approval_missing', 'ci_gates_failed']);
    stage.forge.shows({ ...known, checks: 'passed', failing: [] }, later);
    expect(stage.inTheWayOf('merge')).toEqual(['approval_missing']);
    accepted(stage.tomas.approves());
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });

  it('its haste does not come back with a rollback of what was reopened', () => {
    const stage = endedEmergency();
    accepted(stage.priya.reopens());
    accepted(stage.priya.rollsBack());
    expect(stage.inTheWayOf('merge')).toEqual(['not_in_state']);
    accepted(stage.priya.recovers());
    expect(stage.change.emergency?.endedAt).not.toBe(stage.change.ended?.at);
    expect(answerOf(stage.priya.reopens())).toBe('not_in_state');
  });

  it('a later head that is merged all the same is an exception', () => {
    const stage = endedEmergency();
    accepted(stage.forge.reportsPush(701, 'pushed'));
    accepted(stage.forge.reportsMerge(701));
    expect(stage.change.exceptions.at(-1)).toMatchObject({
      kind: 'merged_outside_the_run',
      detail: 'lighthouse-freight/changes#701',
    });
    const other = endedEmergency();
    accepted(other.forge.reportsMerge(701));
    expect(other.change.exceptions.map(({ kind }) => kind)).toEqual(['emergency_bypass']);
  });
});
