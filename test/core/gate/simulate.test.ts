// What would be if: the same gates, asked of a change as somebody imagines it; and the last changes under other rules.
import { describe, expect, it } from 'vitest';
import { replay } from '../../../src/core/gate/replay.ts';
import { simulate } from '../../../src/core/gate/simulate.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { setTheStage, type Stage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';

function inReview(): Stage {
  const stage = setTheStage();
  stage.given.inReview();
  return stage;
}

const TWO: Policy = {
  ...DEFAULT_POLICY,
  version: 'file:two',
  categories: DEFAULT_POLICY.categories.map((rule) => ({ ...rule, approvalsNeeded: 2 })),
};

describe('a simulation', () => {
  it('says which answers flip, and changes nothing', () => {
    const stage = inReview();
    const before = structuredClone(stage.change);
    const scene = { change: stage.change, facts: stage.factsFor(HOLDPOINT) };
    const { flips } = simulate(scene, { approve: [PEOPLE.tomas] }, 'approve');
    expect(flips).toEqual([{ gate: 'approvals', from: 'unmet', to: 'met' }]);
    expect(stage.change).toEqual(before);
  });

  it('counts nobody who could not approve in earnest', () => {
    const stage = inReview();
    const scene = { change: stage.change, facts: stage.factsFor(HOLDPOINT) };
    expect(simulate(scene, { approve: [PEOPLE.mara] }, 'approve').flips).toEqual([]);
  });

  it('leaves out who is to be ignored, and asks by another policy or category', () => {
    const stage = inReview();
    stage.tomas.approves();
    const scene = { change: stage.change, facts: stage.factsFor(HOLDPOINT) };
    const lost = [{ gate: 'approvals', from: 'met', to: 'unmet' }];
    expect(simulate(scene, { ignore: [PEOPLE.tomas.login] }, 'schedule').flips).toEqual(lost);
    expect(simulate(scene, { policy: TWO }, 'schedule').flips).toEqual(lost);
    expect(simulate(scene, { category: 'significant' }, 'schedule').flips).toEqual(lost);
  });

  it('asks at another time: could it start on Saturday at 02:00?', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    const scene = { change: stage.change, facts: stage.factsFor(HOLDPOINT) };
    const { start, end } = stage.change.window ?? { start: '', end: '' };
    const inside = (at: string) =>
      simulate(scene, { at }, 'start').after.find(({ gate }) => gate === 'window_open')?.kind;
    const justBefore = new Date(Date.parse(start) - 1).toISOString();
    expect([inside(justBefore), inside(start), inside(end)]).toEqual(['unmet', 'met', 'unmet']);
  });
});

describe('changes of late under other rules', () => {
  it('tell every answer that would be another, by change and gate', () => {
    const stage = inReview();
    stage.tomas.approves();
    const rules = { from: DEFAULT_POLICY, to: TWO, now: stage.clock.now };
    expect(replay([stage.change], rules)).toEqual({
      judged: 1,
      flips: [{ change: 1, act: 'approve', gate: 'approvals', from: 'met', to: 'unmet' }],
    });
    expect(replay([stage.change], { ...rules, to: DEFAULT_POLICY }).flips).toEqual([]);
  });
});
