/*
 * The two GraphQL shapes the sandbox answers: hiding a comment, and who edited a text when.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Play } from './support.ts';
import { openPlay } from './support.ts';

let play: Play;
const subject = 'lighthouse-freight/operations#1';
beforeEach(async () => {
  play = await openPlay();
  play.sandbox
    .as('mara-ops')
    .openIssue('lighthouse-freight/operations', { title: 'Renew', body: 'one' });
});
afterEach(() => play.close());

const history = `query History($id: ID!, $count: Int = 10) {
  node(id: $id) {
    __typename
    ... on IssueComment { userContentEdits(first: $count) { totalCount nodes { editedAt diff editor { login ... on User { databaseId } } } } }
    ... on Issue { edits: userContentEdits(first: 1) { totalCount nodes { diff } pageInfo { hasNextPage endCursor } } }
  }
}`;

describe('the edit history', () => {
  it('of a comment names each editor with the text that was left, newest first', async () => {
    const comment = play.sandbox.as('mara-ops').comment(subject, 'saw 1');
    play.clock.advance(60_000);
    play.sandbox.as('jonas-dba').editComment(comment.id, 'saw 2');
    const { node } = await play.bot.graphql<{ node: unknown }>(history, {
      id: comment.nodeId,
      count: 5,
    });
    expect(node).toEqual({
      __typename: 'IssueComment',
      userContentEdits: {
        totalCount: 2,
        nodes: [
          {
            editedAt: '2026-11-21T08:01:00Z',
            diff: 'saw 2',
            editor: { login: 'jonas-dba', databaseId: 9002 },
          },
          {
            editedAt: '2026-11-21T08:00:00Z',
            diff: 'saw 1',
            editor: { login: 'mara-ops', databaseId: 9001 },
          },
        ],
      },
    });
  });

  it('of a text that was never edited is empty', async () => {
    const comment = play.sandbox.as('mara-ops').comment(subject, 'saw 1');
    const { node } = await play.bot.graphql<{ node: unknown }>(history, {
      id: comment.nodeId,
      count: 5,
    });
    expect(node).toMatchObject({ userContentEdits: { totalCount: 0, nodes: [] } });
  });

  it('of an issue comes in pages', async () => {
    const issue = play.sandbox.as('mara-ops').editIssue(subject, { body: 'two' });
    const { node } = await play.bot.graphql<{
      node: { edits: { totalCount: number; pageInfo: { hasNextPage: boolean } } };
    }>(history, { id: issue.nodeId });
    expect(node.edits).toMatchObject({
      totalCount: 2,
      nodes: [{ diff: 'two' }],
      pageInfo: { hasNextPage: true },
    });
  });
});

it('named fragments and defaults of variables are read', async () => {
  const comment = play.sandbox.as('mara-ops').comment(subject, 'saw 1');
  play.sandbox.as('jonas-dba').editComment(comment.id, 'saw 2');
  const query = `query Ends($id: ID!, $n: Int = 1) { node(id: $id) { ... on Comment { last: userContentEdits(last: $n) { nodes { ...edit } } } } }
    fragment edit on UserContentEdit { diff editor { login } }`;
  expect(await play.bot.graphql(query, { id: comment.nodeId })).toEqual({
    node: { last: { nodes: [{ diff: 'saw 1', editor: { login: 'mara-ops' } }] } },
  });
});

describe('hiding a comment', () => {
  const hide =
    'mutation($id: ID!) { minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized minimizedReason } } }';

  it('by the app shows over REST with its reason', async () => {
    const comment = play.sandbox.as('mara-ops').comment(subject, 'old');
    const answer = await play.bot.graphql(hide, { id: comment.nodeId });
    expect(answer).toEqual({
      minimizeComment: { minimizedComment: { isMinimized: true, minimizedReason: 'outdated' } },
    });
    const { data } = await play.bot.rest.issues.getComment({
      owner: 'lighthouse-freight',
      repo: 'operations',
      comment_id: comment.id,
    });
    expect(data).toMatchObject({ minimized: { reason: 'outdated' } });
  });

  it('of somebody else takes the triage role', async () => {
    const comment = play.sandbox.as('mara-ops').comment(subject, 'old');
    await expect(play.person('nina-cs').graphql(hide, { id: comment.nodeId })).rejects.toThrow(
      'takes the triage role',
    );
  });
});

it('an unknown field is an error and not an empty answer', async () => {
  await expect(play.bot.graphql('{ viewer { login } }')).rejects.toThrow(
    "Field 'viewer' doesn't exist on type 'Query'",
  );
});
