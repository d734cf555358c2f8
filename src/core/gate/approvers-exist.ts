/**
 * What nobody can satisfy is found at submit, not on the night: every part of the approval, the second person at hold
 * points, and the word for an emergency.
 */
import { planShown } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import { isNamed } from '../change/named-logins.ts';
import type { RefusalFacts } from '../change/refusal.ts';
import { mayBeSecond } from '../change/second-person.ts';
import type { Change } from '../change/state.ts';
import { humansOf } from '../policy/humans.ts';
import { findRule, holdsAny, rolesForVerb } from '../policy/rights.ts';
import { tally } from '../policy/tally.ts';
import type { Lack } from '../policy/tally.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const approversExist: Gate = {
  id: 'approvers_exist',
  title: 'Somebody can approve',
  code: 'no_eligible_approvers',
  purposes: ['submit'],
  wakesOn: ['plan_recorded', 'pull_linked', 'pull_unlinked'],
  bypassedInEmergency: true,
  elsewhere: true,
  judge: ({ change, facts }) => {
    const { rule, needed, lacks, eligible, unknown } = tally(change, facts);
    // Who wrote the plan is asked when it is approved: until then there is time to be told.
    const first = unknown.find((one) => one !== 'editor');
    if (rule === null) return notApplicable('no_category');
    if (first !== undefined) return cannotTell(first);
    if (facts.peopleAreSome === true) return notApplicable('people_not_listed');
    const said =
      approvalLack(change, lacks) ?? (facts.scope === undefined ? otherLack(change, facts) : null);
    if (said !== null) return unmet(said, { who: ['admin'] });
    return met({ needed, eligible: eligible.map(({ login }) => login) });
  },
};

/** The category's own approval is told in its own words; what a rule asks for, by its title. */
function approvalLack({ category }: Change, lacks: readonly Lack[]): RefusalFacts | null {
  const [first] = lacks;
  if (first === undefined) return null;
  const { part } = first;
  const eligible = part?.eligible.map(({ login }) => login) ?? [];
  const needed = Math.max(1, part?.need.count ?? 1);
  const roles = part?.need.holders.roles ?? [];
  const said = { category: category ?? '', roles, needed, eligible };
  const titles = lacks.filter((lack) => lack.part?.need.stage !== null).map(({ title }) => title);
  const teams = [...new Set(lacks.flatMap((lack) => lack.part?.gone ?? []))];
  return {
    ...said,
    ...(titles.length === 0 ? {} : { parts: titles }),
    ...(teams.length === 0 ? {} : { teams }),
  };
}

function otherLack(change: Change, facts: Facts): RefusalFacts | null {
  const { policy } = facts;
  if (!hasSecond(change, facts))
    return { what: 'second_person', roles: rolesForVerb(policy, 'confirm'), eligible: [] };
  if (change.category !== 'emergency') return null;
  const roles = findRule(policy, 'emergency')?.authoriserRoles ?? [];
  const isThere = (facts.people ?? []).some(
    (one) => one.kind === 'human' && holdsAny(one.roles, roles),
  );
  return isThere ? null : { what: 'authoriser', roles, eligible: [] };
}

/** Somebody who may look, and is another human than who is expected to do the steps. */
function hasSecond(change: Change, facts: Facts): boolean {
  const plan = planShown(change);
  if (plan?.steps.some(({ tags }) => tags.includes('hold')) !== true) return true;
  const { nameOf } = humansOf(facts);
  const people = facts.people ?? [];
  const named = people.find(
    ({ login }) => plan.operator !== null && isNamed([plan.operator], login),
  );
  const operator = nameOf((named ?? change.author).id);
  return people.some(
    (one) =>
      one.kind === 'human' && nameOf(one.id) !== operator && mayBeSecond(change, facts.policy, one),
  );
}
