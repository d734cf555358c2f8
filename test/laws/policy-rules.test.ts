// Laws of rules: what is hidden is never taken for a no, more rules never open anything, and their order decides nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts, PullFacts } from '../../src/core/change/facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { blockers, judge } from '../../src/core/gate/judge.ts';
import { PURPOSES } from '../../src/core/gate/verdict.ts';
import { demandsOf } from '../../src/core/policy/demands.ts';
import { match } from '../../src/core/policy/match.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Predicate } from '../../src/core/policy/predicate.ts';
import type { PolicyRule } from '../../src/core/policy/rule.ts';
import { accepted } from '../support/change-beginnings.ts';
import { pullDetail, pullFacts, setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../support/change-people.ts';
import { checkRule, need, policyOf, rule } from '../support/policy-rules.ts';

const CHANGE = linkedChange();

const globs = fc.subarray(['db/**', '**/*.sql', 'docs/*', '*', 'main', 'area/*', '{a'], {
  minLength: 1,
});
const holders = fc.record({
  roles: fc.subarray(['lead', 'engineer'] as const),
  teams: fc.subarray(['ops', 'gone', 'unheard']),
  people: fc.subarray(['lin-dev', 'nobody', 'unheard']),
});
const names = fc.subarray(['build', 'lint', 'CI'], { minLength: 1 });

const leaf: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({
    kind: fc.constant('change_kind' as const),
    kinds: fc.subarray(['schema', 'docs', 'none']),
  }),
  fc.record({
    kind: fc.constantFrom('category' as const),
    categories: fc.subarray(['normal', 'standard'] as const),
  }),
  fc.record({
    kind: fc.constantFrom('risk' as const, 'priority' as const),
    levels: fc.subarray(['low', 'medium'] as const),
  }),
  fc.record({
    kind: fc.constantFrom(
      ...(['asset', 'environment', 'repository', 'paths', 'only_paths'] as const),
      ...(['branch', 'source_branch', 'label', 'title'] as const),
    ),
    globs,
  }),
  fc.record({ kind: fc.constant('author' as const), holders }),
  fc.record({
    kind: fc.constant('contributor' as const),
    holders,
    who: fc.constantFrom('any' as const, 'all' as const),
  }),
  fc.record({
    kind: fc.constant('lines' as const),
    of: fc.constantFrom('added' as const, 'deleted' as const, 'changed' as const),
    atLeast: fc.nat({ max: 30 }),
  }),
  fc.record({ kind: fc.constantFrom('status' as const, 'workflow' as const), names }),
  fc.constant({ kind: 'signed' as const }),
);

const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      of: fc.array(tie('predicate'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('predicate') }),
  ),
}));

const file = fc.record({
  path: fc.constantFrom('db/1.sql', 'docs/a', 'src/x.ts'),
  previous: fc.constantFrom(null, 'db/old.sql'),
  added: fc.nat({ max: 12 }),
  deleted: fc.nat({ max: 12 }),
});
const commit = fc.record({
  sha: fc.constant('c'),
  tree: fc.constant(null),
  parents: fc.constant([]),
  signed: fc.boolean(),
  by: fc.subarray([PEOPLE.lin]),
});
const report = fc.record({
  name: fc.constantFrom('build', 'lint'),
  says: fc.constantFrom('passed' as const, 'failed' as const),
  via: fc.constantFrom('check' as const, 'status' as const),
  from: fc.constantFrom('github-actions', 'ci-app', ''),
  workflow: fc.constantFrom('CI', null),
  url: fc.constant(null),
});
const pull: fc.Arbitrary<PullFacts> = fc
  .record({
    files: fc.array(file, { maxLength: 3 }),
    commits: fc.array(commit, { maxLength: 2 }),
    reports: fc.array(report, { maxLength: 3 }),
    labels: fc.subarray(['area/db', 'urgent']),
    base: fc.constantFrom('main', 'next'),
    body: fc.constantFrom('', '## What\nA fee.'),
  })
  .map(({ files, commits, labels, body, reports, base }) => {
    const failing = reports.filter(({ says }) => says === 'failed').map(({ name }) => name);
    return pullFacts(7, {
      base,
      reports,
      failing,
      checks: failing.length > 0 ? 'failed' : reports.length > 0 ? 'passed' : 'none',
      detail: pullDetail({ files, commits, labels, body }),
    });
  });

/** What can be looked up and is not. */
const HIDE = ['pull', 'detail', 'files', 'commits', 'reports', 'base', 'people', 'teams'] as const;
const hiding = fc.subarray([...HIDE]);

const rules = fc
  .array(
    fc
      .tuple(fc.option(predicate), fc.nat({ max: 7 }))
      .map(([when, which]): Omit<PolicyRule, 'id'> => {
        const all = [
          { categoryAtLeast: 'significant' },
          { leadTimeHours: 48 },
          { leadTimeHours: 100 },
          { steps: [need('backup')] },
          { steps: [need('support', { words: ['tell support'] })] },
          { checks: ['lint'], answers: ['why', 'test_evidence'] },
          { sections: ['what'], window: true },
          { rollbackMinutes: 3, hold: true },
        ] as const;
        return rule('', when, all[which] ?? {});
      }),
    { maxLength: 5 },
  )
  .map((some) => some.map((one, index) => ({ ...one, id: `r${String(index)}` })));

describe('a predicate', () => {
  it('answers the same or cannot tell when something is hidden from it', () => {
    fc.assert(
      fc.property(predicate, pull, hiding, (asked, seen, hidden) => {
        const open = match(asked, CHANGE, factsOf(seen));
        const blind = match(asked, CHANGE, hide(factsOf(seen), hidden));
        if (blind.kind !== 'cannot_tell') expect(blind.kind).toBe(open.kind);
      }),
      { numRuns: 2000 },
    );
  });

  it('is itself when it is not not', () => {
    fc.assert(
      fc.property(predicate, pull, (asked, seen) => {
        const twice: Predicate = { kind: 'not', of: { kind: 'not', of: asked } };
        const facts = factsOf(seen);
        expect(match(twice, CHANGE, facts)).toEqual(match(asked, CHANGE, facts));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('rules', () => {
  it('ask for the same in any order', () => {
    const shuffled = rules.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, pull, hiding, ([one, other], seen, hidden) => {
        const facts = hide(factsOf(seen), hidden);
        const left = demandsOf(CHANGE, { ...facts, policy: withRules(one) });
        const right = demandsOf(CHANGE, { ...facts, policy: withRules(other) });
        expect(right).toEqual({ ...left, answers: right.answers });
      }),
      { numRuns: 500 },
    );
  });

  it('more of them never turn a no into a yes', () => {
    fc.assert(
      fc.property(rules, pull, hiding, (some, seen, hidden) => {
        const facts = hide(factsOf(seen), hidden);
        const fewer = { ...facts, policy: withRules(some.slice(1)) };
        for (const purpose of PURPOSES)
          if (isShut(fewer, purpose))
            expect(isShut({ ...facts, policy: withRules(some) }, purpose)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('that cannot see something never let through what they would stop', () => {
    fc.assert(
      fc.property(rules, pull, hiding, (some, seen, hidden) => {
        const facts = { ...factsOf(seen), policy: withRules(some) };
        for (const purpose of PURPOSES)
          if (isShut(facts, purpose)) expect(isShut(hide(facts, hidden), purpose)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

function isShut(facts: Facts, purpose: (typeof PURPOSES)[number]): boolean {
  return blockers(judge(CHANGE, facts, purpose)).some(({ gate }) => GATES_OF_RULES.includes(gate));
}

const GATES_OF_RULES = [
  ...['category_floor', 'lead_time', 'plan_rules', 'pr_sections', 'pull_checks'],
  'pull_evidence',
];

function linkedChange(): Change {
  const stage = setTheStage({ pulls: [pullFacts(7)], policy: policyOf({}) });
  stage.given.inReview();
  accepted(stage.mara.links(7));
  return stage.change;
}

function factsOf(seen: PullFacts): Facts {
  const stage = setTheStage({ pulls: [seen], policy: withRules([]) });
  return {
    ...stage.factsFor(HOLDPOINT),
    policyPeople: {
      teams: { ops: [PEOPLE.mara.id], gone: null },
      people: { 'lin-dev': PEOPLE.lin.id, nobody: null },
    },
  };
}

function hide(facts: Facts, hidden: readonly (typeof HIDE)[number][]): Facts {
  const { policyPeople, ...rest } = facts;
  return {
    ...rest,
    ...(hidden.includes('teams') || policyPeople === undefined ? {} : { policyPeople }),
    people: hidden.includes('people') ? null : facts.people,
    pulls: hidden.includes('pull') ? [] : facts.pulls.map((one) => hidePart(one, hidden)),
  };
}

function hidePart(seen: PullFacts, hidden: readonly string[]): PullFacts {
  const { detail, reports, base, ...rest } = seen;
  return {
    ...rest,
    ...(hidden.includes('reports') || reports === undefined ? {} : { reports }),
    ...(hidden.includes('base') || base === undefined ? {} : { base }),
    ...(hidden.includes('detail') || detail === undefined
      ? {}
      : {
          detail: {
            ...detail,
            files: hidden.includes('files') ? null : detail.files,
            commits: hidden.includes('commits') ? null : detail.commits,
          },
        }),
  };
}

function withRules(some: readonly PolicyRule[]): Policy {
  return policyOf({
    rules: some,
    checks: [
      checkRule('lint', { from: ['ci-app'] }),
      checkRule('build', { places: ['default_branch'] }),
    ],
    sections: [
      { id: 'what', title: 'What', headings: ['What'], categories: [], ifApplicable: false },
    ],
    kinds: [
      {
        id: 'schema',
        title: 'Schema',
        scope: null,
        recognisedBy: { kind: 'paths', globs: ['db/**'] },
      },
      { id: 'docs', title: 'Docs', scope: null, recognisedBy: null },
    ],
  });
}
