/**
 * What counts for delivery metrics of one change, worked out from its record and the commits of its pull requests:
 * whether something was delivered, whether that failed, whether it repaired an incident, and when.
 */
import { commitsBetween } from '../../../src/sandbox/state/history.ts';
import type { Played } from './play.ts';

type Delivery = Readonly<{ [key: string]: boolean | string | undefined }>;

export function deliveryOf({ change, events, scene }: Played): Delivery {
  const { started, state, closure, category, plan, rollback, deployments } = change;
  const failures = events.filter(
    ({ type }) => type === 'hold_declined' || type === 'rollback_started',
  );
  const live = deployments.find(({ finished }) => finished?.end === 'success');
  return {
    deployment: started !== null,
    failed: state === 'rolled_back' || closure?.code === 'unsuccessful',
    rework: category === 'emergency' && (plan?.answers['incident'] ?? '') !== '',
    failed_at: failures[0]?.at,
    recovered_at: rollback?.recovered?.at,
    lead_time_from: firstCommit(scene),
    lead_time_to: live?.finished?.at,
  };
}

/** Of everything that its pull requests brought, when the oldest was committed. */
function firstCommit({ sandbox, pulls }: Played['scene']): string | undefined {
  const commits = pulls().flatMap(({ repoId, baseSha: base, headSha: head }) =>
    commitsBetween(sandbox.world, repoId, { base, head }),
  );
  return commits.map(({ committer }) => committer.date).toSorted()[0];
}
