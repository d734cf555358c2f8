/** The row that lists and lookups read, from the state of a change. A change is closed when nobody owes it anything. */
import { FOLD } from '../core/change/evolve.ts';
import type { Change } from '../core/change/state.ts';
import { owesAnything } from '../core/desired/duties.ts';
import { bookingsOf } from '../core/time/booking.ts';
import { findableOf } from '../core/risk/facets.ts';
import { pastOf } from '../core/risk/past.ts';
import type { ChangeRow } from './changes.ts';

export function projectionOf(change: Change, now: string): ChangeRow {
  return {
    number: change.number,
    repoId: change.repoId,
    repoName: change.repo,
    issueNumber: change.issue,
    issueId: change.issueId,
    state: change.state,
    closed: change.ended !== null && !owesAnything(change),
    category: change.category,
    risk: change.risk,
    priority: change.priority,
    title: change.title,
    authorId: change.author.id,
    operatorId: change.operator?.id ?? null,
    windowStart: change.window?.start ?? null,
    windowEnd: change.window?.end ?? null,
    openedAt: change.times.openedAt,
    updatedAt: now,
    version: change.lastSeq,
    hash: change.lastHash,
    fold: FOLD,
    snapshot: change,
    pulls: change.pulls.map((pull) => ({
      repoId: pull.repoId,
      repoName: pull.repo,
      number: pull.number,
      headSha: pull.head,
      mergeSha: pull.mergeSha,
    })),
    bookings: bookingsOf(change),
    ...pastRowOf(change),
  };
}

/** One that was reopened has not ended any more. */
function pastRowOf(change: Change): Pick<ChangeRow, 'past'> {
  const past = pastOf(change);
  if (past !== null) return { past: { past, repoId: change.repoId, found: findableOf(change) } };
  return change.reopenings === 0 ? {} : { past: null };
}
