/** A set of people as a policy file names it; both halves of its shape, rules and calendar, say whom they mean by it. */
import type { Role } from '../core/policy/holders.ts';

export type HoldersData = {
  readonly roles?: readonly Role[];
  readonly teams?: readonly string[];
  readonly people?: readonly string[];
};
