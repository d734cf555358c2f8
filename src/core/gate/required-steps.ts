/** A change is complete when every required step is. Pre-flight steps were asked for at the start. */
import { checklist } from '../change/checklist.ts';
import type { ChecklistStep } from '../change/checklist.ts';
import { isFinished } from '../change/progress.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const requiredSteps: Gate = {
  id: 'required_steps',
  title: 'Required steps done',
  code: 'required_steps_open',
  purposes: ['complete'],
  wakesOn: ['step_done', 'step_skipped', 'hold_declined', 'approval_completed'],
  bypassedInEmergency: false,
  underAnyPolicy: true,
  judge: ({ change }) => {
    const required = checklist(change).filter(isRequired);
    if (required.length === 0) return notApplicable('no_steps');
    const open = required.filter(({ progress }) => !isFinished(progress));
    const [first] = open;
    if (first === undefined) return met();
    const steps = open.map(({ step }) => step.id);
    const who = change.operator === null ? [] : [change.operator.login];
    return unmet({ steps }, { who, next: `/chg done ${first.step.id} <what you see>` });
  },
};

function isRequired({ step }: ChecklistStep): boolean {
  if (step.phase === 'preflight') return false;
  return step.tags.includes('hold') || !step.tags.includes('optional');
}
