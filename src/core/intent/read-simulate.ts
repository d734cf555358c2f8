/**
 * Reads what `/chg simulate` wants imagined: `as @a approve @b, @c category significant act start at Saturday 02:00`, in
 * any order.
 *
 * What must stay true: a word that is not understood is never passed over; the question is put back with what it lacks.
 */
import { namedLogins } from '../change/named-logins.ts';
import { readMoment, type Here } from '../time/read-moment.ts';
import type { LocalTimeReading } from '../time/local-time.ts';
import {
  findAct,
  findCategory,
  IMAGINABLE,
  nameOf,
  spell,
  type Imaginable,
  type Imagined,
} from '../gate/imagined.ts';
import { PURPOSES } from '../gate/verdict.ts';

const MOST_NAMED = 10;
/** The first word behind one of these is its value. */
const TAKES_ONE: ReadonlySet<Imaginable> = new Set(['as', 'category', 'act', 'at']);

/** Its one spelling, or what it was expected to say; or a time that cannot be meant. */
export type Question =
  | { readonly spelled: string }
  | { readonly missing: string }
  | Extract<LocalTimeReading, { kind: 'unreadable' }>;

/** Times without an offset are local times of `here`. */
export function readSimulate(rest: string, here: Here): Question {
  const said = wordsByKey(rest);
  if (said === null) return { missing: IMAGINABLE.join(', ') };
  const lacking = [...said].find(([name, words]) => !isSaid(name, words));
  if (lacking !== undefined) return { missing: EXPECTED[lacking[0]] };
  const when = momentIn(said.get('at'), here);
  return when?.kind === 'unreadable' ? when : { spelled: spell(imaginedIn(said, when)) };
}

/** Null when it begins with a word that is none of them. */
function wordsByKey(rest: string): ReadonlyMap<Imaginable, readonly string[]> | null {
  const said = new Map<Imaginable, readonly string[]>();
  let key: Imaginable | undefined;
  for (const word of rest.split(/[\s,]/u).filter((one) => one !== '')) {
    // `act approve`: whatever word that is.
    const isValue = key !== undefined && TAKES_ONE.has(key) && said.get(key)?.length === 0;
    const next = isValue ? undefined : IMAGINABLE.find((known) => known === word.toLowerCase());
    key = next ?? key;
    if (key === undefined) return null;
    const words = said.get(key) ?? [];
    said.set(key, next === undefined ? [...words, word] : words);
  }
  return said;
}

/** In quotes or without. */
function momentIn(words: readonly string[] | undefined, here: Here): LocalTimeReading | null {
  return words === undefined ? null : readMoment(words.join(' ').replaceAll('"', ''), here);
}

const EXPECTED: Readonly<Record<Imaginable, string>> = {
  as: 'as whom, one person,',
  approve: `who approves, at most ${String(MOST_NAMED)} people,`,
  ignore: `whom to ignore, at most ${String(MOST_NAMED)} people,`,
  category: 'one category (standard, normal, significant, emergency)',
  act: `one act (${PURPOSES.join(', ')})`,
  at: 'when, such as Saturday 02:00 or 2026-11-28T02:00,',
};

function isSaid(name: Imaginable, words: readonly string[]): boolean {
  const one = words.length === 1 ? (words[0] ?? '').toLowerCase() : null;
  switch (name) {
    case 'at':
      return words.length > 0;
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

type Instant = Extract<LocalTimeReading, { kind: 'instant' }>;

function imaginedIn(
  said: ReadonlyMap<Imaginable, readonly string[]>,
  when: Instant | null,
): Imagined {
  const first = (key: Imaginable): string | null => said.get(key)?.[0] ?? null;
  const people = (key: Imaginable): readonly string[] =>
    (said.get(key) ?? []).flatMap((word) => loginOf(word) ?? []);
  return {
    as: people('as')[0] ?? null,
    approve: people('approve'),
    ignore: people('ignore'),
    category: findCategory(first('category')?.toLowerCase() ?? null),
    act: findAct(first('act')?.toLowerCase() ?? null),
    at: when === null ? null : { instant: when.instant, first: when.note !== null },
  };
}

function loginOf(word: string): string | null {
  return nameOf(namedLogins(word)[0] ?? '');
}
