/**
 * Comments and reactions. Creating a comment is the one write that must never be repeated blindly: a lost answer
 * is `ambiguous`, and the caller reads all comments back. What is already gone counts as deleted.
 */
import { ForgeFault } from '../fault.ts';
import type { Forge, Reaction } from '../port.ts';
import type { CommentSeen, RepoRef } from '../../core/intent/notice.ts';
import { askForEdits, COMMENT_EDITS, newestEdit } from './editors.ts';
import { orWithout } from './lacks.ts';
import { actorSeen, commentSeen, isBot } from './seen.ts';
import { fieldOf, idAt, parseList, parseRecord, textAt } from './shape.ts';
import { leftRepository, named } from './site.ts';
import type { Site } from './site.ts';

const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';

type CommentVerbs = Pick<
  Forge,
  | 'observeComment'
  | 'observeComments'
  | 'observeCommentEditor'
  | 'observeReactions'
  | 'createComment'
  | 'editComment'
  | 'deleteComment'
  | 'minimiseComment'
  | 'react'
  | 'unreact'
>;

export function commentVerbs(site: Site): CommentVerbs {
  return { ...reading(site), ...writing(site), ...reacting(site) };
}

function reading(
  site: Site,
): Pick<CommentVerbs, 'observeComment' | 'observeComments' | 'observeCommentEditor'> {
  const { api, bot } = site;
  return {
    observeComment: (repo, comment) =>
      api.readOrNull(`GET ${COMMENT}`, { ...named(repo), comment_id: comment }, (answer) =>
        leftRepository(answer, repo) ? null : commentSeen(answer.data, bot),
      ),
    observeComments: (repo, issue) =>
      api.readAll(`GET ${COMMENTS}`, { ...named(repo), issue_number: issue }, (data) =>
        parseList(data, 'comments').map((comment) => commentSeen(comment, bot, issue)),
      ),
    observeCommentEditor: ({ nodeId: id }) => {
      const question = { what: 'a comment', text: COMMENT_EDITS, variables: { id } };
      return askForEdits(site, question, newestEdit);
    },
  };
}

const MINIMISE = `mutation ($id: ID!, $why: ReportedContentClassifiers!) {
  minimizeComment(input: { subjectId: $id, classifier: $why }) { clientMutationId }
}`;

function writing({
  api,
  bot,
  learn,
  lacks,
}: Site): Pick<
  CommentVerbs,
  'createComment' | 'editComment' | 'deleteComment' | 'minimiseComment'
> {
  const written = (data: unknown, issue?: number): CommentSeen => {
    const { author } = commentSeen(data, bot, issue);
    learn(author);
    return commentSeen(data, bot, issue);
  };
  return {
    createComment: (repo, issue, body): Promise<CommentSeen> =>
      api.write(
        { kind: 'create' },
        { route: `POST ${COMMENTS}`, params: { ...named(repo), issue_number: issue, body } },
        ({ data }) => written(data, issue),
      ),
    editComment: (repo, comment, body): Promise<CommentSeen> =>
      api.write(
        { kind: 'repeatable' },
        { route: `PATCH ${COMMENT}`, params: { ...named(repo), comment_id: comment, body } },
        ({ data }) => written(data),
      ),
    deleteComment: (repo, comment) =>
      untilGone(() =>
        api.write(
          { kind: 'repeatable' },
          { route: `DELETE ${COMMENT}`, params: { ...named(repo), comment_id: comment } },
          () => undefined,
        ),
      ),
    minimiseComment: (comment, why) =>
      orWithout(
        () =>
          api.mutate(MINIMISE, {
            id: comment.nodeId,
            why: why === 'resolved' ? 'RESOLVED' : 'OUTDATED',
          }),
        { lacks, what: 'GraphQL: folding a comment away', otherwise: undefined },
      ),
  };
}

function reacting({
  api,
  bot,
}: Site): Pick<CommentVerbs, 'observeReactions' | 'react' | 'unreact'> {
  const address = (repo: RepoRef, comment: string): Readonly<Record<string, string>> => ({
    ...named(repo),
    comment_id: comment,
  });
  return {
    observeReactions: (repo, comment) =>
      api.readAll(`GET ${COMMENT}/reactions`, address(repo, comment), (data) =>
        parseList(data, 'reactions')
          .map((reaction) => parseRecord(reaction, 'reaction'))
          .filter((reaction) => isBot(actorSeen(fieldOf(reaction, 'user')), bot))
          .map((reaction) => ({ id: idAt(reaction, 'id'), content: textAt(reaction, 'content') })),
      ),
    // GitHub keeps one reaction of a kind per account, so asking twice leaves one.
    react: (repo, comment, content: Reaction) =>
      api.write(
        { kind: 'repeatable' },
        { route: `POST ${COMMENT}/reactions`, params: { ...address(repo, comment), content } },
        () => undefined,
      ),
    unreact: (repo, comment, reactionId) =>
      untilGone(() =>
        api.write(
          { kind: 'repeatable' },
          {
            route: `DELETE ${COMMENT}/reactions/{reaction_id}`,
            params: { ...address(repo, comment), reaction_id: reactionId },
          },
          () => undefined,
        ),
      ),
  };
}

async function untilGone(remove: () => Promise<void>): Promise<void> {
  try {
    await remove();
  } catch (error) {
    if (!(error instanceof ForgeFault) || error.code !== 'not_found') throw error;
  }
}
