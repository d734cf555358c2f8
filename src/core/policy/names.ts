/**
 * Every team and login that a policy names, wherever: whoever reads a policy asks the forge for exactly these, once.
 *
 * What must stay true: nothing that decides by people is left out. A name that nobody looked up leaves its rule without
 * an answer for ever. Owners of assets and subscribers are only told, so nobody is looked up for them.
 */
import type { Policy } from './policy.ts';
import type { Holders } from './holders.ts';
import type { Predicate } from './predicate.ts';
import type { ApprovalTree } from './rule.ts';

export type Names = {
  /** As the policy spells them. */
  readonly teams: readonly string[];
  /** Lower case. */
  readonly logins: readonly string[];
};

export function namesOf(policy: Policy): Names {
  const holders = [
    ...Object.values(policy.roleHolders),
    ...policy.approvalRules.map((rule) => rule.holders),
    ...policy.kinds.flatMap(({ recognisedBy }) => inPredicate(recognisedBy)),
    ...policy.rules.flatMap(({ when, demands }) => [
      ...inPredicate(when),
      ...inTree(demands.approval),
    ]),
    policy.bypass.may,
    policy.bypass.reviewers,
    ...policy.calendar.freezes.map(({ overrideBy }) => overrideBy),
    ...policy.calendar.hours.map(({ who }) => who),
    ...policy.catalogue.environments.map(({ reviewers }) => reviewers),
  ];
  const logins = [
    ...holders.flatMap(({ people }) => people),
    ...policy.linkedAccounts.flat(),
    ...policy.approvalRules.flatMap(({ ignoreCommitsBy }) => ignoreCommitsBy),
    ...policy.categories.flatMap(({ onPush }) => onPush?.ignoreCommitsBy ?? []),
    ...(policy.unauthorised?.ignoreActors ?? []),
  ];
  return {
    teams: [...new Set(holders.flatMap(({ teams }) => teams))],
    logins: [...new Set(logins.map((login) => login.toLowerCase()))],
  };
}

function inPredicate(predicate: Predicate | null): readonly Holders[] {
  if (predicate === null) return [];
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.of.flatMap(inPredicate);
    case 'not':
      return inPredicate(predicate.of);
    case 'author':
    case 'contributor':
      return [predicate.holders];
    default:
      return [];
  }
}

function inTree(tree: ApprovalTree | null): readonly Holders[] {
  if (tree === null) return [];
  switch (tree.kind) {
    case 'rule':
      return [];
    case 'and':
    case 'or':
      return tree.of.flatMap(inTree);
    case 'if':
      return [...inPredicate(tree.when), ...inTree(tree.then)];
  }
}
