/*
 * The small part of GitHub's GraphQL schema that the sandbox knows: the edit history of issues and comments, hiding a
 * comment, and a pull request with all that is around it (`pull.ts`). Edit nodes come newest first; `diff` holds the text as that edit left it. A text that
 * was never edited has no history.
 */
import type { Comment, ContentEdit, Issue } from '../state/conversations.ts';
import { readNodeId } from '../state/ids.ts';
import type { Json, JsonObject } from '../state/json-value.ts';
import { isJsonObject } from '../state/json-value.ts';
import type { Scene, World } from '../state/world.ts';
import { minimizeComment } from '../acts/comments.ts';
import { findIssue, findRepository } from '../acts/find.ts';
import { demand, sees } from '../acts/rights.ts';
import { fullIssueJson, repoOf, restCommentJson } from '../json/conversations.ts';
import { GraphqlProblem } from './parse.ts';
import type { Thing } from './project.ts';
import { objectThing, pullFields } from './pull.ts';
import { actorThing, connection } from './things.ts';

function text(args: JsonObject, name: string): string {
  const value = args[name];
  if (typeof value === 'string') return value;
  throw new GraphqlProblem(
    `Argument '${name}' is required and must be a String`,
    'missingRequiredArguments',
  );
}

function editThing(world: World, edit: ContentEdit, id: string): Thing {
  return {
    typename: 'UserContentEdit',
    isAlso: ['Node'],
    fields: {
      id: () => id,
      createdAt: () => edit.editedAt,
      editedAt: () => edit.editedAt,
      updatedAt: () => edit.editedAt,
      diff: () => edit.text,
      editor: () => actorThing(world, edit.editorId),
      deletedAt: () => null,
      deletedBy: () => null,
    },
  };
}

function historyThing(world: World, subject: Issue | Comment, args: JsonObject): Thing {
  const edits =
    subject.edits.length < 2
      ? []
      : subject.edits
          .map((edit, place) => ({ edit, id: `UCE_${subject.nodeId}_${place}` }))
          .toReversed();
  return connection('UserContentEdit', args, {
    rows: edits,
    node: ({ edit, id }) => editThing(world, edit, id),
  });
}

function sharedFields(world: World, subject: Issue | Comment, shown: JsonObject): Thing['fields'] {
  const last = subject.edits.length < 2 ? undefined : subject.edits.at(-1);
  return {
    id: () => subject.nodeId,
    databaseId: () => subject.id,
    body: () => subject.body ?? '',
    url: () => shown['html_url'] ?? '',
    createdAt: () => subject.createdAt,
    updatedAt: () => subject.updatedAt,
    lastEditedAt: () => last?.editedAt ?? null,
    editor: () => (last === undefined ? null : actorThing(world, last.editorId)),
    author: () => actorThing(world, subject.userId),
    userContentEdits: (args) => historyThing(world, subject, args),
  };
}

function commentThing(world: World, comment: Comment): Thing {
  const minimized: Json = comment.minimizedReason;
  return {
    typename: 'IssueComment',
    isAlso: ['Node', 'Comment', 'Minimizable'],
    fields: {
      ...sharedFields(world, comment, restCommentJson(world, comment)),
      isMinimized: () => minimized !== null,
      minimizedReason: () => minimized,
    },
  };
}

function issueThing(scene: Scene, issue: Issue): Thing {
  const { world } = scene;
  return {
    typename: issue.isPull ? 'PullRequest' : 'Issue',
    isAlso: ['Node', 'Comment'],
    fields: {
      ...sharedFields(world, issue, fullIssueJson(world, issue)),
      number: () => issue.number,
      title: () => issue.title,
      ...pullFields(scene, issue),
    },
  };
}

function unresolved(id: string): GraphqlProblem {
  return new GraphqlProblem(
    `Could not resolve to a node with the global id of '${id}'`,
    'NOT_FOUND',
  );
}

function lookUp(scene: Scene, id: string): Issue | Comment {
  const { world } = scene;
  const found = readNodeId(id);
  const row =
    found === null
      ? undefined
      : found.kind === 'comment'
        ? world.comments.get(found.id)
        : world.issues.get(found.id);
  if (row?.nodeId !== id || !sees(scene, repoOf(world, row))) throw unresolved(id);
  demand(scene, repoOf(world, row), {
    role: 'read',
    permission: ['issues', 'read'],
    orPermission: ['pull_requests', 'read'],
    what: 'Reading',
  });
  return row;
}

function nodeThing(scene: Scene, id: string): Thing {
  const row = lookUp(scene, id);
  return 'issueId' in row ? commentThing(scene.world, row) : issueThing(scene, row);
}

function repositoryThing(scene: Scene, args: JsonObject): Thing {
  const repo = findRepository(scene, text(args, 'owner'), text(args, 'name'));
  const issue = (inner: JsonObject): Thing =>
    issueThing(scene, findIssue(scene.world, repo, Number(inner['number'])));
  return {
    typename: 'Repository',
    isAlso: ['Node'],
    fields: {
      id: () => repo.nodeId,
      databaseId: () => repo.id,
      name: () => repo.name,
      issue,
      pullRequest: issue,
      object: (inner) => objectThing(scene, repo, text(inner, 'expression')),
    },
  };
}

export function queryThing(scene: Scene): Thing {
  return {
    typename: 'Query',
    isAlso: [],
    fields: {
      node: (args) => nodeThing(scene, text(args, 'id')),
      repository: (args) => repositoryThing(scene, args),
    },
  };
}

const classifiers = ['ABUSE', 'DUPLICATE', 'OFF_TOPIC', 'OUTDATED', 'RESOLVED', 'SPAM'];

function inputOf(args: JsonObject): JsonObject {
  const { input } = args;
  if (isJsonObject(input ?? null)) return input as JsonObject;
  throw new GraphqlProblem("Argument 'input' is required", 'missingRequiredArguments');
}

function hide(scene: Scene, args: JsonObject, hidden: boolean): Thing {
  const input = inputOf(args);
  const row = lookUp(scene, text(input, 'subjectId'));
  if (!('issueId' in row)) throw unresolved(row.nodeId);
  const classifier = hidden ? text(input, 'classifier') : 'RESOLVED';
  if (!classifiers.includes(classifier))
    throw new GraphqlProblem(
      `Argument 'classifier' has an invalid value (${classifier})`,
      'argumentLiteralsIncompatible',
    );
  const after = minimizeComment(
    scene,
    row,
    hidden ? classifier.toLowerCase().replace('_', '-') : null,
  );
  const key = hidden ? 'minimizedComment' : 'unminimizedComment';
  return {
    typename: hidden ? 'MinimizeCommentPayload' : 'UnminimizeCommentPayload',
    isAlso: [],
    fields: {
      clientMutationId: () => input['clientMutationId'] ?? null,
      [key]: () => commentThing(scene.world, after),
    },
  };
}

export function mutationThing(scene: Scene): Thing {
  return {
    typename: 'Mutation',
    isAlso: [],
    fields: {
      minimizeComment: (args) => hide(scene, args, true),
      unminimizeComment: (args) => hide(scene, args, false),
    },
  };
}
