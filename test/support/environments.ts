// What the policy says of an environment that wants nothing beside its change.
import type { Environment } from '../../src/core/policy/catalogue.ts';
import { NOBODY } from '../../src/core/policy/holders.ts';

export const ASKS_NOTHING: Pick<
  Environment,
  'receipt' | 'reviewers' | 'preventSelfReview' | 'waitMinutes'
> = { receipt: false, reviewers: NOBODY, preventSelfReview: false, waitMinutes: 0 };
