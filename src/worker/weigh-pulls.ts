/**
 * What linked pull requests would do to the rules: of each that edits a policy, a template or the owners of files, the
 * places where it loosens what is in force. The proposal is read at its head and laid over what it would be laid over; it decides nothing itself.
 *
 * What must stay true: a pull request whose files the forge does not list is compared by the file itself, and one of
 * which nobody can tell what it does is marked as that.
 */
import type { PullFacts, PullFile } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { asksOwners, OWNER_PATHS } from '../core/policy/code-owners.ts';
import { isInvalid } from '../core/policy/invalid-policy.ts';
import { loosenings } from '../core/policy/loosenings.ts';
import type { Policy } from '../core/policy/policy.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { FileSeen, Forge } from '../forge/port.ts';
import type { PolicySeen } from '../reconcile/eyes.ts';
import {
  extendsAnew,
  isOrganisationHome,
  POLICY_PATH,
  readFile,
  ROOT_PATH,
} from './policy-files.ts';
import type { FileRead } from './policy-files.ts';
import { preapprovedBy } from './template-pulls.ts';

type Rules = {
  readonly inForce: (forge: Forge, repo: RepoRef) => Promise<PolicySeen>;
  readonly proposed: (forge: Forge, repo: RepoRef, file: FileRead) => Promise<Policy>;
  /** Its files are known, and neither a policy nor another template is among them. */
  readonly notePlain: (pull: PlainPull) => void;
};

/** Of one head that would be merged into one branch the files never become others. */
export type PlainPull = Pick<PullFacts, 'repoId' | 'number' | 'head' | 'base'>;

/** What is linked to the change, each with what it would loosen. */
export async function weighPulls(
  rules: Rules,
  forge: Forge,
  { change, pulls }: { readonly change: Change; readonly pulls: readonly PullFacts[] },
): Promise<readonly PullFacts[]> {
  return Promise.all(
    pulls.map(async (pull) => {
      const repo = repoOf(change, pull);
      if (!pull.open || pull.merged) return pull;
      const places = await Promise.all([
        loosenedIn(rules, forge, { repo, pull }),
        reownedIn(rules, forge, { home: { id: change.repoId, name: change.repo }, repo, pull }),
        preapprovedBy(forge, repo, { head: pull.head, files: null, fork: false, ...pull.detail }),
      ]);
      const edited = places.filter((one) => one !== undefined);
      if (edited.length === 0 && (pull.detail?.files ?? null) !== null) rules.notePlain(pull);
      if (edited.length === 0) return pull;
      return {
        ...pull,
        loosens: edited.includes(null) ? null : edited.flatMap((one) => one ?? []),
      };
    }),
  );
}

/** Undefined where it edits no policy. What comes from a fork is not read. */
async function loosenedIn(
  rules: Rules,
  forge: Forge,
  { repo, pull }: { readonly repo: RepoRef; readonly pull: PullFacts },
): Promise<readonly string[] | null | undefined> {
  if (!(await editsPolicy(forge, repo, pull))) return undefined;
  if (pull.detail?.fork === true) return null;
  return loosenedBy(rules, forge, { repo, head: pull.head });
}

type Owned = { readonly home: RepoRef; readonly repo: RepoRef; readonly pull: PullFacts };

/** Whoever says whose the files are says who approves, where a rule asks for owners. Undefined where that stays. */
async function reownedIn(
  { inForce }: Pick<Rules, 'inForce'>,
  forge: Forge,
  { home, repo, pull }: Owned,
): Promise<readonly string[] | undefined> {
  if (!(await editsOwners(forge, repo, pull))) return undefined;
  const seen = await Promise.all([home, repo].map((one) => inForce(forge, one)));
  return seen.some(({ policy }) => asksOwners(policy)) ? ['code_owners'] : undefined;
}

function repoOf({ pulls, repo }: Change, { repoId, number }: PullFacts): RepoRef {
  const linked = pulls.find((one) => one.repoId === repoId && one.number === number);
  return { id: repoId, name: linked?.repo ?? repo };
}

export async function editsPolicy(
  forge: Pick<Forge, 'observeFile'>,
  repo: RepoRef,
  { detail, head }: Pick<PullFacts, 'detail' | 'head'>,
): Promise<boolean> {
  const paths = isOrganisationHome(repo) ? [POLICY_PATH, ROOT_PATH] : [POLICY_PATH];
  const files = detail?.files ?? null;
  if (files !== null) return touchesOne(files, paths);
  const [there, here] = await Promise.all([
    readFile(forge, repo),
    readFile(forge, repo, { ref: head }),
  ]);
  return blobOf(there) !== blobOf(here);
}

/** As it stands on the branch that it would be merged into. */
async function editsOwners(
  forge: Pick<Forge, 'observeFile'>,
  repo: RepoRef,
  { detail, head, base }: PullFacts,
): Promise<boolean> {
  const files = detail?.files ?? null;
  if (files !== null) return touchesOne(files, OWNER_PATHS);
  try {
    const blobs = await Promise.all(
      [base, head].map((ref) =>
        Promise.all(OWNER_PATHS.map((path) => forge.observeFile(repo, path, ref))),
      ),
    );
    const [here = [], there = []] = blobs;
    return here.some((file, at) => !isSame(file, there[at] ?? null));
  } catch (error) {
    if (!(error instanceof ForgeFault) || isTransient(error.code)) throw error;
    return true;
  }
}

type Found = FileSeen | 'too_large' | null;

/** Of what is too large nobody sees whether it is the same. */
function isSame(here: Found, there: Found): boolean {
  return here !== 'too_large' && there !== 'too_large' && here?.blob === there?.blob;
}

function touchesOne(files: readonly PullFile[], paths: readonly string[]): boolean {
  return files.some(
    ({ path, previous }) => paths.includes(path) || (previous !== null && paths.includes(previous)),
  );
}

function blobOf(file: FileRead): string | null {
  if (file === null) return null;
  return 'blob' in file ? file.blob : file.problem.code;
}

type Proposal = { readonly repo: RepoRef; readonly head: string };

/** Null where there is no usable policy to compare, before or after. */
async function loosenedBy(
  { inForce, proposed }: Rules,
  forge: Forge,
  { repo, head }: Proposal,
): Promise<readonly string[] | null> {
  const file = await readFile(forge, repo, { ref: head });
  const { policy: from } = await inForce(forge, repo);
  // What it would rest on is nothing that a proposal lets us see: it may be any loosening.
  if (extendsAnew(from, file)) return ['extends'];
  const to = await proposed(forge, repo, file);
  if (isInvalid(from) || isInvalid(to)) return null;
  return loosenings(from, to).map(({ what }) => what);
}
