/**
 * What a policy says of changes that went past every gate: whether an issue is opened for one, and whose are none.
 * Deployments to production are watched wherever the policy names such an environment; pushes and merges only where a
 * policy speaks of them here, because to tell a push from a merge the forge has to be asked.
 *
 * What must stay true: to look away from more people, or to tell fewer, is looser.
 */
import { shown } from './compare.ts';
import type { Loosening } from './compare.ts';
import { holdsAll } from './implies.ts';

export type Watch = {
  /** Somebody is to answer for it in an issue of its own. */
  readonly openIssue: boolean;
  /** Logins whose deployments, pushes and merges are none. */
  readonly ignoreActors: readonly string[];
};

/** Where a policy does not speak of it. */
export const UNSAID_WATCH: Watch = { openIssue: true, ignoreActors: [] };

export function looserWatch(
  before: Watch | undefined,
  after: Watch | undefined,
): readonly Loosening[] {
  const [from, to] = [before ?? UNSAID_WATCH, after ?? UNSAID_WATCH];
  const ignored = [from.ignoreActors, to.ignoreActors];
  return [
    ...(before !== undefined && after === undefined
      ? [{ what: 'unauthorised', from: 'pushes and merges are watched', to: 'not watched' }]
      : []),
    ...(from.openIssue && !to.openIssue
      ? [{ what: 'unauthorised.open_issue', from: 'true', to: 'false' }]
      : []),
    ...(holdsAll(from.ignoreActors, to.ignoreActors)
      ? []
      : [
          {
            what: 'unauthorised.ignore_actors',
            from: shown(ignored[0]),
            to: shown(ignored[1]),
          },
        ]),
  ];
}
