// Labels: the one that makes an issue a change, and the ones that only show where a change stands. A person who moves
// a state label asks for a transition, judged like the command; what is refused is put back, with the reason.
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/demo/company.ts';
import { emergencyBody, changeBody } from '../core/plan/change-body.ts';
import {
  BOT,
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  SHORT,
  stage,
  stateLabels,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, inReview, approved, window, pass } = scene;

function form(): string {
  return changeBody({ ...SHORT, window: window(25 * 60) });
}

function puts(tale: Tale, who: string, label: string): Promise<void> {
  const { sandbox } = scene.world().company;
  return tale.does(who, `puts on the label ${label}`, () => {
    sandbox.as(who).addLabel(tale.issue, label);
  });
}

async function tampering(tale: Tale): Promise<readonly unknown[]> {
  const found = (await tale.events()).filter(({ type }) => type === 'tampering_found');
  return found.map(({ actor, data }) => [actor.login, data['surface'], data['how']]);
}

describe('the label that makes a change', () => {
  it('an issue becomes a change when the label comes later, and its author is who wrote it', async () => {
    pass(1);
    const { company } = scene.world();
    const { sandbox } = company;
    const issue = sandbox
      .as(LIN)
      .openIssue(operations, { title: 'Later', body: form(), labels: [] });
    await company.settle();
    expect(sandbox.world.comments.of(issue.id)).toEqual([]);
    sandbox.as(DEE).addLabel(`${operations}#${String(issue.number)}`, 'change');
    await company.settle();
    const record = sandbox.world.comments
      .of(issue.id)
      .find(({ body }) => body.includes('holdpoint:record'));
    expect(record?.body).toContain('CHG-');
    const number = Number(/CHG-(\d{5})/u.exec(record?.body ?? '')?.[1]);
    expect(await scene.world().change(number)).toMatchObject({
      author: { login: LIN },
      state: 'draft',
    });
    // Off and on again is the same change.
    const ref = `${operations}#${String(issue.number)}`;
    sandbox.as(DEE).removeLabel(ref, 'change');
    sandbox.as(DEE).addLabel(ref, 'change');
    await company.settle();
    expect(
      sandbox.world.comments.of(issue.id).filter(({ body }) => body.includes('holdpoint:record')),
    ).toHaveLength(1);
  });

  it('somebody who may only read opens no change, even with the form', async () => {
    pass(1);
    const { company } = scene.world();
    const { sandbox } = company;
    await opens();
    const opened = (await scene.world().events()).filter(
      ({ type }) => type === 'change_opened',
    ).length;
    const issue = sandbox.as(NINA).openIssue(operations, {
      title: 'By a reader',
      body: form(),
      labels: ['change'],
      fromForm: true,
    });
    await company.settle();
    expect(
      sandbox.world.comments.of(issue.id).filter(({ body }) => body.includes('holdpoint:record')),
    ).toEqual([]);
    expect(
      (await scene.world().events()).filter(({ type }) => type === 'change_opened'),
    ).toHaveLength(opened);
    // Somebody who may open changes takes it up, by putting the label on.
    const ref = `${operations}#${String(issue.number)}`;
    sandbox.as(LIN).removeLabel(ref, 'change');
    sandbox.as(LIN).addLabel(ref, 'change');
    await company.settle();
    const events = (await scene.world().events()).filter(({ type }) => type === 'change_opened');
    expect(events).toHaveLength(opened + 1);
    expect(events.at(-1)?.texts['authorLogin']).toBe(NINA);
  });

  it('a state label that came with the issue grants nothing', async () => {
    const tale = await opens({
      labels: ['change', 'chg/approved', 'chg/in-progress', 'category/emergency'],
    });
    expect((await tale.change()).state).toBe('draft');
    expect(stateLabels(tale)).toEqual(['chg/draft']);
    expect(tale.labels()).toContain('category/normal');
    expect(tale.labels()).not.toContain('category/emergency');
  });

  it('the label emergency on an ordinary form makes no emergency of it', async () => {
    const tale = await opens({ labels: ['change', 'emergency'] });
    expect((await tale.change()).category).toBe('normal');
    expect((await tale.says(MARA, `/chg start authorised by @${DEE}`)).reaction).toBe('confused');
    expect((await tale.change()).state).toBe('draft');
  });

  it('the short form is an emergency by itself, whatever labels it carries', async () => {
    const tale = await opens({ body: emergencyBody(), labels: ['change'] });
    expect(await tale.change()).toMatchObject({
      category: 'emergency',
      risk: 'critical',
      state: 'draft',
    });
    expect(tale.labels()).toContain('category/emergency');
    expect(tale.record()).toContain('/chg start');
  });
});

describe('moving a state label', () => {
  it('asks for what the label says, and leaves one label', async () => {
    const tale = await opens();
    await puts(tale, MARA, 'chg/review');
    expect((await tale.change()).state).toBe('review');
    expect(stateLabels(tale)).toEqual(['chg/review']);
    await puts(tale, TOMAS, 'chg/approved');
    expect((await tale.change()).approvals.map(({ by }) => by.login)).toEqual([TOMAS]);
    expect(stateLabels(tale)).toEqual(['chg/approved']);
    await puts(tale, MARA, 'CHG/Scheduled');
    expect((await tale.change()).state).toBe('scheduled');
    expect(stateLabels(tale).map((name) => name.toLowerCase())).toEqual(['chg/scheduled']);
  });

  it('is refused like the command, put back, and answered once', async () => {
    const tale = await inReview();
    await puts(tale, MARA, 'chg/approved');
    expect(await tale.refusals()).toEqual(['approve self_approval']);
    expect(stateLabels(tale)).toEqual(['chg/review']);
    expect(tale.replies()).toHaveLength(1);
    await puts(tale, MARA, 'chg/approved');
    expect(await tale.refusals()).toHaveLength(2);
    expect(tale.replies()).toHaveLength(1);
    expect(stateLabels(tale)).toEqual(['chg/review']);
  });

  it('cannot say the words that some transitions want', async () => {
    const tale = await inReview();
    await puts(tale, TOMAS, 'chg/rejected');
    await puts(tale, MARA, 'chg/cancelled');
    await puts(tale, MARA, 'chg/in-progress');
    await puts(tale, MARA, 'chg/draft');
    expect(await tale.refusals()).toEqual([
      'reject reason_required',
      'cancel reason_required',
      'start not_in_state',
      'misread not_in_state',
    ]);
    expect(stateLabels(tale)).toEqual(['chg/review']);
    expect((await tale.change()).state).toBe('review');
  });

  it('starts nothing before its window', async () => {
    const tale = await approved();
    await puts(tale, MARA, 'chg/in-progress');
    expect(await tale.refusals()).toEqual(['start window_not_open']);
    expect(stateLabels(tale)).toEqual(['chg/approved']);
  });

  it('by somebody who may label but not write is refused', async () => {
    scene.world().company.sandbox.createUser({ login: 'tri-age' });
    scene.world().company.sandbox.addCollaborator(operations, { login: 'tri-age', role: 'triage' });
    const tale = await opens();
    await puts(tale, 'tri-age', 'chg/review');
    expect(await tale.refusals()).toEqual(['submit not_permitted']);
    expect(stateLabels(tale)).toEqual(['chg/draft']);
    await puts(tale, 'tri-age', 'chg/cancelled');
    expect((await tale.change()).state).toBe('draft');
    expect(stateLabels(tale)).toEqual(['chg/draft']);
  });

  it('by a machine is tampering, and put back without an answer', async () => {
    const tale = await inReview();
    await puts(tale, BOT, 'chg/approved');
    expect(await tampering(tale)).toEqual([[BOT, 'state_label', 'moved']]);
    expect(stateLabels(tale)).toEqual(['chg/review']);
    expect(tale.replies()).toEqual([]);
  });

  it('away by a person only comes back, and leaves no exception', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    await tale.does(JONAS, 'takes the state label off', () => {
      sandbox.as(JONAS).removeLabel(tale.issue, 'chg/review');
    });
    expect(stateLabels(tale)).toEqual(['chg/review']);
    expect((await tale.change()).exceptions).toEqual([]);
  });

  it('away by a machine comes back, and is tampering', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    await tale.does(BOT, 'takes the state label off', () => {
      sandbox.as(BOT).removeLabel(tale.issue, 'chg/review');
    });
    expect(stateLabels(tale)).toEqual(['chg/review']);
    expect(await tampering(tale)).toEqual([[BOT, 'state_label', 'moved']]);
  });

  it('of another kind is nobody’s request: category, risk and flags show what the plan says', async () => {
    const tale = await inReview();
    await puts(tale, MARA, 'category/standard');
    await puts(tale, MARA, 'chg-flag/blocked');
    await puts(tale, MARA, 'my-own-label');
    await tale.says(MARA, '/chg status');
    expect(tale.labels()).not.toContain('category/standard');
    expect(tale.labels()).not.toContain('chg-flag/blocked');
    expect(tale.labels()).toContain('my-own-label');
    expect(await tale.change()).toMatchObject({ category: 'normal', state: 'review' });
  });

  it('a label deleted from the repository is made again', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    await tale.does(DEE, 'deletes a label', () => {
      sandbox.as(DEE).deleteLabel(operations, 'chg/review');
    });
    await tale.says(MARA, '/chg status');
    expect(stateLabels(tale)).toEqual(['chg/review']);
  });
});

leavesATrace(scene);
