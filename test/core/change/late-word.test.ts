/** Words that were said in time and heard late, and words that were said too early. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, WINDOW } from '../../support/change-plans.ts';

const INSIDE = { occurredAt: '2026-11-22T03:45:00Z', witnessed: true } as const;
const BEFORE = { occurredAt: '2026-11-22T03:29:59Z', witnessed: true } as const;

function readyToStart() {
  const stage = setTheStage();
  stage.given.changeReadyToStart();
  return stage;
}

describe('a start that a delivery brought late', () => {
  it('is in time when it was said inside the window', () => {
    const stage = readyToStart();
    stage.clock.set('2026-11-22T05:10:00Z');
    accepted(stage.mara.starts(null, INSIDE));
    expect(stage.change).toMatchObject({
      state: 'in_progress',
      times: { startedAt: INSIDE.occurredAt },
    });
  });

  it('is too early when it was said before the window, although it is open by now', () => {
    const stage = readyToStart();
    stage.clock.set('2026-11-22T03:31:00Z');
    expect(answerOf(stage.mara.starts(null, BEFORE))).toBe('window_not_open');
  });

  it('is too late when it was said after the window', () => {
    const stage = readyToStart();
    stage.clock.set('2026-11-22T05:10:00Z');
    const after = { occurredAt: WINDOW.end, witnessed: true } as const;
    expect(answerOf(stage.mara.starts(null, after))).toBe('window_closed');
  });
});

describe('a start that nobody witnessed', () => {
  it('counts from now: whoever can set a time back gains nothing', () => {
    const stage = readyToStart();
    stage.clock.set('2026-11-22T05:10:00Z');
    expect(answerOf(stage.mara.starts(null, { occurredAt: INSIDE.occurredAt }))).toBe(
      'window_closed',
    );
  });

  it('is too early when it was said before the window, although it is found inside it', () => {
    const stage = readyToStart();
    stage.clock.set('2026-11-22T03:31:00Z');
    expect(answerOf(stage.mara.starts(null, { occurredAt: '2026-11-22T02:15:00Z' }))).toBe(
      'window_not_open',
    );
    expect(stage.change.started).toBeNull();
    accepted(stage.mara.starts());
  });

  it('is not in time because its time lies ahead of our clock', () => {
    const stage = readyToStart();
    stage.clock.set('2026-11-22T03:29:00Z');
    expect(answerOf(stage.mara.starts(null, INSIDE))).toBe('window_not_open');
  });
});

describe('a submit that a delivery brought late', () => {
  it('gave notice when it was said', () => {
    const window = { ...WINDOW, start: '2026-11-20T09:10:00Z', end: '2026-11-20T10:00:00Z' };
    const stage = setTheStage();
    stage.given.draft({ ...CERT_ROTATION, window });
    stage.clock.set('2026-11-19T12:00:00Z');
    const said = '2026-11-19T09:09:00Z';
    expect(answerOf(stage.mara.submits({ occurredAt: said }))).toBe('lead_time_violation');
    accepted(stage.mara.submits({ occurredAt: said, witnessed: true }));
  });
});
