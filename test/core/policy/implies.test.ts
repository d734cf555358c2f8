/**
 * Whether a predicate applies wherever another does is read off their shape. Here every pair of small ones is tried out
 * in every world there is for them, by an oracle of its own.
 */
import { describe, expect, it } from 'vitest';
import { asksAsMuch, appliesWherever } from '../../../src/core/policy/implies.ts';
import type { Predicate } from '../../../src/core/policy/predicate.ts';
import type { ApprovalTree } from '../../../src/core/policy/rule.ts';

const P: Predicate = { kind: 'label', globs: ['p'] };
const Q: Predicate = { kind: 'label', globs: ['q'] };
const NOT_P: Predicate = { kind: 'not', of: P };
const A: ApprovalTree = { kind: 'rule', id: 'a' };
const B: ApprovalTree = { kind: 'rule', id: 'b' };

/** Small trees of every form. */
function predicates(depth: number): readonly Predicate[] {
  if (depth === 0) return [P, Q, { kind: 'label', globs: ['p', 'q'] }];
  const below = predicates(depth - 1);
  const some = below.slice(0, 7);
  return [
    ...below,
    ...some.map((of): Predicate => ({ kind: 'not', of })),
    ...some.flatMap((one) =>
      some.flatMap((two): Predicate[] => [
        { kind: 'and', of: [one, two] },
        { kind: 'or', of: [one, two] },
      ]),
    ),
  ];
}

type Truth = 0 | 1 | 2;

/** 0 no, 1 cannot tell, 2 yes. */
function holds(predicate: Predicate, labels: Readonly<Record<string, Truth>>): number {
  if (predicate.kind === 'not') return 2 - holds(predicate.of, labels);
  if (predicate.kind === 'and') return Math.min(...predicate.of.map((one) => holds(one, labels)));
  if (predicate.kind === 'or') return Math.max(...predicate.of.map((one) => holds(one, labels)));
  return predicate.kind === 'label'
    ? Math.max(...predicate.globs.map((glob) => labels[glob] ?? 0))
    : 0;
}

const TRUTHS: readonly Truth[] = [0, 1, 2];
const WORLDS: readonly Readonly<Record<string, Truth>>[] = TRUTHS.flatMap((p) =>
  TRUTHS.map((q) => ({ p, q })),
);

function trees(depth: number): readonly ApprovalTree[] {
  if (depth === 0) return [A, B];
  const below = trees(depth - 1);
  const some = [...below.slice(0, 4), ...below.slice(-3)];
  const joined = some.flatMap((one) => some.map((two) => [one, two]));
  return [
    ...below,
    ...joined.flatMap((of): ApprovalTree[] => [
      { kind: 'and', of },
      { kind: 'or', of },
    ]),
    ...[P, NOT_P, Q].flatMap((when) =>
      some.map((then): ApprovalTree => ({ kind: 'if', when, then })),
    ),
  ];
}

type Answer = 'met' | 'not_met' | 'skipped';

/** A group in which everything is skipped is not met. */
function answer(
  tree: ApprovalTree,
  given: readonly string[],
  labels: Readonly<Record<string, Truth>>,
): Answer {
  if (tree.kind === 'rule') return given.includes(tree.id) ? 'met' : 'not_met';
  if (tree.kind === 'if')
    return holds(tree.when, labels) === 2 ? answer(tree.then, given, labels) : 'skipped';
  const answers = tree.of
    .map((one) => answer(one, given, labels))
    .filter((one) => one !== 'skipped');
  if (answers.length === 0) return 'not_met';
  const isMet =
    tree.kind === 'and' ? answers.every((one) => one === 'met') : answers.includes('met');
  return isMet ? 'met' : 'not_met';
}

const CERTAIN = WORLDS.filter((world) => !Object.values(world).includes(1));
const GIVEN = [[], ['a'], ['b'], ['a', 'b']];

/** Where the second would let something pass that the first stopped. */
function slips(from: ApprovalTree, to: ApprovalTree): readonly string[] {
  const cases = CERTAIN.flatMap((world) => GIVEN.map((given) => ({ world, given })));
  return cases
    .filter(({ world, given }) => answer(from, given, world) === 'not_met')
    .filter(({ world, given }) => answer(to, given, world) !== 'not_met')
    .map((slip) => JSON.stringify(slip));
}

describe('what is said to follow', () => {
  it('follows in every case there is: a predicate applies wherever the other does', () => {
    const all = predicates(2);
    let shown = 0;
    for (const from of all)
      for (const to of all) {
        if (!appliesWherever(from, to)) continue;
        shown += 1;
        const worse = WORLDS.filter((world) => holds(to, world) < holds(from, world));
        expect(worse, JSON.stringify([from, to])).toEqual([]);
      }
    expect(shown).toBeGreaterThan(all.length);
    expect(all.filter((one) => !appliesWherever(one, one))).toEqual([]);
  });

  it('follows in every case there is: whoever has enough for the one has enough for the other', () => {
    const all = trees(2);
    const shown = all.flatMap((from) =>
      all.filter((to) => asksAsMuch(from, to)).map((to) => ({ from, to })),
    );
    for (const { from, to } of shown)
      expect(slips(from, to), JSON.stringify([from, to])).toEqual([]);
    expect(shown.length).toBeGreaterThan(all.length);
    expect(all.filter((one) => !asksAsMuch(one, one)).length).toBe(0);
  });
});
