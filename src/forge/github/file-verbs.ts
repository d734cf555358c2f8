/**
 * Files of a repository and where its default branch stands. What is not there and what cannot be read are two answers:
 * GitHub says 404 to both, so a file counts as missing only once its repository is seen to be there and to be ours.
 */
import type { Forge } from '../port.ts';
import type { RepoRef } from '../../core/intent/notice.ts';
import { ForgeFault } from '../fault.ts';
import { fileAsker, MOST_BYTES } from './file-query.ts';
import type { FileAddress, FileFound } from './file-query.ts';
import { folderReader } from './folder-query.ts';
import { isNoSuchAddress, orWithout } from './lacks.ts';
import { repoSeen } from './seen.ts';
import { fieldOf, isRecord, listAt, parseRecord, plainText, recordAt, textAt } from './shape.ts';
import { named } from './site.ts';
import type { Site } from './site.ts';

type FileVerbs = Pick<Forge, 'observeFile' | 'observeFolder' | 'observeDefaultBranch'>;

export function fileVerbs(site: Site): FileVerbs {
  const ask = fileAsker(site);
  const isShown = (repo: RepoRef): Promise<void> => demandShown(site, repo);
  const observeFile: Forge['observeFile'] = keepingCommits(async (repo, path, ref) => {
    const address = ref === undefined ? { path } : { path, ref };
    const told = await ask(repo, address);
    return told === 'elsewhere' ? demandFile(site, repo, address) : told;
  });
  const observeFolder = folderReader(site, { observeFile, demandShown: isShown });
  return {
    observeFile,
    observeFolder: keepingCommits(observeFolder),
    observeDefaultBranch: (repo) => observeDefaultBranch(site, repo),
  };
}

const MOST_KEPT = 200;

type Reading<T> = (repo: RepoRef, path: string, ref?: string) => Promise<T | null>;

/** What a commit holds never changes; a branch moves. */
function keepingCommits<T>(read: Reading<T>): Reading<T> {
  const known = new Map<string, T>();
  return async (repo, path, ref) => {
    const key = JSON.stringify([repo.id, repo.name, path, ref]);
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const found = await read(repo, path, ref);
    // That there is none may be a slip of the forge: only what was seen stays.
    if (found === null || ref === undefined || !/^[0-9a-f]{40}$/.test(ref)) return found;
    if (JSON.stringify(found).length <= MOST_BYTES) known.set(key, found);
    const oldest = known.keys().next().value;
    if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
    return found;
  };
}

async function demandFile(site: Site, repo: RepoRef, address: FileAddress): Promise<FileFound> {
  const file = await fileAt(site, repo, address);
  if (file === null) await demandShown(site, repo);
  return file;
}

/** null: not there, in a repository of which the caller knows that it is. */
export async function fileAt(
  { api }: Site,
  repo: RepoRef,
  address: FileAddress,
): Promise<FileFound> {
  return api.readOrNull(
    'GET /repos/{owner}/{repo}/contents/{path}',
    { ...named(repo), ...address },
    ({ data }) => fileSeen(data, address.path),
  );
}

function fileSeen(data: unknown, path: string): FileFound {
  if (!isRecord(data) || fieldOf(data, 'type') !== 'file')
    throw new ForgeFault('invalid', `expected a file at ${path}, found something else there`);
  const size = fieldOf(data, 'size');
  if (fieldOf(data, 'encoding') !== 'base64' || (typeof size === 'number' && size > MOST_BYTES))
    return 'too_large';
  const bytes = Buffer.from(textAt(data, 'content'), 'base64');
  return { text: plainText(bytes.toString('utf8')), blob: textAt(data, 'sha') };
}

/** Throws `forbidden` where the repository is not shown to us, or its name leads to another one. */
async function demandShown(site: Site, repo: RepoRef): Promise<void> {
  const id = await site.api
    .read('GET /repos/{owner}/{repo}', named(repo), ({ data }) => repoSeen(data).id)
    .catch((error: unknown) => idListed(site, repo, error));
  // One that is known by its name alone has only to be there.
  if (id !== null && (repo.id === '' || id === repo.id)) return;
  throw new ForgeFault('forbidden', `expected to see ${repo.name}: the forge does not show it`);
}

/** A forge may not tell of one repository by its name; the list of those we are installed on does as well. */
async function idListed(
  { api, lacks }: Site,
  repo: RepoRef,
  error: unknown,
): Promise<string | null> {
  if (!isNoSuchAddress(error)) throw error;
  const list = (): Promise<readonly RepoRef[]> =>
    api.readAll('GET /installation/repositories', {}, (data) =>
      listAt(parseRecord(data, 'repositories'), 'repositories').map(repoSeen),
    );
  // Where neither address is known, nothing speaks against the name; GitHub itself has both.
  const what = 'GET /installation/repositories';
  const shown = await orWithout(list, { lacks, what, otherwise: [repo] });
  return shown.find(({ name }) => name === repo.name)?.id ?? null;
}

async function observeDefaultBranch(
  { api }: Site,
  repo: RepoRef,
): Promise<{ readonly name: string; readonly head: string } | null> {
  const name = await api.readOrNull('GET /repos/{owner}/{repo}', named(repo), ({ data }) => {
    const json = parseRecord(data, 'repository');
    return repoSeen(json).id === repo.id ? textAt(json, 'default_branch') : null;
  });
  if (name === null) return null;
  return api.readOrNull(
    'GET /repos/{owner}/{repo}/branches/{branch}',
    { ...named(repo), branch: name },
    ({ data }) => ({
      name,
      head: textAt(recordAt(parseRecord(data, 'branch'), 'commit'), 'sha'),
    }),
  );
}
