/**
 * Logins in what people write: one way of reading them for whoever is named as authoriser, asked, or handed the run.
 *
 * What must stay true: marks around a name (`@dee-lead.`, `**@dee-lead**`) are no part of it, the `[bot]` of a machine
 * is; what cannot be a login is none. Linear in the text.
 */
import type { Facts } from './facts.ts';

const LOGIN = /^[a-z\d][\w.-]{0,38}(?:\[bot\])?$/iu;
const MACHINE = /\[bot\]$/iu;
const BETWEEN = /(?:(?!\[bot\])[^\w@.\]-]|(?<!\[bot)\])+/iu;
const EDGE = '@._-';

/** Every `@login` and every machine of a text; where there is none, a text of one word is a login as well. As written, each once. */
export function namedLogins(text: string): readonly string[] {
  const words = text.split(BETWEEN).filter((word) => bare(word) !== '');
  const mentions = words.filter(
    (word) => word.startsWith('@', leading(word, '._-')) || isMachine(bare(word)),
  );
  const named = mentions.length === 0 && words.length === 1 ? words : mentions;
  return [...new Set(named.map(bare))].filter((name) => LOGIN.test(name));
}

export function isNamed(logins: readonly string[], login: string): boolean {
  return logins.some((name) => name.toLowerCase() === login.toLowerCase());
}

/** Forges write it behind the names of apps, and nobody can register it. */
export function isMachine(login: string): boolean {
  return MACHINE.test(login);
}

/** Of each login the id of who has it now, empty where nobody does; null when that cannot be told of all of them. */
export function idsOf(
  logins: readonly string[],
  { people, peopleAreSome }: Facts,
): readonly string[] | null {
  if (people === null) return null;
  const ids = logins.map((login) => people.find((one) => isNamed([login], one.login))?.id ?? '');
  return peopleAreSome === true && ids.includes('') ? null : ids;
}

function bare(word: string): string {
  let end = word.length;
  while (end > 0 && EDGE.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(Math.min(leading(word, EDGE), end), end);
}

function leading(word: string, marks: string): number {
  let at = 0;
  while (at < word.length && marks.includes(word.charAt(at))) at += 1;
  return at;
}
