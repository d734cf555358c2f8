// What a notice says in detail: texts, actors, times, heads. The examples are GitHub's own; what they lack is made
// from one of them.
import { describe, expect, test } from 'vitest';
import { examplesOf } from './examples.ts';
import type { Example } from './examples.ts';
import { omit, one, part, read, readExample, RECEIVED_AT } from './read.ts';

describe('an edit', () => {
  test('that carries no text before says so instead of guessing', () => {
    const [fact] = examplesOf('issues', 'edited').map((example) => readExample(example).fact);
    expect(fact).toMatchObject({ kind: 'issue_edited', before: { body: null, title: null } });
  });

  test('carries the text before and after, with LF line ends', () => {
    const example = one('issues', 'edited');
    const issue = { ...part(example, 'issue'), body: '- [x] one\r\n- [ ] two\r' };
    const changes = { body: { from: '- [ ] one\r\n- [ ] two\r' }, title: { from: 'before' } };
    expect(read('issues', { ...example.payload, issue, changes }).fact).toMatchObject({
      issue: { body: '- [x] one\n- [ ] two\n' },
      before: { body: '- [ ] one\n- [ ] two\n', title: 'before' },
    });
  });

  test('of a comment carries the comment’s text before', () => {
    const example = one('issue_comment', 'edited');
    const changes = { body: { from: 'a\r\nb' } };
    expect(read('issue_comment', { ...example.payload, changes }).fact).toMatchObject({
      before: 'a\nb',
    });
  });

  test('with NUL and half a character in it becomes storable text', () => {
    const example = one('issues', 'opened');
    const issue = { ...part(example, 'issue'), body: 'a\0b\ud800c', title: '\udfff' };
    expect(read('issues', { ...example.payload, issue }).fact).toMatchObject({
      issue: { body: 'a\uFFFDb\uFFFDc', title: '\uFFFD' },
    });
  });

  test('without any text is an empty text', () => {
    const example = one('issues', 'opened');
    const issue = { ...part(example, 'issue'), body: null };
    expect(read('issues', { ...example.payload, issue }).fact).toMatchObject({
      issue: { body: '' },
    });
  });
});

describe('who acted', () => {
  const comment = one('issue_comment', 'created');
  const bot = { id: 4711, login: 'holdpoint[bot]', type: 'Bot' };

  test('our own bot is an echo, and its comment ours, by account id', () => {
    const payload = {
      ...comment.payload,
      sender: bot,
      comment: { ...part(comment, 'comment'), user: bot },
    };
    expect(
      read('issue_comment', payload, { appId: '1', bot: { id: '4711', login: 'holdpoint[bot]' } }),
    ).toMatchObject({
      echo: true,
      actor: { id: '4711', kind: 'bot' },
      fact: { comment: { ours: true } },
    });
    expect(
      read('issue_comment', payload, { appId: '1', bot: { id: '4712', login: 'holdpoint[bot]' } }),
    ).toMatchObject({
      echo: false,
      fact: { comment: { ours: false } },
    });
  });

  test('a person who acts through our app is still a person', () => {
    const through = {
      ...part(comment, 'comment'),
      performed_via_github_app: { id: 1, slug: 'holdpoint' },
    };
    const notice = read(
      'issue_comment',
      { ...comment.payload, comment: through },
      { appId: '1', bot: { id: '4711', login: 'holdpoint[bot]' } },
    );
    expect(notice).toMatchObject({
      echo: false,
      actor: { kind: 'human' },
      fact: { comment: { ours: false } },
    });
  });

  test('a deleted account is the ghost, who is nobody', () => {
    const payload = { ...comment.payload, sender: null };
    expect(read('issue_comment', payload).actor).toEqual({
      id: '10137',
      login: 'ghost',
      kind: 'unknown',
    });
  });
});

describe('when it happened', () => {
  test('is the forge’s time where it gives one', () => {
    const opened = one('issues', 'opened');
    expect(readExample(opened).occurredAt).toBe(part(opened, 'issue').created_at);
    const review = one('pull_request_review', 'submitted');
    expect(readExample(review).occurredAt).toBe(part(review, 'review').submitted_at);
  });

  test('is the delivery’s time where it does not', () => {
    expect(readExample(one('issue_comment', 'deleted')).occurredAt).toBe(RECEIVED_AT);
    expect(readExample(one('label', 'deleted')).occurredAt).toBe(RECEIVED_AT);
  });
});

describe('details that matter later', () => {
  test('an issue that is closed names its time', () => {
    const example = one('issues', 'reopened');
    const issue = {
      ...part(example, 'issue'),
      state: 'closed',
      state_reason: 'not_planned',
      closed_at: '2026-11-22T04:36:00Z',
    };
    expect(read('issues', { ...example.payload, action: 'closed', issue })).toMatchObject({
      occurredAt: '2026-11-22T04:36:00Z',
      fact: { kind: 'issue_closed', issue: { open: false, stateReason: 'not_planned' } },
    });
  });

  test('of a renamed label the missing name is told', () => {
    const payload = {
      ...one('label', 'edited').payload,
      changes: { name: { from: 'chg/review' } },
    };
    expect(read('label', payload).fact).toEqual({
      kind: 'label_registry_changed',
      label: 'chg/review',
    });
  });

  test('a label taken away by deleting it from the repository is not guessed', () => {
    expect(read('issues', omit(one('issues', 'unlabeled').payload, 'label')).fact.kind).toBe(
      'nothing',
    );
  });

  test('a comment on a pull request says so', () => {
    const example = one('issue_comment', 'created');
    const issue = { ...part(example, 'issue'), pull_request: { url: 'x' } };
    expect(read('issue_comment', { ...example.payload, issue }).fact).toMatchObject({
      onPull: true,
    });
    expect(readExample(example).fact).toMatchObject({ onPull: false });
  });

  test('a comment that belongs to another issue than the delivery says is not believed', () => {
    const example = one('issue_comment', 'created');
    const issue = { ...part(example, 'issue'), number: 999_999 };
    expect(read('issue_comment', { ...example.payload, issue }).fact.kind).toBe('nothing');
  });

  test('the trial merge of an open pull request is no merge', () => {
    const example = one('pull_request', 'opened');
    const pull = {
      ...part(example, 'pull_request'),
      merged: false,
      merged_at: null,
      merge_commit_sha: 'abc',
    };
    expect(read('pull_request', { ...example.payload, pull_request: pull }).fact).toMatchObject({
      pull: { merged: false, mergeSha: null },
    });
    const merged = { ...pull, state: 'closed', merged: true, merged_at: '2026-11-22T04:36:00Z' };
    expect(
      read('pull_request', { ...example.payload, action: 'closed', pull_request: merged }).fact,
    ).toMatchObject({
      action: 'closed',
      pull: { merged: true, mergeSha: 'abc', open: false },
    });
  });

  test('a review names the commit it was given for, and its state in small letters or large', () => {
    const example = one('pull_request_review', 'submitted');
    const review = { ...part(example, 'review'), state: 'APPROVED' };
    expect(read('pull_request_review', { ...example.payload, review }).fact).toMatchObject({
      review: { state: 'approved', commit: review['commit_id' as keyof typeof review] },
    });
  });

  test('a review whose commit is gone is read, and is for no commit', () => {
    const example = one('pull_request_review', 'submitted');
    const review = { ...part(example, 'review'), state: 'changes_requested', commit_id: null };
    expect(read('pull_request_review', { ...example.payload, review }).fact).toMatchObject({
      kind: 'review_submitted',
      review: { state: 'changes_requested', commit: '' },
    });
  });

  test('of a dismissed review the author is told; who dismissed it is the actor', () => {
    const example = one('pull_request_review', 'dismissed');
    const review = { ...part(example, 'review'), user: { id: 7, login: 'lin-dev', type: 'User' } };
    const sender = { id: 8, login: 'mara-ops', type: 'User' };
    expect(read('pull_request_review', { ...example.payload, review, sender })).toMatchObject({
      actor: { id: '8' },
      fact: { review: { by: { id: '7' } } },
    });
  });

  test('a merge group names its head and base', () => {
    const group = part(one('merge_group', 'checks_requested'), 'merge_group');
    expect(readExample(one('merge_group', 'checks_requested')).fact).toEqual({
      kind: 'merge_group_formed',
      headSha: group.head_sha,
      headRef: group.head_ref,
      baseSha: group.base_sha,
    });
    expect(
      read('merge_group', {
        ...one('merge_group', 'checks_requested').payload,
        action: 'destroyed',
      }).fact,
    ).toEqual({ kind: 'merge_group_gone', headSha: group.head_sha });
  });
});

describe('checks', () => {
  const ownerOf = (example: Example, key: string): string => {
    const app = (part(example, key).app ?? {}) as { readonly id?: number };
    return String(app.id);
  };

  test.each(['check_run', 'check_suite'])(
    'a %s of ours coming back is an echo, not news',
    (event) => {
      const example = one(event, 'completed');
      expect(
        read(event, example.payload, { appId: ownerOf(example, event), bot: null }).fact.kind,
      ).toBe('nothing');
    },
  );

  test('a re-run is asked of the app that owns the check, and of nobody else', () => {
    for (const event of ['check_run', 'check_suite']) {
      const example = one(event, 'rerequested');
      expect(readExample(example).fact.kind).toBe('nothing');
      const owned = { appId: ownerOf(example, event), bot: null };
      const { id, html_url: url } = part(example, event);
      const check = { id: String(id), about: '', url };
      expect(read(event, example.payload, owned).fact).toEqual({
        kind: 'check_requested',
        sha: part(example, event).head_sha,
        identifier: null,
        // A suite is all of our checks on the commit.
        ...(event === 'check_run' ? { check } : {}),
      });
    }
  });

  test('a pressed button tells which', () => {
    const example = one('check_run', 'requested_action');
    expect(readExample(example).fact.kind).toBe('nothing');
    expect(
      read('check_run', example.payload, { appId: ownerOf(example, 'check_run'), bot: null }).fact,
    ).toMatchObject({
      kind: 'check_requested',
      identifier: part(example, 'requested_action').identifier,
    });
  });
});

describe('a merge', () => {
  const pull = { ...part(one('pull_request', 'closed'), 'pull_request'), merged: true };
  const told = (extra: object) => ({ ...one('pull_request', 'closed').payload, ...extra });
  const person = { id: 7, login: 'omar-dev', type: 'User' };

  test('names who did it, and who let the forge do it', () => {
    const auto_merge = { enabled_by: person, merge_method: 'squash' };
    const merged_by = { id: 118344674, login: 'github-merge-queue[bot]', type: 'Bot' };
    const payload = told({ pull_request: { ...pull, merged_by, auto_merge } });
    expect(read('pull_request', payload).fact).toMatchObject({
      action: 'closed',
      pull: {
        mergedBy: { login: 'github-merge-queue[bot]', kind: 'bot' },
        autoMergeBy: { id: '7', login: 'omar-dev', kind: 'human' },
      },
    });
  });

  test.each([
    ['enqueued', undefined, 'queued'],
    ['dequeued', 'MANUAL', 'unqueued'],
    ['dequeued', 'CI_FAILURE', 'unqueued'],
  ])('through the queue begins and ends with %s (%s)', (action, reason, read_as) => {
    const fact = read('pull_request', told({ action, reason })).fact;
    expect(fact).toMatchObject({ kind: 'pull_changed', action: read_as });
  });

  test('is not told twice: leaving the queue by being merged is nothing', () => {
    expect(read('pull_request', told({ action: 'dequeued', reason: 'MERGE' })).fact.kind).toBe(
      'nothing',
    );
  });
});
