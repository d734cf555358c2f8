/**
 * What the GitHub App asks for: the permissions its calls need and the events its notices are made from.
 * `app.yml` says the same to GitHub and a test compares the two, so that a right nobody uses cannot stay.
 * `installation` events come without being asked for and are therefore handled but not listed.
 */
import type { EmitterWebhookEventName } from '@octokit/webhooks';

export const PERMISSIONS: Readonly<Record<string, 'read' | 'write'>> = {
  /** Comments, labels, titles, closing and reopening; reading issues. */
  issues: 'write',
  /** The `holdpoint` check, and what other checks say about a commit. */
  checks: 'write',
  /** Asking for a review; reading commits, reviews and heads. */
  pull_requests: 'write',
  /** The permission a person holds in a repository. */
  metadata: 'read',
  /** The policy file, CODEOWNERS, and what a push to the default branch touched. */
  contents: 'read',
  /** Who is in the teams that a policy names. */
  members: 'read',
  /** Which workflow a check is a job of. */
  actions: 'read',
  /** Commit statuses count beside check runs; a status that somebody forged under our name is written over. */
  statuses: 'write',
  /** The merge queue asks for our check on every group. */
  merge_queues: 'read',
  /** Deployments that wait for our word, and what becomes of them. */
  deployments: 'write',
};

export const SUBSCRIBED_EVENTS = [
  'check_run',
  'check_suite',
  'deployment',
  'deployment_protection_rule',
  'deployment_status',
  'issue_comment',
  'issue_dependencies',
  'issues',
  'label',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'push',
  'status',
  'sub_issues',
] as const satisfies readonly EmitterWebhookEventName[];

export const UNASKED_EVENTS = ['installation'] as const;

export type HandledEvent = (typeof SUBSCRIBED_EVENTS)[number] | (typeof UNASKED_EVENTS)[number];

export const HANDLED_EVENTS: readonly HandledEvent[] = [...SUBSCRIBED_EVENTS, ...UNASKED_EVENTS];
