/**
 * Approval rules put together: which of them are asked for here, and whether what is there is enough.
 *
 * What must stay true: what does not apply is skipped and says why; a group in which everything is skipped, or which is
 * empty, is not met; what cannot be told is never met. A name that the policy does not know is nobody's approval. Files
 * that a forge does not list will not be listed tomorrow either: whatever rests on them alone is asked for, all of it.
 */
import type { Facts } from '../change/facts.ts';
import type { Unknown } from '../change/refusal-facts.ts';
import type { Change } from '../change/state.ts';
import type { Match, MatchWhy } from './answer.ts';
import { match } from './match.ts';
import type { ApprovalTree } from './rule.ts';

/** A tree with its conditions answered, so that it can be judged again and again. */
export type AskedTree =
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'group'; readonly all: boolean; readonly of: readonly AskedTree[] }
  | { readonly kind: 'skipped'; readonly why: readonly MatchWhy[] }
  /** Asked for as if it applied; where more than files is unknown never met: something else may be needed. */
  | { readonly kind: 'unsure'; readonly then: AskedTree; readonly why: readonly Unknown[] };

export type TreeAnswer = 'met' | 'not_met' | 'cannot_tell' | 'skipped';

/** A rule of the policy that asks for approvals, and what it asks for here. */
export type AskingRule = {
  readonly id: string;
  readonly title: string;
  readonly tree: AskedTree;
};

export function askingRules(change: Change, facts: Facts): readonly AskingRule[] {
  return facts.policy.rules.flatMap(({ id, title, when, demands }): readonly AskingRule[] => {
    const { approval } = demands;
    if (approval === null) return [];
    const own = ask(approval, change, facts);
    return [{ id, title, tree: when === null ? own : applied(match(when, change, facts), own) }];
  });
}

export function answerTree(tree: AskedTree, isMet: (id: string) => TreeAnswer): TreeAnswer {
  switch (tree.kind) {
    case 'rule':
      return isMet(tree.id);
    case 'skipped':
      return 'skipped';
    case 'unsure':
      return restsOnFiles(tree) ? answerTree(tree.then, isMet) : 'cannot_tell';
    case 'group': {
      const answers = strictest(tree)
        .map((one) => answerTree(one, isMet))
        .filter((answer) => answer !== 'skipped');
      return answerGroup(tree.all, answers);
    }
  }
}

type Group = Extract<AskedTree, { readonly kind: 'group' }>;

/** A way that may not be open is none beside one that is; where none is sure, all of them together are the way. */
function strictest({ all, of }: Group): readonly AskedTree[] {
  const open = all ? [] : of.filter(restsOnFiles);
  if (open.length === 0) return of;
  const sure = of.filter((one) => one.kind !== 'skipped' && !restsOnFiles(one));
  return sure.length > 0 ? sure : [{ kind: 'group', all: true, of: open }];
}

function restsOnFiles(tree: AskedTree): boolean {
  return tree.kind === 'unsure' && tree.why.every((one) => one === 'files');
}

function answerGroup(all: boolean, answers: readonly TreeAnswer[]): TreeAnswer {
  if (answers.length === 0) return 'not_met';
  const deciding = all ? 'not_met' : 'met';
  if (answers.includes(deciding)) return deciding;
  if (answers.includes('cannot_tell')) return 'cannot_tell';
  return all ? 'met' : 'not_met';
}

/** Every approval rule that is asked for, met or not. */
export function leavesOf(tree: AskedTree): readonly string[] {
  switch (tree.kind) {
    case 'rule':
      return [tree.id];
    case 'skipped':
      return [];
    case 'unsure':
      return leavesOf(tree.then);
    case 'group':
      return tree.of.flatMap(leavesOf);
  }
}

/** Those that stand between the tree and its being met. */
export function openLeaves(tree: AskedTree, isMet: (id: string) => TreeAnswer): readonly string[] {
  if (tree.kind === 'unsure') return openLeaves(tree.then, isMet);
  const answer = answerTree(tree, isMet);
  if (answer === 'met' || answer === 'skipped') return [];
  if (tree.kind === 'group') return strictest(tree).flatMap((one) => openLeaves(one, isMet));
  return leavesOf(tree);
}

/** The tree of those leaves alone; null when nothing of it is left. */
export function restrict(tree: AskedTree, has: (id: string) => boolean): AskedTree | null {
  switch (tree.kind) {
    case 'rule':
      return has(tree.id) ? tree : null;
    case 'skipped':
      return tree;
    case 'unsure': {
      const then = restrict(tree.then, has);
      return then === null ? null : { ...tree, then };
    }
    case 'group': {
      if (tree.of.length === 0) return tree;
      const of = tree.of.flatMap((one) => restrict(one, has) ?? []);
      const isAsking = of.some(({ kind }) => kind !== 'skipped') || of.length === tree.of.length;
      return isAsking ? { ...tree, of } : null;
    }
  }
}

function ask(tree: ApprovalTree, change: Change, facts: Facts): AskedTree {
  switch (tree.kind) {
    case 'rule':
      return tree;
    case 'and':
    case 'or': {
      const of = tree.of.map((one) => ask(one, change, facts));
      return { kind: 'group', all: tree.kind === 'and', of };
    }
    case 'if':
      return applied(match(tree.when, change, facts), ask(tree.then, change, facts));
  }
}

function applied(answer: Match, then: AskedTree): AskedTree {
  if (answer.kind === 'cannot_tell') return { kind: 'unsure', then, why: answer.why };
  return answer.kind === 'holds' ? then : { kind: 'skipped', why: answer.why };
}

/** Of alternatives, the way on which least is missing. */
export function neededLeaves(tree: AskedTree, lacking: (id: string) => number): readonly string[] {
  switch (tree.kind) {
    case 'rule':
      return [tree.id];
    case 'skipped':
      return [];
    case 'unsure':
      return neededLeaves(tree.then, lacking);
    case 'group': {
      const ways = strictest(tree)
        .filter(({ kind }) => kind !== 'skipped')
        .map((one) => neededLeaves(one, lacking));
      if (tree.all) return ways.flat();
      const missing = (way: readonly string[]): number =>
        way.reduce((sum, id) => sum + lacking(id), 0);
      return ways.toSorted((a, b) => missing(a) - missing(b))[0] ?? [];
    }
  }
}

/** What keeps it from being told whether it is asked for. */
export function unknownsOf(tree: AskedTree): readonly Unknown[] {
  switch (tree.kind) {
    case 'unsure':
      return [...(restsOnFiles(tree) ? [] : tree.why), ...unknownsOf(tree.then)];
    case 'group':
      return strictest(tree).flatMap(unknownsOf);
    case 'rule':
    case 'skipped':
      return [];
  }
}
