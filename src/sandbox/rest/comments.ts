/*
 * Comments and reactions over REST, with the rights and the refusals of the forge.
 */
import type { Comment } from '../state/conversations.ts';
import { reactionContents } from '../state/conversations.ts';
import { addComment, deleteComment, editComment, react, removeReaction } from '../acts/comments.ts';
import { findComment } from '../acts/find.ts';
import { invalid } from '../acts/refuse.ts';
import type { Call, Reply, Route } from '../http/call.ts';
import {
  author,
  created,
  issue,
  noContent,
  numberParam,
  ok,
  optionalChoice,
  repository,
  requiredText,
} from '../http/call.ts';
import { listed } from '../http/page.ts';
import { reactionJson, restCommentJson } from '../json/conversations.ts';

const about = { resource: 'IssueComment' };

function comment(call: Call): Comment {
  return findComment(call.world, repository(call), numberParam(call, 'comment_id'));
}

function updatedSince(call: Call, rows: readonly Comment[]): readonly Comment[] {
  const since = call.query.get('since');
  return since === null
    ? rows
    : rows.filter((row) => Date.parse(row.updatedAt) >= Date.parse(since));
}

/** All comments of a repository: by id ascending, unless sorted by time. */
function listAll(call: Call): Reply {
  const { world, query } = call;
  const repo = repository(call);
  const rows = updatedSince(
    call,
    world.issues.of(repo.id).flatMap((row) => world.comments.of(row.id)),
  );
  const sort = query.get('sort');
  const sign = sort !== null && query.get('direction') !== 'asc' ? -1 : 1;
  const by = (row: Comment): string => (sort === 'updated' ? row.updatedAt : row.createdAt);
  const ordered = rows.toSorted(
    (one, other) =>
      sign * ((sort === null ? 0 : by(one).localeCompare(by(other))) || one.id - other.id),
  );
  return listed(call, ordered, (row) => restCommentJson(world, row));
}

function listOfIssue(call: Call): Reply {
  return listed(call, updatedSince(call, call.world.comments.of(issue(call).id)), (row) =>
    restCommentJson(call.world, row),
  );
}

type Target = 'issue' | 'comment';

function target(call: Call, kind: Target): ReturnType<typeof issue> | Comment {
  return kind === 'issue' ? issue(call) : comment(call);
}

function listReactions(kind: Target): (call: Call) => Reply {
  return (call) => {
    const content = call.query.get('content');
    const rows = call.world.reactions
      .of(`${kind}:${target(call, kind).id}`)
      .filter((row) => content === null || row.content === content);
    return listed(call, rows, (row) => reactionJson(call.world, row));
  };
}

function addReaction(kind: Target): (call: Call) => Reply {
  return (call) => {
    const scene = author(call);
    const subject = target(call, kind);
    const content = optionalChoice(call, 'content', {
      resource: 'Reaction',
      among: reactionContents,
    });
    if (content === undefined)
      throw invalid({ resource: 'Reaction', field: 'content', code: 'missing_field' });
    const { reaction, created: fresh } = react(scene, subject, content);
    return { status: fresh ? 201 : 200, body: reactionJson(call.world, reaction) };
  };
}

function deleteReaction(kind: Target): (call: Call) => Reply {
  return (call) => {
    removeReaction(author(call), target(call, kind), numberParam(call, 'reaction_id'));
    return noContent;
  };
}

function remove(call: Call): Reply {
  deleteComment(author(call), comment(call));
  return noContent;
}

const one = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const many = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const onIssue = '/repos/{owner}/{repo}/issues/{issue_number}/reactions';

export const commentRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/repos/{owner}/{repo}/issues/comments', handle: listAll },
  { method: 'GET', pattern: many, handle: listOfIssue },
  {
    method: 'POST',
    pattern: many,
    handle: (call) =>
      created(
        restCommentJson(
          call.world,
          addComment(author(call), issue(call), requiredText(call, 'body', about)),
        ),
      ),
  },
  { method: 'GET', pattern: one, handle: (call) => ok(restCommentJson(call.world, comment(call))) },
  {
    method: 'PATCH',
    pattern: one,
    handle: (call) =>
      ok(
        restCommentJson(
          call.world,
          editComment(author(call), comment(call), requiredText(call, 'body', about)),
        ),
      ),
  },
  {
    method: 'DELETE',
    pattern: one,
    handle: remove,
  },
  { method: 'GET', pattern: onIssue, handle: listReactions('issue') },
  { method: 'POST', pattern: onIssue, handle: addReaction('issue') },
  { method: 'DELETE', pattern: `${onIssue}/{reaction_id}`, handle: deleteReaction('issue') },
  { method: 'GET', pattern: `${one}/reactions`, handle: listReactions('comment') },
  { method: 'POST', pattern: `${one}/reactions`, handle: addReaction('comment') },
  {
    method: 'DELETE',
    pattern: `${one}/reactions/{reaction_id}`,
    handle: deleteReaction('comment'),
  },
];
