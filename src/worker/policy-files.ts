/**
 * Reads the files that make up the policy of a repository: its own, from its default branch and never from a branch
 * that somebody proposes; the one that this extends; and its organisation's.
 *
 * What must stay true: only what the forge says is not there counts as missing. A file that cannot be read makes the
 * policy unreadable, and neither the built-in one nor the one before it stands in for it.
 */
import type { RepoRef } from '../core/intent/notice.ts';
import { invalidPolicy } from '../core/policy/invalid-policy.ts';
import type { Policy, PolicyProblem } from '../core/policy/policy.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import type { PolicyFile } from '../policy/file-shape.ts';
import { readFile as readShape } from '../policy/read-file.ts';
import { readPolicy } from '../policy/read-policy.ts';

export const POLICY_PATH = '.github/holdpoint.yml';
/** In the organisation's repository for such things it may stand at the root as well. */
export const ROOT_PATH = 'holdpoint.yml';

export type Reader = Pick<Forge, 'observeFile' | 'observeRepositories'>;

/** What a file that cannot be read leaves behind. */
export type FileTrouble = { readonly problem: PolicyProblem };
export type FileRead = PolicyFile | FileTrouble | null;

/** The organisation's file, where the app is installed on the repository that would hold it. */
export async function readOrganisation(forge: Reader, owner: string): Promise<FileRead> {
  const all = await forge.observeRepositories();
  const home = all.find(({ name }) => isHomeOf(owner, name));
  if (home === undefined) return null;
  return (await readFile(forge, home)) ?? (await readFile(forge, home, { path: ROOT_PATH }));
}

export function isOrganisationHome(repo: RepoRef): boolean {
  return isHomeOf(ownerOf(repo), repo.name);
}

export function ownerOf({ name }: Pick<RepoRef, 'name'>): string {
  return name.split('/')[0] ?? '';
}

function isHomeOf(owner: string, name: string): boolean {
  return name.toLowerCase() === `${owner}/.github`.toLowerCase();
}

export type Layers = { readonly organisation: FileRead; readonly repository: FileRead };

/** The policy that is in force where `repository` is the repository's own file. */
export async function compose(
  forge: Pick<Forge, 'observeFile'>,
  { organisation, repository }: Layers,
): Promise<Policy> {
  const name = isFile(repository) ? (readShape(repository).data?.extends ?? null) : null;
  const extended = name === null ? null : await readFile(forge, { id: '', name });
  const missing = name !== null && extended === null ? [notThere(name)] : [];
  const layers = [organisation, extended, repository];
  const troubles = layers.flatMap((layer) => (isTrouble(layer) ? [layer.problem] : []));
  const problems = [...troubles, ...missing];
  if (problems.length > 0) {
    const sources = layers.filter(isFile).map(({ file, blob }) => ({ file, blob }));
    return invalidPolicy(problems, sources);
  }
  return readPolicy({
    ...(isFile(organisation) && { organisation }),
    ...(isFile(extended) && { extended }),
    ...(isFile(repository) && { repository }),
  });
}

/** Trouble that passes is thrown: whoever asked comes back, and nothing is decided until then. */
export async function readFile(
  forge: Pick<Forge, 'observeFile'>,
  repo: RepoRef,
  { path = POLICY_PATH, ref }: { readonly path?: string; readonly ref?: string } = {},
): Promise<FileRead> {
  const file = `${repo.name}:${path}`;
  try {
    const seen = await forge.observeFile(repo, path, ref);
    if (seen === 'too_large') return { problem: tooLarge(file) };
    return seen === null ? null : { file, ...seen };
  } catch (error) {
    if (!(error instanceof ForgeFault) || isTransient(error.code)) throw error;
    return { problem: unreadable(file, error) };
  }
}

function isTrouble(read: FileRead): read is FileTrouble {
  return read !== null && 'problem' in read;
}

function isFile(read: FileRead): read is PolicyFile {
  return read !== null && 'text' in read;
}

const WHOLE = { line: null, column: null } as const;

function unreadable(file: string, { message }: ForgeFault): PolicyProblem {
  return {
    ...{ ...WHOLE, file, code: 'unreadable' },
    expected: 'to read this file at the default branch',
    found: message,
    remedy: 'give the app read access to the contents of the repository',
  };
}

function tooLarge(file: string): PolicyProblem {
  return {
    ...{ ...WHOLE, file, code: 'too_large' },
    expected: 'a policy of at most 64 KB',
    found: 'a file that the forge does not even show',
    remedy: 'keep only the policy in this file',
  };
}

function notThere(name: string): PolicyProblem {
  return {
    ...{ ...WHOLE, file: `${name}:${POLICY_PATH}`, code: 'missing' },
    expected: 'the policy that is extended',
    found: 'no such file at the default branch',
    remedy: 'correct what stands after "extends:", or add the file there',
  };
}
