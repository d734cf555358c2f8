/**
 * `/chg freeze` and what it says: `until 2026-11-30T08:00 Europe/Berlin assets db/*, edge/* because the ledger is
 * audited`. A clause is a word that is known and what follows it up to the next such word; the reason comes last, or
 * stands on the lines below.
 *
 * What must stay true: linear in its length; a word that is not understood is never passed over, and never becomes part
 * of another clause.
 */
import type { RefusalCode, RefusalFacts } from '../change/refusal.ts';
import { nearest } from '../plan/nearest.ts';
import type { Category, Level } from '../plan/plan.ts';
import { quote } from '../plan/quote.ts';
import { CATEGORY_LADDER } from '../policy/category-ladder.ts';
import { compileGlobs } from '../policy/glob.ts';
import { ROLES, type Role } from '../policy/holders.ts';
import { readMoment } from '../time/read-moment.ts';
import { parseDuration, zoneProblem } from '../time/window.ts';
import { findZone } from '../time/zone.ts';
import { firstWord } from './slash.ts';

/** What was said of a freeze; null: nothing. */
export type FreezeWish = {
  readonly start: string | null;
  readonly end: string | null;
  /** From the start, in its place. */
  readonly minutes: number | null;
  readonly zone: string | null;
  /** Of a local time that occurs twice: which one was taken. */
  readonly note: string | null;
  readonly assets: readonly string[] | null;
  readonly environments: readonly string[] | null;
  readonly categories: readonly Category[] | null;
  readonly repositories: readonly string[] | null;
  readonly lets: readonly Level[] | null;
  /** Empty: nobody may override it. */
  readonly overriders: readonly Role[] | null;
  readonly reason: string;
};

export type FreezeReading =
  | { readonly kind: 'wish'; readonly wish: FreezeWish }
  | { readonly kind: 'problem'; readonly code: RefusalCode; readonly facts: RefusalFacts };

/** `zone`: for times without one. */
type Here = { readonly zone: string; readonly now: string };

export const NO_WISH: FreezeWish = {
  ...{ start: null, end: null, minutes: null, zone: null, note: null },
  ...{ assets: null, environments: null, categories: null, repositories: null },
  ...{ lets: null, overriders: null, reason: '' },
};

const CLAUSES = [
  'from',
  'until',
  'for',
  'assets',
  'environments',
  'categories',
  'repositories',
  'lets',
  'override',
] as const;
type Clause = (typeof CLAUSES)[number];
const REASON = 'because';
const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];
const MOST_NAMES = 20;
const LONGEST_NAME = 100;
const LONGEST_REASON = 2_000;

/** `text`: the line with the lines below it. */
export function readFreeze(rest: string, text: string, here: Here): FreezeReading {
  const said = new Map<Clause, string[]>();
  let open: string[] | null = null;
  let left = rest;
  let reason = '';
  while (left !== '') {
    const { word, rest: more } = firstWord(left);
    left = more;
    const name = word.toLowerCase();
    if (name === REASON) {
      reason = more;
      break;
    }
    const clause = CLAUSES.find((one) => one === name);
    if (clause === undefined) {
      if (open === null) return stray(word);
      open.push(word);
      continue;
    }
    if (said.has(clause)) return unclear(quote(word), 'say each of them once');
    open = [];
    said.set(clause, open);
  }
  const below = text.slice(rest.length).trim();
  return complete(said, [reason, below].filter((part) => part !== '').join('\n'), here);
}

function stray(word: string): FreezeReading {
  const meant = nearest(word, [...CLAUSES, REASON], 2);
  return unclear(
    quote(word),
    meant === null ? 'put the reason behind because' : `did you mean ${meant}?`,
  );
}

export function unclear(
  found: string,
  remedy: string,
): Extract<FreezeReading, { kind: 'problem' }> {
  return { kind: 'problem', code: 'freeze_unclear', facts: { found, remedy } };
}

type Part = Partial<FreezeWish> | Extract<FreezeReading, { kind: 'problem' }>;

function complete(
  said: ReadonlyMap<Clause, readonly string[]>,
  reason: string,
  here: Here,
): FreezeReading {
  if (said.has('until') && said.has('for')) return unclear('both until and for', 'say one of them');
  if (reason.length > LONGEST_REASON)
    return unclear('a reason longer than 2,000 characters', 'say it shorter');
  let wish: FreezeWish = { ...NO_WISH, reason };
  for (const [clause, words] of said) {
    const part: Part =
      words.length === 0
        ? unclear(`${clause} and nothing behind it`, `say what belongs to ${clause}`)
        : READERS[clause](words, here);
    if ('kind' in part) return part;
    const notes = [wish.note, part.note ?? null].filter((note) => note !== null);
    wish = { ...wish, ...part, note: notes.length === 0 ? null : notes.join('; ') };
  }
  return { kind: 'wish', wish };
}

const READERS: Readonly<Record<Clause, (words: readonly string[], here: Here) => Part>> = {
  from: (words, here) => timed(words, here, (start) => ({ start })),
  until: (words, here) => timed(words, here, (end) => ({ end })),
  for: (words) => {
    const minutes = parseDuration(words.join(' '));
    return minutes === null || minutes === 0
      ? unclear(quote(words.join(' ')), 'write a length such as 4h or 90m')
      : { minutes };
  },
  assets: (words) => globs(words, (assets) => ({ assets })),
  environments: (words) => globs(words, (environments) => ({ environments })),
  repositories: (words) => globs(words, (repositories) => ({ repositories })),
  categories: (words) => among(words, CATEGORY_LADDER, (categories) => ({ categories })),
  lets: (words) => among(words, LEVELS, (lets) => ({ lets })),
  override: (words) =>
    words.join(' ').toLowerCase() === 'nobody'
      ? { overriders: [] }
      : among(words, ROLES, (overriders) => ({ overriders })),
};

/** The last word is a zone when it begins with a letter: no time does that ends here. */
function timed(
  words: readonly string[],
  here: Here,
  put: (instant: string) => Partial<FreezeWish>,
): Part {
  const last = words.at(-1) ?? '';
  const named = words.length > 1 && /^[a-z]{2}/iu.test(last) ? last : null;
  const zone = findZone(named ?? here.zone);
  if (zone === null) {
    const { found, expected, remedy } = zoneProblem(named ?? here.zone);
    return { kind: 'problem', code: 'zone_unknown', facts: { found, expected, remedy } };
  }
  const text = words.slice(0, named === null ? undefined : -1).join(' ');
  const read = readMoment(text, { zone, now: here.now });
  if (read.kind === 'unreadable')
    return {
      kind: 'problem',
      code: 'time_invalid',
      facts: { found: read.found, remedy: read.remedy },
    };
  return { ...put(read.instant), note: read.note, ...(named === null ? {} : { zone }) };
}

function namesIn(words: readonly string[]): readonly string[] {
  return [
    ...new Set(
      words
        .join(' ')
        .split(/[\s,]/u)
        .filter((word) => word !== ''),
    ),
  ];
}

function globs(
  words: readonly string[],
  put: (names: readonly string[]) => Partial<FreezeWish>,
): Part {
  const names = namesIn(words);
  const long = names.find((name) => name.length > LONGEST_NAME);
  if (names.length > MOST_NAMES)
    return unclear(
      `${String(names.length)} names`,
      `name at most ${String(MOST_NAMES)}; a star stands for many`,
    );
  if (names.length === 0 || long !== undefined)
    return unclear(quote(long ?? ','), 'name what it is about');
  const wrong = names.find((name) => compileGlobs([name], 'name') === null);
  return wrong === undefined
    ? put(names)
    : unclear(quote(wrong), 'write a name, or a pattern such as db/*');
}

function among<T extends string>(
  words: readonly string[],
  known: readonly T[],
  put: (names: readonly T[]) => Partial<FreezeWish>,
): Part {
  const found: T[] = [];
  for (const name of namesIn(words)) {
    const spelled = name.toLowerCase().replaceAll('-', '_');
    const one = known.find((candidate) => candidate === spelled);
    if (one === undefined) return unclear(quote(name), `name some of ${known.join(', ')}`);
    found.push(one);
  }
  return found.length === 0 ? unclear(quote(','), `name some of ${known.join(', ')}`) : put(found);
}
