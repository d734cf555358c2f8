/*
 * Verdicts on commits: check suites and runs (written by apps only), commit statuses (written by people with
 * push access and apps), deployments and their statuses.
 */
export type CheckStatus = 'queued' | 'in_progress' | 'completed';
export const checkConclusions = [
  'success',
  'failure',
  'neutral',
  'cancelled',
  'skipped',
  'timed_out',
  'action_required',
] as const;
export type CheckConclusion = (typeof checkConclusions)[number];

export type CheckSuite = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly appId: number;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly createdAt: string;
  readonly updatedAt: string;
};

export type CheckOutput = {
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
};

export type CheckAction = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

export type CheckRun = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly suiteId: number;
  readonly appId: number;
  readonly name: string;
  readonly headSha: string;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly startedAt: string;
  readonly completedAt: string | null;
  readonly externalId: string;
  readonly detailsUrl: string | null;
  /** The workflow that it is a job of; only GraphQL tells. */
  readonly workflow: string | null;
  readonly output: CheckOutput;
  readonly actions: readonly CheckAction[];
};

export type StatusState = 'error' | 'failure' | 'pending' | 'success';

export type CommitStatus = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly sha: string;
  readonly context: string;
  readonly state: StatusState;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creatorId: number;
  readonly createdAt: string;
};

export type Deployment = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly creatorId: number;
  readonly viaAppId: number | null;
  readonly production: boolean;
  readonly transient: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
};

/** A run that waits for the word of an app. */
export type WaitingRun = {
  readonly id: number;
  readonly repoId: number;
  readonly deploymentId: number;
  readonly environment: string;
  readonly answer: 'approved' | 'rejected' | null;
  /** What the app said, the last being its answer. */
  readonly reports: readonly string[];
};

export const deploymentStates = [
  'error',
  'failure',
  'inactive',
  'in_progress',
  'queued',
  'pending',
  'success',
] as const;
export type DeploymentState = (typeof deploymentStates)[number];

export type DeploymentStatus = {
  readonly id: number;
  readonly nodeId: string;
  readonly repoId: number;
  readonly deploymentId: number;
  readonly state: DeploymentState;
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly creatorId: number;
  readonly viaAppId: number | null;
  readonly createdAt: string;
};
