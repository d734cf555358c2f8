/** Two changes at the same time: what counts as meeting, who says that they know of it, and for how long that holds. */
import { describe, expect, it } from 'vitest';
import { conflictsOf } from '../../../src/core/time/conflicts.ts';
import type { Neighbour } from '../../../src/core/time/neighbours.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, minutesLater, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, WINDOW } from '../../support/change-plans.ts';
import { neighbour, neighbours, WITH_ASSETS } from '../../support/neighbours.ts';

const beside = (...all: readonly Neighbour[]) => ({
  policy: WITH_ASSETS,
  neighbours: neighbours({ beside: all }),
});

function kindsBeside(other: Neighbour) {
  const stage = setTheStage(beside(other));
  stage.given.inReview();
  return conflictsOf(stage.change, stage.factsFor(HOLDPOINT)).map(({ kind, about }) => [
    kind,
    ...about,
  ]);
}

const moved = (minutes: number) => ({
  ...WINDOW,
  start: minutesLater(WINDOW.start, minutes),
  end: minutesLater(WINDOW.end, minutes),
});

describe('a conflict', () => {
  it('is the same asset, a part of it, what it is part of, or the same person', () => {
    expect(kindsBeside(neighbour(7))).toEqual([['same_asset', 'edge/api-gateway']]);
    expect(kindsBeside(neighbour(7, { assets: ['EDGE/api-gateway'] }))).toHaveLength(1);
    expect(kindsBeside(neighbour(7, { assets: ['edge/gw-2'] }))).toEqual([
      ['related_asset', 'edge/gw-2'],
    ]);
    expect(kindsBeside(neighbour(7, { assets: ['db/orders-main'] }))).toEqual([]);
    const people = ['lin-dev', 'tomas-sre'];
    expect(kindsBeside(neighbour(7, { assets: [], people }))).toEqual([
      ['same_person', 'tomas-sre'],
    ]);
  });

  it('needs windows that overlap: what ends as the other begins does not meet it', () => {
    expect(kindsBeside(neighbour(7, { window: moved(60) }))).toEqual([]);
    expect(kindsBeside(neighbour(7, { window: moved(-60) }))).toEqual([]);
    expect(kindsBeside(neighbour(7, { window: moved(59) }))).toHaveLength(1);
    expect(kindsBeside(neighbour(7, { window: null }))).toEqual([]);
  });

  it('is there as long as the other runs, also beyond its window', () => {
    const late = neighbour(7, { state: 'in_progress', window: moved(-600) });
    const stage = setTheStage(beside(late));
    stage.given.inReview();
    expect(conflictsOf(stage.change, stage.factsFor(HOLDPOINT))).toEqual([]);
    stage.clock.set(WINDOW.start);
    expect(conflictsOf(stage.change, stage.factsFor(HOLDPOINT))).toHaveLength(1);
  });

  it('is a change that it waits for and that ends after it shall begin', () => {
    const upstream = [neighbour(5, { assets: [], people: [], window: moved(-30) })];
    const stage = setTheStage({ policy: WITH_ASSETS, neighbours: neighbours({ upstream }) });
    const answers = { ...CERT_ROTATION.answers, dependencies: 'CHG-00005' };
    stage.given.inReview({ ...CERT_ROTATION, answers });
    expect(conflictsOf(stage.change, stage.factsFor(HOLDPOINT))).toMatchObject([
      { kind: 'dependency_after', other: { number: 5 } },
    ]);
  });
});

describe('the gate of conflicts', () => {
  it('tells of them at the submit, and is in the way from the booking on', () => {
    const stage = setTheStage(beside(neighbour(7)));
    stage.given.draft();
    expect(stage.verdict('submit', 'conflicts')).toMatchObject({
      kind: 'met',
      facts: { changes: ['CHG-00007'], assets: ['edge/api-gateway'] },
    });
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(answerOf(stage.mara.schedules())).toBe('conflict_unacknowledged');
    expect(stage.verdict('start', 'conflicts')).toMatchObject({
      kind: 'unmet',
      who: ['lin-dev', 'maintainer'],
      next: '/chg acknowledge CHG-00007',
      link: 'https://forge.example/107',
    });
  });

  it('lets what is booked start beside one that is only planned, and not beside one that is booked too', () => {
    const stage = setTheStage(beside());
    stage.given.changeReadyToStart();
    stage.world.neighbours = neighbours({ beside: [neighbour(7)] });
    expect(stage.verdict('start', 'conflicts').kind).toBe('met');
    stage.world.neighbours = neighbours({ beside: [neighbour(7, { state: 'scheduled' })] });
    expect(answerOf(stage.mara.starts())).toBe('conflict_unacknowledged');
  });

  it('has nothing to ask where no assets are listed, and cannot tell when nobody looked', () => {
    const unlisted = setTheStage({ neighbours: neighbours({ beside: [neighbour(7)] }) });
    unlisted.given.approvedChange();
    expect(unlisted.verdict('schedule', 'conflicts').facts).toEqual({ why: 'none_configured' });
    const unseen = setTheStage({ policy: WITH_ASSETS });
    unseen.given.draft();
    expect(unseen.verdict('submit', 'conflicts').kind).toBe('cannot_tell');
  });
});

describe('a conflict is acknowledged', () => {
  const say = (other: number) => ({ type: 'acknowledge', other, reason: 'other rack' }) as const;

  it('by the author or operator of the other change, or by an approver of this one; not by its author', () => {
    for (const [who, answer] of [
      ['lin', 'accepted'],
      ['omar', 'accepted'],
      ['priya', 'accepted'],
      ['sora', 'not_permitted'],
      ['mara', 'self_approval'],
    ] as const) {
      const operator = { id: PEOPLE.omar.id, login: PEOPLE.omar.login };
      const stage = setTheStage(beside(neighbour(7, { operator })));
      stage.given.approvedChange();
      expect([who, answerOf(stage[who].says(say(7)))]).toEqual([who, answer]);
      expect(stage.inTheWayOf('schedule').includes('conflict_unacknowledged')).toBe(
        answer !== 'accepted',
      );
    }
  });

  it('for both windows as they are: when one moves, somebody is asked again', () => {
    const stage = setTheStage(beside(neighbour(7)));
    stage.given.approvedChange();
    accepted(stage.lin.says(say(7)));
    accepted(stage.lin.says(say(7)));
    expect(stage.types.filter((type) => type === 'conflict_acknowledged')).toHaveLength(1);
    stage.world.neighbours = neighbours({ beside: [neighbour(7, { window: moved(10) })] });
    expect(answerOf(stage.mara.schedules())).toBe('conflict_unacknowledged');
    stage.world.neighbours = neighbours({ beside: [neighbour(7)] });
    expect(answerOf(stage.mara.schedules(moved(10)))).toBe('conflict_unacknowledged');
    accepted(stage.mara.schedules());
  });

  it('in either of the two, and it counts in both', () => {
    const stage = setTheStage(beside(neighbour(1)));
    stage.given.approvedChange();
    accepted(stage.lin.says(say(1)));
    const acknowledged = stage.change.acknowledgements.map((one) => ({ ...one, other: 1 }));
    const there = setTheStage(beside(neighbour(2, { acknowledged })));
    there.given.approvedChange();
    accepted(there.mara.schedules());
  });

  it('not by who wants the booking, by saying it in the other of the two, also not before another booking', () => {
    const word = (who: 'mara' | 'lin') => {
      const stage = setTheStage(beside(neighbour(1)));
      stage.given.approvedChange();
      accepted(stage.lin.says(say(1)));
      const { id, login } = PEOPLE[who];
      return stage.change.acknowledgements.map((one) => ({ ...one, by: { id, login } }));
    };
    for (const [who, answer] of [
      ['mara', 'conflict_unacknowledged'],
      ['lin', 'accepted'],
    ] as const) {
      const there = setTheStage(beside());
      const other = neighbour(2, { state: 'scheduled', acknowledged: word(who) });
      const both = neighbours({ beside: [other] });
      there.given.approvedChange();
      there.world.neighbours = both;
      expect([who, answerOf(there.mara.schedules())]).toEqual([who, answer]);
      there.world.neighbours = neighbours();
      accepted(there.mara.schedules(moved(120)));
      there.world.neighbours = both;
      expect([who, answerOf(there.mara.schedules())]).toEqual([who, answer]);
    }
  });

  it('by those of a change that is booked to whoever comes later, and it starts', () => {
    const stage = setTheStage(beside());
    stage.given.changeReadyToStart();
    const [mine] = [stage.change.window];
    const said = {
      ...{ other: 1, window: mine, theirs: mine, reason: null, roles: [], url: null, seq: 9 },
      ...{ by: stage.change.author, at: stage.clock.now },
    };
    const other = neighbour(7, { state: 'scheduled', acknowledged: [said] });
    stage.world.neighbours = neighbours({ beside: [other] });
    expect(stage.verdict('start', 'conflicts').kind).toBe('met');
  });

  it('only where there is one', () => {
    const stage = setTheStage(beside(neighbour(7)));
    stage.given.approvedChange();
    expect(stage.lin.says(say(8))).toMatchObject({
      refusal: { code: 'conflict_unknown', facts: { name: 'CHG-00008', known: ['CHG-00007'] } },
    });
  });
});
