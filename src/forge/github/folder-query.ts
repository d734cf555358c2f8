/**
 * All files of a folder in one question, with their texts. A file that is told without a text is asked for at its own
 * address; where this way tells nothing, so is each file of the listing.
 *
 * What must stay true: a folder is read whole or not at all, because what is left out looks taken away. One that is not
 * there and one that cannot be read are two answers, as for a single file.
 */
import type { RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import type { FolderFile, Forge } from '../port.ts';
import { fileTold, NOT_THIS_WAY } from './file-query.ts';
import { isNoSuchAddress } from './lacks.ts';
import { fieldOf, idAt, listAt, parseRecord, recordOrNullAt, textAt } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

type Folder = readonly FolderFile[] | null;
type Reading = Pick<Forge, 'observeFile'> & {
  /** Throws where the repository is not shown to us. */
  readonly demandShown: (repo: RepoRef) => Promise<void>;
};

/** Nobody keeps more in a folder that is read. */
const MOST_FILES = 200;
/** Files that are no text, or not shown as one, are asked for one by one. */
const MOST_ODD = 10;

type Told = readonly {
  readonly path: string;
  readonly seen: FolderFile['seen'] | 'elsewhere';
}[];

const FOLDER_QUERY = `query ($owner: String!, $repo: String!, $at: String!) {
  repository(owner: $owner, name: $repo) {
    databaseId
    object(expression: $at) {
      __typename
      ... on Tree {
        entries { name type object { ... on Blob { oid text byteSize isTruncated } } }
      }
    }
  }
}`;

export function folderReader(site: Site, reading: Reading): Forge['observeFolder'] {
  return async (repo, path, ref) => {
    const told = await askForFolder(site, { repo, path, ref });
    if (told === 'elsewhere') return readListed(site, { ...reading, repo, path, ref });
    if (told === null) return null;
    demandFew(told, path);
    if (told.filter(({ seen }) => seen === 'elsewhere').length > MOST_ODD)
      throw new ForgeFault('invalid', `expected texts in ${path}, found more that is none`);
    return Promise.all(
      told.map(async ({ path: name, seen }) =>
        seen === 'elsewhere' ? readOne(reading, { repo, path: name, ref }) : { path: name, seen },
      ),
    );
  };
}

function demandFew(files: readonly unknown[], path: string): void {
  if (files.length > MOST_FILES)
    throw new ForgeFault('invalid', `expected at most ${String(MOST_FILES)} files in ${path}`);
}

type Asked = { readonly repo: RepoRef; readonly path: string; readonly ref: string | undefined };

async function askForFolder(
  { api, lacks }: Site,
  { repo, path, ref = 'HEAD' }: Asked,
): Promise<Told | null | 'elsewhere'> {
  const asked = { ...named(repo), at: `${ref}:${path}` };
  try {
    return await api.query(FOLDER_QUERY, asked, (data) => folderTold(data, repo, path));
  } catch (error) {
    if (!(error instanceof ForgeFault) || !NOT_THIS_WAY.has(error.code)) throw error;
    if (isNoSuchAddress(error)) lacks('GraphQL: a folder in one question');
    return 'elsewhere';
  }
}

function folderTold(data: unknown, repo: RepoRef, path: string): Told | null | 'elsewhere' {
  const found = recordOrNullAt(parseRecord(data, 'data'), 'repository');
  if (found === null || fieldOf(found, 'object') === undefined) return 'elsewhere';
  if (idAt(found, 'databaseId') !== repo.id) return 'elsewhere';
  const tree = recordOrNullAt(found, 'object');
  if (tree === null) return null;
  if (!Array.isArray(fieldOf(tree, 'entries'))) return 'elsewhere';
  const files: Told[number][] = [];
  for (const entry of listAt(tree, 'entries')) {
    const json = parseRecord(entry, 'entry');
    if (fieldOf(json, 'type') !== 'blob') continue;
    const blob = recordOrNullAt(json, 'object');
    if (blob !== null && fieldOf(blob, 'text') === undefined) return 'elsewhere';
    const seen = blob === null ? 'elsewhere' : fileTold(blob);
    files.push({ path: `${path}/${textAt(json, 'name')}`, seen });
  }
  return files;
}

async function readListed(
  { api }: Site,
  { repo, path, ref, observeFile, demandShown }: Reading & Asked,
): Promise<Folder> {
  const names = await api.readOrNull(
    'GET /repos/{owner}/{repo}/contents/{path}',
    { ...named(repo), path, ...(ref === undefined ? {} : { ref }) },
    ({ data }) => namesIn(data, path),
  );
  await demandShown(repo);
  if (names === null) return null;
  demandFew(names, path);
  return Promise.all(names.map((name) => readOne({ observeFile }, { repo, path: name, ref })));
}

async function readOne(
  { observeFile }: Pick<Reading, 'observeFile'>,
  { repo, path, ref }: Asked,
): Promise<FolderFile> {
  const seen = await observeFile(repo, path, ref);
  if (seen === null) throw new ForgeFault('not_found', `expected ${path}, which was listed`);
  return { path, seen };
}

function namesIn(data: unknown, path: string): readonly string[] {
  if (!Array.isArray(data))
    throw new ForgeFault('invalid', `expected a folder at ${path}, found something else there`);
  return data
    .map((entry) => parseRecord(entry, 'entry'))
    .filter((entry) => fieldOf(entry, 'type') === 'file')
    .map((entry) => textAt(entry, 'path'));
}
