/**
 * Whether a freeze is opened, changed or ended as somebody asks. It begins at once or later, never earlier; it has an end,
 * at most three months after its beginning; and it says why.
 *
 * What must stay true: whoever freezes from a repository freezes that repository, and others only from the one whose
 * policy all of them share; nothing is frozen twice in the same words, and no name is taken that nothing bears.
 */
import { canonicalize } from '../audit/canonical.ts';
import type { Facts } from '../change/facts.ts';
import { actedAt, addHours, isBefore } from '../change/moment.ts';
import { lacksRole } from '../change/permission.ts';
import { refuse, type Refusal } from '../change/refusal.ts';
import type { FreezeWish } from '../intent/read-freeze.ts';
import { nearest } from '../plan/nearest.ts';
import { quote } from '../plan/quote.ts';
import { EVERYWHERE, type Freeze, type Scope } from '../policy/calendar.ts';
import { compileGlobs } from '../policy/glob.ts';
import { changedEvent, endedEvent, openedEvent, type FreezeEvent } from './freeze-event.ts';
import { asFreeze } from './opened-freeze.ts';
import type { FreezePlace, FreezeTerms, OpenedFreeze } from './opened-freeze.ts';

export type FreezeAsked = {
  readonly wish: FreezeWish;
  /** That stands, or will, in the same issue. */
  readonly standing: OpenedFreeze | null;
  /** Those of the policy, and those that others opened. */
  readonly others: readonly Freeze[];
  /** The next one. */
  readonly number: number;
  readonly place: FreezePlace | null;
  readonly owner: string;
  /** It is said where the policy of all repositories stands. */
  readonly everywhere: boolean;
  readonly facts: Facts;
};

const LONGEST_DAYS = 92;
const FURTHEST_DAYS = 366;

/** Null: they may. */
export function mayNotFreeze(facts: Facts, verb: 'freeze' | 'thaw'): Refusal | null {
  if (facts.actor.kind !== 'human') return refuse('not_permitted', { verb, why: 'not_human' });
  const lacking = lacksRole(facts, verb);
  return lacking?.kind === 'obstacle' ? lacking.refusal : null;
}

export function decideFreeze(asked: FreezeAsked): FreezeEvent | Refusal {
  const { wish, standing, number, place, owner } = asked;
  const reason = wish.reason === '' ? (standing?.terms.reason ?? '') : wish.reason;
  if (reason === '') return refuse('reason_required', { verb: 'freeze' });
  const wrong = wrongScope(asked);
  if (wrong !== null) return wrong;
  const span = spanOf(asked);
  if ('code' in span) return span;
  const terms = { ...termsOf(asked), ...span, reason };
  const same = sameAs(terms, asked);
  if (same !== null) return same;
  return standing === null
    ? openedEvent({ number, place, owner, terms })
    : changedEvent(standing.number, terms);
}

export function decideThaw(standing: OpenedFreeze | null, reason: string): FreezeEvent | Refusal {
  return standing === null ? refuse('freeze_missing') : endedEvent(standing.number, reason.trim());
}

type Span = Pick<FreezeTerms, 'start' | 'end' | 'zone' | 'note'>;

function spanOf(asked: FreezeAsked): Span | Refusal {
  const { wish, standing, facts } = asked;
  const at = actedAt(facts);
  const start = startOf(asked, at);
  if (typeof start !== 'string') return start;
  const end = endFor(asked, isBefore(start, at) ? at : start);
  if (end === null) return unclear('no end', 'say until when, or for how long');
  const wrong = wrongLength(at, start, end);
  return wrong ?? { start, end, zone: wish.zone ?? standing?.terms.zone ?? 'UTC', note: wish.note };
}

function startOf({ wish, standing }: FreezeAsked, at: string): string | Refusal {
  const known = standing?.terms.start ?? null;
  if (known !== null && !isBefore(at, known))
    return wish.start === null
      ? known
      : unclear('a beginning for what has begun', 'leave from out; only its end can be moved');
  const start = wish.start ?? known ?? at;
  return isBefore(start, at)
    ? unclear(`a beginning that has passed: ${start}`, 'leave from out, and it begins at once')
    : start;
}

function endFor({ wish, standing }: FreezeAsked, from: string): string | null {
  if (wish.minutes === null) return wish.end ?? standing?.terms.end ?? null;
  return new Date(Date.parse(from) + wish.minutes * 60_000).toISOString();
}

function wrongLength(at: string, start: string, end: string): Refusal | null {
  if (!isBefore(start, end) || !isBefore(at, end))
    return unclear(`an end that is not ahead: ${end}`, 'take a later one; `/chg thaw` ends it');
  if (isBefore(addHours(start, LONGEST_DAYS * 24), end))
    return unclear(
      `more than ${String(LONGEST_DAYS)} days`,
      'take an earlier end, which can be moved later on; or write it into the policy',
    );
  return isBefore(addHours(at, FURTHEST_DAYS * 24), start)
    ? unclear(
        `a beginning more than ${String(FURTHEST_DAYS)} days ahead`,
        'write it into the policy',
      )
    : null;
}

/** What is not said stays as it was. */
function termsOf(asked: FreezeAsked): Omit<FreezeTerms, keyof Span | 'reason'> {
  const { wish, standing, place, everywhere } = asked;
  const home = place === null || everywhere ? [] : [place.repo];
  const known = standing?.terms ?? {
    scope: { ...EVERYWHERE, repositories: home },
    overriders: [],
    lets: [],
  };
  const { assets, environments, categories, repositories } = wish;
  const said = { assets, environments, categories, repositories };
  return {
    scope: { ...known.scope, ...withoutNull(said) },
    overriders: overridersOf(wish, known.overriders),
    lets: wish.lets ?? known.lets,
  };
}

function withoutNull(said: { readonly [K in keyof Scope]: Scope[K] | null }): Partial<Scope> {
  return Object.fromEntries(Object.entries(said).filter(([, names]) => names !== null));
}

/** Nobody is null, whom the policy lets is nobody in particular. */
function overridersOf(
  { overriders }: FreezeWish,
  known: FreezeTerms['overriders'],
): FreezeTerms['overriders'] {
  if (overriders === null) return known;
  return overriders.length === 0 ? null : overriders;
}

function wrongScope({ wish, place, everywhere, facts }: FreezeAsked): Refusal | null {
  const { assets, environments } = facts.policy.catalogue;
  const own = place?.repo.toLowerCase();
  const foreign = wish.repositories?.find((name) => name.toLowerCase() !== own);
  if (foreign !== undefined && place !== null && !everywhere)
    return unclear(
      quote(foreign),
      'from here only this repository is frozen; for others open the issue in the repository .github of the organisation',
    );
  return unborne(wish.assets ?? [], assets) ?? unborne(wish.environments ?? [], environments);
}

/** Of a name that nothing bears nothing would be frozen; where the policy lists none, any will do. */
function unborne(
  names: readonly string[],
  known: readonly { readonly id: string }[],
): Refusal | null {
  const ids = known.map(({ id }) => id);
  const lost = names.find(
    (name) =>
      !ids.some((id) => compileGlobs([name], 'name')?.some(({ matches }) => matches(id)) === true),
  );
  if (ids.length === 0 || lost === undefined) return null;
  const meant = nearest(lost, ids, 3);
  return unclear(
    quote(lost),
    meant === null ? `the policy lists ${ids.slice(0, 10).join(', ')}` : `did you mean ${meant}?`,
  );
}

function sameAs(terms: FreezeTerms, { standing, others, number }: FreezeAsked): Refusal | null {
  if (standing !== null && isSame(terms, standing.terms))
    return unclear('nothing that is not so already', 'say what shall be another');
  const meant = asFreeze({
    number,
    place: null,
    owner: '',
    openedAt: terms.start,
    terms,
    changed: [],
    ended: null,
  });
  const twin = others.find((other) => meant !== null && spelled(other) === spelled(meant));
  if (twin === undefined) return null;
  const { title, issue } = twin;
  return refuse('freeze_known', { freeze: title, ...(issue === null ? {} : { page: issue.url }) });
}

/** In one spelling: what was stored has its keys in another order. */
function isSame(left: FreezeTerms, right: FreezeTerms): boolean {
  const [one, other] = [left, right].map((terms) => canonicalize({ ...terms, note: null }));
  return one === other;
}

/** Whom it lets through is part of it: one that lets more through holds up no stricter one. */
function spelled({ mode, when, scope, lets, allowOverride, overrideBy }: Freeze): string {
  const { assets, environments, categories, repositories } = scope;
  const { roles, teams, people } = overrideBy;
  const names = [assets, environments, categories, repositories, lets, roles, teams, people];
  const lists = names.map((list) => list.map((name) => name.toLowerCase()).toSorted());
  const time = when.kind === 'once' ? [Date.parse(when.start), Date.parse(when.end)] : when;
  return JSON.stringify([mode, time, lists, allowOverride]);
}

function unclear(found: string, remedy: string): Refusal {
  return refuse('freeze_unclear', { found, remedy });
}
