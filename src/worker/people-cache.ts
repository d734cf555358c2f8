/**
 * Who has access to a repository, for showing names; at most a minute old. A change with a pull request that is not
 * merged yet answers to branch rules, and what answers is read anew each time: whoever lost their access counts no
 * more from the next look on, and every sweep looks at those changes.
 */
import type { Clock } from '../clock.ts';
import type { Change } from '../core/change/state.ts';
import type { Forge } from '../forge/port.ts';
import type { Page } from '../reconcile/book.ts';
import { observePeople, type PeopleSeen } from '../reconcile/observe.ts';

const FRESH_MS = 60_000;

export function peopleCache(clock: Clock): (forge: Forge, page: Page) => Promise<PeopleSeen> {
  const known = new Map<string, { readonly at: number; readonly seen: PeopleSeen }>();
  return async (forge, { change }) => {
    const { repoId, repo } = change;
    const now = clock.now().getTime();
    const cached = known.get(repoId);
    const isFresh = cached !== undefined && Math.abs(now - cached.at) < FRESH_MS;
    if (isFresh && !answersToRules(change)) return cached.seen;
    const seen = await observePeople(forge, { id: repoId, name: repo }, { change });
    // Those whom one change knows are not those of another.
    if (seen.peopleAreSome !== true) known.set(repoId, { at: now, seen });
    return seen;
  };
}

function answersToRules({ pulls }: Change): boolean {
  return pulls.some(({ merged }) => !merged);
}
