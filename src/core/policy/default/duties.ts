/**
 * What an emergency owes afterwards: done by hand on the night, it is brought back into the ordinary way within a day.
 *
 * What must stay true: each line can be done and shown; how it is shown stands beside it.
 */
import type { DutyRule } from '../rule.ts';

const WITHIN_HOURS = 24;

export const DUTIES: readonly DutyRule[] = [
  duty('applied', 'Write down what was changed by hand, and on which systems', 'word'),
  duty(
    'pull_request',
    'Open and link the pull request that brings the code to what runs',
    'pull_request',
  ),
  duty('checks', 'Its checks have passed', 'checks'),
  duty('justification', 'The incident record says why it could not wait', 'incident'),
  duty('regressions', 'Look for what the emergency change broke elsewhere', 'word'),
  duty('credentials', 'Rotate every credential that was handled outside procedure', 'word'),
  duty(
    'post_incident_review',
    'Take it into the post-incident review: could it have been a normal change? Update the runbook',
    'word',
  ),
];

function duty(id: string, title: string, proof: DutyRule['proof']): DutyRule {
  return { id, title, withinHours: WITHIN_HOURS, proof };
}
