/**
 * What a change knows of a deployment that was found to be its own: that it asked to go ahead, what it was answered, how
 * it ended. How it came to be found is said with it.
 *
 * What must stay true: a deployment is known by its repository and its id there; the same is told once.
 */
import type { RefusalCode } from './refusal.ts';
import type { Stamp } from './stamp.ts';

/** Its number was named; its commit is one of its pull requests'; it was the only one that ran for that environment. */
export const MATCHED_BY = ['number', 'commit', 'window'] as const;
export type MatchedBy = (typeof MATCHED_BY)[number];

export const DEPLOYMENT_ANSWERS = ['approved', 'rejected'] as const;
export type DeploymentAnswer = (typeof DEPLOYMENT_ANSWERS)[number];

export const DEPLOYMENT_ENDS = ['success', 'failure', 'error'] as const;
export type DeploymentEnd = (typeof DEPLOYMENT_ENDS)[number];

/** What the gates of an environment that only wants a receipt would have said. */
export const RECEIPT_WORDS = ['yes', 'no', 'cannot_tell'] as const;
export type Receipt = {
  readonly would: (typeof RECEIPT_WORDS)[number];
  /** Of what would have stopped it. */
  readonly codes: readonly RefusalCode[];
};

export type DeploymentKey = { readonly repoId: string; readonly deployment: string };

export type DeploymentNote = DeploymentKey & {
  readonly repo: string;
  /** As the forge calls it. */
  readonly environment: string;
  readonly sha: string;
  readonly by: MatchedBy;
  /** It waited for our word. */
  readonly requested: Stamp | null;
  /** `receipt` null: its gates were asked, and decided. */
  readonly decided:
    (Stamp & { readonly answer: DeploymentAnswer; readonly receipt: Receipt | null }) | null;
  readonly finished: (Stamp & { readonly end: DeploymentEnd }) | null;
};

/** What is told of it. */
export type DeploymentTold = DeploymentKey &
  Pick<DeploymentNote, 'repo' | 'environment' | 'sha' | 'by'> & {
    readonly what:
      | { readonly kind: 'requested' }
      | {
          readonly kind: 'decided';
          readonly answer: DeploymentAnswer;
          readonly receipt: Receipt | null;
        }
      | { readonly kind: 'finished'; readonly end: DeploymentEnd };
  };

export function isDeployment(one: DeploymentKey, other: DeploymentKey): boolean {
  return one.repoId === other.repoId && one.deployment === other.deployment;
}

/** It asked for our word and went ahead without it: somebody who may let deployments pass has done so on the forge. */
export function wentAhead({ requested, decided, finished }: DeploymentNote): boolean {
  return requested !== null && decided?.answer !== 'approved' && finished?.end === 'success';
}
