// The questionnaire of the example changes, over the fields of the form, and their answers with the scores they give.
import type { RiskModel } from '../../../src/core/risk/model.ts';

const zeroToThree = (options: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(options.map((option, points) => [option, points]));

const question = (
  field: string,
  weight: number,
  ...options: readonly string[]
): RiskModel['questions'][number] => ({
  field,
  title: field,
  weight,
  options: zeroToThree(options),
});

export const QUESTIONNAIRE: RiskModel = {
  version: 1,
  scaleMax: 3,
  levels: [
    { level: 'low', from: 0 },
    { level: 'medium', from: 30 },
    { level: 'high', from: 60 },
  ],
  questions: [
    question(
      'risk_criticality',
      20,
      'Internal tool',
      'Supports a customer service',
      'Customer-facing service',
      'Revenue or safety critical',
    ),
    question(
      'risk_scope',
      15,
      'One component',
      'One service',
      'Several services',
      'Platform-wide or shared',
    ),
    question(
      'customer_impact',
      15,
      'No visible effect',
      'Slower or partly degraded',
      'Interruption under 5 minutes',
      'Outage of 5 minutes or more',
    ),
    question(
      'risk_rollback',
      15,
      'Rehearsed, under 15 minutes',
      'Rehearsed, longer',
      'Documented but not rehearsed',
      'Cannot be undone (fix forward only)',
    ),
    question(
      'risk_testing',
      10,
      'Tested on production-like data',
      'Tested in a smaller environment',
      'Reviewed but not executed',
      'Not tested',
    ),
    question(
      'risk_novelty',
      10,
      'Done many times',
      'Done a few times',
      'First time for this team',
      'First time for anyone here',
    ),
    question(
      'risk_coordination',
      5,
      'Operator and a second person',
      'One team',
      'Two teams',
      'Three or more teams or a vendor',
    ),
    question(
      'risk_timing',
      5,
      'Quiet hours in a maintenance window',
      'Quiet hours',
      'Business hours',
      'Peak hours or next to a freeze',
    ),
    question(
      'risk_security',
      5,
      'No effect on security controls',
      'Strengthens a control',
      'Changes a control',
      'Weakens or bypasses a control for a time',
    ),
  ],
  floors: [
    { when: { risk_rollback: 3 }, atLeast: 'medium', because: 'cannot be undone' },
    {
      when: { risk_rollback: 3, risk_criticality: 3 },
      atLeast: 'high',
      because: 'cannot be undone on a critical service',
    },
    { when: { risk_security: 3 }, atLeast: 'medium', because: 'a control is weakened for a time' },
    { when: { risk_testing: 3 }, atLeast: 'medium', because: 'not tested' },
    {
      when: { customer_impact: 3, risk_criticality: 3 },
      atLeast: 'high',
      because: 'planned outage of a critical service',
    },
  ],
};

/** Points in the order of the questions, as answers. */
export function answering(
  points: string,
  model: RiskModel = QUESTIONNAIRE,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    model.questions.flatMap(({ field, options }, at) => {
      const option = Object.keys(options)[Number(points[at])];
      return option === undefined ? [] : [[field, option]];
    }),
  );
}
