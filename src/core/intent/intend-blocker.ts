/**
 * Issues that somebody links on the forge itself: this one is blocked by that one. Where both are changes it is the same
 * as saying so, by the same rights; what is no change is the forge's own business.
 */
import type { Intention } from './intention.ts';
import { asking, byPerson } from './known.ts';
import type { Known, NoticeOf } from './known.ts';

export function intendBlocker(
  notice: NoticeOf<'blocker_told'>,
  known: Known,
): readonly Intention[] {
  const { issue, on, added } = notice.fact;
  const { change, blocker = null } = known;
  if (change?.ended !== null || blocker === null || !byPerson(notice)) return [];
  const how = added ? 'added' : 'removed';
  // Two issues can be linked, parted and linked again; only the time tells these apart.
  const key = `blocker:${issue.id}:${on.repoId}#${String(on.issue)}:${how}:${notice.occurredAt}`;
  const act = { key, url: issue.url };
  const said = { other: blocker, via: 'forge' } as const;
  return added
    ? [asking(change.number, { type: 'depend', kind: 'order', ...said }, act)]
    : [asking(change.number, { type: 'undepend', ...said }, act)];
}
