/**
 * Who edited a text, as GitHub's edit history tells it. Only GraphQL has that history.
 */
import type { NoticeActor, RepoRef } from '../../core/intent/notice.ts';
import { GHOST } from './seen.ts';
import {
  fieldOf,
  idAt,
  instantAt,
  isRecord,
  listAt,
  numberAt,
  parseRecord,
  recordOrNullAt,
  textAt,
} from './shape.ts';
import type { Json } from './shape.ts';

const EDIT = `fragment edit on UserContentEdit {
  editedAt
  editor { __typename login ... on User { databaseId } ... on Bot { databaseId } }
}`;

/** Newest first by GitHub's habit, but habit only: both ends are asked for and the times compared. */
export const COMMENT_EDITS = `query ($id: ID!) {
  node(id: $id) {
    ... on IssueComment {
      first: userContentEdits(first: 1) { nodes { ...edit } }
      last: userContentEdits(last: 1) { nodes { ...edit } }
    }
  }
}
${EDIT}`;

function editsOf(subject: 'issue' | 'pullRequest'): string {
  return `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    databaseId
    subject: ${subject}(number: $number) {
      userContentEdits(first: 100) { totalCount nodes { ...edit } }
    }
  }
}
${EDIT}`;
}

export const ISSUE_EDITS = editsOf('issue');
export const PULL_EDITS = editsOf('pullRequest');

export function newestEdit(
  data: unknown,
): { readonly by: NoticeActor; readonly at: string } | null {
  const node = recordOrNullAt(parseRecord(data, 'data'), 'node');
  if (node === null) return null;
  const edits = ['first', 'last'].flatMap((end) => {
    const connection = recordOrNullAt(node, end);
    return connection === null ? [] : listAt(connection, 'nodes').filter(isRecord);
  });
  const newestFirst = edits
    .map((edit) => ({ by: editorOf(edit), at: instantAt(edit, 'editedAt') }))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  return newestFirst[0] ?? null;
}

/** Null when not all of them are told, or another repository has that name now. */
export function allEditors(data: unknown, repo: RepoRef): readonly NoticeActor[] | null {
  const found = recordOrNullAt(parseRecord(data, 'data'), 'repository');
  const subject = found === null ? null : recordOrNullAt(found, 'subject');
  const edits = subject === null ? null : recordOrNullAt(subject, 'userContentEdits');
  if (found === null || edits === null || idAt(found, 'databaseId') !== repo.id) return null;
  const told = listAt(edits, 'nodes').filter(isRecord);
  if (told.length < numberAt(edits, 'totalCount')) return null;
  return [...new Map(told.map(editorOf).map((editor) => [editor.id, editor])).values()];
}

function editorOf(edit: Json): NoticeActor {
  const editor = recordOrNullAt(edit, 'editor');
  if (editor === null || typeof fieldOf(editor, 'databaseId') !== 'number') return GHOST;
  const type = textAt(editor, '__typename');
  const kind = type === 'User' ? 'human' : type === 'Bot' ? 'bot' : 'unknown';
  return { id: idAt(editor, 'databaseId'), login: textAt(editor, 'login'), kind };
}
