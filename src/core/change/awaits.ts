/** What comes about by itself as soon as the gates let it (settle.ts): whoever gathers facts has to gather them for it. */
import type { Change } from './state.ts';

/** A pull request that is its own change, ready for review: nobody has to submit it. */
export function awaitsSubmit({ own, state }: Change): boolean {
  return own !== null && !own.draft && state === 'draft';
}

/** The last approval need not be the last thing that is needed. */
export function awaitsApproval({ state, reapprovalDue }: Change): boolean {
  return state === 'review' || reapprovalDue;
}
