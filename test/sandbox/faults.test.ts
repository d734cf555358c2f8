/*
 * Every trouble the sandbox can make, seen from the app's side.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Play } from './support.ts';
import { openPlay, repo } from './support.ts';

let play: Play;
const subject = 'lighthouse-freight/operations#1';
const comments = '/repos/{owner}/{repo}/issues/{issue_number}/comments';

beforeEach(async () => {
  play = await openPlay();
  play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', { title: 'Renew' });
  await play.sandbox.settled();
  play.receiver.received.length = 0;
});
afterEach(() => play.close());

const say = (body: string) =>
  play.bot.rest.issues.createComment({ ...repo, issue_number: 1, body });
const stored = () => play.sandbox.world.comments.all().map(({ body }) => body);

describe('a request', () => {
  it('may be carried out and answered with 502', async () => {
    play.sandbox.faults.onRequest({
      method: 'POST',
      path: comments,
      times: 1,
      trouble: { kind: 'apply_then_fail', status: 502 },
    });
    await expect(say('one')).rejects.toMatchObject({ status: 502 });
    await say('two');
    expect(stored()).toEqual(['one', 'two']);
  });

  it('may be refused with 502 before anything is done', async () => {
    play.sandbox.faults.onRequest({
      method: 'POST',
      path: comments,
      times: 1,
      trouble: { kind: 'refuse', status: 502 },
    });
    await expect(say('one')).rejects.toMatchObject({ status: 502 });
    expect(stored()).toEqual([]);
  });

  it('may lose its connection before or after the work', async () => {
    play.sandbox.faults.onRequest({ path: comments, times: 1, trouble: { kind: 'drop' } });
    play.sandbox.faults.onRequest({
      path: comments,
      times: 1,
      trouble: { kind: 'apply_then_drop' },
    });
    await expect(say('before')).rejects.toThrow();
    await expect(say('after')).rejects.toThrow();
    expect(stored()).toEqual(['after']);
  });

  it('may hang until the client gives up, with the work done or not', async () => {
    const patient = (body: string) =>
      play.bot.rest.issues.createComment({
        ...repo,
        issue_number: 1,
        body,
        request: { signal: AbortSignal.timeout(60) },
      });
    play.sandbox.faults.onRequest({
      path: comments,
      times: 1,
      trouble: { kind: 'hang', applied: true },
    });
    play.sandbox.faults.onRequest({
      path: comments,
      times: 1,
      trouble: { kind: 'hang', applied: false },
    });
    await expect(patient('done')).rejects.toThrow();
    await expect(patient('not done')).rejects.toThrow();
    expect(stored()).toEqual(['done']);
  });

  it('may read from a replica that lags behind', async () => {
    const { data } = await say('fresh');
    play.sandbox.faults.onRequest({ method: 'GET', trouble: { kind: 'read_lag', lagMs: 4_000 } });
    const read = () => play.bot.rest.issues.getComment({ ...repo, comment_id: data.id });
    const list = () => play.bot.rest.issues.listComments({ ...repo, issue_number: 1 });
    await expect(read()).rejects.toMatchObject({ status: 404 });
    expect((await list()).data).toEqual([]);
    play.clock.advance(4_000);
    expect((await read()).data.body).toBe('fresh');
    expect((await list()).data).toHaveLength(1);
  });

  it('may meet the secondary limit, with the time to wait', async () => {
    play.sandbox.faults.onRequest({
      method: 'POST',
      times: 1,
      trouble: { kind: 'secondary_limit', retryAfterSeconds: 90, status: 429 },
    });
    await expect(say('one')).rejects.toMatchObject({
      status: 429,
      response: { headers: { 'retry-after': '90' } },
    });
  });

  it('may meet the primary limit, with the time of its reset', async () => {
    play.sandbox.faults.onRequest({
      times: 1,
      trouble: { kind: 'primary_limit', resetInSeconds: 600 },
    });
    const reset = String(play.clock.now().getTime() / 1000 + 600);
    await expect(say('one')).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } },
    });
  });

  it('meets the same chances in a run with the same seed', async () => {
    const outcomes = async (): Promise<string> => {
      await play.close();
      play = await openPlay({ seed: 7 });
      play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', { title: 'Renew' });
      play.sandbox.faults.onRequest({
        method: 'POST',
        path: comments,
        probability: 0.5,
        trouble: { kind: 'refuse', status: 502 },
      });
      const answers: string[] = [];
      for (let count = 0; count < 12; count += 1)
        answers.push(
          await say('x').then(
            () => '.',
            () => 'F',
          ),
        );
      return answers.join('');
    };
    const first = await outcomes();
    expect(first).toContain('F');
    expect(first).toContain('.');
    expect(await outcomes()).toBe(first);
  });
});

describe('a delivery', () => {
  const talk = async (...texts: readonly string[]): Promise<void> => {
    for (const text of texts) play.sandbox.as('mara-ops').comment(subject, text);
    await play.sandbox.settled();
  };
  const heard = () =>
    play.receiver.received.map(
      ({ payload }) => (payload['comment'] as { readonly body: string }).body,
    );
  const recorded = async () =>
    (await play.app.rest.apps.listWebhookDeliveries()).data.filter(
      ({ event }) => event === 'issue_comment',
    );

  it('may be lost without a trace', async () => {
    play.sandbox.faults.onDelivery({ event: 'issue_comment', times: 1, trouble: { kind: 'drop' } });
    await talk('one', 'two');
    expect(heard()).toEqual(['two']);
    expect(await recorded()).toHaveLength(1);
  });

  it('may fail and be on record for catching up', async () => {
    play.sandbox.faults.onDelivery({ times: 1, trouble: { kind: 'fail' } });
    await talk('one');
    expect(heard()).toEqual([]);
    const [delivery] = await recorded();
    expect(delivery?.status).not.toBe('OK');
    await play.app.rest.apps.redeliverWebhookDelivery({ delivery_id: delivery?.id ?? 0 });
    await play.sandbox.settled();
    expect(heard()).toEqual(['one']);
  });

  it('may come twice, under one guid or two', async () => {
    play.sandbox.faults.onDelivery({ times: 1, trouble: { kind: 'duplicate', newGuid: false } });
    play.sandbox.faults.onDelivery({ times: 1, trouble: { kind: 'duplicate', newGuid: true } });
    await talk('one', 'two');
    const guids = play.receiver.received.map(({ guid }) => guid);
    expect(heard()).toEqual(['one', 'one', 'two', 'two']);
    expect([guids[0] === guids[1], guids[2] === guids[3]]).toEqual([true, false]);
  });

  it('may be held back and come in another order', async () => {
    play.sandbox.faults.onDelivery({ times: 2, trouble: { kind: 'hold' } });
    await talk('one', 'two', 'three');
    expect(heard()).toEqual(['three']);
    play.sandbox.faults.release('reversed');
    await play.sandbox.settled();
    expect(heard()).toEqual(['three', 'two', 'one']);
  });

  it('may be late', async () => {
    play.sandbox.faults.onDelivery({ times: 1, trouble: { kind: 'delay', delayMs: 30 } });
    await talk('one', 'two');
    expect(heard()).toEqual(['two', 'one']);
  });
});

describe('the published limits', () => {
  it('refuse the eighty-first content write of a minute when they are enforced', async () => {
    await play.close();
    play = await openPlay({ enforceLimits: true });
    play.sandbox.as('mara-ops').openIssue('lighthouse-freight/operations', { title: 'Renew' });
    for (let count = 0; count < 80; count += 1) await say(`comment ${count}`);
    await expect(say('one too many')).rejects.toMatchObject({
      status: 403,
      response: { headers: { 'retry-after': '60' } },
    });
    play.clock.advance(60_000);
    await expect(say('after a minute')).resolves.toMatchObject({ status: 201 });
    expect(play.sandbox.requests.counts('holdpoint[bot]')).toMatchObject({ contentWrites: 82 });
  });
});
