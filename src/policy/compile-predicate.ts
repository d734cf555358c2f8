/**
 * Predicates and trees of approvals, from how people write them to how they are asked, and back. One word and a list of
 * one are the same; a list of predicates means all of them.
 *
 * What must stay true: reading what was printed gives the same again; a test does it with everything shipped.
 */
import { assertNever } from '../core/assert-never.ts';
import type { Holders } from '../core/policy/holders.ts';
import type { Predicate } from '../core/policy/predicate.ts';
import type { ApprovalTree } from '../core/policy/rule.ts';
import type { PredicateData, PredicateEntry, TreeData } from './file-shape.ts';
import type { HoldersData } from './holders-shape.ts';

export function compilePredicate(data: PredicateEntry): Predicate {
  if (isList(data)) return { kind: 'and', of: data.map(compilePredicate) };
  if (data.and !== undefined) return { kind: 'and', of: data.and.map(compilePredicate) };
  if (data.or !== undefined) return { kind: 'or', of: data.or.map(compilePredicate) };
  if (data.not !== undefined) return { kind: 'not', of: compilePredicate(data.not) };
  return compileOfChange(data) ?? compileOfPulls(data) ?? { kind: 'or', of: [] };
}

function compileOfChange(data: PredicateData): Predicate | null {
  if (data.kind !== undefined) return { kind: 'change_kind', kinds: listed(data.kind) };
  if (data.category !== undefined) return { kind: 'category', categories: listed(data.category) };
  if (data.risk !== undefined) return { kind: 'risk', levels: listed(data.risk) };
  if (data.priority !== undefined) return { kind: 'priority', levels: listed(data.priority) };
  if (data.asset !== undefined) return { kind: 'asset', globs: listed(data.asset) };
  if (data.environment !== undefined)
    return { kind: 'environment', globs: listed(data.environment) };
  if (data.repository !== undefined) return { kind: 'repository', globs: listed(data.repository) };
  if (data.author !== undefined) return { kind: 'author', holders: compileHolders(data.author) };
  if (data.contributor === undefined) return null;
  const { who = 'any', ...holders } = data.contributor;
  return { kind: 'contributor', holders: compileHolders(holders), who };
}

function compileOfPulls(data: PredicateData): Predicate | null {
  if (data.paths !== undefined) return { kind: 'paths', globs: listed(data.paths) };
  if (data.only_paths !== undefined) return { kind: 'only_paths', globs: listed(data.only_paths) };
  if (data.branch !== undefined) return { kind: 'branch', globs: listed(data.branch) };
  if (data.source_branch !== undefined)
    return { kind: 'source_branch', globs: listed(data.source_branch) };
  if (data.label !== undefined) return { kind: 'label', globs: listed(data.label) };
  if (data.title !== undefined) return { kind: 'title', globs: listed(data.title) };
  if (data.status !== undefined) return { kind: 'status', names: listed(data.status) };
  if (data.workflow !== undefined) return { kind: 'workflow', names: listed(data.workflow) };
  if (data.lines !== undefined) return compileLines(data.lines);
  return data.signed === undefined ? null : { kind: 'signed' };
}

function compileLines(lines: NonNullable<PredicateData['lines']>): Predicate {
  const { added_at_least: added, deleted_at_least: deleted, changed_at_least: changed } = lines;
  if (added !== undefined) return { kind: 'lines', of: 'added', atLeast: added };
  if (deleted !== undefined) return { kind: 'lines', of: 'deleted', atLeast: deleted };
  return { kind: 'lines', of: 'changed', atLeast: changed ?? 0 };
}

export function printPredicate(predicate: Predicate): PredicateData {
  switch (predicate.kind) {
    case 'and':
      return { and: predicate.of.map(printPredicate) };
    case 'or':
      return { or: predicate.of.map(printPredicate) };
    case 'not':
      return { not: printPredicate(predicate.of) };
    case 'change_kind':
      return { kind: short(predicate.kinds) };
    case 'category':
      return { category: short(predicate.categories) };
    case 'risk':
    case 'priority':
      return { [predicate.kind]: short(predicate.levels) };
    case 'author':
      return { author: printHolders(predicate.holders) };
    case 'contributor':
      return { contributor: { ...printHolders(predicate.holders), who: predicate.who } };
    case 'lines':
      return { lines: { [`${predicate.of}_at_least`]: predicate.atLeast } };
    case 'status':
    case 'workflow':
      return { [predicate.kind]: short(predicate.names) };
    case 'signed':
      return { signed: true };
    case 'asset':
    case 'environment':
    case 'repository':
    case 'paths':
    case 'only_paths':
    case 'branch':
    case 'source_branch':
    case 'label':
    case 'title':
      return { [predicate.kind]: short(predicate.globs) };
    default:
      return assertNever(predicate);
  }
}

export function compileTree(data: TreeData): ApprovalTree {
  if (typeof data === 'string') return { kind: 'rule', id: data };
  if (data.and !== undefined) return { kind: 'and', of: data.and.map(compileTree) };
  if (data.or !== undefined) return { kind: 'or', of: data.or.map(compileTree) };
  const { if: when, then } = data;
  // Without one of the two it asks for what nobody can give; the schema has refused it before.
  if (when === undefined || then === undefined) return { kind: 'or', of: [] };
  return { kind: 'if', when: compilePredicate(when), then: compileTree(then) };
}

export function printTree(tree: ApprovalTree): TreeData {
  switch (tree.kind) {
    case 'rule':
      return tree.id;
    case 'and':
      return { and: tree.of.map(printTree) };
    case 'or':
      return { or: tree.of.map(printTree) };
    case 'if':
      return { if: printPredicate(tree.when), then: printTree(tree.then) };
    default:
      return assertNever(tree);
  }
}

export function compileHolders({ roles = [], teams = [], people = [] }: HoldersData): Holders {
  return { roles, teams, people };
}

export function printHolders({ roles, teams, people }: Holders): HoldersData {
  return {
    ...(roles.length === 0 ? {} : { roles }),
    ...(teams.length === 0 ? {} : { teams }),
    ...(people.length === 0 ? {} : { people }),
  };
}

function listed<T extends string>(names: T | readonly T[]): readonly T[] {
  return typeof names === 'string' ? [names] : names;
}

function short<T extends string>(names: readonly T[]): T | readonly T[] {
  const [only] = names;
  return only !== undefined && names.length === 1 ? only : names;
}

function isList(data: PredicateEntry): data is readonly PredicateEntry[] {
  return Array.isArray(data);
}
