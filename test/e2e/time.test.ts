// Time: windows that are not open yet, open, over, missed or overrun; notice that is too short; local times that the
// clocks skip or repeat. Deadlines are events, so the record changes although nobody did anything.
import { describe, expect, it } from 'vitest';
import { leavesATrace, MARA, stage, stateLabels, TOMAS, type Tale } from '../support/tale.ts';

// A Friday evening; on Sunday at one o'clock UTC the clocks of Europe go forward.
const scene = stage({ start: '2027-03-26T18:00:00+00:00' });
const { opens, inReview, approved, running, window, pass } = scene;

async function lastRefusal(tale: Tale): Promise<string> {
  return (await tale.refusals()).at(-1) ?? '';
}

/** Lets time alone do what it does. */
async function waits(tale: Tale, minutes: number): Promise<void> {
  pass(minutes);
  await tale.does('time', 'passes', () => undefined);
}

async function timed(tale: Tale): Promise<readonly string[]> {
  return (await tale.events())
    .filter(({ source }) => source.kind === 'timer')
    .map(({ type }) => type);
}

const NIGHT = { timezone: 'Europe/Berlin' };

// These come first: the clock of a company never goes back.
describe('a local time', () => {
  it('that the clocks skip does not exist, in a form as in a command', async () => {
    const tale = await opens({
      answers: { ...NIGHT, window: '2027-03-28T02:30/2027-03-28T04:00' },
    });
    expect((await tale.change()).problems.map(({ code }) => code)).toEqual(['window_invalid']);
    expect(tale.record()).toContain('the clocks skip it');
    await tale.edits(MARA, (body) => body.replace('2027-03-28T02:30', '2027-03-28T03:30'));
    expect((await tale.change()).plan?.window?.start).toBe('2027-03-28T01:30:00Z');
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    await tale.says(MARA, '/chg schedule 2027-03-28 02:15 to 2027-03-28 04:00');
    expect(await lastRefusal(tale)).toBe('misread window_invalid');
    expect(tale.replies().at(-1)?.body).toContain('does not exist in');
    expect((await tale.change()).window).toBeNull();
  });

  it('that the clocks repeat is the first of the two, and says so; an offset means the second', async () => {
    const tale = await opens({
      answers: { ...NIGHT, window: '2027-10-31T02:30/2027-10-31T05:00' },
    });
    expect((await tale.change()).plan?.window?.start).toBe('2027-10-31T00:30:00Z');
    expect((await tale.change()).warnings.map(({ code }) => code)).toEqual(['window_noted']);
    expect(tale.record()).toContain('occurs twice');
    await tale.edits(MARA, (body) => body.replace('2027-10-31T02:30/', '2027-10-31T02:30+01:00/'));
    expect((await tale.change()).plan?.window?.start).toBe('2027-10-31T01:30:00Z');
    expect((await tale.change()).warnings).toEqual([]);
  });

  it('is shown in the zone of the change, and kept as an instant', async () => {
    const tale = await opens({
      answers: { timezone: 'Asia/Tokyo', window: '2027-04-10 22:00 to 2027-04-11 01:00' },
    });
    expect((await tale.change()).plan?.window).toMatchObject({
      start: '2027-04-10T13:00:00Z',
      end: '2027-04-10T16:00:00Z',
    });
    expect(tale.record()).toContain('10 Apr 22:00–11 Apr 01:00 Asia/Tokyo');
  });
});

describe('a window', () => {
  it('opens by itself: the record says so, and only then the work starts', async () => {
    const tale = await approved();
    await tale.says(MARA, '/chg schedule');
    const before = tale.record();
    await tale.says(MARA, '/chg start');
    expect(await lastRefusal(tale)).toBe('start window_not_open');
    await waits(tale, 25 * 60);
    expect(await timed(tale)).toEqual(['window_opened']);
    expect(tale.record()).not.toBe(before);
    expect(tale.record()).toContain('/chg start');
    expect((await tale.says(MARA, '/chg start')).reaction).toBe('+1');
  });

  it('begins with its first instant and ends before its last', async () => {
    const tale = await approved();
    await tale.says(MARA, '/chg schedule');
    const { start, end } = (await tale.change()).window ?? { start: '', end: '' };
    const minutesTo = (instant: string): number =>
      (Date.parse(instant) - scene.now().getTime()) / 60_000;
    // Each act comes a minute after the one before.
    pass(minutesTo(start) - 2);
    await tale.says(MARA, '/chg start');
    expect(await lastRefusal(tale)).toBe('start window_not_open');
    await tale.says(MARA, '/chg start');
    expect((await tale.change()).started?.at).toBe(start);
    const late = await approved();
    await late.says(MARA, '/chg schedule');
    const { end: last } = (await late.change()).window ?? { end };
    pass(minutesTo(last) - 1);
    await late.says(MARA, '/chg start');
    expect(await lastRefusal(late)).toBe('start window_closed');
  });

  it('that passes unused is missed, once, and another one can be booked', async () => {
    const tale = await approved();
    await tale.says(MARA, '/chg schedule');
    await waits(tale, 28 * 60);
    expect(await timed(tale)).toEqual(['window_opened', 'window_missed']);
    expect(stateLabels(tale)).toEqual(['chg/scheduled']);
    expect(tale.record()).toContain('/chg schedule');
    await tale.says(MARA, '/chg start');
    expect(await lastRefusal(tale)).toBe('start window_closed');
    await tale.says(MARA, `/chg schedule ${window(25 * 60)} UTC`);
    expect(await tale.change()).toMatchObject({ state: 'scheduled', windowMissedAt: null });
    await waits(tale, 25 * 60);
    expect((await tale.says(MARA, '/chg start')).reaction).toBe('+1');
  });

  it('that ends while people work stops nobody, and calls the operator once', async () => {
    const tale = await running();
    await waits(tale, 3 * 60);
    expect((await tale.change()).overrunSince).toBe((await tale.change()).window?.end);
    expect(tale.labels()).toContain('chg-flag/overrun');
    const called = tale.announcements().filter(({ body }) => body.includes(`@${MARA}`));
    expect(called).toHaveLength(1);
    await tale.says(MARA, '/chg done E1 gone');
    expect((await tale.change()).steps['E1']?.status).toBe('done');
    await waits(tale, 60);
    expect((await timed(tale)).filter((type) => type === 'window_overrun')).toHaveLength(1);
    await tale.says(MARA, '/chg rollback it takes too long');
    expect((await tale.change()).state).toBe('rolled_back');
  });

  it('of an approved change is asked for when the plan names none', async () => {
    const tale = await inReview({
      answers: { category: 'Standard', risk_level: 'Low', window: '' },
    });
    await tale.says(TOMAS, '/chg approve');
    await tale.says(MARA, '/chg start');
    await tale.says(MARA, '/chg schedule');
    expect(await tale.refusals()).toEqual(['start window_required', 'schedule window_required']);
  });
});

describe('notice', () => {
  it('that is too short is refused at submit, with the earliest start', async () => {
    const tale = await opens({ answers: { window: window(23 * 60) } });
    await tale.says(MARA, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit lead_time_violation']);
    expect(tale.replies().at(-1)?.body).toContain('24');
    await tale.edits(MARA, (body) =>
      body.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d\/\d{4}-\d\d-\d\dT\d\d:\d\d/u, window(25 * 60)),
    );
    expect((await tale.says(MARA, '/chg submit')).reaction).toBe('+1');
  });

  it('is not spent by a late approval, and not gained by moving the window in review', async () => {
    const tale = await inReview();
    pass(20 * 60);
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.says(MARA, '/chg schedule')).reaction).toBe('+1');
    const other = await inReview();
    pass(60);
    await other.edits(MARA, (body) =>
      body.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d\/\d{4}-\d\d-\d\dT\d\d:\d\d/u, window(120)),
    );
    await other.says(TOMAS, '/chg approve');
    await other.says(MARA, '/chg schedule');
    expect(await lastRefusal(other)).toBe('schedule lead_time_violation');
    await other.says(TOMAS, '/chg override lead_time_violation the certificate expires tonight');
    expect((await other.says(MARA, '/chg schedule')).reaction).toBe('+1');
    expect((await other.change()).overrides[0]).toMatchObject({
      by: { login: TOMAS },
      gate: 'lead_time_violation',
    });
  });
});

leavesATrace(scene);
