/** The questions are there to be thought about: a required one left open is thought about before others are asked. */
import { met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

export const answersComplete: Gate = {
  id: 'answers_complete',
  title: 'Required answers given',
  code: 'answers_missing',
  purposes: ['submit', 'approve', 'start'],
  wakesOn: ['plan_recorded'],
  bypassedInEmergency: true,
  underAnyPolicy: true,
  judge: ({ change }) => {
    const { plan, author, issueUrl } = change;
    if (plan === null) return notApplicable('no_plan');
    if (plan.missing.length === 0) return met();
    return unmet({ fields: plan.missing }, { who: [author.login], link: issueUrl });
  },
};
