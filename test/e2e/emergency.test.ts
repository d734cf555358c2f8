// What cannot wait: it starts on somebody's word and on nothing else, says what it went past, and owes a confirmation
// and a review by a deadline that is told to everybody when it passes.
import { describe, expect, it } from 'vitest';
import { emergencyBody } from '../core/plan/change-body.ts';
import { checkOn, ciSays, proposes } from '../support/pulls.ts';
import {
  BOT,
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  OMAR,
  stage,
  TOMAS,
  type Opening,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, pass } = scene;

function emergency(answers: Readonly<Record<string, string>> = {}): Opening {
  return {
    body: emergencyBody(answers),
    labels: ['change', 'emergency'],
    title: 'Patch the gateway',
  };
}

async function started(): Promise<Tale> {
  const tale = await opens(emergency());
  await tale.says(MARA, `/chg start authorised by @${DEE}`);
  expect((await tale.change()).state).toBe('in_progress');
  return tale;
}

async function ended(): Promise<Tale> {
  const tale = await started();
  await tale.says(MARA, '/chg done E1 healthy\n/chg complete successful flaw closed');
  expect((await tale.change()).state).toBe('completed');
  return tale;
}

async function lastRefusal(tale: Tale): Promise<string> {
  return (await tale.refusals()).at(-1) ?? '';
}

describe('an emergency', () => {
  it('does not start while nobody is named who gave the word, or only who starts it', async () => {
    const tale = await opens(emergency({ authorised_by: '' }));
    await tale.says(MARA, '/chg start');
    expect(await tale.refusals()).toEqual(['start authorisation_required']);
    expect(tale.replies().at(-1)?.body).toContain('/chg start authorised by @person');
    await tale.says(MARA, `/chg start authorised by @${MARA}`);
    await tale.says(NINA, `/chg start authorised by @${DEE}`);
    await tale.says(BOT, `/chg start authorised by @${DEE}`);
    expect((await tale.refusals()).slice(1)).toEqual([
      'start authorisation_required',
      'start not_permitted',
    ]);
    expect((await tale.change()).state).toBe('draft');
  });

  it('starts at once on a named word, and says what it went past', async () => {
    const tale = await started();
    expect(await tale.change()).toMatchObject({
      category: 'emergency',
      emergency: { authoriser: DEE, authorised: null, review: null },
    });
    expect((await tale.change()).emergency?.bypassed).toContain('approval_missing');
    const [begun] = (await tale.events()).filter(({ type }) => type === 'started');
    expect(begun?.data['bypassed']).toContain('approval_missing');
    expect((await tale.change()).exceptions.map(({ kind }) => kind)).toContain('emergency_bypass');
    const due =
      Date.parse((await tale.change()).emergency?.reviewDueAt ?? '') -
      Date.parse((await tale.change()).started?.at ?? '');
    expect(due).toBe(24 * 3_600_000);
    expect(tale.labels()).toContain('chg-flag/post-review-due');
  });

  it('does not start on the word of somebody who cannot give it', async () => {
    const tale = await opens(emergency({ authorised_by: 'boss' }));
    await tale.says(MARA, '/chg start');
    await tale.says(MARA, `/chg start authorised by @${LIN}`);
    await tale.says(MARA, `/chg start authorised by @${BOT}`);
    expect(await tale.refusals()).toEqual([
      'start authorisation_required',
      'start authorisation_required',
      'start authorisation_required',
    ]);
    expect(tale.replies().at(-1)?.body).toContain('names nobody else who holds such a role');
    expect((await tale.says(MARA, `/chg start authorised by @${DEE}`)).reaction).toBe('+1');
  });

  it('waits for a block to be lifted, although its category was edited to pass it', async () => {
    const tale = await opens();
    await tale.says(TOMAS, '/chg block the release train is on that night');
    await tale.edits(MARA, () => emergencyBody({ authorised_by: `@${DEE}` }));
    await tale.says(MARA, '/chg start');
    expect(await lastRefusal(tale)).toBe('start change_blocked');
    expect(tale.record()).toContain('the release train is on that night');
    await tale.says(DEE, '/chg unblock the train was moved');
    expect((await tale.says(MARA, '/chg start')).reaction).toBe('+1');
  });

  it('is no way around for an ordinary change', async () => {
    const tale = await opens();
    await tale.says(MARA, `/chg start authorised by @${DEE}`);
    expect(await tale.refusals()).toEqual(['start not_in_state']);
  });

  it('lets its own code through without CI, and no more once the review is overdue', async () => {
    const tale = await opens(emergency());
    const pull = await proposes(scene, tale, { branch: 'hotfix' });
    await tale.says(MARA, `/chg start authorised by @${DEE}`);
    await ciSays(scene, tale, { pull, state: 'failure' });
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
    pass(24 * 60);
    await tale.does('time', 'passes', () => undefined);
    expect(checkOn(scene, pull)?.conclusion).not.toBe('success');
    expect(checkOn(scene, pull)?.output.summary).toContain('posthoc_overdue');
  });
});

describe('an emergency that is reopened', () => {
  it('is no pass for code that comes afterwards, and what is done then is reviewed again', async () => {
    const tale = await ended();
    await tale.says(DEE, '/chg authorise said go by phone');
    await tale.says(TOMAS, '/chg review logs match');
    pass(3 * 24 * 60);
    await tale.says(MARA, '/chg reopen more to do');
    expect(tale.labels()).toContain('chg-flag/post-review-due');
    const pull = await proposes(scene, tale, { branch: 'afterwards', who: OMAR });
    await ciSays(scene, tale, { pull, state: 'failure' });
    expect(checkOn(scene, pull)?.conclusion).not.toBe('success');
    expect(checkOn(scene, pull)?.output.summary).toContain('approval_missing');
    expect(checkOn(scene, pull)?.output.summary).toContain('ci_gates_failed');
    await ciSays(scene, tale, { pull, state: 'success' });
    pass(1);
    await tale.says(TOMAS, '/chg approve read it');
    expect(await tale.refusals()).toEqual([]);
    expect(checkOn(scene, pull)?.conclusion).toBe('success');
    await tale.says(MARA, '/chg complete successful again');
    expect((await tale.says(JONAS, '/chg review the second run too')).reaction).toBe('+1');
    expect((await tale.change()).emergency?.review?.by.login).toBe(JONAS);
  });
});

describe('the confirmation', () => {
  it('is given by who was named, or by somebody who could have been; by nobody else', async () => {
    const tale = await started();
    await tale.says(MARA, '/chg authorise I heard it');
    await tale.says(LIN, '/chg authorise me too');
    await tale.says(TOMAS, '/chg authorise it was me');
    expect(await tale.refusals()).toEqual([
      'authorise not_permitted',
      'authorise not_permitted',
      'authorise not_permitted',
    ]);
    await tale.says(DEE, '/chg authorise said go by phone at 21:07');
    expect((await tale.change()).emergency?.authorised?.by.login).toBe(DEE);
  });
});

describe('a confirmation that is overdue', () => {
  it('is called for from who can give it, although the review was written', async () => {
    const tale = await ended();
    await tale.says(TOMAS, '/chg review logs match');
    pass(25 * 60);
    await tale.does('time', 'passes', () => undefined);
    expect(tale.record()).toContain('the authorisation is overdue');
    const open = tale
      .announcements()
      .filter(({ minimizedReason }) => minimizedReason === null)
      .filter(({ body }) => !body.includes('what the emergency owes'));
    expect(open).toHaveLength(1);
    expect(open[0]?.body).toContain('the authorisation is overdue');
    expect(open[0]?.body).toContain(`@${DEE}: confirm in your own words`);
    await tale.says(DEE, '/chg authorise said go by phone at 21:07');
    const still = tale.announcements().filter(({ minimizedReason }) => minimizedReason === null);
    expect(still.every(({ body }) => body.includes('what the emergency owes'))).toBe(true);
  });
});

describe('the review', () => {
  it('is by an approver who had no part in it, with words, and is added to the evidence', async () => {
    const tale = await ended();
    const evidence = tale.comments().filter(({ body }) => body.includes('<!-- holdpoint:evidence'));
    await tale.says(MARA, '/chg review all fine');
    await tale.says(LIN, '/chg review all fine');
    await tale.says(TOMAS, '/chg review');
    const refused = await tale.refusals();
    expect(refused.slice(1)).toEqual(['review not_permitted', 'review reason_required']);
    expect(refused[0]).toMatch(/^review (?:self_approval|not_permitted)$/u);
    await tale.says(TOMAS, '/chg review logs match; could not have been normal');
    expect((await tale.change()).emergency?.review?.by.login).toBe(TOMAS);
    expect(tale.labels()).toContain('chg-flag/post-review-due');
    const after = tale.comments().filter(({ body }) => body.includes('<!-- holdpoint:evidence'));
    expect(after.slice(0, evidence.length).map(({ body }) => body)).toEqual(
      evidence.map(({ body }) => body),
    );
    expect(after.at(-1)?.body).toContain('logs match; could not have been normal');
    await tale.says(JONAS, '/chg review as well');
    expect(await lastRefusal(tale)).toBe('review already_done');
    await tale.says(DEE, '/chg authorise said go by phone at 21:07');
    // The tasks of the policy are still owed.
    expect(tale.record()).toContain('still owed');
    expect(tale.labels()).toContain('chg-flag/post-review-due');
  });

  it('that is overdue is called for, by time alone and once', async () => {
    const tale = await ended();
    const asked = tale.announcements().length;
    pass(25 * 60);
    await tale.does('time', 'passes', () => undefined);
    const change = await tale.change();
    expect(change.emergency?.overdueSince).toBe(change.emergency?.reviewDueAt);
    const overdue = (await tale.events()).filter(({ type }) => type === 'posthoc_became_overdue');
    expect(overdue.map(({ actor, source }) => [actor.kind, source.kind])).toEqual([
      ['system', 'timer'],
    ]);
    expect(change.exceptions.map(({ kind }) => kind)).toContain('posthoc_overdue');
    const called = tale
      .announcements()
      .slice(asked)
      .filter(({ minimizedReason }) => minimizedReason === null);
    expect(
      called.some(({ body }) => /@(?:tomas-sre|jonas-dba|dee-lead|priya-net|omar-dev)/u.test(body)),
    ).toBe(true);
    pass(60);
    await tale.does('time', 'passes', () => undefined);
    expect(
      (await tale.events()).filter(({ type }) => type === 'posthoc_became_overdue'),
    ).toHaveLength(1);
    await tale.says(TOMAS, '/chg review late, but everything was right');
    expect(tale.comments().at(-1)?.body).toContain('after the deadline');
  });
});

leavesATrace(scene);
