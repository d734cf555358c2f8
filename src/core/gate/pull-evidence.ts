/** A linked pull request that cannot be read may have changed in any way: nobody can tell. */
import { cannotTell, met, notApplicable } from './gate.ts';
import type { Gate } from './gate.ts';
import { unreadPulls } from './linked-pulls.ts';

export const pullEvidence: Gate = {
  id: 'pull_evidence',
  title: 'Linked pull requests can be read',
  code: 'evidence_unavailable',
  purposes: ['approve', 'start', 'merge'],
  wakesOn: ['pull_linked', 'pull_unlinked', 'pull_changed'],
  bypassedInEmergency: true,
  judge: ({ change, facts }) => {
    if (change.pulls.length === 0) return notApplicable('no_pull_requests');
    const unread = unreadPulls(change, facts);
    return unread.length === 0 ? met() : cannotTell('pulls', { pulls: unread });
  },
};
