/**
 * Who had a hand in a commit: author, committer and co-authors, by account id. Commit e-mail addresses are
 * chosen freely, so they can only ever add somebody who then may not approve; they never say who approves.
 * Resolved are the accounts GitHub resolves itself, and its own addresses, which carry the id.
 *
 * What must stay true: GitHub itself commits what is done on its pages and signs it. It is nobody's hand, and only its
 * signature says that it was it.
 */
import type { Person } from '../../core/change/stamp.ts';
import { actorSeen, GHOST } from './seen.ts';
import {
  fieldOf,
  parseRecord,
  plainText,
  recordAt,
  recordOrNullAt,
  textOrNullAt,
} from './shape.ts';
import type { Json } from './shape.ts';

const TRAILER = 'co-authored-by:';
const NOREPLY = '@users.noreply.';
const FORGE_ITSELF = 'web-flow';

export function contributorsOf(commits: readonly unknown[]): readonly Person[] {
  const byId = new Map<string, Person>();
  for (const person of commits.flatMap(handsIn)) {
    if (person.id !== GHOST.id && !byId.has(person.id)) byId.set(person.id, person);
  }
  return [...byId.values()];
}

function handsIn(value: unknown): readonly Person[] {
  const entry = parseRecord(value, 'commit');
  const commit = recordAt(entry, 'commit');
  const named = fieldOf(entry, 'co_authors');
  const coAuthors: readonly unknown[] = Array.isArray(named) ? named : [];
  const verified = recordOrNullAt(commit, 'verification');
  const isSigned = verified !== null && fieldOf(verified, 'verified') === true;
  const accounts = [fieldOf(entry, 'author'), fieldOf(entry, 'committer'), ...coAuthors]
    .map((hand) => {
      const { id, login } = actorSeen(hand);
      return { id, login };
    })
    .filter(({ login }) => !isSigned || login !== FORGE_ITSELF);
  const signed = ['author', 'committer'].map((hand) => emailOf(recordOrNullAt(commit, hand)));
  const trailers = coAuthorEmails(plainText(textOrNullAt(commit, 'message') ?? ''));
  return [...accounts, ...[...signed, ...trailers].flatMap((email) => noreplyAccount(email) ?? [])];
}

function emailOf(hand: Json | null): string {
  return hand === null ? '' : (textOrNullAt(hand, 'email') ?? '');
}

function coAuthorEmails(message: string): readonly string[] {
  return message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.toLowerCase().startsWith(TRAILER))
    .map((line) =>
      line.slice(line.lastIndexOf('<') + 1, line.endsWith('>') ? -1 : undefined).trim(),
    );
}

/** `7+lin@users.noreply.github.com`, or the same at a GitHub of one's own. */
export function noreplyAccount(email: string): Person | null {
  const at = email.toLowerCase().indexOf(NOREPLY);
  if (at === -1) return null;
  const name = email.slice(0, at);
  const plus = name.indexOf('+');
  const id = name.slice(0, Math.max(plus, 0));
  const login = name.slice(plus + 1);
  return /^[1-9][0-9]{0,18}$/.test(id) && login !== '' ? { id, login } : null;
}
