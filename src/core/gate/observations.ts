/** The record says what was seen at each step that was done; a tick alone says nothing. */
import { checklist, silentHolds } from '../change/checklist.ts';
import type { Change } from '../change/state.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Finding, Gate } from './gate.ts';

export const observations: Gate = {
  id: 'observations',
  title: 'Observations written down',
  code: 'observation_missing',
  purposes: ['complete'],
  wakesOn: ['step_done', 'step_observed', 'hold_confirmed'],
  bypassedInEmergency: false,
  underAnyPolicy: true,
  judge: ({ change }) => {
    const done = checklist(change).filter(({ progress }) => progress.status === 'done');
    if (done.length === 0) return notApplicable('no_steps');
    const silent = done.filter(({ progress }) => progress.observed === null);
    const [first] = silent;
    if (first === undefined) return holdsObserved(change);
    const who = [...new Set(silent.flatMap(({ progress }) => progress.finished?.by.login ?? []))];
    return unmet(
      { steps: silent.map(({ step }) => step.id) },
      { who, next: `/chg done ${first.step.id} <what you saw>` },
    );
  },
};

/** Whoever confirmed by a button has said yes, and not yet what they saw. */
function holdsObserved(change: Change): Finding {
  const silent = silentHolds(change);
  const [first] = silent;
  if (first === undefined) return met();
  const who = [...new Set(silent.flatMap(({ progress }) => progress.hold?.stamp?.by.login ?? []))];
  return unmet(
    { steps: silent.map(({ step }) => step.id), what: 'second' },
    { who, next: `/chg confirm ${first.step.id} <what you saw>` },
  );
}
