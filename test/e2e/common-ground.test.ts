// Everybody reads the same page: the author, whoever reviews, who carries it out and the second person. Nothing on it is
// scored, and whoever may write on changes needs nobody else's hands for their own work.
import { describe, expect, it } from 'vitest';
import { live } from '../render/forge-rendering.ts';
import { changeBody } from '../core/plan/change-body.ts';
import { checkOn, ciSays, proposes } from '../support/pulls.ts';
import {
  DEE,
  leavesATrace,
  LIN,
  MARA,
  OMAR,
  SHORT,
  stage,
  stepLines,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, inReview, approved, running, window } = scene;

const STEPS = {
  steps_before: '1. Note the serial\n   - expect: written down',
  steps_execute:
    '1. Switch gw-1\n   - expect: reload returns\n   - rollback: switch back\n' +
    '2. [hold] Look from outside\n   - expect: new serial\n   - rollback: switch both back',
  steps_verify: '1. Place a test order\n   - expect: order accepted',
  abort_criteria: '- handshake errors above 0.5 % for two minutes',
};

/** The record of a change without what is its own: number, issue, times, event. */
function anonymous(tale: Tale): string {
  return tale
    .record()
    .replaceAll(/CHG-\d{5}/gu, 'CHG')
    .replaceAll(/\/issues\/\d+/gu, '/issues/n')
    .replaceAll(/#issuecomment-\d+/gu, '#c')
    .replaceAll(/\d{1,2}:\d{2}/gu, 'hh:mm')
    .replaceAll(/<sub>event .*|<!-- holdpoint:record .*|`[0-9a-f]{12}`/gu, '');
}

function unadvised(tale: Tale): string {
  return anonymous(tale).replaceAll(/^The answers suggest .*$/gmu, '');
}

describe('reviewers', () => {
  it('see everything that the author sees: every answer as it was written, every step, and the window', async () => {
    const booked = window(25 * 60);
    const body = changeBody({ ...SHORT, ...STEPS, window: booked });
    const tale = await inReview({ body });
    // The answers stand above the record, untouched: nobody has a page of their own.
    expect(tale.issueNow().body?.replaceAll('\r\n', '\n')).toBe(body);
    const record = tale.record();
    for (const [step, text] of [
      ['P1', 'Note the serial'],
      ['E1', 'Switch gw-1'],
      ['E2', 'Look from outside'],
      ['V1', 'Place a test order'],
    ] as const)
      expect(stepLines(record, step)).toContain(text);
    expect(stepLines(record, 'E2')).toContain('HOLD');
    expect(stepLines(record, 'E2')).toContain('expected: new serial');
    expect(stepLines(record, 'E2')).toContain('back: switch both back');
    expect(record).toMatch(/window \d+ \w+ \d\d:\d\d–.*UTC/u);
    expect(
      tale.comments().filter((one) => one.body.includes('<!-- holdpoint:record ')),
    ).toHaveLength(1);
  });
});

describe('the second person', () => {
  it('sees what the operator sees: the step, what is expected, the way back, when to stop, and what was seen', async () => {
    const tale = await running({ answers: { ...STEPS, steps_before: '' } });
    const before = stepLines(tale.record(), 'E2').split('\n').slice(1);
    await tale.says(MARA, '/chg done E1 gone\n/chg done E2 serial 02:E4');
    const [, ...now] = stepLines(tale.record(), 'E2').split('\n');
    // Not a line less than the operator had, and the operator's own words in addition.
    expect(now).toEqual(expect.arrayContaining(before));
    expect(now.join('\n')).toContain('`mara-ops` saw: serial 02:E4');
    expect(tale.record()).toContain('handshake errors above 0.5 % for two minutes');
    const call = tale.announcements().at(-1)?.body ?? '';
    for (const words of [`@${TOMAS}`, 'Look from outside', 'expected: new serial', 'serial 02:E4'])
      expect(call).toContain(words);
  });
});

describe('the window', () => {
  it('is in sight from the start to the last step, in the zone of the change', async () => {
    const tale = await running({
      answers: { ...STEPS, steps_before: '', timezone: 'Atlantic/Reykjavik' },
    });
    const shown = /window \d+ \w+ \d\d:\d\d–\S+ Atlantic\/Reykjavik/u;
    expect(tale.record()).toMatch(shown);
    for (const words of ['done E1 gone', 'done E2 serial', 'pause wait', 'resume']) {
      await tale.says(MARA, `/chg ${words}`);
      expect(tale.record(), words).toMatch(shown);
    }
    await tale.says(TOMAS, '/chg confirm E2 I see it');
    await tale.says(MARA, '/chg done V1 accepted');
    expect(tale.record()).toMatch(shown);
  });
});

describe('nothing is scored', () => {
  it('what was seen is asked and kept in any words; no word of ours says whether it was good', async () => {
    const tale = await running({ answers: { ...STEPS, steps_before: '' } });
    const pages = [tale.record()];
    expect(pages[0]).toContain('/chg done E1 <what you saw>');
    expect((await tale.says(MARA, '/chg done E1 it broke: 3 of 10 reloads')).reaction).toBe('+1');
    expect((await tale.change()).steps['E1']).toMatchObject({
      status: 'done',
      observed: 'it broke: 3 of 10 reloads',
    });
    pages.push(tale.record());
    await tale.ticks(MARA, 'E2');
    expect(tale.record()).toContain('what was seen?');
    pages.push(tale.record());
    for (const page of pages) {
      const [walked = ''] = page.split('<details><summary>Gates');
      expect(walked).not.toMatch(/\b(?:pass(?:ed)?|fail(?:ed)?|ok|green|red|amber|score)\b/iu);
      expect(walked).not.toMatch(/[🟢🟡🔴🟩🟨🟥🚦✅❌]/u);
    }
  });

  it('the best and the worst answers lead to the same page and the same labels', async () => {
    const best = await inReview();
    const worst = await inReview({
      answers: {
        risk_criticality: 'Revenue or safety critical',
        risk_scope: 'Platform-wide or shared',
        risk_rollback: 'Cannot be undone (fix forward only)',
        risk_testing: 'Not tested',
        risk_novelty: 'First time for anyone here',
        risk_coordination: 'Three or more teams or a vendor',
        risk_timing: 'Peak hours or next to a freeze',
        risk_security: 'Weakens or bypasses a control for a time',
      },
    });
    expect(worst.labels()).toEqual(best.labels());
    // What the answers suggest is said to those who decide, in one line; it is gone once they have.
    expect(best.record()).toContain('The answers suggest');
    expect(unadvised(worst)).toBe(unadvised(best));
    for (const tale of [best, worst]) await tale.says(TOMAS, '/chg approve');
    expect(worst.labels()).toEqual(best.labels());
    expect(anonymous(worst)).toBe(anonymous(best));
  });
});

describe('an engineer', () => {
  it('creates, submits, books, starts, walks and completes, and may go back; but never agrees', async () => {
    const tale = await opens({ who: LIN });
    const says = async (text: string): Promise<string | null> =>
      (await tale.says(LIN, text)).reaction;
    expect(await says('/chg submit')).toBe('+1');
    expect(await says('/chg approve')).toBe('confused');
    await tale.says(TOMAS, '/chg approve');
    expect(await says('/chg schedule')).toBe('+1');
    scene.pass(25 * 60);
    for (const words of ['start', 'done E1 gone', 'done E2 serial'])
      expect(await says(`/chg ${words}`), words).toBe('+1');
    await tale.says(TOMAS, '/chg confirm E2 I see it');
    expect(await says('/chg done V1 accepted')).toBe('+1');
    expect(await says('/chg complete successful as planned')).toBe('+1');
    const other = await running({ who: LIN });
    expect((await other.says(LIN, '/chg rollback it burns')).reaction).toBe('+1');
    expect((await other.change()).state).toBe('rolled_back');
  });
});

describe('an approver', () => {
  it('approves, rejects, goes back and sets a gate aside; an engineer does none of these', async () => {
    const booked = await approved();
    await booked.says(MARA, `/chg schedule ${window(60)} UTC`);
    for (const [tale, words] of [
      [await inReview(), 'approve'],
      [await inReview(), 'reject not this month'],
      [booked, 'override lead_time_violation a quiet night'],
      [await running(), 'rollback customers call'],
    ] as const) {
      expect([words, (await tale.says(LIN, `/chg ${words}`)).reaction]).toEqual([
        words,
        'confused',
      ]);
      expect([words, (await tale.says(DEE, `/chg ${words}`)).reaction]).toEqual([words, '+1']);
    }
  });
});

describe('a standard change without a template', () => {
  it('is agreed by one maintainer; its code is read by somebody else as well, and its checks have passed', async () => {
    const answers = { category: 'Standard', risk_level: 'Low' };
    const plain = await inReview({ answers });
    await plain.says(LIN, '/chg approve');
    expect((await plain.change()).state).toBe('review');
    await plain.says(TOMAS, '/chg approve');
    expect((await plain.change()).state).toBe('approved');

    const tale = await opens({ answers });
    const pull = await proposes(scene, tale, { branch: 'standard' });
    await tale.says(MARA, '/chg submit');
    await tale.says(TOMAS, '/chg approve');
    expect((await tale.change()).state).toBe('review');
    await ciSays(scene, tale, { pull, state: 'success' });
    expect((await tale.change()).state).toBe('review');
    expect(tale.record()).toContain('Pull requests reviewed');
    await tale.does(OMAR, 'approves the code', () =>
      scene.world().company.sandbox.as(OMAR).review(pull, 'approve'),
    );
    expect((await tale.change()).state).toBe('approved');
  });
});

describe('other repositories', () => {
  it('are named without being linked: nothing of ours sends them a reference back', async () => {
    const elsewhere =
      'as in lighthouse-freight/website#3, GH-4 and https://github.com/other/tool/issues/5, after 4f0c2f6e9d4f0c2f6e9d4f0c2f6e9d4f0c2f6e9d';
    const tale = await running({
      answers: { ...STEPS, steps_before: '', abort_criteria: `- ${elsewhere}` },
    });
    const pull = await proposes(scene, tale, { branch: 'elsewhere' });
    await tale.says(MARA, `/chg done E1 gone, ${elsewhere}\n/chg done E2 serial, ${elsewhere}`);
    await tale.says(TOMAS, `/chg decline E2 ${elsewhere}`);
    await tale.says(MARA, `/chg done E9 ${elsewhere}`);
    await tale.says(MARA, `/chg rollback ${elsewhere}`);
    await tale.says(MARA, `/chg recovered ${elsewhere}`);
    const { botId } = scene.world().company.sandbox.app;
    const ours = tale.comments().filter(({ userId }) => userId === botId);
    expect(ours.length).toBeGreaterThan(3);
    const texts = [...ours.map(({ body }) => body), checkOn(scene, pull)?.output.summary ?? ''];
    expect(texts.join('\n')).toContain('lighthouse-freight/website#3');
    for (const text of texts) {
      const found = live(text);
      expect(found.filter(({ kind }) => kind === 'reference')).toEqual([]);
      const [issue = ''] = tale.issue.split('#');
      const away = found.filter(
        ({ kind, text: shown }) => kind === 'link' && !shown.includes(`/${issue}/`),
      );
      expect(away).toEqual([]);
    }
  });
});

leavesATrace(scene);
