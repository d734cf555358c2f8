/** What is wrong with a plan that cannot be read, for the moments that show it. */
import type { PlanProblem } from '../../../src/core/plan/plan.ts';
import type { Words } from './rotation.ts';

export const PROBLEMS = (words: Words): readonly PlanProblem[] => [
  {
    code: 'tag_unknown',
    field: 'steps_execute',
    line: 41,
    expected: 'a tag such as [hold], [witness], [optional] or [irreversible]',
    found: words('"[hodl]"'),
    remedy: 'did you mean [hold]?',
  },
  {
    code: 'zone_unknown',
    field: 'timezone',
    line: 66,
    expected: 'a name from the time zone database, such as Europe/Berlin or UTC',
    found: words('"Berlin"'),
    remedy: 'did you mean Europe/Berlin?',
  },
];
