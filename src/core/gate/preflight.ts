/** Pre-flight steps are walked before the start: what they find may be a reason not to. */
import { checklist } from '../change/checklist.ts';
import { isPassed } from '../change/progress.ts';
import { leastRole } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const preflight: Gate = {
  id: 'preflight',
  title: 'Pre-flight steps walked',
  code: 'preflight_steps_open',
  purposes: ['start'],
  wakesOn: [
    'step_done',
    'step_skipped',
    'hold_confirmed',
    'hold_waived',
    'hold_declined',
    'plan_recorded',
  ],
  bypassedInEmergency: true,
  judge: ({ change, facts }) => {
    const steps = checklist(change).filter(({ step }) => step.phase === 'preflight');
    if (steps.length === 0) return notApplicable('no_steps');
    const open = steps.filter(({ progress }) => !isPassed(progress));
    const [first] = open;
    if (first === undefined) return met();
    const waits = first.openness === 'waiting_confirmation';
    const verb = waits ? 'confirm' : 'done';
    const next = `/chg ${verb} ${first.step.id} <what you see>`;
    return unmet(
      { steps: open.map(({ step }) => step.id) },
      { who: leastRole(facts.policy, verb), next },
    );
  },
};
