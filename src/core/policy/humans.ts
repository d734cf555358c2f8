/**
 * Accounts that belong to one human, as the policy names them. What bars one of them bars all, and together they have
 * one voice.
 *
 * What must stay true: accounts are known by id. A linked login that nobody looked up, or that is nobody's any more,
 * makes it impossible to tell who is one human; the tally says so.
 */
import type { Facts } from '../change/facts.ts';
import { idBehind } from './roles.ts';

export type Humans = {
  /** All accounts of whoever has this one, itself among them. */
  readonly accountsOf: (id: string) => readonly string[];
  /** One name for one human. */
  readonly nameOf: (id: string) => string;
  /** It cannot be told whose all the linked logins are. */
  readonly unknown: boolean;
};

const KNOWN = new WeakMap<Facts, Humans>();

export function humansOf(facts: Facts): Humans {
  const known = KNOWN.get(facts);
  if (known !== undefined) return known;
  const humans = readHumans(facts);
  KNOWN.set(facts, humans);
  return humans;
}

/** Two accounts, or one, of one human. */
export function isSameHuman(facts: Facts, a: string, b: string): boolean {
  return humansOf(facts).accountsOf(a).includes(b);
}

function readHumans(facts: Facts): Humans {
  const seen = facts.policy.linkedAccounts.map((logins) =>
    logins.map((login) => idNow(login, facts)),
  );
  const unknown = seen.flat().some((id) => typeof id !== 'string');
  const groups = merged(seen.map((ids) => ids.filter((id) => typeof id === 'string')));
  const groupOf = new Map(groups.flatMap((group) => group.map((id) => [id, group])));
  const accountsOf = (id: string): readonly string[] => groupOf.get(id) ?? [id];
  return { accountsOf, nameOf: (id) => accountsOf(id)[0] ?? id, unknown };
}

function idNow(login: string, facts: Facts): string | null | undefined {
  const behind = idBehind(login, facts);
  if (behind !== undefined) return behind;
  return facts.people?.find((one) => one.login.toLowerCase() === login.toLowerCase())?.id;
}

/** Groups that share an account are one human's. */
function merged(groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return groups.reduce<readonly (readonly string[])[]>((done, group) => {
    const touching = done.filter((other) => other.some((id) => group.includes(id)));
    const rest = done.filter((other) => !touching.includes(other));
    return [...rest, [...new Set([...touching.flat(), ...group])].sort()];
  }, []);
}
