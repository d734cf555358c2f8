/*
 * The permissions and events the sandbox's main app is registered with unless a test says otherwise: what a
 * change-management app needs on GitHub and nothing more.
 */
import type { Permissions } from './state/accounts.ts';

export const defaultPermissions: Permissions = {
  metadata: 'read',
  issues: 'write',
  checks: 'write',
  pull_requests: 'write',
  contents: 'read',
  merge_queues: 'read',
  deployments: 'write',
  statuses: 'write',
  actions: 'read',
  members: 'read',
};

export const defaultEvents: readonly string[] = [
  'check_run',
  'check_suite',
  'deployment',
  'deployment_protection_rule',
  'deployment_status',
  'issue_comment',
  'issue_dependencies',
  'issues',
  'label',
  'member',
  'membership',
  'merge_group',
  'pull_request',
  'pull_request_review',
  'push',
  'repository',
  'status',
  'sub_issues',
  'team',
];
