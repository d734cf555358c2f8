/**
 * Why a change that was approved is read again: the last thing that undid approvals. What somebody took back of their
 * own undoes nobody else's reading.
 *
 * What must stay true: the record and the request for a review give the same reason, and it is the one that was recorded.
 */
import { isBefore } from '../change/moment.ts';
import type { Approval } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';

/**
 * `code`: what its pull requests would bring has moved, by a push, another target or an unlinking. `policy`: it was
 * agreed to under other rules.
 */
export type Returned = 'edited' | 'linked' | 'code' | 'policy';

export function lastReturn(change: Change): { readonly why: Returned; readonly at: string } | null {
  const [last] = change.approvals
    .flatMap((approval) => {
      const { voided } = approval;
      return voided === null || voided.reason === 'withdrawn' ? [] : [{ approval, voided }];
    })
    .toSorted((a, b) => Date.parse(b.voided.at) - Date.parse(a.voided.at));
  const { policyChangedAt: at } = change;
  if (at !== null && (last === undefined || isBefore(last.voided.at, at)))
    return { why: 'policy', at };
  return last === undefined ? null : whyVoided(change, last);
}

type Voided = { readonly approval: Approval; readonly voided: NonNullable<Approval['voided']> };

function whyVoided(
  change: Change,
  { approval, voided: { at, reason } }: Voided,
): { readonly why: Returned; readonly at: string } {
  if (reason !== 'ref_changed') return { why: 'edited', at };
  return { why: isLinkedAt(change, approval, at) ? 'linked' : 'code', at };
}

/** The act that undid the approval is the one that linked a pull request which is still there. */
function isLinkedAt(change: Change, { seq }: Approval, at: string): boolean {
  return change.pulls.some(({ linked }) => linked.at === at && linked.seq > seq);
}
