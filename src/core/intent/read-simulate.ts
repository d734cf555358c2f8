/**
 * Reads what `/chg simulate` wants imagined: `as @a approve @b, @c category significant act start`, in any order.
 *
 * What must stay true: a word that is not understood is never passed over; the question is put back with what it lacks.
 */
import { namedLogins } from '../change/named-logins.ts';
import {
  findAct,
  findCategory,
  IMAGINABLE,
  nameOf,
  spell,
  type Imaginable,
  type Imagined,
} from '../gate/imagined.ts';

const MOST_NAMED = 10;
const TAKES_ONE: ReadonlySet<Imaginable> = new Set(['as', 'category', 'act']);

/** Its one spelling, or what it was expected to say. */
export type Question = { readonly spelled: string } | { readonly missing: string };

export function readSimulate(rest: string): Question {
  const said = new Map<Imaginable, string[]>();
  let key: Imaginable | undefined;
  for (const word of rest.split(/[\s,]/u).filter((one) => one !== '')) {
    // `act approve`: what follows one of these is its value, whatever word it is.
    const isValue = key !== undefined && TAKES_ONE.has(key) && said.get(key)?.length === 0;
    const next = isValue ? undefined : IMAGINABLE.find((known) => known === word.toLowerCase());
    if (next === undefined && key === undefined) return { missing: IMAGINABLE.join(', ') };
    key = next ?? key;
    if (key === undefined) continue;
    const words = said.get(key) ?? [];
    said.set(key, next === undefined ? [...words, word] : words);
  }
  const lacking = [...said].find(([name, words]) => !isSaid(name, words));
  return lacking === undefined
    ? { spelled: spell(imaginedIn(said)) }
    : { missing: EXPECTED[lacking[0]] };
}

const EXPECTED: Readonly<Record<Imaginable, string>> = {
  as: 'as whom, one person,',
  approve: `who approves, at most ${String(MOST_NAMED)} people,`,
  ignore: `whom to ignore, at most ${String(MOST_NAMED)} people,`,
  category: 'one category (standard, normal, significant, emergency)',
  act: 'one act (submit, approve, schedule, start, merge, complete)',
};

function isSaid(name: Imaginable, words: readonly string[]): boolean {
  const one = words.length === 1 ? (words[0] ?? '').toLowerCase() : null;
  switch (name) {
    case 'category':
      return findCategory(one) !== null;
    case 'act':
      return findAct(one) !== null;
    case 'as':
      return one !== null && loginOf(one) !== null;
    case 'approve':
    case 'ignore':
      return (
        words.length > 0 &&
        words.length <= MOST_NAMED &&
        words.every((word) => loginOf(word) !== null)
      );
  }
}

function imaginedIn(said: ReadonlyMap<Imaginable, readonly string[]>): Imagined {
  const first = (key: Imaginable): string | null => said.get(key)?.[0] ?? null;
  const people = (key: Imaginable): readonly string[] =>
    (said.get(key) ?? []).flatMap((word) => loginOf(word) ?? []);
  return {
    as: people('as')[0] ?? null,
    approve: people('approve'),
    ignore: people('ignore'),
    category: findCategory(first('category')?.toLowerCase() ?? null),
    act: findAct(first('act')?.toLowerCase() ?? null),
  };
}

function loginOf(word: string): string | null {
  return nameOf(namedLogins(word)[0] ?? '');
}
