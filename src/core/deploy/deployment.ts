/**
 * A deployment as a forge or a CI tells of it, and the environment of the policy that it goes to.
 *
 * What must stay true: its payload and description are words of whoever started it: they name a change, and grant
 * nothing.
 */
import { compileGlobs } from '../policy/glob.ts';
import type { Catalogue, Environment } from '../policy/catalogue.ts';

export type Deployment = {
  readonly repoId: string;
  /** Commit that is deployed. */
  readonly sha: string;
  /** As the forge or the CI calls it. */
  readonly environment: string;
  /** What was written into it: payload and description, or the change that a CI named. */
  readonly words: string;
};

/** Null: the policy knows no environment of that name. */
export function environmentOf({ environments }: Catalogue, name: string): Environment | null {
  return environments.find((one) => isCalled(one, name)) ?? null;
}

/** By which it may be locked: its id, and what the forge or the CI calls it. */
export function namesOf(environment: Environment | null, name: string): readonly string[] {
  return environment === null ? [name] : [environment.id, name];
}

/** Whether somebody who says this name may mean it. */
export function mayMean(environment: Environment, name: string): boolean {
  return environment.id.toLowerCase() === name.toLowerCase() || isCalled(environment, name);
}

function isCalled({ id, names }: Environment, name: string): boolean {
  if (names.length === 0) return id.toLowerCase() === name.toLowerCase();
  return compileGlobs(names, 'name')?.some(({ matches }) => matches(name)) ?? false;
}

const NAME = 'chg-';
const MOST_DIGITS = 9;
/** Nobody writes more of them into one deployment; what comes later is not looked at. */
const MOST_NAMED = 20;

/** Numbers of changes that its words name, `CHG-00012`, in their order. */
export function changesNamedIn(words: string): readonly number[] {
  const found = new Set<number>();
  const text = words.toLowerCase();
  let at = text.indexOf(NAME);
  while (at >= 0 && found.size < MOST_NAMED) {
    const digits = digitsAt(text, at + NAME.length);
    const isWord = !isWordCharacter(text[at - 1]);
    const end = at + NAME.length + digits.length;
    const ends = !isWordCharacter(text[end]) && digits.length <= MOST_DIGITS;
    if (isWord && ends && Number(digits) > 0) found.add(Number(digits));
    at = text.indexOf(NAME, end);
  }
  return [...found];
}

function digitsAt(text: string, from: number): string {
  let end = from;
  while (isDigit(text[end]) && end - from <= MOST_DIGITS) end += 1;
  return text.slice(from, end);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= '0' && character <= '9';
}

function isWordCharacter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character);
}
