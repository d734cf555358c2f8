// The verbs before the work begins: submit, object, block, override, take back, call off, decide against, book.
import { describe, expect, it } from 'vitest';
import {
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  SORA,
  stage,
  stateLabels,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, inReview, approved, window } = scene;

async function lastRefusal(tale: Tale): Promise<string> {
  return (await tale.refusals()).at(-1) ?? '';
}

async function stateOf(tale: Tale): Promise<string> {
  return (await tale.change()).state;
}

describe('a request for changes', () => {
  it('keeps the change in review until the plan is edited, and its author may not make one', async () => {
    const tale = await inReview();
    await tale.says(MARA, '/chg request-changes of myself');
    await tale.says(LIN, '/chg request-changes');
    expect(await tale.refusals()).toEqual([
      'request_changes not_permitted',
      'request_changes reason_required',
    ]);
    await tale.says(LIN, '/chg request-changes say who watches the error rate');
    expect(tale.record()).toContain('say who watches the error rate');
    expect(tale.announcements().at(-1)?.body).toContain(`@${MARA}`);
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('review');
    await tale.edits(MARA, (body) =>
      body.replace('All API clients.', 'All API clients; Jonas watches the error rate.'),
    );
    expect((await tale.change()).objections.every(({ lifted }) => lifted !== null)).toBe(true);
    expect(
      tale.announcements().find(({ body }) => body.includes('error rate'))?.minimizedReason,
    ).toBe('outdated');
    // The edit cleared it, and voided what was approved before it.
    expect(await stateOf(tale)).toBe('review');
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
  });

  it('is taken back by who made it, and then the approval that is there already has its effect', async () => {
    const tale = await inReview();
    await tale.says(LIN, '/chg request-changes say who watches');
    await tale.says(TOMAS, '/chg approve');
    await tale.says(SORA, '/chg withdraw');
    expect(await stateOf(tale)).toBe('review');
    await tale.says(LIN, '/chg withdraw');
    expect(await stateOf(tale)).toBe('approved');
    expect(stateLabels(tale)).toEqual(['chg/approved']);
  });

  it('that comes late leads back to review', async () => {
    const tale = await approved();
    await tale.says(LIN, '/chg request-changes the supplier said no');
    expect(await stateOf(tale)).toBe('review');
    await tale.says(LIN, '/chg withdraw');
    expect(await stateOf(tale)).toBe('approved');
  });
});

describe('a block', () => {
  it('stops the change until who blocked lifts it, or a lead does with a reason', async () => {
    const tale = await inReview();
    await tale.says(SORA, '/chg block');
    await tale.says(NINA, '/chg block customers call');
    expect(await tale.refusals()).toEqual(['block reason_required', 'block not_permitted']);
    await tale.says(SORA, '/chg block the supplier works on the same line');
    expect(tale.labels()).toContain('chg-flag/blocked');
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('review');
    await tale.says(TOMAS, '/chg unblock I think it is fine');
    await tale.says(DEE, '/chg unblock');
    expect((await tale.refusals()).slice(2)).toEqual([
      'unblock not_permitted',
      'unblock reason_required',
    ]);
    await tale.says(SORA, '/chg unblock');
    // Nothing is missing any more: the approval counts at once.
    expect(await stateOf(tale)).toBe('approved');
    expect(tale.labels()).not.toContain('chg-flag/blocked');
  });

  it('of an approved change holds the start, and an edit does not lift it', async () => {
    const tale = await approved();
    await tale.says(SORA, '/chg block not tonight');
    scene.pass(25 * 60);
    await tale.says(MARA, '/chg start');
    expect(await lastRefusal(tale)).toBe('start change_blocked');
    expect(tale.replies().at(-1)?.body).toContain('not tonight');
    await tale.edits(MARA, (body) => body.replace('All API clients.', 'All API clients, told.'));
    expect((await tale.change()).objections.map(({ lifted }) => lifted)).toEqual([null]);
    await tale.says(DEE, '/chg unblock the supplier has moved');
    expect((await tale.change()).objections[0]?.lifted?.by.login).toBe(DEE);
  });
});

describe('taking back', () => {
  it('the needed approval leads back to review', async () => {
    const tale = await approved();
    await tale.says(JONAS, '/chg withdraw');
    expect(await stateOf(tale)).toBe('approved');
    await tale.says(TOMAS, '/chg withdraw');
    expect(await stateOf(tale)).toBe('review');
    expect(stateLabels(tale)).toEqual(['chg/review']);
    await tale.says(TOMAS, '/chg approve');
    expect(await stateOf(tale)).toBe('approved');
  });
});

describe('calling off', () => {
  it('is for the author and for approvers, with a reason, and closes the issue as not planned', async () => {
    const tale = await approved();
    await tale.says(LIN, '/chg cancel I do not like it');
    await tale.says(MARA, '/chg cancel');
    expect(await tale.refusals()).toEqual(['cancel not_permitted', 'cancel reason_required']);
    await tale.says(MARA, '/chg cancel the issuer withdrew the certificate');
    expect(await tale.change()).toMatchObject({
      state: 'cancelled',
      endReason: 'the issuer withdrew the certificate',
    });
    expect(tale.issueNow()).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
    expect(stateLabels(tale)).toEqual(['chg/cancelled']);
    expect(
      tale.comments().filter(({ body }) => body.includes('<!-- holdpoint:evidence')),
    ).toHaveLength(1);
    await tale.says(MARA, '/chg submit\n/chg start\n/chg reopen please');
    expect((await tale.refusals()).slice(2)).toEqual([
      'submit not_in_state',
      'start not_in_state',
      'reopen not_in_state',
    ]);
    expect(await stateOf(tale)).toBe('cancelled');
  });

  it('by an approver works as well', async () => {
    const tale = await opens();
    await tale.says(TOMAS, '/chg cancel nobody needs it');
    expect(await stateOf(tale)).toBe('cancelled');
  });
});

describe('deciding against', () => {
  it('is for approvers, with a reason, and final', async () => {
    const tale = await inReview();
    await tale.says(LIN, '/chg reject no');
    await tale.says(TOMAS, '/chg reject');
    expect(await tale.refusals()).toEqual(['reject not_permitted', 'reject reason_required']);
    await tale.says(TOMAS, '/chg reject the service is switched off next month');
    expect(await stateOf(tale)).toBe('rejected');
    expect(tale.issueNow()).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
    const { revision } = await tale.change();
    await tale.edits(MARA, (body) => body.replace('Switch gw-1', 'Switch gw-2'));
    await tale.says(TOMAS, '/chg approve');
    expect(await lastRefusal(tale)).toBe('approve not_in_state');
    expect(await tale.change()).toMatchObject({ state: 'rejected', revision });
  });
});

describe('an override', () => {
  it('lowers the notice: by the author in draft, shown to approvers', async () => {
    const tale = await opens({ answers: { window: window(120) } });
    await tale.says(MARA, '/chg submit');
    expect(await tale.refusals()).toEqual(['submit lead_time_violation']);
    await tale.says(MARA, '/chg override lead_time_violation');
    await tale.says(MARA, '/chg override self_approval I am sure');
    await tale.says(LIN, '/chg override lead_time_violation for her');
    expect((await tale.refusals()).slice(1)).toEqual([
      'override reason_required',
      'override gate_unknown',
      'override not_permitted',
    ]);
    await tale.says(MARA, '/chg override Lead-Time-Violation the certificate expires tonight');
    expect((await tale.says(MARA, '/chg submit')).reaction).toBe('+1');
    expect(tale.record()).toContain('the certificate expires tonight');
    expect((await tale.change()).exceptions.map(({ kind }) => kind)).toContain('gate_overridden');
  });

  it('after submit is for approvers who did not write it, and gone with the next edit', async () => {
    const tale = await approved();
    const soon = `/chg schedule ${window(60)} UTC`;
    await tale.says(MARA, soon);
    expect(await lastRefusal(tale)).toBe('schedule lead_time_violation');
    await tale.says(MARA, '/chg override lead_time_violation tonight is quiet');
    expect(await lastRefusal(tale)).toBe('override self_approval');
    await tale.says(TOMAS, '/chg override lead_time_violation tonight is quiet');
    expect((await tale.says(MARA, soon)).reaction).toBe('+1');
    expect(await stateOf(tale)).toBe('scheduled');
    await tale.edits(MARA, (body) => body.replace('Switch gw-1', 'Switch gw-2'));
    expect(await stateOf(tale)).toBe('review');
    await tale.says(TOMAS, '/chg approve');
    await tale.says(MARA, soon);
    expect(await lastRefusal(tale)).toBe('schedule lead_time_violation');
  });
});

describe('booking', () => {
  it('reads every spelling of a window that people write', async () => {
    const tale = await approved();
    const day = '2027-01-12';
    const spellings: readonly (readonly [string, string])[] = [
      [`${day}T22:00/${day}T23:00`, `${day}T22:00:00Z`],
      [`${day} 22:00 to ${day} 23:00 UTC`, `${day}T22:00:00Z`],
      [`${day} 22:00/${day} 23:00 Europe/Berlin`, `${day}T21:00:00Z`],
      [`${day} 22:00  TO  ${day} 23:00 europe/berlin`, `${day}T21:00:00Z`],
      [`${day}T22:00+05:30 to ${day}T23:00+05:30`, `${day}T16:30:00Z`],
      [`${day}T22:00Z/${day}T23:00Z Asia/Tokyo`, `${day}T22:00:00Z`],
    ];
    for (const [text, start] of spellings) {
      const { reaction } = await tale.says(MARA, `/chg schedule ${text}`);
      expect([text, reaction, (await tale.change()).window?.start]).toEqual([text, '+1', start]);
    }
    expect((await tale.change()).window?.zone).toBe('Asia/Tokyo');
    expect(tale.record()).toContain('Asia/Tokyo');
  });

  it('refuses a zone, a time or an order that cannot be, and says what was expected', async () => {
    const tale = await approved();
    const wrong: readonly (readonly [string, string])[] = [
      ['2027-01-12 22:00 to 2027-01-12 23:00 Europe/Belrin', 'zone_unknown'],
      ['2027-01-12 22:00 to 2027-01-12 23:00 CEST', 'zone_unknown'],
      ['tomorrow', 'window_invalid'],
      ['2027-01-12 23:00 to 2027-01-12 22:00', 'window_invalid'],
      ['2027-02-30 22:00 to 2027-02-30 23:00', 'window_invalid'],
      ['2027-01-12 22:00', 'window_invalid'],
      [`${'9'.repeat(500)}/${'9'.repeat(500)}`, 'window_invalid'],
    ];
    for (const [text, code] of wrong) {
      expect((await tale.says(MARA, `/chg schedule ${text}`)).reaction).toBe('confused');
      expect(await lastRefusal(tale)).toBe(`misread ${code}`);
    }
    expect(tale.replies()[0]?.body).toContain('Europe/Berlin');
    expect(await tale.change()).toMatchObject({ state: 'approved', window: null });
    await tale.says(NINA, '/chg schedule');
    expect(await lastRefusal(tale)).toBe('schedule not_permitted');
    expect((await tale.says(LIN, '/chg schedule')).reaction).toBe('+1');
    expect(await stateOf(tale)).toBe('scheduled');
  });
});

leavesATrace(scene);
