/**
 * The number of a pull request as people write it.
 *
 * What must stay true: one of another repository is none.
 */
import { firstWord } from './slash.ts';

/** `#45`, `45`, `owner/name#45` or its address, in this repository; null for anything else. */
export function pullNumber(rest: string, repo: string): number | null {
  const { word } = firstWord(rest);
  const hash = word.lastIndexOf('#');
  const before = word.slice(0, Math.max(hash, 0)).toLowerCase();
  if (hash > 0 && before !== repo.toLowerCase()) return null;
  const digits = hash >= 0 ? word.slice(hash + 1) : (addressed(word, repo) ?? word);
  return /^\d{1,9}$/u.test(digits) ? Number(digits) : null;
}

/** The number in `https://…/owner/name/pull/45` or `…/pulls/45`; null when it is no such address. */
function addressed(word: string, repo: string): string | null {
  const address = word.toLowerCase();
  if (!address.startsWith('https://')) return null;
  const parts = (address.split('?', 1)[0] ?? '').split('/');
  const at = parts.findIndex((part) => part === 'pull' || part === 'pulls');
  return at > 1 && parts.slice(at - 2, at).join('/') === repo.toLowerCase()
    ? (parts[at + 1] ?? null)
    : null;
}
