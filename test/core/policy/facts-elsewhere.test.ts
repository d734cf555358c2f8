// Another repository is judged by facts of its own. Each fact is classified here: a new one does not compile until
// somebody has said whose it is, and what is the home's never goes along.
import { expect, it } from 'vitest';
import type { Facts } from '../../../src/core/change/facts.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { scenesElsewhere } from '../../../src/core/policy/elsewhere.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../../support/change-kit.ts';
import { EVERYBODY, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';

const WHOSE: Readonly<Record<keyof Facts, 'shared' | 'there' | 'home'>> = {
  now: 'shared',
  occurredAt: 'shared',
  witnessed: 'shared',
  signInAt: 'shared',
  clockSkewMs: 'shared',
  neighbours: 'shared',
  actor: 'there',
  policy: 'there',
  policyPeople: 'there',
  people: 'there',
  peopleAreSome: 'there',
  pulls: 'there',
  scope: 'there',
  elsewhere: 'home',
  template: 'home',
  deploying: 'home',
};

it('nothing that the home of a change gives away goes along into another repository', () => {
  const place = { repoId: '77', repo: 'lighthouse/core' };
  const pull = pullFacts(9, { repoId: place.repoId });
  const there = {
    ...place,
    policy: { ...DEFAULT_POLICY, version: 'file:there' },
    policyPeople: { teams: {}, people: {} },
    people: [],
    peopleAreSome: true as const,
  };
  const stage = setTheStage({ pulls: [pull], elsewhere: [there] });
  stage.given.draft();
  accepted(stage.act(PEOPLE.mara, { type: 'link', ...place, pull: 9, head: pull.head }));
  const home: Required<Facts> = {
    ...{ witnessed: true, signInAt: 'https://holdpoint.example.com', scope: '1' },
    ...stage.factsFor(HOLDPOINT),
    policyPeople: { teams: { all: ['1'] }, people: {} },
    people: EVERYBODY,
    peopleAreSome: true,
    elsewhere: [there],
    neighbours: { beside: [], upstream: [], freezes: [] },
    template: { current: null, suspended: null },
    deploying: {
      repo: { id: '1', name: 'o/r' },
      ...{ sha: 'a', name: 'production', environment: null, locks: [], deployedTo: [] },
      ...{ by: null, askedAt: '2026-11-22T03:00:00Z' },
    },
  };
  const [scene] = scenesElsewhere(stage.change, home);
  const facts: Partial<Facts> = scene?.facts ?? {};
  const named = (whose: string): readonly string[] =>
    Object.entries(WHOSE).flatMap(([name, of]) => (of === whose ? [name] : []));
  expect(Object.keys(facts).toSorted()).toEqual([...named('shared'), ...named('there')].toSorted());
  for (const [name, value] of Object.entries(facts))
    if (named('shared').includes(name))
      expect([name, value]).toEqual([name, { ...home }[name as keyof Facts]]);
  const { policy, policyPeople, people, peopleAreSome } = there;
  expect(facts).toMatchObject({ policy, policyPeople, people, peopleAreSome, scope: '77' });
  expect(facts.actor?.roles).toEqual([]);
});
