/** Nobody can agree to a plan that could be read in two ways. */
import type { PlanProblem } from '../plan/plan.ts';
import { met, unmet } from './gate.ts';
import type { Gate } from './gate.ts';

const SHOWN = 10;

export const planReadable: Gate = {
  id: 'plan_readable',
  title: 'Plan can be read',
  code: 'plan_unreadable',
  purposes: ['submit', 'approve', 'schedule', 'start'],
  wakesOn: ['change_opened', 'plan_recorded'],
  bypassedInEmergency: false,
  underAnyPolicy: true,
  judge: ({ change }) => {
    if (change.plan !== null) return met();
    const { problems, author, issueUrl } = change;
    const facts = { problems: problems.slice(0, SHOWN).map(describe), count: problems.length };
    return unmet(facts, { who: [author.login], link: issueUrl });
  },
};

function describe({ field, line, expected, found, remedy }: PlanProblem): string {
  const where = [field, line === null ? null : `line ${String(line)}`].filter(
    (part) => part !== null,
  );
  const place = where.length === 0 ? '' : `${where.join(', ')}: `;
  return `${place}expected ${expected}; found ${found}; ${remedy}`;
}
