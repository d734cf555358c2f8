// Whose a delivery is and which lane keeps its order; and the forge's own memory of what it sent.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GithubApp } from '../../../src/forge/github/app.ts';
import { isHandled } from '../../../src/forge/github/notice/read-notice.ts';
import { operations } from '../../../src/sandbox/seed-lighthouse.ts';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';
import { openBeside, WORKSPACE } from './beside.ts';

let sandbox: Sandbox;
let app: GithubApp;

beforeAll(async () => {
  ({ sandbox, app } = await openBeside());
});
afterAll(() => sandbox.close());

describe('the lane of a delivery', () => {
  const route = (payload: unknown) =>
    app.route({ event: 'issues', body: Buffer.from(JSON.stringify(payload)) });
  const repository = { id: 77, owner: { id: 9812, login: 'lighthouse-freight' } };

  test('keeps what is about one issue or pull request in order, and lets the rest pass', () => {
    expect(route({ repository, issue: { number: 12 } })).toEqual({
      workspace: WORKSPACE,
      lane: 'github:9812/77/12',
    });
    expect(route({ repository, pull_request: { number: 12 } })).toEqual({
      workspace: WORKSPACE,
      lane: 'github:9812/77/12',
    });
    expect(route({ repository, check_run: {} })).toEqual({
      workspace: WORKSPACE,
      lane: 'github:9812/77',
    });
    expect(route({ organization: { id: 9812 } })).toEqual({
      workspace: WORKSPACE,
      lane: 'github:9812',
    });
    expect(route({ installation: { id: 1, account: { id: 9812 } } })).toEqual({
      workspace: WORKSPACE,
      lane: 'github:9812',
    });
  });

  test.each([
    [[]],
    ['text'],
    [{}],
    [{ repository: { id: 1 } }],
    [{ repository: { id: 1, owner: { id: 'x' } } }],
  ])('of %j cannot be told, and it is said why', (payload) => {
    expect(route(payload)).toEqual({ dead: expect.any(String) as string });
  });

  test('of what is no JSON cannot be told', () => {
    expect(app.route({ event: 'issues', body: new Uint8Array([0xff, 0x00, 0x7b]) })).toHaveProperty(
      'dead',
    );
  });
});

describe('the forge’s own list of deliveries', () => {
  test('is read back to a time, newest first, and each can be fetched whole', async () => {
    const before = new Date(Date.now() - 60_000).toISOString();
    sandbox.as('mara-ops').openIssue(operations, { title: 'Missed' });
    await sandbox.settled();
    const listed = await app.observeDeliveries(before);
    const [newest] = listed ?? [];
    expect(newest).toMatchObject({ event: 'issues' });
    expect(listed?.every(({ event }) => isHandled(event))).toBe(true);
    const whole = await app.fetchDelivery(newest?.id ?? '');
    expect(whole).toMatchObject({
      ...newest,
      headers: { 'x-github-event': 'issues', 'x-github-delivery': newest?.guid },
    });
    expect(Object.keys(whole?.headers ?? {}).filter((name) => name.includes('signature'))).toEqual(
      [],
    );
    const notice = await app.receive({
      id: 'a',
      name: 'issues',
      payload: Buffer.from(whole?.body ?? []).toString(),
    });
    expect(notice.fact).toMatchObject({ kind: 'issue_opened', issue: { title: 'Missed' } });
  });

  test('is empty for a time to come, and knows no delivery that never was', async () => {
    expect(await app.observeDeliveries(new Date(Date.now() + 60_000).toISOString())).toEqual([]);
    expect(await app.fetchDelivery('999999999999')).toBeNull();
  });
});
