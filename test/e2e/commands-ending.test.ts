// The ends: completing with everything said, going back, doing it again, and closing the issue by hand, which ends
// nothing.
import { describe, expect, it } from 'vitest';
import type { Comment } from '../../src/sandbox/state/conversations.ts';
import { changeBody } from '../core/plan/change-body.ts';
import {
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  SHORT,
  SORA,
  stage,
  stateLabels,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { running, inReview, window } = scene;

async function walked(): Promise<Tale> {
  const tale = await running();
  await tale.says(MARA, '/chg done E1 gone\n/chg done E2 serial 02:E4');
  await tale.says(TOMAS, '/chg confirm E2 I see 02:E4');
  await tale.says(MARA, '/chg done V1 order accepted');
  return tale;
}

function evidence(tale: Tale): readonly Comment[] {
  return tale.comments().filter(({ body }) => body.includes('<!-- holdpoint:evidence'));
}

async function stateOf(tale: Tale): Promise<string> {
  return (await tale.change()).state;
}

describe('completing', () => {
  it('says everything that is missing at once', async () => {
    const tale = await running();
    await tale.ticks(MARA, 'E1');
    const { reply } = await tale.says(MARA, '/chg complete fine');
    expect(await tale.refusals()).toEqual(['complete required_steps_open']);
    expect(reply).toContain('E2');
    const gates = tale.record();
    for (const code of ['required_steps_open', 'observation_missing'])
      expect(gates).toContain(code);
    await tale.says(LIN, '/chg complete successful not mine');
    expect((await tale.refusals()).at(-1)).toBe('complete not_permitted');
    expect(await stateOf(tale)).toBe('in_progress');
  });

  it('wants a code that exists and notes', async () => {
    const tale = await walked();
    for (const words of ['', 'successful', 'splendid everything went well'])
      expect((await tale.says(MARA, `/chg complete ${words}`)).reaction).toBe('confused');
    expect(await tale.refusals()).toEqual(Array(3).fill('complete closure_required'));
    await tale.says(MARA, '/chg complete Successful-With-Issues one node\nneeded a second reload');
    expect((await tale.change()).closure).toMatchObject({
      code: 'successful_with_issues',
      notes: 'one node\nneeded a second reload',
    });
    expect(tale.issueNow()).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(evidence(tale)).toHaveLength(1);
    expect(evidence(tale)[0]?.body).toContain('needed a second reload');
  });

  it('can be done by an approver when the operator is gone', async () => {
    const tale = await walked();
    await tale.says(JONAS, '/chg complete successful closed for Mara');
    expect((await tale.change()).closure?.by.login).toBe(JONAS);
  });
});

describe('the evidence', () => {
  it('stays as it was posted, whatever people do to it or to the issue afterwards', async () => {
    const tale = await walked();
    await tale.says(MARA, '/chg complete successful as planned');
    const [posted] = evidence(tale);
    const { sandbox } = scene.world().company;
    await tale.does(JONAS, 'rewrites the evidence', () =>
      sandbox.as(JONAS).editComment(posted?.id ?? 0, 'nothing happened'),
    );
    expect(evidence(tale).map(({ body }) => body)).toEqual([posted?.body]);
    await tale.edits(MARA, (body) => body.replace('Switch gw-1', 'Switch gw-9'));
    await tale.does(MARA, 'renames the issue', () =>
      sandbox.as(MARA).editIssue(tale.issue, { title: 'Nothing happened' }),
    );
    await tale.says(MARA, '/chg approve\n/chg done E1 other');
    expect(evidence(tale).map(({ body }) => body)).toEqual([posted?.body]);
    await tale.does(DEE, 'deletes the evidence', () => {
      sandbox.as(DEE).deleteComment(posted?.id ?? 0);
    });
    expect(evidence(tale).map(({ body }) => body)).toEqual([posted?.body]);
    const found = (await tale.events()).filter(({ type }) => type === 'tampering_found');
    expect(found.map(({ actor, data }) => [actor.login, data['surface'], data['how']])).toEqual([
      [JONAS, 'evidence', 'edited'],
      [DEE, 'evidence', 'deleted'],
    ]);
  });
});

describe('going back', () => {
  it('is never held up by a gate, only by a missing reason and by who asks', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 gone');
    await tale.says(MARA, '/chg pause something is odd');
    await tale.says(LIN, '/chg rollback it burns');
    await tale.says(MARA, '/chg rollback');
    expect(await tale.refusals()).toEqual([
      'rollback not_permitted',
      'rollback rollback_reason_required',
    ]);
    await tale.says(MARA, '/chg rollback handshake failures above 2 %');
    expect(stateLabels(tale)).toEqual(['chg/rolled-back']);
    expect(tale.issueNow().state).toBe('open');
    expect(evidence(tale)).toEqual([]);
    expect(tale.record()).toContain('back: switch back');
    await tale.says(MARA, '/chg recovered');
    await tale.says(NINA, '/chg recovered customers are happy');
    expect((await tale.refusals()).slice(2)).toEqual([
      'recovered observation_missing',
      'recovered not_permitted',
    ]);
    scene.pass(3);
    await tale.says(MARA, '/chg recovered old certificate served, failures at 0.01 %');
    expect(tale.issueNow()).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
    expect((await tale.change()).closure).toMatchObject({
      code: 'unsuccessful',
      notes: 'handshake failures above 2 %',
    });
    expect(evidence(tale)[0]?.body).toContain('old certificate served');
    await tale.says(MARA, '/chg reopen try again');
    expect((await tale.refusals()).at(-1)).toBe('reopen not_in_state');
  });

  it('owes a review, which asks four questions and stands in an addendum with the outage that it names', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg rollback handshake failures above 2 %');
    scene.pass(3);
    await tale.says(MARA, '/chg recovered old certificate served, failures at 0.01 %');
    expect(tale.labels()).toContain('chg-flag/post-review-due');
    expect(tale.record()).toContain('Was going back as the plan promised?');
    const { rollback } = await tale.change();
    const [from, to] = [rollback?.at, rollback?.recovered?.at].map(
      (at) => `${at?.slice(0, 16) ?? ''}Z`,
    );
    await tale.says(MARA, '/chg review all well');
    await tale.says(TOMAS, `/chg review outage ${to ?? ''}/${from ?? ''} the chain was wrong`);
    expect(await tale.refusals()).toEqual(['review not_permitted', 'review time_invalid']);
    await tale.says(TOMAS, `/chg review outage ${from ?? ''}/${to ?? ''} the chain was wrong`);
    const [, addendum] = evidence(tale);
    expect(addendum?.body).toContain('down from');
    expect(addendum?.body).toContain('the chain was wrong');
    expect(tale.record()).toContain('**Reviewed**');
    expect(tale.labels()).not.toContain('chg-flag/post-review-due');
  });

  it('can be decided by an approver', async () => {
    const tale = await running();
    await tale.says(DEE, '/chg rollback customers cannot log in');
    expect((await tale.change()).rollback).toMatchObject({
      by: { login: DEE },
      reason: 'customers cannot log in',
    });
  });
});

describe('opening again', () => {
  it('voids the closure; the next end has its own evidence, and the older one is folded away', async () => {
    const tale = await walked();
    await tale.says(MARA, '/chg complete successful as planned');
    const [first] = evidence(tale);
    await tale.says(SORA, '/chg reopen');
    await tale.says(NINA, '/chg reopen one node was forgotten');
    expect(await tale.refusals()).toEqual(['reopen reason_required', 'reopen not_permitted']);
    await tale.says(SORA, '/chg reopen one node was forgotten');
    expect(await tale.change()).toMatchObject({
      state: 'in_progress',
      closure: null,
      reopenings: 1,
    });
    expect(tale.issueNow()).toMatchObject({ state: 'open' });
    expect(stateLabels(tale)).toEqual(['chg/in-progress']);
    await tale.says(MARA, '/chg complete successful now the third node as well');
    const both = evidence(tale);
    expect(both.map(({ minimizedReason }) => minimizedReason)).toEqual(['outdated', null]);
    expect(both[0]?.body).toBe(first?.body);
    expect(both[1]?.body).toContain('now the third node as well');
    expect(tale.issueNow().state).toBe('closed');
  });

  it('with another plan asks for approval of that plan before it can end again', async () => {
    const tale = await running();
    await tale.edits(MARA, (body) =>
      body.replace('All API clients.', 'All API clients, and the monitors.'),
    );
    expect(tale.record()).toContain('mara-ops');
    await tale.says(MARA, '/chg done E1 gone\n/chg done E2 serial');
    await tale.says(TOMAS, '/chg confirm E2 yes');
    await tale.says(MARA, '/chg done V1 fine\n/chg complete successful as planned');
    expect(await stateOf(tale)).toBe('completed');
    await tale.says(MARA, '/chg reopen one node was forgotten');
    await tale.says(MARA, '/chg complete successful now really');
    expect((await tale.refusals()).at(-1)).toMatch(/^complete approval_(missing|stale)$/u);
    await tale.says(MARA, '/chg approve');
    await tale.says(TOMAS, '/chg approve the monitors are fine');
    expect((await tale.says(MARA, '/chg complete successful now really')).reaction).toBe('+1');
    expect(await stateOf(tale)).toBe('completed');
  });
});

describe('closing the issue by hand', () => {
  it('ends nothing: it is opened again, explained once, and remembered', async () => {
    const tale = await inReview();
    const { sandbox } = scene.world().company;
    await tale.does(MARA, 'closes the issue', () => sandbox.as(MARA).closeIssue(tale.issue));
    expect(tale.issueNow().state).toBe('open');
    expect(await stateOf(tale)).toBe('review');
    const told = tale.announcements().filter(({ body }) => body.includes('closed'));
    expect(told).toHaveLength(1);
    await tale.does(LIN, 'closes it as not planned', () =>
      sandbox.as(LIN).closeIssue(tale.issue, 'not_planned'),
    );
    expect(tale.issueNow().state).toBe('open');
    expect(tale.announcements().filter(({ body }) => body.includes('closed'))).toHaveLength(1);
    expect(
      (await tale.events())
        .filter(({ type }) => type === 'closed_early')
        .map(({ actor }) => actor.login),
    ).toEqual([MARA, LIN]);
  });

  it('and opening an ended one again by hand changes nothing either', async () => {
    const tale = await inReview({ body: changeBody({ ...SHORT, window: window(25 * 60) }) });
    await tale.says(MARA, '/chg cancel no longer needed');
    await tale.does(MARA, 'reopens the issue', () =>
      scene.world().company.sandbox.as(TOMAS).reopenIssue(tale.issue),
    );
    expect(await stateOf(tale)).toBe('cancelled');
    expect(tale.issueNow().state).toBe('closed');
  });
});

leavesATrace(scene);
