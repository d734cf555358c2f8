// What a delivery becomes, and when it becomes nothing. The examples are GitHub's own.
import { describe, expect, test } from 'vitest';
import { HANDLED_EVENTS } from '../../../src/forge/github/permissions.ts';
import type { NoticeFact } from '../../../src/core/intent/notice.ts';
import { examples, examplesOf } from './examples.ts';
import { omit, one, part, read, readExample } from './read.ts';

function kindsOf(event: string, action: string): readonly NoticeFact['kind'][] {
  const found = examplesOf(event, action);
  expect(found.length).toBeGreaterThan(0);
  return [...new Set(found.map((example) => readExample(example).fact.kind))];
}

describe('every event family', () => {
  test.each<[string, string, NoticeFact['kind']]>([
    ['issues', 'opened', 'issue_opened'],
    ['issues', 'edited', 'issue_edited'],
    ['issues', 'reopened', 'issue_reopened'],
    ['issues', 'transferred', 'issue_gone'],
    ['issues', 'deleted', 'issue_gone'],
    ['issues', 'labeled', 'label_added'],
    ['issues', 'unlabeled', 'label_removed'],
    ['issues', 'assigned', 'nothing'],
    ['issues', 'milestoned', 'nothing'],
    ['issues', 'locked', 'nothing'],
    ['issue_comment', 'created', 'comment_created'],
    ['issue_comment', 'edited', 'comment_edited'],
    ['issue_comment', 'deleted', 'comment_deleted'],
    ['label', 'created', 'label_registry_changed'],
    ['label', 'edited', 'label_registry_changed'],
    ['label', 'deleted', 'label_registry_changed'],
    ['pull_request', 'opened', 'pull_changed'],
    ['pull_request', 'synchronize', 'pull_changed'],
    ['pull_request', 'closed', 'pull_changed'],
    ['pull_request', 'reopened', 'pull_changed'],
    ['pull_request', 'ready_for_review', 'pull_changed'],
    ['pull_request', 'converted_to_draft', 'pull_changed'],
    ['pull_request', 'labeled', 'label_added'],
    ['pull_request', 'review_requested', 'nothing'],
    ['pull_request_review', 'submitted', 'review_submitted'],
    ['pull_request_review', 'dismissed', 'review_dismissed'],
    ['check_run', 'created', 'checks_changed'],
    ['check_run', 'completed', 'checks_changed'],
    ['check_suite', 'completed', 'checks_changed'],
    ['check_suite', 'requested', 'nothing'],
    ['status', '', 'checks_changed'],
    ['merge_group', 'checks_requested', 'merge_group_formed'],
    ['installation', 'created', 'installation_changed'],
    ['installation', 'deleted', 'installation_changed'],
    ['installation', 'suspend', 'installation_changed'],
    ['installation', 'unsuspend', 'installation_changed'],
    ['installation', 'new_permissions_accepted', 'nothing'],
  ])('%s %s reads as %s', (event, action, kind) => {
    expect(kindsOf(event, action)).toEqual([kind]);
  });

  test('every notice from a repository says whose, where, who and when', () => {
    const notices = examples
      .filter(({ event }) => event !== 'installation')
      .map(readExample)
      .filter(({ fact }) => fact.kind !== 'nothing');
    expect(notices.length).toBeGreaterThan(60);
    for (const notice of notices) {
      expect(notice.workspace).toMatch(/^github:[1-9]\d*$/);
      expect(notice.repo?.name).toMatch(/^[^/]+\/[^/]+$/);
      expect(notice.actor.id).toMatch(/^[1-9]\d*$/);
      expect(new Date(notice.occurredAt).toISOString().slice(0, 19)).toBe(
        notice.occurredAt.slice(0, 19),
      );
    }
  });
});

describe('an event name that does not fit the body', () => {
  test('is nothing to see, for every example under every other name', () => {
    const wronglyBelieved = examples.flatMap(({ event, payload, action }) =>
      HANDLED_EVENTS.filter((name) => name !== event)
        .map((name) => ({ name, was: `${event}.${action}`, kind: read(name, payload).fact.kind }))
        .filter(({ kind }) => kind !== 'nothing'),
    );
    expect(wronglyBelieved).toEqual([]);
  });

  test('that nobody subscribed to is nothing to see', () => {
    expect(read('error', one('issues', 'opened').payload).fact).toMatchObject({ kind: 'nothing' });
    expect(read('__proto__', one('issues', 'opened').payload).fact).toMatchObject({
      kind: 'nothing',
    });
    expect(read('push', one('issues', 'opened').payload).fact).toMatchObject({ kind: 'nothing' });
  });
});

describe('a body that cannot be read', () => {
  test.each([null, 17, 'text', [], {}, { action: 'opened', issue: null }])(
    '%j is nothing to see',
    (payload) => {
      expect(read('issues', payload).fact.kind).toBe('nothing');
    },
  );

  test('with any one field of the issue missing or of another kind throws nothing', () => {
    const example = one('issues', 'opened');
    for (const key of Object.keys(part(example, 'issue'))) {
      for (const broken of [undefined, null, 7, {}, [], 'x']) {
        const issue = { ...part(example, 'issue'), [key]: broken };
        expect(['issue_opened', 'nothing']).toContain(
          read('issues', { ...example.payload, issue }).fact.kind,
        );
      }
    }
  });

  test('without an account or an installation is nobody’s', () => {
    const { payload } = one('issues', 'opened');
    expect(read('issues', omit(payload, 'installation')).fact).toMatchObject({ kind: 'nothing' });
    const nowhere = { ...payload, repository: { id: 1, full_name: 'a/b' } };
    expect(read('issues', nowhere)).toMatchObject({ workspace: '', fact: { kind: 'nothing' } });
  });
});
