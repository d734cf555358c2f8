/**
 * What the gates of a deployment are told of it: which commit goes where, which locks are on, and where that commit was
 * deployed before. Read by whoever asks them, beside the other facts.
 */
import type { Environment } from '../policy/catalogue.ts';
import type { Person } from '../change/stamp.ts';

export type EnvironmentLock = {
  /** Id of an environment; null: all of them. */
  readonly environment: string | null;
  readonly reason: string;
  readonly by: Person;
  readonly at: string;
  /** Where it was said; null: not on the forge. */
  readonly url: string | null;
};

export type Deploying = {
  /** `id` null: a repository that nobody could find by its name. */
  readonly repo: { readonly id: string | null; readonly name: string };
  readonly sha: string;
  /** As the forge or the CI calls it. */
  readonly name: string;
  /** Null: the policy does not know it. */
  readonly environment: Environment | null;
  /** Those of this environment, and those of all. */
  readonly locks: readonly EnvironmentLock[];
  /** Ids of environments to which this commit was deployed with success. */
  readonly deployedTo: readonly string[];
  /** Who started it; null: that is not known, or it was no person. */
  readonly by: Person | null;
  /** When it was asked for. */
  readonly askedAt: string;
};
