/**
 * What somebody wants imagined, in one spelling: the same question in other words, or with names in another order, is the
 * same question, and is answered once.
 *
 * What must stay true: a spelling holds only what a marker may hold (ASCII letters, digits and `:._-`), because it
 * becomes part of the name of a reply; nothing that is spelled here grants anything.
 */
import type { Actor } from '../change/facts.ts';
import type { Category } from '../plan/plan.ts';
import { CATEGORY_LADDER } from '../policy/category-ladder.ts';
import type { WhatIf } from './simulate.ts';
import { PURPOSES, type Purpose } from './verdict.ts';

export type Imagined = {
  /** Lower case, like all logins here. */
  readonly as: string | null;
  readonly approve: readonly string[];
  readonly ignore: readonly string[];
  readonly category: Category | null;
  /** Null: the act that comes next. */
  readonly act: Purpose | null;
  /** Null: now. */
  readonly at: ImaginedTime | null;
};

/** `first`: the local time that was named occurs twice, and the first is meant. */
export type ImaginedTime = { readonly instant: string; readonly first: boolean };

export const IMAGINABLE = ['as', 'approve', 'ignore', 'category', 'act', 'at'] as const;
export type Imaginable = (typeof IMAGINABLE)[number];

const NAME = /^[a-z\d][a-z\d_.-]{0,38}$/;

/** Lower case; null for what cannot be the login of a person. */
export function nameOf(login: string): string | null {
  const name = login.toLowerCase();
  return NAME.test(name) ? name : null;
}

/** `approve.dee-lead:approve.tomas-sre:act.start` */
export function spell({ as, approve, ignore, category, act, at }: Imagined): string {
  const said: Readonly<Record<Imaginable, readonly (string | null)[]>> = {
    as: [as],
    approve: [...new Set(approve)].toSorted(),
    ignore: [...new Set(ignore)].toSorted(),
    category: [category],
    act: [act],
    at: [at === null ? null : spellTime(at)],
  };
  return IMAGINABLE.flatMap((key) =>
    said[key].filter((one) => one !== null).map((one) => `${key}.${one}`),
  ).join(':');
}

export function unspell(spelling: string): Imagined {
  const parts = spelling.split(':');
  const said = (key: Imaginable): readonly string[] =>
    parts.filter((part) => part.startsWith(`${key}.`)).map((part) => part.slice(key.length + 1));
  return {
    as: said('as')[0] ?? null,
    approve: said('approve'),
    ignore: said('ignore'),
    category: findCategory(said('category')[0] ?? null),
    act: findAct(said('act')[0] ?? null),
    at: unspellTime(said('at')[0] ?? ''),
  };
}

/** `20261128T010000Z`, and `-first` behind it: a colon would end the part. */
function spellTime({ instant, first }: ImaginedTime): string {
  const [second = ''] = new Date(instant).toISOString().split('.', 1);
  return `${second.replaceAll(/[-:]/g, '')}Z${first ? '-first' : ''}`;
}

const TIME = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z(-first)?$/;

function unspellTime(spelling: string): ImaginedTime | null {
  const [whole, year, month, day, hours, minutes, seconds, first] = TIME.exec(spelling) ?? [];
  if (whole === undefined) return null;
  const instant = `${String(year)}-${String(month)}-${String(day)}T${String(hours)}:${String(minutes)}:${String(seconds)}Z`;
  return { instant, first: first !== undefined };
}

export function findCategory(word: string | null): Category | null {
  return CATEGORY_LADDER.find((known) => known === word) ?? null;
}

export function findAct(word: string | null): Purpose | null {
  return PURPOSES.find((known) => known === word) ?? null;
}

/** With the roles that people hold now; who is not among them holds none, and is named. */
export function whatIfOf(
  imagined: Imagined,
  people: readonly Actor[],
): { readonly whatIf: WhatIf; readonly strangers: readonly string[] } {
  const find = (login: string): Actor | undefined =>
    people.find((one) => one.login.toLowerCase() === login);
  const actor = (login: string): Actor =>
    find(login) ?? { id: `login:${login}`, login, kind: 'human', roles: [] };
  const { as, approve, ignore, category, at } = imagined;
  const asked = [...(as === null ? [] : [as]), ...approve];
  return {
    whatIf: {
      ...(as === null ? {} : { as: actor(as) }),
      ...(category === null ? {} : { category }),
      ...(at === null ? {} : { at: at.instant }),
      approve: approve.map(actor),
      ignore,
    },
    strangers: [...new Set(asked)].filter((login) => find(login) === undefined),
  };
}
