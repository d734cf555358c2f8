/**
 * What is wrong with a policy as a whole, beyond the shape of its file: names, circles, and whatever nobody could ever
 * give. Asked of every layer with all that lies below it.
 */
import { quote } from '../core/plan/quote.ts';
import { looksOf } from '../core/policy/policy-walk.ts';
import type { CategoryRule } from '../core/policy/policy.ts';
import type { Holders, Role } from '../core/policy/holders.ts';
import type { ApprovalRule, KindRule, StepNeed } from '../core/policy/rule.ts';
import { findNames } from './find-names.ts';
import type { Fault } from './fault.ts';
import type { Content } from './lay-over.ts';

export function findFaults(policy: Content): readonly Fault[] {
  return [
    ...findNames(policy),
    ...findCircles(policy.kinds),
    ...policy.approvalRules.flatMap((rule) => withNobody(rule, policy)),
    ...policy.categories.flatMap((rule) => undecided(rule, policy)),
    ...wrongDates(policy),
    ...repeatedSteps(policy),
    ...nobodyAsked(policy),
  ];
}

/** A kind that is recognised by itself, through however many others. */
function findCircles(kinds: readonly KindRule[]): readonly Fault[] {
  const named = new Map(
    kinds.map(({ id, recognisedBy }) => [
      id,
      recognisedBy === null
        ? []
        : looksOf(recognisedBy).flatMap(({ predicate }) =>
            predicate.kind === 'change_kind' ? predicate.kinds : [],
          ),
    ]),
  );
  return kinds.flatMap(({ id }) => {
    const seen = new Set<string>();
    const open = [...(named.get(id) ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(...(named.get(next) ?? []));
    }
    if (!seen.has(id)) return [];
    const through = [...seen].filter((one) => one !== id).join(', ');
    return [
      {
        path: ['kinds', id, 'recognised_by'],
        word: null,
        code: 'cycle',
        expected: 'a kind that is recognised by something else',
        found: through === '' ? 'itself' : `itself, by way of ${through}`,
        remedy: 'name paths, assets or labels instead',
      },
    ];
  });
}

function withNobody(
  { id, holders, owners, count }: ApprovalRule,
  policy: Content,
): readonly Fault[] {
  const path = ['approvals', id];
  const { teams, people } = holders;
  const roles = holders.roles.filter((role) => isHeld(role, policy));
  const fault = { path, word: null, code: 'nobody' } as const;
  if (!owners && roles.length + teams.length + people.length === 0)
    return [
      {
        ...fault,
        expected: 'somebody who can give it: roles, teams, people or owners',
        found: describe(holders),
        remedy: 'name whose approval it is',
      },
    ];
  const few = new Set(people.map((login) => login.toLowerCase())).size;
  if (owners || roles.length + teams.length > 0 || few >= count) return [];
  return [
    {
      ...fault,
      expected: `at least ${String(count)} people, as many as are needed`,
      found: String(few),
      remedy: 'name more people, or lower the count',
    },
  ];
}

function describe({ roles }: Holders): string {
  return roles.length === 0 ? 'nobody' : `${roles.join(', ')}, which nobody holds`;
}

/** No permission gives it and nobody is named: the role is a word only. */
function isHeld(role: Role, { rolesByPermission, roleHolders }: Content): boolean {
  const named = roleHolders[role];
  if (named !== undefined && named.teams.length + named.people.length > 0) return true;
  return Object.values(rolesByPermission).some((roles) => roles.includes(role));
}

function undecided(rule: CategoryRule, policy: Content): readonly Fault[] {
  const { category, authoriserRoles, approverRoles } = rule;
  const fault = (key: string, roles: readonly Role[]): Fault => ({
    path: ['categories', category, ...key.split('.')],
    word: null,
    code: 'nobody',
    expected: 'a role that somebody can hold',
    found: roles.length === 0 ? 'no role' : `${roles.join(', ')}, which nobody holds`,
    remedy: 'name a role that a permission gives, or people and teams for it under "roles"',
  });
  const isShut = (roles: readonly Role[]): boolean => !roles.some((role) => isHeld(role, policy));
  const faults: Fault[] = [];
  if (isShut(approverRoles)) faults.push(fault('approvals.roles', approverRoles));
  const authorised = category === 'emergency' || authoriserRoles.length > 0;
  if (authorised && isShut(authoriserRoles)) faults.push(fault('authorisers', authoriserRoles));
  if (category !== 'emergency' && authoriserRoles.length > 0)
    faults.push({
      ...fault('authorisers', authoriserRoles),
      code: 'wrong_value',
      expected: 'nobody: only an emergency goes ahead without approvals',
      found: authoriserRoles.join(', '),
      remedy: 'take them out',
    });
  return faults;
}

function wrongDates({ document }: Content): readonly Fault[] {
  if (document === null) return [];
  const { lastReview, nextReview } = document;
  if (lastReview === null || nextReview === null || nextReview > lastReview) return [];
  return [
    {
      path: ['document', 'next_review'],
      word: null,
      code: 'wrong_value',
      expected: `a date after the last review, ${lastReview}`,
      found: nextReview,
      remedy: 'name the day on which it is to be read again',
    },
  ];
}

function repeatedSteps({ rules, stepSets }: Content): readonly Fault[] {
  const lists: readonly (readonly [readonly string[], readonly StepNeed[]])[] = [
    ...rules.map(({ id, demands }) => [['rules', id, 'require', 'steps'], demands.steps] as const),
    ...stepSets.map(({ id, steps }) => [['step_sets', id, 'steps'], steps] as const),
  ];
  return lists.flatMap(([path, steps]) => {
    const ids = steps.map(({ id }) => id);
    const twice = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
    return [...twice].map((id): Fault => ({
      path,
      word: id,
      code: 'duplicate',
      expected: 'each id once in a list of steps',
      found: `${quote(id)} again`,
      remedy: 'give one of them another id',
    }));
  });
}

function nobodyAsked({ reviewRequests }: Content): readonly Fault[] {
  if (reviewRequests.mode !== 'random' || reviewRequests.count > 0) return [];
  return [
    {
      path: ['review_requests', 'count'],
      word: null,
      code: 'nobody',
      expected: 'how many are asked at random, at least 1',
      found: '0',
      remedy: 'name a count, or another mode',
    },
  ];
}
