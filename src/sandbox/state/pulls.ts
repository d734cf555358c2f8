/*
 * The part of a pull request that an issue does not have: branches, reviews, mergeability, and the merge queue.
 * A pull row has the id of its issue row; the pull request's own public id is `publicId`.
 */
export type PullRequest = {
  readonly id: number;
  readonly publicId: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly number: number;
  readonly draft: boolean;
  /** From a fork that is gone; forks that are still there are not modelled. */
  readonly fork: boolean;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly merged: boolean;
  readonly mergedAt: string | null;
  readonly mergedById: number | null;
  readonly mergeCommitSha: string | null;
  readonly lastPusherId: number;
  readonly requestedReviewerIds: readonly number[];
  readonly requestedTeamIds: readonly number[];
};

export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';

export type Review = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly pullId: number;
  readonly userId: number;
  readonly state: ReviewState;
  readonly body: string;
  readonly commitId: string;
  readonly submittedAt: string;
};

export type MergeGroup = {
  readonly id: number;
  readonly repoId: number;
  readonly pullIds: readonly number[];
  readonly headSha: string;
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
  readonly state: 'checking' | 'merged' | 'dequeued' | 'invalidated';
};
