/** What failed is looked at once people have slept: by somebody who took no part in it, within five days. */
import type { Policy } from '../policy.ts';

export const FAILURE_REVIEW: Policy['failureReview'] = {
  after: ['failed', 'rolled_back'],
  withinHours: 120,
};

/** Of a policy that could not say it yet. */
export const NO_FAILURE_REVIEW: Policy['failureReview'] = { after: [], withinHours: 120 };
