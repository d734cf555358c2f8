/*
 * What a person does with code: push, propose, review, merge, press the buttons of a check, deploy.
 */
import type { CommitStatus, Deployment, DeploymentStatus, WaitingRun } from '../state/checks.ts';
import type { MergeGroup, PullRequest, Review } from '../state/pulls.ts';
import type { Commit } from '../state/repositories.ts';
import { pressButton, rerequestRun } from '../acts/checks.ts';
import type { PushInput } from '../acts/commits.ts';
import { push } from '../acts/commits.ts';
import { editIssue } from '../acts/issues.ts';
import type { MergeMethod } from '../acts/merge.ts';
import { mergePull } from '../acts/merge.ts';
import type { OpenPullInput } from '../acts/pulls.ts';
import { openPullRequest, requestReviewers, setDraft } from '../acts/pulls.ts';
import { dissolve, enqueue } from '../acts/queue.ts';
import { notFound } from '../acts/refuse.ts';
import { updateBranch } from '../acts/update-branch.ts';
import { dismissReview, editReview, submitReview } from '../acts/reviews.ts';
import type { DeploymentInput, DeploymentStatusInput, StatusInput } from '../acts/statuses.ts';
import { createDeployment, createDeploymentStatus, createStatus } from '../acts/statuses.ts';
import { deployAndWait } from '../acts/waiting-deployments.ts';
import type { Desk, SubjectRef } from './desk.ts';

export type Verdict = 'approve' | 'request_changes' | 'comment';

export type PullVerbs = {
  /** Adds commits to a branch; the branch is made when it does not exist. Open pull requests follow. */
  readonly push: (repo: string, input: Omit<PushInput, 'force'>) => Commit;
  /** Replaces what the branch held, starting again from `from` (the default branch when absent). */
  readonly forcePush: (repo: string, input: Omit<PushInput, 'force'>) => Commit;
  readonly openPullRequest: (repo: string, input: OpenPullInput) => PullRequest;
  readonly editPullRequest: (
    subject: SubjectRef,
    change: { readonly title?: string; readonly body?: string },
  ) => PullRequest;
  readonly closePullRequest: (subject: SubjectRef) => PullRequest;
  readonly reopenPullRequest: (subject: SubjectRef) => PullRequest;
  readonly setDraft: (subject: SubjectRef, draft: boolean) => PullRequest;
  readonly requestReview: (subject: SubjectRef, reviewers: readonly string[]) => PullRequest;
  readonly review: (subject: SubjectRef, verdict: Verdict, body?: string) => Review;
  readonly editReview: (reviewId: number, body: string) => Review;
  readonly dismissReview: (reviewId: number, message: string) => Review;
  /** Merges what its target branch has gained into its own branch. */
  readonly updateBranch: (subject: SubjectRef) => Commit;
  readonly merge: (subject: SubjectRef, method?: MergeMethod) => PullRequest;
  /** Puts pull requests into one group of the merge queue, in the order given. */
  readonly enqueue: (repo: string, numbers: readonly number[]) => MergeGroup;
  readonly dequeue: (groupId: number) => void;
};

export type CheckVerbs = {
  readonly pressCheckButton: (checkRunId: number, identifier: string) => void;
  readonly rerunCheck: (checkRunId: number) => void;
  readonly setStatus: (repo: string, input: StatusInput) => CommitStatus;
  readonly createDeployment: (repo: string, input: DeploymentInput) => Deployment;
  /** To an environment that a protection rule of the app guards. */
  readonly deployAndWait: (repo: string, input: DeploymentInput) => WaitingRun;
  readonly reportDeployment: (
    deploymentId: number,
    input: DeploymentStatusInput,
  ) => DeploymentStatus;
};

const events = {
  approve: 'APPROVE',
  request_changes: 'REQUEST_CHANGES',
  comment: 'COMMENT',
} as const;

function present<Row>(row: Row | undefined): Row {
  if (row === undefined) throw notFound();
  return row;
}

export function pullVerbs(desk: Desk): PullVerbs {
  const { world, scene, repository, issue, pull } = desk;
  const change = (ref: SubjectRef, patch: Parameters<typeof editIssue>[2]): PullRequest => {
    editIssue(scene(), issue(ref), patch);
    return pull(ref);
  };
  return {
    push: (repo, input) => push(scene(), repository(repo), input),
    forcePush: (repo, input) => push(scene(), repository(repo), { ...input, force: true }),
    openPullRequest: (repo, input) => openPullRequest(scene(), repository(repo), input),
    editPullRequest: (ref, patch) => change(ref, patch),
    closePullRequest: (ref) => change(ref, { state: 'closed' }),
    reopenPullRequest: (ref) => change(ref, { state: 'open' }),
    setDraft: (ref, draft) => setDraft(scene(), pull(ref), draft),
    requestReview: (ref, reviewers) =>
      requestReviewers(scene(), pull(ref), { reviewers, teams: [] }),
    review: (ref, verdict, body) =>
      submitReview(scene(), pull(ref), {
        verdict: events[verdict],
        ...(body === undefined ? {} : { body }),
      }),
    editReview: (id, body) => editReview(scene(), present(world.reviews.get(id)), body),
    dismissReview: (id, message) => dismissReview(scene(), present(world.reviews.get(id)), message),
    updateBranch: (ref) => updateBranch(scene(), pull(ref)),
    merge: (ref, method = 'merge') => mergePull(scene(), pull(ref), { method }),
    enqueue: (repo, numbers) =>
      enqueue(
        scene(),
        repository(repo),
        numbers.map((number) => pull(`${repo}#${number}`)),
      ),
    dequeue: (id) => {
      dissolve(scene(), present(world.mergeGroups.get(id)), { reason: 'dequeued', why: 'MANUAL' });
    },
  };
}

export function checkVerbs({ world, scene, repository }: Desk): CheckVerbs {
  return {
    pressCheckButton: (id, identifier) => {
      pressButton(scene(), present(world.checkRuns.get(id)), identifier);
    },
    rerunCheck: (id) => {
      rerequestRun(scene(), present(world.checkRuns.get(id)));
    },
    setStatus: (repo, input) => createStatus(scene(), repository(repo), input),
    createDeployment: (repo, input) => createDeployment(scene(), repository(repo), input),
    deployAndWait: (repo, input) => deployAndWait(scene(), repository(repo), input),
    reportDeployment: (id, input) =>
      createDeploymentStatus(scene(), present(world.deployments.get(id)), input),
  };
}
