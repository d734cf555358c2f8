/**
 * A freeze that somebody opened in an issue, or on the command line: what it says, who said so, and what became of it.
 * Gates meet it as any other freeze, under the name `FRZ-3`, to which overrides are bound.
 *
 * What must stay true: one that was ended stood until then, and an act of that time is still judged by it; one that was
 * opened in the same issue afterwards has another name.
 */
import type { Person } from '../change/stamp.ts';
import type { Level } from '../plan/plan.ts';
import { NOBODY, type Role } from '../policy/holders.ts';
import type { Freeze, Scope } from '../policy/calendar.ts';

export type FreezeTerms = {
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly note: string | null;
  readonly scope: Scope;
  /** Null: nobody may override it; empty: whom the policy lets. */
  readonly overriders: readonly Role[] | null;
  readonly lets: readonly Level[];
  readonly reason: string;
};

export type FreezePlace = {
  readonly repoId: string;
  readonly repo: string;
  readonly issue: number;
  readonly url: string;
};

export type OpenedFreeze = {
  readonly number: number;
  /** Null: opened on the command line. */
  readonly place: FreezePlace | null;
  readonly owner: string;
  readonly openedAt: string;
  readonly terms: FreezeTerms;
  readonly changed: readonly { readonly by: Person; readonly at: string }[];
  readonly ended: { readonly by: Person; readonly at: string; readonly reason: string } | null;
};

export function freezeName(number: number): string {
  return `FRZ-${String(number)}`;
}

/** Null: no such name. */
export function freezeNumber(name: string): number | null {
  const digits = /^FRZ-(?<digits>[1-9]\d{0,8})$/iu.exec(name)?.groups?.['digits'];
  return digits === undefined ? null : Number(digits);
}

/** When it stops to stand. */
export function endOf({ terms, ended }: Pick<OpenedFreeze, 'terms' | 'ended'>): string {
  return ended !== null && Date.parse(ended.at) < Date.parse(terms.end) ? ended.at : terms.end;
}

/** Null: it was ended before it began. */
export function asFreeze(opened: OpenedFreeze): Freeze | null {
  const { number, place, owner, terms } = opened;
  const { start, zone, scope, overriders, lets, reason } = terms;
  const end = endOf(opened);
  if (Date.parse(end) <= Date.parse(start)) return null;
  return {
    id: freezeName(number),
    title: freezeName(number),
    ...{ reason, owner, zone, scope, lets },
    when: { kind: 'once', start, end },
    mode: 'deny',
    allowOverride: overriders !== null,
    overrideBy: { ...NOBODY, roles: overriders ?? [] },
    issue: place === null ? null : { repo: place.repo, number: place.issue, url: place.url },
  };
}

export function isOver(opened: OpenedFreeze, now: string): boolean {
  return opened.ended !== null || Date.parse(opened.terms.end) <= Date.parse(now);
}

/** Of the freezes that were passed, those that were opened so. */
export function freezesPassed(
  overrides: readonly { readonly freezes: readonly string[] }[],
): readonly number[] {
  return overrides.flatMap(({ freezes }) => freezes.flatMap((name) => freezeNumber(name) ?? []));
}
