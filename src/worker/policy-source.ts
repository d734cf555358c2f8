/**
 * Which policy is in force in a repository now, and who stands behind the names in it. At most a minute old, and read
 * anew at once when a push to a default branch moved a policy: the note of that is in the database, so that every
 * replica forgets together.
 *
 * What must stay true: nothing is decided by a policy older than that; and whose a login is was settled when the policy
 * was met first, because logins change hands and ids do not.
 */
import { isoNow } from '../clock.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { DEFAULT_POLICY } from '../core/policy/default-policy.ts';
import { invalidPolicy } from '../core/policy/invalid-policy.ts';
import { namesOf } from '../core/policy/names.ts';
import type { Policy, PolicyPeople } from '../core/policy/policy.ts';
import { ForgeFault, isTransient } from '../forge/fault.ts';
import type { FolderFile, Forge } from '../forge/port.ts';
import type { PolicySeen, PullEyes } from '../reconcile/eyes.ts';
import type { Database } from '../store/database.ts';
import { inWorkspace } from '../store/in-workspace.ts';
import { findPolicy, keepPolicy } from '../store/policies.ts';
import { aged, forgetAged } from './aged.ts';
import type { Dated, Reading } from './aged.ts';
import { formerVersions } from './former-versions.ts';
import type { FormerVersions } from './former-versions.ts';
import {
  compose,
  isOrganisationHome,
  ownerOf,
  readFile,
  readOrganisation,
} from './policy-files.ts';
import type { FileRead, Layers } from './policy-files.ts';
import { plainPulls } from './plain-pulls.ts';
import { weighPulls } from './weigh-pulls.ts';
import type { PlainPull } from './weigh-pulls.ts';

export type PolicySource = {
  readonly inForce: (forge: Forge, repo: RepoRef) => Promise<PolicySeen>;
  /** Where nothing may be asked of the forge: the policy of this version, as it was kept. */
  readonly kept: (workspace: string, version: string) => Promise<Policy>;
  /** As if the repository's own file were this one; kept nowhere. */
  readonly proposed: (forge: Forge, repo: RepoRef, file: FileRead) => Promise<Policy>;
  /** Of pull requests, what they would do to the rules. */
  readonly weigher: (forge: Forge) => PullEyes['weigh'];
  /** Reads folders; those of a default branch are as old as the policy may be. */
  readonly folders: (forge: Forge) => Pick<Forge, 'observeFolder'>;
  /** Seen of late to edit no policy: nobody has to look for that again. */
  readonly isPlain: (pull: PlainPull) => boolean;
  /** A policy was pushed in this workspace. */
  readonly forget: (workspace: string) => Promise<void>;
};

export function policySource(reading: Reading): PolicySource {
  const organisation = aged<FileRead>(reading);
  const seen = aged<PolicySeen>(reading);
  const former = formerVersions(reading.db);
  const around = (forge: Forge, repo: RepoRef): Promise<Dated<FileRead>> =>
    organisation(forge, ownerOf(repo), async (at) => ({
      at,
      value: await readOrganisation(forge, ownerOf(repo)),
    }));
  const layered = async (
    forge: Forge,
    repo: RepoRef,
    { at, value, ...proposed }: Dated<FileRead> & Pick<Layers, 'proposedOver'>,
  ): Promise<Dated<Policy>> => {
    const isHome = isOrganisationHome(repo);
    const above = isHome ? { at, value } : await around(forge, repo);
    const files = { organisation: above.value, repository: isHome ? null : value };
    return { at: Math.min(at, above.at), value: await compose(forge, { ...files, ...proposed }) };
  };
  const composed = async (forge: Forge, repo: RepoRef, value: FileRead): Promise<Policy> => {
    const { policy: proposedOver } = await inForce(forge, repo);
    const at = reading.clock.now().getTime();
    return (await layered(forge, repo, { at, value, proposedOver })).value;
  };
  const inForce: PolicySource['inForce'] = async (forge, repo) => {
    const { value } = await seen(forge, repo.id, async (now) => {
      const own = { at: now, value: await readFile(forge, repo) };
      const policy = await layered(forge, repo, own);
      return { at: policy.at, value: await meet({ ...reading, former }, forge, policy.value) };
    });
    return value;
  };
  const folders = folderReader(reading);
  const plain = plainPulls();
  const rules = { inForce, proposed: composed, notePlain: plain.note };
  return {
    inForce,
    weigher: (forge) => (change, pulls) =>
      weighPulls(rules, { ...forge, ...folders(forge) }, { change, pulls }),
    folders,
    isPlain: plain.has,
    kept: (workspace, version) => recall(reading.db, workspace, version),
    proposed: composed,
    forget: (workspace) => forgetAged(reading.db, workspace),
  };
}

function folderReader(reading: Reading): PolicySource['folders'] {
  const here = aged<readonly FolderFile[] | null>(reading);
  return (forge) => ({
    observeFolder: async (repo, path, ref) => {
      if (ref !== undefined) return forge.observeFolder(repo, path, ref);
      const read = async (at: number): Promise<Dated<readonly FolderFile[] | null>> => ({
        at,
        value: await forge.observeFolder(repo, path),
      });
      return (await here(forge, JSON.stringify([repo.id, path]), read)).value;
    },
  });
}

async function recall(db: Database, workspace: string, version: string): Promise<Policy> {
  if (version === DEFAULT_POLICY.version) return DEFAULT_POLICY;
  const kept = await inWorkspace(db, workspace, (tx) => findPolicy(tx, version));
  return kept?.content ?? invalidPolicy([notKept(version)], []);
}

function notKept(version: string): Policy['problems'][number] {
  return {
    ...{ file: version, line: null, column: null, code: 'unreadable' },
    expected: 'the policy under which this was decided',
    found: 'nothing under that version',
    remedy: 'wait until the policy is read from the forge again',
  };
}

/** Kept whole from the first time on, with the ids behind its logins as they are then. */
async function meet(
  { db, clock, former }: Reading & { readonly former: FormerVersions },
  forge: Forge,
  read: Policy,
): Promise<PolicySeen> {
  if (read.problems.some(({ code }) => code === 'unreadable')) return { policy: read };
  const { version } = read;
  const { workspace } = forge;
  const same = await former(workspace, read);
  const sameAs = same.map((one) => one.version);
  const policy = sameAs.length === 0 ? read : { ...read, sameAs };
  try {
    const known = await inWorkspace(db, workspace, (tx) => findPolicy(tx, version));
    const people = known?.people ?? (await peopleMet(forge, policy, same[0]?.people ?? {}));
    if (known === null) {
      const row = { version, content: read, people, firstSeen: isoNow(clock) };
      await inWorkspace(db, workspace, (tx) => keepPolicy(tx, row));
    }
    return { policy, policyPeople: { people, teams: await membersOf(forge, policy) } };
  } catch (error) {
    if (error instanceof ForgeFault && !isTransient(error.code)) return { policy };
    throw error;
  }
}

/** Whose a login is stays as it was settled first; only who is new in the same rules is looked up. */
async function peopleMet(
  forge: Forge,
  policy: Policy,
  before: PolicyPeople['people'],
): Promise<PolicyPeople['people']> {
  const strange = namesOf(policy).logins.filter((login) => !Object.hasOwn(before, login));
  return { ...(await accountsBehind(forge, strange)), ...before };
}

/** Everybody behind the names of a policy, as the forge says now; kept nowhere. */
export async function peopleBehind(forge: Forge, policy: Policy): Promise<PolicyPeople> {
  const people = await accountsBehind(forge, namesOf(policy).logins);
  return { people, teams: await membersOf(forge, policy) };
}

async function accountsBehind(
  forge: Forge,
  logins: readonly string[],
): Promise<PolicyPeople['people']> {
  const ids = await Promise.all(
    logins.map(async (login) => [login, (await forge.observePerson(login))?.id ?? null] as const),
  );
  return Object.fromEntries(ids);
}

async function membersOf(forge: Forge, policy: Policy): Promise<PolicyPeople['teams']> {
  const teams = await Promise.all(
    namesOf(policy).teams.map(async (team) => {
      const members = await forge.observeTeam(team);
      return [team, members?.map(({ id }) => id) ?? null] as const;
    }),
  );
  return Object.fromEntries(teams);
}
