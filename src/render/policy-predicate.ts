/**
 * When a rule of the policy applies, and who must agree, in words for the page of the policy.
 *
 * What must stay true: every predicate and every tree has its words, and the words of people in them (names, patterns)
 * come through the door of safe-text.ts.
 */
import { assertNever } from '../core/assert-never.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Holders } from '../core/policy/holders.ts';
import type { Predicate } from '../core/policy/predicate.ts';
import type { ApprovalTree } from '../core/policy/rule.ts';
import { asMarkdown, list, md, type Markdown } from './markdown.ts';
import { code, inline, login } from './safe-text.ts';
import { CATEGORY_WORDS, ROLE_WORDS } from './words.ts';

export function predicateText(predicate: Predicate, policy: Policy): Markdown {
  switch (predicate.kind) {
    case 'and':
      return list(parts(predicate.of, policy), 'and');
    case 'or':
      return list(parts(predicate.of, policy), 'or');
    case 'not':
      return md`not (${predicateText(predicate.of, policy)})`;
    case 'change_kind':
      return md`the kind is ${list(
        predicate.kinds.map((kind) => kindTitle(kind, policy)),
        'or',
      )}`;
    case 'category':
      return md`the category is ${list(
        predicate.categories.map((category) => CATEGORY_WORDS[category]),
        'or',
      )}`;
    case 'risk':
    case 'priority':
      return md`the ${asMarkdown(predicate.kind)} is ${list(predicate.levels.map(asMarkdown), 'or')}`;
    case 'author':
      return md`the author is ${holdersText(predicate.holders)}`;
    case 'contributor':
      return predicate.who === 'all'
        ? md`nobody but ${holdersText(predicate.holders)} has a hand in the code`
        : md`${holdersText(predicate.holders)} has a hand in the code`;
    case 'lines':
      return md`at least ${predicate.atLeast} lines are ${asMarkdown(predicate.of)}`;
    case 'signed':
      return md`every commit carries a verified signature`;
    default:
      return patternText(predicate);
  }
}

function parts(predicates: readonly Predicate[], policy: Policy): readonly Markdown[] {
  return predicates.map((one) => {
    const text = predicateText(one, policy);
    return one.kind === 'and' || one.kind === 'or' ? md`(${text})` : text;
  });
}

type Patterned = Extract<
  Predicate,
  { readonly globs: readonly string[] } | { readonly names: readonly string[] }
>;

const PATTERN_WORDS: Readonly<Record<Patterned['kind'], Markdown>> = {
  asset: md`it touches`,
  environment: md`the environment is`,
  repository: md`the repository is`,
  paths: md`a changed file is`,
  only_paths: md`every changed file is`,
  branch: md`it goes into the branch`,
  source_branch: md`it comes from the branch`,
  label: md`the pull request has the label`,
  title: md`the title of the pull request is like`,
  status: md`this check has passed:`,
  workflow: md`this workflow has succeeded:`,
};

function patternText(predicate: Patterned): Markdown {
  const patterns = 'globs' in predicate ? predicate.globs : predicate.names;
  return md`${PATTERN_WORDS[predicate.kind]} ${list(patterns.map(code), 'or')}`;
}

function kindTitle(id: string, policy: Policy): Markdown {
  const kind = policy.kinds.find((one) => one.id === id);
  return kind === undefined ? code(id) : inline(kind.title);
}

export function holdersText({ roles, teams, people }: Holders): Markdown {
  const named = [
    ...roles.map((role) => md`a ${ROLE_WORDS[role]}`),
    ...teams.map((team) => md`somebody of ${code(team)}`),
    ...people.map(login),
  ];
  return named.length === 0 ? md`nobody` : list(named, 'or');
}

export function treeText(tree: ApprovalTree, policy: Policy): Markdown {
  switch (tree.kind) {
    case 'rule':
      return ruleText(tree.id, policy);
    case 'and':
      return list(branches(tree.of, policy), 'and');
    case 'or':
      return list(branches(tree.of, policy), 'or');
    case 'if':
      return md`${treeText(tree.then, policy)} where ${predicateText(tree.when, policy)}`;
    default:
      return assertNever(tree);
  }
}

function branches(trees: readonly ApprovalTree[], policy: Policy): readonly Markdown[] {
  return trees.map((one) => {
    const text = treeText(one, policy);
    return one.kind === 'rule' ? text : md`(${text})`;
  });
}

function ruleText(id: string, policy: Policy): Markdown {
  const rule = policy.approvalRules.find((one) => one.id === id);
  if (rule === undefined) return code(id);
  const who = rule.owners ? md`an owner of each changed path` : holdersText(rule.holders);
  return rule.count === 1 ? who : md`${rule.count} times ${who}`;
}
