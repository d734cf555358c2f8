// GitHub's own links and types: what is asked, for how long nobody asks again, and what deliveries tell of them.
import nock from 'nock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Forge } from '../../../src/forge/port.ts';
import {
  API,
  REPO,
  REPO_PATH,
  scriptedApp,
  scriptSignIn,
  WORKSPACE,
  type Waits,
} from './nocked.ts';
import { one, omit, part, read } from './read.ts';

const BLOCKED_BY = `${REPO_PATH}/issues/12/dependencies/blocked_by`;
const DAY_MS = 24 * 3_600_000;

let forge: Forge;
let advance: Waits['advance'];

beforeEach(async () => {
  nock.disableNetConnect();
  scriptSignIn();
  const scripted = scriptedApp();
  ({ advance } = scripted);
  forge = await scripted.app.forge(WORKSPACE);
});
afterEach(() => {
  expect(nock.pendingMocks()).toEqual([]);
  nock.cleanAll();
  nock.enableNetConnect();
});

describe('what blocks an issue', () => {
  test('is named by ids, and where there is no such thing it is asked for once a day', async () => {
    for (const status of [404, 410, 403, 422]) {
      nock(API).get(BLOCKED_BY).query(true).reply(status, { message: 'no' });
      expect(await forge.observeBlockers(REPO, 12)).toBeNull();
      advance(DAY_MS - 1);
      expect(await forge.observeBlockers(REPO, 12)).toBeNull();
      advance(1);
    }
    nock(API)
      .get(BLOCKED_BY)
      .query(true)
      .reply(200, [{ id: 5_005 }, { id: 5_006 }]);
    expect(await forge.observeBlockers(REPO, 12)).toEqual(['5005', '5006']);
  });

  test('is linked and parted by id; what the forge will not do is no trouble', async () => {
    nock(API).post(BLOCKED_BY, { issue_id: 5_005 }).reply(201, {});
    expect(await forge.addBlocker(REPO, 12, '5005')).toBe(true);
    nock(API).post(BLOCKED_BY, { issue_id: 5_006 }).reply(422, { message: 'a circle' });
    expect(await forge.addBlocker(REPO, 12, '5006')).toBe(false);
    nock(API).delete(`${BLOCKED_BY}/5005`).reply(404, { message: 'gone' });
    expect(await forge.removeBlocker(REPO, 12, '5005')).toBe(false);
  });
});

describe('the type of an issue', () => {
  test('is one of those that are in use, read once a day', async () => {
    nock(API)
      .get(`${REPO_PATH}/issue-types`)
      .reply(200, [
        { name: 'Bug' },
        { name: 'Change', is_enabled: true },
        { name: 'Old', is_enabled: false },
      ]);
    expect(await forge.observeIssueTypes(REPO)).toEqual(['Bug', 'Change']);
    expect(await forge.observeIssueTypes(REPO)).toEqual(['Bug', 'Change']);
    advance(DAY_MS);
    nock(API).get(`${REPO_PATH}/issue-types`).reply(404, { message: 'no' });
    expect(await forge.observeIssueTypes(REPO)).toEqual([]);
    nock(API).patch(`${REPO_PATH}/issues/12`, { type: 'Change' }).reply(200, {});
    expect(await forge.setIssueType(REPO, 12, 'Change')).toBe(true);
  });
});

describe('the fields of an issue', () => {
  test('are those of the organisation that hold a text, a day or a choice, read once a day', async () => {
    const options = [{ id: 1, name: 'High', color: 'red' }];
    nock(API)
      .get('/orgs/lighthouse-freight/issue-fields')
      .reply(200, [
        { id: 7, name: 'Change risk', data_type: 'single_select', options },
        { id: 8, name: 'Change start', data_type: 'date' },
        { id: 9, name: 'Points', data_type: 'number' },
      ]);
    const fields = [
      { id: '7', name: 'Change risk', kind: 'choice', choices: ['High'] },
      { id: '8', name: 'Change start', kind: 'date', choices: [] },
    ];
    expect(await forge.observeIssueFields(REPO)).toEqual(fields);
    expect(await forge.observeIssueFields(REPO)).toEqual(fields);
    const values = { issue_field_values: [{ field_id: 8, value: '2026-11-22' }] };
    nock(API).post(`${REPO_PATH}/issues/12/issue-field-values`, values).reply(403, {});
    expect(await forge.setIssueFields(REPO, 12, [{ id: '8', value: '2026-11-22' }])).toBe(false);
  });
});

describe('deliveries', () => {
  const opened = one('issues', 'opened');
  const issue = part(opened, 'issue');
  const { sender, repository, installation = { id: 42 } } = opened.payload;
  const shared = { sender, repository, installation };
  const elsewhere = { ...part(opened, 'repository'), id: 99 };
  const linked = {
    ...{ action: 'blocked_by_added', blocked_issue_id: 1, blocking_issue_id: 2 },
    ...{ blocked_issue: issue, blocking_issue: { ...issue, number: 33 }, ...shared },
    blocking_issue_repo: elsewhere,
  };
  const parted = {
    ...{ action: 'sub_issue_added', sub_issue_id: 2, parent_issue_id: 1 },
    sub_issue: { ...issue, number: 33 },
    parent_issue: {
      ...issue,
      sub_issues_summary: { total: 3, completed: 1, percent_completed: 33 },
    },
    ...shared,
  };

  test('tell the blocked side which issue blocks it, in which repository', () => {
    expect(read('issue_dependencies', linked).fact).toMatchObject({
      ...{ kind: 'blocker_told', added: true },
      on: { repoId: '99', issue: 33 },
      issue: { number: issue['number'] },
    });
    const removed = { ...linked, action: 'blocked_by_removed' };
    expect(read('issue_dependencies', removed).fact).toMatchObject({ added: false });
    const other = { ...linked, action: 'blocking_added' };
    expect(read('issue_dependencies', other).fact).toMatchObject({ kind: 'nothing' });
  });

  test('tell the whole of its parts, with their number', () => {
    expect(read('sub_issues', parted).fact).toMatchObject({
      kind: 'parts_changed',
      issue: { parts: { total: 3, closed: 1 } },
    });
    const other = { ...parted, action: 'parent_issue_added' };
    expect(read('sub_issues', other).fact).toMatchObject({ kind: 'nothing' });
  });

  test('are refused under another name, and unreadable when something is missing', () => {
    expect(read('sub_issues', linked).fact).toMatchObject({ trouble: 'refused' });
    expect(read('issues', linked).fact).toMatchObject({ trouble: 'refused' });
    expect(read('issue_dependencies', opened.payload).fact).toMatchObject({ trouble: 'refused' });
    expect(read('issue_dependencies', omit(linked, 'blocking_issue')).fact).toMatchObject({
      trouble: 'unreadable',
    });
  });
});
