/**
 * The risk questionnaire that is built in: nine questions of the form, what each answer is worth, and what raises the
 * level whatever the rest says.
 *
 * What must stay true: the shares are 100 together, every option of the form has its points, and an edit raises the
 * version, because it stands beside each suggestion. A test holds the questions to the form.
 */
import type { RiskModel, RiskQuestion } from '../../risk/model.ts';

export const RISK_MODEL: RiskModel = {
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
      ['How critical is the service?', 20],
      [
        'Internal tool',
        'Supports a customer service',
        'Customer-facing service',
        'Revenue or safety critical',
      ],
    ),
    question(
      'risk_scope',
      ['How wide is it?', 15],
      ['One component', 'One service', 'Several services', 'Platform-wide or shared'],
    ),
    question(
      'customer_impact',
      ['What will customers see?', 15],
      [
        'No visible effect',
        'Slower or partly degraded',
        'Interruption under 5 minutes',
        'Outage of 5 minutes or more',
      ],
    ),
    question(
      'risk_rollback',
      ['How ready is the rollback?', 15],
      [
        'Rehearsed, under 15 minutes',
        'Rehearsed, longer',
        'Documented but not rehearsed',
        'Cannot be undone (fix forward only)',
      ],
    ),
    question(
      'risk_testing',
      ['How far was it tested?', 10],
      [
        'Tested on production-like data',
        'Tested in a smaller environment',
        'Reviewed but not executed',
        'Not tested',
      ],
    ),
    question(
      'risk_novelty',
      ['How new is it to those who carry it out?', 10],
      [
        'Done many times',
        'Done a few times',
        'First time for this team',
        'First time for anyone here',
      ],
    ),
    question(
      'risk_coordination',
      ['Who must work together?', 5],
      ['Operator and a second person', 'One team', 'Two teams', 'Three or more teams or a vendor'],
    ),
    question(
      'risk_timing',
      ['When does it happen?', 5],
      [
        'Quiet hours in a maintenance window',
        'Quiet hours',
        'Business hours',
        'Peak hours or next to a freeze',
      ],
    ),
    question(
      'risk_security',
      ['What happens to security controls meanwhile?', 5],
      [
        'No effect on security controls',
        'Strengthens a control',
        'Changes a control',
        'Weakens or bypasses a control for a time',
      ],
    ),
  ],
  floors: [
    { when: { risk_rollback: 3 }, atLeast: 'medium', because: 'it cannot be undone' },
    {
      when: { risk_rollback: 3, risk_criticality: 3 },
      atLeast: 'high',
      because: 'it cannot be undone, on a critical service',
    },
    { when: { risk_security: 3 }, atLeast: 'medium', because: 'a control is weakened for a time' },
    { when: { risk_testing: 3 }, atLeast: 'medium', because: 'it is not tested' },
    {
      when: { customer_impact: 3, risk_criticality: 3 },
      atLeast: 'high',
      because: 'a planned outage of a critical service',
    },
  ],
};

/** The first option is worth nothing, each further one a point more. */
function question(
  field: string,
  [title, weight]: readonly [string, number],
  options: readonly string[],
): RiskQuestion {
  const points = Object.fromEntries(options.map((option, index) => [option, index]));
  return { field, title, weight, options: points };
}
