/**
 * Looks at one repository as `doctor` needs it: everything is read at the forge, nothing is kept or written.
 *
 * What must stay true: what the forge does not show is null here, and becomes "could not tell", never "all well".
 */
import { readdir, readFile as readLocal } from 'node:fs/promises';
import type { Actor } from '../core/change/facts.ts';
import type { RepoRef } from '../core/intent/notice.ts';
import { isInvalid } from '../core/policy/invalid-policy.ts';
import type { Policy, PolicyPeople } from '../core/policy/policy.ts';
import { rolesHeld } from '../core/policy/roles.ts';
import type { Forge, ForgeApp, GateSeen } from '../forge/port.ts';
import {
  compose,
  isOrganisationHome,
  ownerOf,
  readFile,
  readOrganisation,
} from '../worker/policy-files.ts';
import { peopleBehind } from '../worker/policy-source.ts';

export type Installed = Awaited<ReturnType<ForgeApp['observeWorkspaces']>>[number];

export type FormSeen = {
  readonly file: string;
  readonly how: 'newest' | 'other' | 'missing';
};

export type RepositorySeen = {
  readonly repo: string;
  readonly installed: Installed;
  /** Null: there is no commit yet, or it is not shown. */
  readonly branch: string | null;
  readonly gate: GateSeen | null;
  readonly labels: readonly string[];
  readonly forms: readonly FormSeen[];
  readonly policy: Policy;
  /** Null: with a policy that cannot be used nobody is looked up. */
  readonly policyPeople: PolicyPeople | null;
  /** With the roles that they hold by the policy; null: the forge does not list them. */
  readonly people: readonly Actor[] | null;
};

const FORMS = new URL('../../templates/forms/', import.meta.url);
const FORM_FOLDER = '.github/ISSUE_TEMPLATE';

export async function look(
  forge: Forge,
  installed: Installed,
  repo: RepoRef,
): Promise<RepositorySeen> {
  const branch = (await forge.observeDefaultBranch(repo))?.name ?? null;
  const [gate, labels, forms, policy, people] = await Promise.all([
    branch === null ? null : forge.observeGate(repo, branch),
    forge.observeLabels(repo),
    lookAtForms(forge, repo),
    policyOf(forge, repo),
    forge.observePeople(repo),
  ]);
  const policyPeople = isInvalid(policy) ? null : await peopleBehind(forge, policy);
  const world = { policy, ...(policyPeople && { policyPeople }) };
  return {
    ...{ repo: repo.name, installed, branch, gate, forms, policy, policyPeople },
    labels: labels.map(({ name }) => name.toLowerCase()),
    people: people?.map((one) => ({ ...one, roles: rolesHeld(one, world) })) ?? null,
  };
}

/** As `policy-source.ts` puts it together, without keeping it. */
async function policyOf(forge: Forge, repo: RepoRef): Promise<Policy> {
  const own = await readFile(forge, repo);
  if (isOrganisationHome(repo)) return compose(forge, { organisation: own, repository: null });
  const organisation = await readOrganisation(forge, ownerOf(repo));
  return compose(forge, { organisation, repository: own });
}

/** Forms of an organisation's home hold for every repository that has none of its own. */
async function lookAtForms(forge: Forge, repo: RepoRef): Promise<readonly FormSeen[]> {
  const names = (await readdir(FORMS)).filter((name) => name.endsWith('.yml')).toSorted();
  const own = await formsIn(forge, repo, names);
  if (own.some(({ how }) => how !== 'missing')) return own;
  const all = await forge.observeRepositories();
  const owner = ownerOf(repo);
  const home = all.find((one) => isOrganisationHome(one) && ownerOf(one) === owner);
  return home === undefined || home.id === repo.id ? own : formsIn(forge, home, names);
}

function formsIn(
  forge: Forge,
  repo: RepoRef,
  names: readonly string[],
): Promise<readonly FormSeen[]> {
  return Promise.all(
    names.map(async (name): Promise<FormSeen> => {
      const file = `${FORM_FOLDER}/${name}`;
      const seen = await forge.observeFile(repo, file);
      if (seen === null) return { file, how: 'missing' };
      const newest = await readLocal(new URL(name, FORMS), 'utf8');
      const isNewest = seen !== 'too_large' && seen.text.replaceAll('\r\n', '\n') === newest;
      return { file, how: isNewest ? 'newest' : 'other' };
    }),
  );
}
