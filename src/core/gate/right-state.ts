/**
 * Every act has its place in the life of a change: a change that was called off starts no more, code is merged and a
 * change completed while it is being carried out. Whoever asks "may this go on?" gets this answer first.
 */
import type { Change, StateName } from '../change/state.ts';
import { met, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { PURPOSES } from './verdict.ts';
import type { Purpose } from './verdict.ts';

const PLACES: Readonly<Record<Purpose, readonly StateName[]>> = {
  submit: ['draft'],
  approve: ['review'],
  schedule: ['approved', 'scheduled'],
  start: ['approved', 'scheduled'],
  // A change may be completed before its last pull request is merged.
  merge: ['in_progress', 'completed'],
  deploy: ['in_progress'],
  complete: ['in_progress'],
};

export const rightState: Gate = {
  id: 'state',
  title: 'Right moment in its life',
  code: 'not_in_state',
  purposes: PURPOSES,
  wakesOn: [
    'submitted',
    'approval_completed',
    'returned_to_review',
    'scheduled',
    'started',
    'completed',
    'rollback_started',
    'reopened',
    'cancelled',
    'rejected',
  ],
  bypassedInEmergency: false,
  underAnyPolicy: true,
  judge: ({ change, purpose }) => {
    const from = placesFor(change, purpose);
    const { state } = change;
    return from.includes(state)
      ? met()
      : unmet({ verb: purpose, state, from }, { next: nextFor(change) });
  },
};

function placesFor(change: Change, purpose: Purpose): readonly StateName[] {
  const places = PLACES[purpose];
  if (purpose === 'merge' && change.own !== null) return ['approved'];
  // Its merge was its execution; what it brought may be deployed from then on.
  if (purpose === 'deploy' && change.own !== null) return ['completed'];
  if (purpose === 'start' && change.category === 'emergency') return ['draft', 'review', ...places];
  return purpose === 'approve' && change.reapprovalDue ? [...places, 'in_progress'] : places;
}

/** What leads on from where the change is; null where nothing does. */
function nextFor({ state, own }: Change): string | null {
  // Marking it as ready is done on the forge, and its merge is its start.
  if (own !== null && state !== 'review') return null;
  switch (state) {
    case 'draft':
      return '/chg submit';
    case 'review':
      return '/chg approve';
    case 'approved':
    case 'scheduled':
      return '/chg start';
    case 'in_progress':
    case 'completed':
    case 'rolled_back':
    case 'rejected':
    case 'cancelled':
      return null;
  }
}
