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

export type Layers = {
  readonly organisation: FileRead;
  readonly repository: FileRead;
  /** Of a proposal: what is in force. It makes us read nothing that was not read for that. */
  readonly proposedOver?: Policy;
};

/** The policy that is in force where `repository` is the repository's own file. */
export async function compose(forge: Pick<Forge, 'observeFile'>, layers: Layers): Promise<Policy> {
  const { organisation, repository } = layers;
  const { extended, refused } = await readExtended(forge, layers);
  const all = [organisation, extended, repository];
  const troubles = all.flatMap((layer) => (isTrouble(layer) ? [layer.problem] : []));
  const problems = [...troubles, ...refused];
  if (problems.length > 0) {
    const sources = all.filter(isFile).map(({ file, blob }) => ({ file, blob }));
    return invalidPolicy(problems, sources);
  }
  return readPolicy({
    ...(isFile(organisation) && { organisation }),
    ...(isFile(extended) && { extended }),
    ...(isFile(repository) && { repository }),
  });
}

type Extended = { readonly extended: FileRead; readonly refused: readonly PolicyProblem[] };

/** Of the same owner, whose people are those who could write the file there as well; of nobody else. */
async function readExtended(
  forge: Pick<Forge, 'observeFile'>,
  { repository, proposedOver }: Layers,
): Promise<Extended> {
  const name = extendedBy(repository);
  if (name === null || !isFile(repository)) return { extended: null, refused: [] };
  const { file } = repository;
  if (ownerOf({ name }).toLowerCase() !== ownerOf({ name: file }).toLowerCase())
    return { extended: null, refused: [notOurs(file, name)] };
  if (proposedOver !== undefined && extendsAnew(proposedOver, repository))
    return { extended: null, refused: [notYet(file, name)] };
  const extended = await readFile(forge, { id: '', name });
  return { extended, refused: extended === null ? [notThere(name)] : [] };
}

/** It would rest on a file that the policy in force does not rest on. Whoever proposes it need not be let into that. */
export function extendsAnew({ sources }: Policy, proposal: FileRead): boolean {
  const name = extendedBy(proposal);
  const file = `${name ?? ''}:${POLICY_PATH}`.toLowerCase();
  return name !== null && !sources.some((one) => one.file.toLowerCase() === file);
}

function extendedBy(read: FileRead): string | null {
  return isFile(read) ? (readShape(read).data?.extends ?? null) : null;
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

function notOurs(file: string, name: string): PolicyProblem {
  return {
    ...{ ...WHOLE, file, code: 'wrong_value' },
    expected: `a repository of ${ownerOf({ name: file })} behind "extends:"`,
    found: name,
    remedy: 'name one of the same owner, or copy what that file says',
  };
}

function notYet(file: string, name: string): PolicyProblem {
  return {
    ...{ ...WHOLE, file, code: 'wrong_value' },
    expected: 'a proposal that extends what is extended already, or nothing',
    found: `extends: ${name}, which is not read for a proposal`,
    remedy:
      'it is read once it stands on the default branch: merge it as part of a significant change',
  };
}
