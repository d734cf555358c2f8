/**
 * Who edited a text, as GitHub's edit history tells it. Only GraphQL has that history.
 */
import type { NoticeActor, RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import type { FaultCode } from '../fault.ts';
import type { Params } from './api.ts';
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
  ShapeError,
  textAt,
} from './shape.ts';
import type { Json } from './shape.ts';
import type { Site } from './site.ts';

const EDIT = `fragment edit on UserContentEdit {
  editedAt
  editor { __typename login ... on User { databaseId } ... on Bot { databaseId } }
}`;

/** No such question here, in whichever words a forge says so. */
const UNKNOWN: ReadonlySet<FaultCode> = new Set(['not_found', 'forbidden', 'invalid']);
const NOT_IMPLEMENTED = 501;

/** null where the forge cannot tell: unknown is an answer, and holds nothing up but what rests on it. */
export async function askForEdits<T>(
  { api, lacks }: Site,
  { what, text, variables }: Question,
  parse: (data: unknown) => T | null,
): Promise<T | null> {
  try {
    return await api.query(text, variables, parse);
  } catch (error) {
    if (!isUnknown(error)) throw error;
    lacks(`GraphQL: who edited ${what}`);
    return null;
  }
}

type Question = { readonly what: string; readonly text: string; readonly variables: Params };

/** An answer in another shape is none. What passes (a limit, an outage) is asked again by whoever came. */
function isUnknown(error: unknown): boolean {
  if (!(error instanceof ForgeFault)) return false;
  const { code, status, cause } = error;
  return UNKNOWN.has(code) || status === NOT_IMPLEMENTED || cause instanceof ShapeError;
}

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
