/**
 * Who has access to a repository, for showing names; at most a minute old and never used for a decision.
 */
import type { Clock } from '../clock.ts';
import type { Actor } from '../core/change/facts.ts';
import type { Forge } from '../forge/port.ts';
import type { Page } from '../reconcile/book.ts';

const FRESH_MS = 60_000;

export function peopleCache(
  clock: Clock,
): (forge: Forge, page: Page) => Promise<readonly Actor[] | null> {
  const known = new Map<
    string,
    { readonly at: number; readonly people: readonly Actor[] | null }
  >();
  return async (forge, page) => {
    const { repoId, repo } = page.change;
    const now = clock.now().getTime();
    const cached = known.get(repoId);
    if (cached !== undefined && Math.abs(now - cached.at) < FRESH_MS) return cached.people;
    const people = await forge.observePeople({ id: repoId, name: repo });
    known.set(repoId, { at: now, people });
    return people;
  };
}
