/** A later end for the window of a run: by the operator, in the open, and never into a freeze. */
import { describe, expect, it } from 'vitest';
import { timersOf } from '../../../src/core/change/timers.ts';
import { readExtend } from '../../../src/core/intent/read-extend.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { WINDOW } from '../../support/change-plans.ts';
import { freezeOf, frozen } from '../../support/freezes.ts';
import { neighbours } from '../../support/neighbours.ts';

const extend = (end: string, reason = 'the second node drains slowly') =>
  ({ type: 'extend', end, reason }) as const;

function overrun() {
  const stage = setTheStage({ neighbours: neighbours() });
  stage.given.runningChange();
  stage.clock.set(WINDOW.end);
  accepted(stage.act(HOLDPOINT, { type: 'timer', name: 'window_end' }));
  return stage;
}

describe('an extension', () => {
  it('answers an overrun: the window ends later, and the overrun stays on record', () => {
    const stage = overrun();
    expect(stage.change.overrunSince).not.toBeNull();
    expect(stage.inTheWayOf('deploy')).toContain('window_closed');
    accepted(stage.act(PEOPLE.mara, extend('2026-11-22 06:30')));
    expect(stage.change).toMatchObject({
      overrunSince: null,
      window: { start: WINDOW.start, end: '2026-11-22T05:30:00Z' },
      extensions: [{ from: WINDOW.end, end: '2026-11-22T05:30:00Z', by: { login: 'mara-ops' } }],
    });
    expect(stage.inTheWayOf('deploy')).not.toContain('window_closed');
    expect(timersOf(stage.change)).toContainEqual({
      name: 'window_end',
      dueAt: '2026-11-22T05:30:00Z',
    });
    expect(stage.change.exceptions.at(-1)).toMatchObject({ kind: 'window_overrun' });
  });

  it('is later than the present end and than now, and a time that exists', () => {
    const stage = overrun();
    for (const end of ['2026-11-22 05:30', '2026-11-22 05:00', 'tomorrow', '2026-02-30 10:00'])
      expect([end, answerOf(stage.act(PEOPLE.mara, extend(end)))]).toEqual([end, 'window_invalid']);
  });

  it('is the operator’s, or an approver’s in their place', () => {
    const stage = overrun();
    expect(answerOf(stage.act(PEOPLE.lin, extend('2026-11-22 06:30')))).toBe('not_permitted');
    expect(answerOf(stage.act(PEOPLE.tomas, extend('2026-11-22 06:30')))).toBe('accepted');
  });

  it('never runs into a freeze', () => {
    const stage = overrun();
    const when = {
      kind: 'once',
      start: '2026-11-22T05:00:00Z',
      end: '2026-11-22T09:00:00Z',
    } as const;
    stage.world.policy = { ...frozen(freezeOf({ when })), version: stage.change.policy };
    expect(stage.act(PEOPLE.mara, extend('2026-11-22 06:30'))).toMatchObject({
      refusal: { code: 'freeze_window_blocked', facts: { freeze: 'Peak trading' } },
    });
    expect(answerOf(stage.act(PEOPLE.mara, extend('2026-11-22 06:00')))).toBe('accepted');
  });

  it('is read with its time in one word or in two', () => {
    expect(readExtend('2026-11-22T06:30 it drains slowly')).toEqual({
      ...extend('2026-11-22T06:30', 'it drains slowly'),
    });
    expect(readExtend('2026-11-22 06:30')).toEqual(extend('2026-11-22 06:30', ''));
    expect(readExtend('  ')).toBeNull();
  });
});
