/**
 * Whether one predicate applies wherever another does, and whether one tree of approvals is enough wherever another
 * is: read off their shape alone. Used to see that a policy was not loosened.
 *
 * What must stay true: yes is said only where it is certain for every change there could be; what cannot be shown is
 * no. The work is bounded: past `MOST_LOOKS` nothing is certain any more.
 */
import { canonicalize } from '../audit/canonical.ts';
import type { JsonValue } from '../audit/canonical.ts';
import type { Holders } from './holders.ts';
import type { Predicate } from './predicate.ts';
import type { ApprovalTree } from './rule.ts';

const MOST_LOOKS = 5_000;

/** Wherever `from` applies, `to` does. Null applies always. */
export function appliesWherever(from: Predicate | null, to: Predicate | null): boolean {
  if (to === null) return true;
  return from !== null && covers(from, to, { left: MOST_LOOKS });
}

/** Whoever has what `to` asks for has what `from` asked for. Null asks for nothing. */
export function asksAsMuch(from: ApprovalTree | null, to: ApprovalTree | null): boolean {
  if (from === null) return true;
  return to !== null && suffices(to, from, { left: MOST_LOOKS });
}

type Budget = { left: number };

function covers(from: Predicate, to: Predicate, budget: Budget): boolean {
  budget.left -= 1;
  if (budget.left < 0) return false;
  if (from.kind === 'or') return from.of.every((part) => covers(part, to, budget));
  if (to.kind === 'and') return to.of.every((part) => covers(from, part, budget));
  if (from.kind === 'not' && to.kind === 'not') return covers(to.of, from.of, budget);
  if (from.kind === 'and' && from.of.some((part) => covers(part, to, budget))) return true;
  if (to.kind === 'or') return to.of.some((part) => covers(from, part, budget));
  return leafCovers(from, to);
}

function leafCovers(from: Predicate, to: Predicate): boolean {
  if (sameAs(from, to)) return true;
  if (from.kind === 'lines' && to.kind === 'lines')
    return (to.of === from.of || to.of === 'changed') && to.atLeast <= from.atLeast;
  if (from.kind !== to.kind) return false;
  if (from.kind === 'author' && to.kind === 'author') return isWithin(from.holders, to.holders);
  if (from.kind === 'contributor' && to.kind === 'contributor')
    return from.who === to.who && isWithin(from.holders, to.holders);
  const [fewer, more] = [choicesOf(from), choicesOf(to)];
  return fewer !== null && more !== null && holdsAll(more, fewer);
}

/** Such a leaf asks for one of several, and applies more often the more it names. */
function choicesOf(predicate: Predicate): readonly string[] | null {
  if ('globs' in predicate) return predicate.globs;
  if ('levels' in predicate) return predicate.levels;
  if ('categories' in predicate) return predicate.categories;
  return 'kinds' in predicate ? predicate.kinds : null;
}

function suffices(given: ApprovalTree, wanted: ApprovalTree, budget: Budget): boolean {
  budget.left -= 1;
  if (budget.left < 0) return false;
  if (given.kind === 'rule' && wanted.kind === 'rule') return given.id === wanted.id;
  if (wanted.kind === 'and' && isFirm(wanted))
    return wanted.of.every((part) => suffices(given, part, budget));
  if (given.kind === wanted.kind && wanted.kind !== 'or' && sameAs(given, wanted)) return true;
  if (given.kind === 'or') return given.of.every((part) => isEnoughBy(part, wanted, budget));
  if (given.kind === 'and' && given.of.some((part) => suffices(part, wanted, budget))) return true;
  switch (wanted.kind) {
    case 'or':
      // One that is skipped is not there to be chosen, so a condition among several must be the very same.
      return wanted.of.some((part) => part.kind !== 'if' && suffices(given, part, budget));
    case 'if':
      return isConditionMet(given, wanted, budget);
    case 'and':
    case 'rule':
      return false;
  }
}

/** A group in which everything is skipped is not met; in this one something never is. */
function isFirm({ of }: Extract<ApprovalTree, { readonly kind: 'and' }>): boolean {
  return of.some(({ kind }) => kind !== 'if');
}

/** Of several to choose from, one with a condition counts only where the condition holds. */
function isEnoughBy(part: ApprovalTree, wanted: ApprovalTree, budget: Budget): boolean {
  if (part.kind !== 'if') return suffices(part, wanted, budget);
  const choices = wanted.kind === 'or' ? wanted.of.filter(({ kind }) => kind === 'if') : [];
  return choices.some((choice) => sameAs(choice, part)) || suffices(part.then, wanted, budget);
}

type Conditional = Extract<ApprovalTree, { readonly kind: 'if' }>;

function isConditionMet(given: ApprovalTree, wanted: Conditional, budget: Budget): boolean {
  if (given.kind !== 'if') return suffices(given, wanted.then, budget);
  return appliesWherever(wanted.when, given.when) && suffices(given.then, wanted.then, budget);
}

/** Everybody in the one set is in the other, as far as their names tell. */
export function isWithin(inner: Holders, outer: Holders): boolean {
  return (
    holdsAll(outer.roles, inner.roles) &&
    holdsAll(outer.teams.map(lower), inner.teams.map(lower)) &&
    holdsAll(outer.people.map(lower), inner.people.map(lower))
  );
}

export function holdsAll<T>(outer: readonly T[], inner: readonly T[]): boolean {
  const known = new Set(outer);
  return inner.every((one) => known.has(one));
}

export function sameAs(one: JsonValue, other: JsonValue): boolean {
  return canonicalize(one) === canonicalize(other);
}

function lower(name: string): string {
  return name.toLowerCase();
}
