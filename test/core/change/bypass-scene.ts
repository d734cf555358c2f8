/** Code whose checks fail, a policy that lets some people past them, and somebody who asks. */
import { expect } from 'vitest';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import type { Holders } from '../../../src/core/policy/holders.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';
import { ruled, TEAMS } from '../policy/ruled.ts';

type World = NonNullable<Parameters<typeof setTheStage>[0]>;
export const GATE = 'ci_gates_failed';
export const RED = pullFacts(701, { checks: 'failed' });
export const EDITED = withAnswer(CERT_ROTATION, 'failure', 'Pinned clients are warned.');
export const people = (...logins: readonly string[]): Holders => ({ ...NOBODY, people: logins });

export function allowing(bypass: Partial<Policy['bypass']>, more: Partial<Policy> = {}): Policy {
  return ruled(null, [], { bypass: { may: NOBODY, reviewers: NOBODY, ...bypass }, ...more });
}

/** The lead may pass a gate alone; tomas and dee review what others ask for. */
export const POLICY = allowing({
  may: { ...NOBODY, roles: ['incident_commander'] },
  reviewers: people('tomas-sre', 'dee-lead'),
});

export function withCodeThatFails(more: World = {}): Stage {
  const stage = setTheStage({ policy: POLICY, policyPeople: TEAMS, pulls: [RED], ...more });
  stage.given.inReview();
  accepted(stage.lin.links(701));
  expect(stage.inTheWayOf('approve')).toContain(GATE);
  return stage;
}

export function withRequest(more: World = {}): Stage {
  const stage = withCodeThatFails(more);
  accepted(stage.sora.bypasses(GATE));
  expect(stage.types.at(-1)).toBe('bypass_requested');
  return stage;
}
