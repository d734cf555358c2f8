/** Lead time, booking, and the moment of the start. */
import { describe, expect, it } from 'vitest';
import { timersOf } from '../../../src/core/change/timers.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, step, WINDOW } from '../../support/change-plans.ts';

const SOON = { ...WINDOW, start: '2026-11-20T08:00:00Z', end: '2026-11-20T09:00:00Z' };
/** Far enough from the submit, too near to the day on which it is named. */
const MOVED = { ...WINDOW, start: '2026-11-21T12:00:00Z', end: '2026-11-21T13:00:00Z' };
const LATER = { ...WINDOW, start: '2026-11-29T03:30:00Z', end: '2026-11-29T04:30:00Z' };
const WITHOUT_PREFLIGHT = {
  ...CERT_ROTATION,
  steps: CERT_ROTATION.steps.filter(({ phase }) => phase !== 'preflight'),
};

describe('lead time', () => {
  it('is asked for at submit, and says the earliest start that would do', () => {
    const stage = setTheStage();
    stage.given.draft({ ...CERT_ROTATION, window: SOON });
    const decision = stage.mara.submits();
    expect(answerOf(decision)).toBe('lead_time_violation');
    expect(decision.kind === 'refused' && decision.refusal.facts).toEqual({
      hours: 24,
      latest: '2026-11-19T08:00:00.000Z',
      noticed_at: '2026-11-19T09:03:00Z',
      window_start: SOON.start,
      earliest: '2026-11-20T09:03:00.000Z',
      zone: 'Europe/Berlin',
    });
  });

  it('to the second is enough', () => {
    const stage = setTheStage();
    stage.given.draft({
      ...CERT_ROTATION,
      window: { ...SOON, start: '2026-11-20T09:03:00Z', end: '2026-11-20T10:00:00Z' },
    });
    accepted(stage.mara.submits());
  });

  it('is lowered by the author in draft, visibly, with a reason, for this plan only', () => {
    const stage = setTheStage();
    stage.given.draft({ ...CERT_ROTATION, window: SOON });
    expect(answerOf(stage.mara.overrides('lead_time_violation', ''))).toBe('reason_required');
    accepted(stage.mara.overrides('lead_time_violation', 'the vendor can only staff this night'));
    expect(stage.verdict('submit', 'lead_time')).toMatchObject({
      kind: 'not_applicable',
      facts: {
        why: 'overridden',
        override_by: 'mara-ops',
        override_reason: 'the vendor can only staff this night',
      },
    });
    expect(stage.change.exceptions.at(-1)).toMatchObject({
      kind: 'gate_overridden',
      detail: 'lead_time_violation',
    });
    accepted(
      stage.mara.edits({ ...CERT_ROTATION, window: { ...SOON, end: '2026-11-20T10:00:00Z' } }),
    );
    expect(answerOf(stage.mara.submits())).toBe('lead_time_violation');
  });

  it('that the author lowered stays lowered for the window that the approvers read, and for no other', () => {
    const stage = setTheStage();
    stage.given.draft({ ...CERT_ROTATION, window: SOON });
    accepted(stage.mara.overrides('lead_time_violation'));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    const sooner = { ...SOON, end: '2026-11-20T03:30:00Z', start: '2026-11-20T02:30:00Z' };
    expect(answerOf(stage.mara.schedules(sooner))).toBe('lead_time_violation');
    accepted(stage.mara.schedules());
    expect(answerOf(stage.mara.schedules(sooner))).toBe('lead_time_violation');
    accepted(stage.tomas.overrides('lead_time_violation'));
    accepted(stage.mara.schedules(sooner));
    expect(stage.change.window).toMatchObject(sooner);
  });

  it('is lowered afterwards by an approver, not by the person it constrains', () => {
    const stage = setTheStage();
    accepted(stage.jonas.opens());
    accepted(stage.jonas.submits());
    expect(answerOf(stage.jonas.overrides('lead_time_violation'))).toBe('self_approval');
    expect(answerOf(stage.lin.overrides('lead_time_violation'))).toBe('not_permitted');
    accepted(stage.tomas.overrides('lead_time_violation'));
    expect(accepted(stage.tomas.overrides('lead_time_violation'))).toEqual([]);
  });

  it('is what may be overridden, beside a dependency that was reversed; other names are answered with the list', () => {
    const stage = setTheStage();
    stage.given.draft();
    const decision = stage.mara.overrides('approval_missing');
    expect(answerOf(decision)).toBe('gate_unknown');
    expect(decision.kind === 'refused' && decision.refusal.facts).toEqual({
      gate: 'approval_missing',
      known: ['lead_time_violation', 'dependency_rolled_back'],
    });
  });

  it("of the plan's window runs from the submit, so a late approval costs nobody their window", () => {
    const stage = setTheStage();
    stage.given.inReview();
    stage.clock.set('2026-11-22T01:00:00Z');
    accepted(stage.tomas.approves());
    accepted(stage.mara.schedules());
    expect(stage.change.state).toBe('scheduled');
  });

  it('of a window that was moved in review runs from the move', () => {
    const stage = setTheStage();
    stage.given.inReview();
    stage.clock.set('2026-11-21T00:00:00Z');
    accepted(stage.mara.edits({ ...WITHOUT_PREFLIGHT, window: MOVED }));
    accepted(stage.tomas.approves());
    expect(answerOf(stage.mara.schedules())).toBe('lead_time_violation');
    expect(stage.verdict('schedule', 'lead_time').facts['noticed_at']).toBe('2026-11-21T00:00:00Z');
    stage.clock.set(MOVED.start);
    expect(answerOf(stage.mara.starts())).toBe('lead_time_violation');
  });

  it('of any other window runs from now', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    stage.clock.set('2026-11-21T00:00:00Z');
    expect(answerOf(stage.mara.schedules(MOVED))).toBe('lead_time_violation');
    accepted(stage.mara.schedules(LATER));
    expect(stage.change.window).toEqual(LATER);
  });
});

describe('schedule', () => {
  it("takes the plan's window when it is given none", () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.mara.schedules());
    expect(stage.change).toMatchObject({ state: 'scheduled', window: WINDOW });
    expect(accepted(stage.mara.schedules())).toEqual([]);
  });

  it('without any window is refused', () => {
    const stage = setTheStage();
    stage.given.approvedChange({ ...CERT_ROTATION, window: null });
    expect(answerOf(stage.mara.schedules())).toBe('window_required');
  });

  it('refuses a window that ends before it begins, or has ended', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(answerOf(stage.mara.schedules({ ...WINDOW, end: WINDOW.start }))).toBe('window_invalid');
    stage.clock.set(WINDOW.end);
    expect(answerOf(stage.mara.schedules())).toBe('window_closed');
  });

  it('is refused while the clock disagrees with the database', () => {
    for (const clockSkewMs of [5_001, -5_001, null]) {
      const stage = setTheStage();
      stage.given.approvedChange();
      stage.world.clockSkewMs = clockSkewMs;
      expect(answerOf(stage.mara.schedules())).toBe('evidence_unavailable');
      expect(stage.verdict('schedule', 'clock')).toMatchObject({
        kind: 'cannot_tell',
        facts: { unknown: 'clock' },
      });
    }
  });
});

describe('start', () => {
  it('belongs to the window: its first instant yes, its last no', () => {
    const answers = [
      '2026-11-22T03:29:59.999Z',
      WINDOW.start,
      '2026-11-22T04:29:59.999Z',
      WINDOW.end,
    ].map((now) => {
      const stage = setTheStage();
      stage.given.changeReadyToStart();
      stage.clock.set(now);
      return answerOf(stage.mara.starts());
    });
    expect(answers).toEqual(['window_not_open', 'accepted', 'accepted', 'window_closed']);
  });

  it('schedules and starts an approved change that names a window, in one act', () => {
    const stage = setTheStage();
    stage.given.approvedChange(WITHOUT_PREFLIGHT);
    stage.clock.set(WINDOW.start);
    accepted(stage.mara.starts());
    expect(stage.types.slice(-2)).toEqual(['scheduled', 'started']);
    expect(stage.change).toMatchObject({
      state: 'in_progress',
      operator: { login: 'mara-ops' },
      window: WINDOW,
    });
  });

  it('waits for the pre-flight steps', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    stage.clock.set(WINDOW.start);
    accepted(stage.lin.does('P1'));
    const decision = stage.mara.starts();
    expect(answerOf(decision)).toBe('preflight_steps_open');
    expect(decision.kind === 'refused' && decision.refusal.facts).toEqual({ steps: ['P2'] });
    expect(stage.verdict('start', 'preflight').next).toBe('/chg done P2 <what you see>');
  });

  it('waits for a pre-flight hold to be confirmed', () => {
    const stage = setTheStage();
    stage.given.scheduledChange({
      ...CERT_ROTATION,
      steps: [step('P1', 'Look', { tags: ['hold'] }), ...WITHOUT_PREFLIGHT.steps],
    });
    stage.clock.set(WINDOW.start);
    accepted(stage.mara.does('P1'));
    expect(answerOf(stage.mara.starts())).toBe('preflight_steps_open');
    expect(stage.verdict('start', 'preflight').next).toBe('/chg confirm P1 <what you see>');
    accepted(stage.tomas.confirms('P1'));
    accepted(stage.mara.starts());
  });

  it('again by the operator is nothing; by somebody else it is too late', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(accepted(stage.mara.starts())).toEqual([]);
    expect(answerOf(stage.lin.starts())).toBe('already_done');
  });

  it('of a change that was called off is refused, and the gate says so too', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.mara.cancels());
    stage.clock.set(WINDOW.start);
    expect(answerOf(stage.mara.starts())).toBe('not_in_state');
    expect(stage.inTheWayOf('start')[0]).toBe('not_in_state');
  });
});

describe('timers', () => {
  it('of a scheduled change wake at the beginning and at the end of the window', () => {
    const stage = setTheStage();
    const change = stage.given.scheduledChange();
    expect(timersOf(change)).toEqual([
      { name: 'window_open', dueAt: WINDOW.start },
      { name: 'window_end', dueAt: WINDOW.end },
    ]);
  });

  it('that fire early or twice say nothing', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    expect(accepted(stage.forge.firesTimer('window_open'))).toEqual([]);
    stage.clock.set(WINDOW.start);
    accepted(stage.forge.firesTimer('window_open'));
    expect(stage.change.windowOpenedAt).toBe(WINDOW.start);
    expect(accepted(stage.forge.firesTimer('window_open'))).toEqual([]);
    expect(timersOf(stage.change).map(({ name }) => name)).toEqual(['window_end']);
  });

  it('tell when a window passed and nobody started', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    stage.clock.set(WINDOW.end);
    accepted(stage.forge.firesTimer('window_end'));
    expect(stage.change).toMatchObject({ state: 'scheduled', windowMissedAt: WINDOW.end });
    stage.clock.set('2026-11-22T06:00:00Z');
    accepted(stage.mara.schedules(LATER));
    expect(stage.change).toMatchObject({
      window: LATER,
      windowMissedAt: null,
      windowOpenedAt: null,
    });
  });

  it('flag a run that outlasts its window, and stop nobody', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    stage.clock.set(WINDOW.end);
    accepted(stage.forge.firesTimer('window_end'));
    expect(stage.change.overrunSince).toBe(WINDOW.end);
    expect(timersOf(stage.change)).toEqual([]);
    accepted(stage.mara.does('E1'));
  });

  it('of a change that has ended are none', () => {
    const stage = setTheStage();
    expect(timersOf(stage.given.completedChange())).toEqual([]);
  });
});
