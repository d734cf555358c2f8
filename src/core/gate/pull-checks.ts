/** CI has passed at the head. A head on which nothing has reported has not passed: silence is not consent. */
import type { PullFacts } from '../change/facts.ts';
import { findRule } from '../policy/rights.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Gate } from './gate.ts';
import { openPulls } from './linked-pulls.ts';
import type { OpenPull } from './linked-pulls.ts';

export const pullChecks: Gate = {
  id: 'pull_checks',
  title: 'CI passed',
  code: 'ci_gates_failed',
  purposes: ['approve', 'start', 'merge'],
  wakesOn: ['pull_linked', 'pull_head_moved', 'checks_changed', 'pull_changed'],
  bypassedInEmergency: true,
  judge: ({ change, facts }) => {
    const open = openPulls(change, facts);
    if (open.length === 0) return notApplicable('no_pull_requests');
    const required = findRule(facts.policy, change.category)?.pullChecksRequired ?? true;
    if (!required) return notApplicable('none_required');
    const named = (checks: PullFacts['checks']): readonly string[] =>
      open.filter(({ seen }) => seen.checks === checks).map(({ name }) => name);
    const [pending, none, unread] = [named('pending'), named('none'), named('unknown')];
    const failed = open.filter(({ seen }) => seen.checks === 'failed');
    if (failed.length + pending.length + none.length > 0) {
      const failing = failed.flatMap(({ name, seen }) =>
        seen.failing.map((check) => `${name}: ${check}`),
      );
      return unmet(
        { pulls: failed.map(({ name }) => name), failing, pending, none, unread },
        { who: authorsOf(open) },
      );
    }
    if (unread.length > 0) return cannotTell('checks', { pulls: unread });
    return met({ pulls: open.map(({ name }) => name) });
  },
};

function authorsOf(pulls: readonly OpenPull[]): readonly string[] {
  const unsettled = pulls.filter(({ seen }) => seen.checks !== 'passed');
  return [...new Set(unsettled.map(({ seen }) => seen.author.login))];
}
