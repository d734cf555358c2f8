/**
 * What `doctor` says of who can approve what, category by category and for each approval that rules may ask for: the
 * people there are now. Who wrote a change is barred from it later, so as many as are needed is told apart from more.
 */
import type { Actor } from '../core/change/facts.ts';
import { holdsAny } from '../core/policy/rights.ts';
import { isHolder } from '../core/policy/roles.ts';
import type { Holders, Role } from '../core/policy/holders.ts';
import { NOBODY } from '../core/policy/holders.ts';
import { unknown, well, wrong, type Finding, type Site } from './doctor-finding.ts';

type Need = {
  readonly about: string;
  readonly holders: Holders;
  readonly count: number;
  /** The owners of changed paths may give it as well. */
  readonly owners: boolean;
  /** Whoever wrote the change cannot be it. */
  readonly barsAuthor: boolean;
};

export function approverFindings(site: Site): readonly Finding[] {
  const { policy, policyPeople } = site.seen;
  if (policyPeople === null) return [];
  const asked = policy.categories.map((rule): Need => {
    const isAuthorised = rule.authoriserRoles.length > 0;
    const roles: readonly Role[] = isAuthorised ? rule.authoriserRoles : rule.approverRoles;
    return {
      about: `${isAuthorised ? 'authorises' : 'approves'} ${rule.category}`,
      holders: { ...NOBODY, roles },
      count: isAuthorised ? 1 : rule.approvalsNeeded,
      owners: false,
      barsAuthor: !isAuthorised,
    };
  });
  const byRule = policy.approvalRules.map(({ id, holders, count, owners }): Need => {
    return { about: `gives approval ${id}`, holders, count, owners, barsAuthor: true };
  });
  return [...asked, ...byRule].map((need) => approvers(site, need));
}

function approvers(site: Site, need: Need): Finding {
  const { people } = site.seen;
  const { about, count, owners, barsAuthor } = need;
  const who = people === null ? [] : people.filter((one) => isAble(site, need, one));
  const short = { about, expected: `${String(count)} or more who can` };
  const names = who.map(({ login }) => login).toSorted();
  const todo = {
    remedy: `give ${wanted(need)} access, or change the policy`,
    who: 'an admin of the repository',
    where: `${site.web}/${site.seen.repo}/settings/access`,
  };
  if (people === null)
    return unknown({ ...short, found: 'the forge does not list who has access' }, todo);
  if (names.length < count && !owners)
    return wrong({ ...short, found: names.length === 0 ? 'nobody' : names.join(', ') }, todo);
  const also = owners ? [...names, 'the owners of the changed paths'] : names;
  const isScarce = barsAuthor && names.length === count && !owners;
  const bare = isScarce ? '; too few when one of them is the author' : '';
  return well({ ...short, found: count === 0 ? 'none is needed' : `${also.join(', ')}${bare}` });
}

function isAble({ seen }: Site, { holders }: Need, person: Actor): boolean {
  if (person.kind !== 'human') return false;
  const { policy, policyPeople } = seen;
  if (holdsAny(person.roles, holders.roles)) return true;
  return isHolder(holders, person, { policy, ...(policyPeople && { policyPeople }) }) === 'yes';
}

function wanted({ holders: { roles, teams, people }, count }: Need): string {
  const all = [...roles.map((role) => role.replace('_', ' ')), ...teams, ...people];
  return `${String(count)} of ${all.length === 0 ? 'nobody' : all.join(' or ')}`;
}
