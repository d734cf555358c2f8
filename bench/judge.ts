/**
 * How long it takes to judge one change under a large policy: 500 rules of all kinds, 300 reviews, 3,000 changed files,
 * and nothing known from before: every round has facts of its own.
 *
 * What must stay true: the files, reviews and the change are other objects in every round, so that nothing remembered
 * for them is measured; the policy is the same, as it is in a running process.
 */
import type { Facts, PullFacts, PullReview } from '../src/core/change/facts.ts';
import type { Change } from '../src/core/change/state.ts';
import { blockers, judge } from '../src/core/gate/judge.ts';
import type { Policy } from '../src/core/policy/policy.ts';
import type { Predicate } from '../src/core/policy/predicate.ts';
import { accepted } from '../test/support/change-beginnings.ts';
import { pullDetail, pullFacts, setTheStage } from '../test/support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../test/support/change-people.ts';
import { checkRule, need, policyOf, rule } from '../test/support/policy-rules.ts';
import type { BenchResult } from './result.ts';

const LIMIT_MS = 10;
const RULES = 500;
const REVIEWS = 300;
const FILES = 3_000;
const ROUNDS = 41;

export function run(): Promise<BenchResult[]> {
  const policy = largePolicy();
  const change = linkedChange(policy);
  const times = Array.from({ length: ROUNDS }, (_, round) => timeOf(change, policy, round));
  // The first one reads the patterns as well, once for a policy.
  const [first = 0, ...rest] = times;
  const median = rest.sort((left, right) => left - right)[Math.floor(rest.length / 2)] ?? 0;
  const name = `judge under ${String(RULES)} rules, ${String(REVIEWS)} reviews, ${String(FILES)} files`;
  return Promise.resolve([
    { name: `${name}, median`, ...millis(median), limit: LIMIT_MS, pass: median <= LIMIT_MS },
    { name: `${name}, the first of a process`, ...millis(first), limit: null, pass: true },
  ]);
}

function millis(value: number): Pick<BenchResult, 'value' | 'unit'> {
  return { value: Math.round(value * 100) / 100, unit: 'ms' };
}

function timeOf(change: Change, policy: Policy, round: number): number {
  const facts = factsOf(policy, round);
  const fresh = { ...change };
  const start = performance.now();
  const verdicts = judge(fresh, facts, 'approve');
  const taken = performance.now() - start;
  if (blockers(verdicts).length === 0) throw new Error('nothing was judged');
  return taken;
}

function linkedChange(policy: Policy): Change {
  const stage = setTheStage({ pulls: [pullFacts(7)], policy: policyOf({}) });
  stage.given.inReview();
  accepted(stage.mara.links(7));
  return { ...stage.change, approvals: stage.change.approvals.slice(0, policy.rules.length) };
}

function factsOf(policy: Policy, round: number): Facts {
  const stage = setTheStage({ pulls: [largePull(round)], policy });
  return {
    ...stage.factsFor(HOLDPOINT),
    policyPeople: { teams: { ops: [PEOPLE.mara.id] }, people: { 'lin-dev': PEOPLE.lin.id } },
  };
}

function largePull(round: number): PullFacts {
  const people = Object.values(PEOPLE);
  const reviews = Array.from({ length: REVIEWS }, (_, index): PullReview => ({
    by: people[index % people.length] ?? PEOPLE.tomas,
    state: index % 3 === 0 ? 'approved' : 'commented',
    commit: 'head-of-7',
    at: `2026-11-19T10:${String(index % 60).padStart(2, '0')}:00Z`,
  }));
  const files = Array.from({ length: FILES }, (_, index) => ({
    path: `services/s${String(index % 90)}/src/part${String(round)}/file-${String(index)}.ts`,
    previous: index % 10 === 0 ? `lib/old-${String(index)}.js` : null,
    added: 3,
    deleted: 1,
  }));
  return pullFacts(7, { reviews, base: 'main', reports: [], detail: pullDetail({ files }) });
}

/** Patterns that all differ, most of which meet nothing: the dearest case. */
function largePolicy(): Policy {
  const rules = Array.from({ length: RULES }, (_, index) =>
    rule(`r${String(index)}`, predicateOf(index), {
      steps: [need(`step-${String(index)}`, { words: [`word${String(index)}`] })],
      checks: index % 5 === 0 ? ['lint'] : [],
    }),
  );
  const kinds = Array.from({ length: 40 }, (_, index) => ({
    id: `k${String(index)}`,
    title: `Kind ${String(index)}`,
    scope: null,
    recognisedBy: { kind: 'paths' as const, globs: [`kinds/${String(index)}/**`] },
  }));
  return policyOf({ rules, kinds, checks: [checkRule('lint')] });
}

function predicateOf(index: number): Predicate {
  const id = String(index);
  const all: readonly Predicate[] = [
    { kind: 'paths', globs: [`area-${id}/**`, `**/*.x${id}`] },
    { kind: 'paths', globs: [`**/migrations-${id}/**`] },
    { kind: 'paths', globs: [`services/s${id}/**/*.{sql,ddl}`] },
    { kind: 'only_paths', globs: [`docs-${id}/**`, '**/*.md'] },
    {
      kind: 'and',
      of: [
        { kind: 'paths', globs: [`services/*/src/**/file-${id}.ts`] },
        { kind: 'not', of: { kind: 'signed' } },
      ],
    },
    {
      kind: 'or',
      of: [
        { kind: 'label', globs: [`area/${id}`] },
        { kind: 'change_kind', kinds: [`k${String(index % 40)}`] },
      ],
    },
    { kind: 'contributor', holders: { roles: [], teams: ['ops'], people: [] }, who: 'any' },
    { kind: 'lines', of: 'changed', atLeast: 1_000_000 },
    { kind: 'asset', globs: [`db/${id}*`] },
    { kind: 'title', globs: [`*${id}*fee*`] },
  ];
  return all[index % all.length] ?? { kind: 'signed' };
}
