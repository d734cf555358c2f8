/**
 * A change as another repository sees it, in which one of its open pull requests stands: under the policy that is in
 * force there, with the people and the roles of there. Whoever writes the policy of the change's own repository lets
 * nothing into another one.
 *
 * What must stay true: a word counts there by what its giver could do there, when it was given and now. What the home
 * of the change gives away counts nowhere else: a voice that was given on, a template that stands in for one, an
 * override, the haste of an emergency.
 */
import type { Actor, Elsewhere, Facts } from '../change/facts.ts';
import { addHours, isBefore } from '../change/moment.ts';
import { isPull } from '../change/pull-key.ts';
import type { Approval, Override } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import { isSameHuman } from './humans.ts';
import { oncePer } from './once-per.ts';
import { findRule, holdsAny, mayUse } from './rights.ts';
import { isHolder } from './roles.ts';
import { isWordSigned } from './sign-in.ts';

export type SceneThere = {
  readonly repo: string;
  readonly change: Change;
  readonly facts: Facts;
};

/** One for each other repository that was looked at; the same objects for the same question, because tallies are kept by them. */
export const scenesElsewhere = oncePer(lookElsewhere);

function lookElsewhere(change: Change, facts: Facts): readonly SceneThere[] {
  return reposElsewhere(change, facts).flatMap(({ seen }) => {
    if (seen === null) return [];
    const there = factsThere(facts, seen);
    return [{ repo: seen.repo, change: changeThere(change, there), facts: there }];
  });
}

type RepoElsewhere = { readonly repo: string; readonly seen: Elsewhere | null };

/** With an open pull request of the change; `seen` null: nobody looked what is in force there. */
export function reposElsewhere(change: Change, facts: Facts): readonly RepoElsewhere[] {
  const open = change.pulls.filter(({ repoId, number }) => {
    const seen = facts.pulls.find((pull) => isPull(pull, { repoId, number }));
    return repoId !== change.repoId && seen?.open === true && !seen.merged;
  });
  const byId = new Map(open.map(({ repoId, repo }) => [repoId, repo]));
  return [...byId].map(([repoId, repo]) => ({
    repo,
    seen: facts.elsewhere?.find((one) => one.repoId === repoId) ?? null,
  }));
}

/**
 * Each fact by its name: one that is not named here stays at home. Nobody brings a role along: whoever is not known
 * there has none.
 */
function factsThere(facts: Facts, there: Elsewhere): Facts {
  const { now, occurredAt, witnessed, signInAt, clockSkewMs, neighbours } = facts;
  const { policy, policyPeople, people, peopleAreSome } = there;
  const asThere = ({ id, login, kind }: Actor): Actor =>
    people?.find((one) => one.id === id) ?? { id, login, kind, roles: [] };
  return {
    ...{ now, occurredAt, clockSkewMs, policy, people, scope: there.repoId },
    ...(witnessed && { witnessed }),
    ...(signInAt !== undefined && { signInAt }),
    ...(neighbours !== undefined && { neighbours }),
    ...(policyPeople && { policyPeople }),
    ...(peopleAreSome && { peopleAreSome }),
    actor: asThere(facts.actor),
    pulls: facts.pulls.map((pull) => ({
      ...pull,
      reviews: pull.reviews.map((review) => ({ ...review, by: asThere(review.by) })),
    })),
  };
}

function changeThere(change: Change, facts: Facts): Change {
  return {
    ...change,
    approvals: change.approvals.map((one) => asHeldThere(one, facts)),
    delegations: [],
    templateUse: { ...change.templateUse, approved: null },
    overrides: change.overrides.flatMap((one) => asFarAsThere(one, facts)),
    emergency: isWordThere(change, facts) ? change.emergency : null,
  };
}

function asHeldThere(approval: Approval, { scope }: Facts): Approval {
  const held = approval.elsewhere.find(({ repoId }) => repoId === scope);
  return { ...approval, policy: held?.policy ?? '', roles: held?.roles ?? [] };
}

/** Given by somebody who may give it there, and no longer than it holds there. */
function asFarAsThere(override: Override, facts: Facts): readonly Override[] {
  const { policy } = facts;
  const by = personThere(override.by.id, facts);
  if (by === null) return [];
  if (override.via !== 'override') {
    const { may, reviewers } = policy.bypass;
    const holders = override.via === 'bypass_list' ? may : reviewers;
    return isHolder(holders, by, facts) === 'yes' ? [override] : [];
  }
  const rule = Object.hasOwn(policy.overrides, override.gate)
    ? policy.overrides[override.gate]
    : undefined;
  if (rule === undefined || !mayUse(policy, 'override_after_draft', by.roles)) return [];
  const end = addHours(override.at, rule.hours);
  const until = override.until !== null && isBefore(override.until, end) ? override.until : end;
  return [{ ...override, until, sticky: override.sticky && rule.sticky }];
}

/** Confirmed in the record by somebody who may give the word there, as it is given there, and took no part in it. */
function isWordThere(change: Change, facts: Facts): boolean {
  const word = change.emergency?.authorised ?? null;
  const giver = word === null ? null : personThere(word.by.id, facts);
  if (word === null || giver === null) return false;
  if (change.executors.some(({ id }) => isSameHuman(facts, giver.id, id))) return false;
  if (!isWordSigned(change, word, facts.policy)) return false;
  return holdsAny(giver.roles, findRule(facts.policy, 'emergency')?.authoriserRoles ?? []);
}

function personThere(id: string, { people }: Facts): Actor | null {
  const found = people?.find((one) => one.id === id);
  return found?.kind === 'human' ? found : null;
}
