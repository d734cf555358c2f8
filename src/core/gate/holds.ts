/**
 * An open hold point keeps a pull request from being merged and a change from being completed. For the merge, a hold
 * counts as open from the moment the work reaches it.
 */
import { currentSteps, waitingHolds } from '../change/checklist.ts';
import { planShown } from '../change/binding.ts';
import { secondPeople } from '../change/second-person.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const holds: Gate = {
  id: 'holds',
  title: 'Hold points confirmed',
  code: 'hold_point_open',
  purposes: ['merge', 'deploy', 'complete'],
  wakesOn: [
    'started',
    'step_done',
    'step_skipped',
    'hold_confirmed',
    'hold_declined',
    'hold_waived',
  ],
  bypassedInEmergency: false,
  judge: ({ change, facts, purpose }) => {
    const planned = planShown(change)?.steps.some(({ tags }) => tags.includes('hold')) === true;
    if (!planned) return notApplicable('no_holds');
    const waiting = waitingHolds(change);
    const reached =
      purpose === 'merge'
        ? currentSteps(change).filter(({ step }) => step.tags.includes('hold'))
        : [];
    const open = [...new Set([...waiting, ...reached].map(({ step }) => step.id))];
    const [first] = open;
    if (first === undefined) return met();
    const declined = waiting.find(
      ({ step, progress }) => step.id === first && progress.hold?.status === 'declined',
    );
    if (declined !== undefined) {
      const who = change.operator === null ? [] : [change.operator.login];
      const next = `/chg done ${first} <what you saw>`;
      return unmet({ steps: open, who, what: 'declined' }, { who, next });
    }
    const who = secondPeople(change, facts);
    return unmet({ steps: open, who }, { who, next: `/chg confirm ${first} <what you see>` });
  },
};
