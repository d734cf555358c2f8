/**
 * A file in one question: its text, or that there is none in a repository that is there and is the one that is meant.
 * What this way does not tell (GraphQL is lacking, or the text is no text) is asked for at the file's own address.
 */
import type { FileSeen } from '../port.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import type { FaultCode } from '../fault.ts';
import { isNoSuchAddress } from './lacks.ts';
import {
  fieldOf,
  idAt,
  parseRecord,
  plainText,
  recordOrNullAt,
  textAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

export type FileFound = FileSeen | 'too_large' | null;
export type FileAddress = { readonly path: string; readonly ref?: string };
export type AskForFile = (repo: RepoRef, address: FileAddress) => Promise<FileFound | 'elsewhere'>;

/** More than this is not read at all. */
export const MOST_BYTES = 1_048_576;

const FILE_QUERY = `query ($owner: String!, $repo: String!, $at: String!) {
  repository(owner: $owner, name: $repo) {
    databaseId
    object(expression: $at) { __typename ... on Blob { oid text byteSize isTruncated } }
  }
}`;

export const NOT_THIS_WAY: ReadonlySet<FaultCode> = new Set([
  'not_found',
  'invalid',
  'forbidden',
  // Said three times over by now: the file's own address may still answer.
  'server_error',
]);

export function fileAsker({ api, lacks }: Site): AskForFile {
  let unasked = false;
  return async (repo, { path, ref = 'HEAD' }) => {
    if (unasked) return 'elsewhere';
    try {
      const asked = { ...named(repo), at: `${ref}:${path}` };
      return await api.query(FILE_QUERY, asked, (data) => objectTold(data, repo));
    } catch (error) {
      if (!(error instanceof ForgeFault) || !NOT_THIS_WAY.has(error.code)) throw error;
      if (isNoSuchAddress(error)) {
        unasked = true;
        lacks('GraphQL: a file in one question');
      }
      return 'elsewhere';
    }
  };
}

function objectTold(data: unknown, repo: RepoRef): FileFound | 'elsewhere' {
  const found = recordOrNullAt(parseRecord(data, 'data'), 'repository');
  if (found === null || fieldOf(found, 'object') === undefined) return 'elsewhere';
  // One that is known by its name alone has no id to compare.
  if (repo.id !== '' && idAt(found, 'databaseId') !== repo.id) return 'elsewhere';
  const blob = recordOrNullAt(found, 'object');
  return blob === null ? null : fileTold(blob);
}

/** A blob with its text; `elsewhere`: the text is not told here. */
export function fileTold(blob: Json): FileSeen | 'too_large' | 'elsewhere' {
  const size = fieldOf(blob, 'byteSize');
  if (typeof size === 'number' && size > MOST_BYTES) return 'too_large';
  const text = textOrNullAt(blob, 'text');
  if (text === null || fieldOf(blob, 'isTruncated') !== false) return 'elsewhere';
  return { text: plainText(text), blob: textAt(blob, 'oid') };
}
