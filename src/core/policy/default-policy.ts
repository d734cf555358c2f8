/**
 * The policy that holds until a team writes its own: the category table, the roles behind each forge permission,
 * and who may use which verb. It is data; gates and tally read it, nobody repeats it in code.
 *
 * What must stay true: its version is the digest of its content, so that every stored event says under exactly
 * which rules it was decided.
 */
import { createHash } from 'node:crypto';
import { canonicalize } from '../audit/canonical.ts';
import { NOBODY } from './policy.ts';
import type { CategoryRule, Policy, Role } from './policy.ts';
import { VERB_ROLES } from './verb-roles.ts';

const MAINTAINERS: readonly Role[] = ['maintainer', 'lead'];

const CATEGORIES: readonly CategoryRule[] = [
  {
    category: 'standard',
    risk: 'low',
    summary: 'Done often, well understood, quickly undone.',
    examples: [
      'reload a configuration that was reviewed and tested, one host after the other',
      'renew a certificate with the same names from the same issuer',
      'add capacity to a pool that already exists',
      'update a dependency by a patch release',
    ],
    leadTimeHours: 4,
    approverRoles: MAINTAINERS,
    approvalsNeeded: 1,
    pullReviewsNeeded: 1,
    pullChecksRequired: true,
    authoriserRoles: [],
    posthocReviewHours: null,
  },
  {
    category: 'normal',
    risk: 'medium',
    summary: 'Planned work whose effect somebody else should think through first.',
    examples: [
      'release a feature together with a column that old code ignores',
      'move a service to another node pool',
      'change a firewall rule for one partner',
      'raise a limit that customers can notice',
    ],
    leadTimeHours: 24,
    approverRoles: MAINTAINERS,
    approvalsNeeded: 1,
    pullReviewsNeeded: 0,
    pullChecksRequired: true,
    authoriserRoles: [],
    posthocReviewHours: null,
  },
  {
    category: 'significant',
    risk: 'high',
    summary: 'Hard to undo, or touching what many rely on: a lead decides.',
    examples: [
      'upgrade a production database to a new major version',
      'change who may sign in, or how',
      'move a public name to another provider',
      'alter or weaken a security control, even for an hour',
    ],
    leadTimeHours: 24,
    approverRoles: ['lead'],
    approvalsNeeded: 1,
    pullReviewsNeeded: 0,
    pullChecksRequired: true,
    authoriserRoles: [],
    posthocReviewHours: null,
  },
  {
    category: 'emergency',
    risk: 'critical',
    summary: 'Waiting does more harm than acting: authorised by name, reviewed within a day.',
    examples: [
      'close a flaw that is being exploited',
      'stop data from being lost or leaked',
      'bring back a service that customers cannot reach',
    ],
    leadTimeHours: 0,
    approverRoles: MAINTAINERS,
    approvalsNeeded: 1,
    pullReviewsNeeded: 0,
    pullChecksRequired: true,
    authoriserRoles: ['incident_commander', 'lead'],
    posthocReviewHours: 24,
  },
];

const CONTENT: Omit<Policy, 'version'> = {
  categories: CATEGORIES,
  categoryFloorByRisk: {
    low: 'standard',
    medium: 'normal',
    high: 'significant',
    critical: 'significant',
  },
  rolesByPermission: {
    read: ['viewer'],
    triage: ['viewer'],
    write: ['engineer'],
    maintain: ['engineer', 'maintainer'],
    admin: ['engineer', 'maintainer', 'lead', 'incident_commander', 'admin'],
  },
  roleHolders: {},
  verbRoles: VERB_ROLES,
  problems: [],
  sources: [],
  document: null,
  locale: 'en',
  linkedAccounts: [],
  kinds: [],
  approvalRules: [],
  rules: [],
  checks: [],
  sections: [],
  stepSets: [],
  reviewChecklist: [],
  rollbackMethods: [],
  rollbackCriteria: [],
  duties: [],
  ownPulls: [],
  mergeMethod: 'any',
  reviewRequests: { mode: 'all', count: 0, busy: [] },
  bypass: { may: NOBODY, reviewers: NOBODY },
  reauthentication: null,
  overrides: { lead_time_violation: { hours: 24 * 365, sticky: false } },
  retentionDays: null,
  compliance: [],
};

export const DEFAULT_POLICY: Policy = { version: versionOf(CONTENT), ...CONTENT };

function versionOf(content: Omit<Policy, 'version'>): string {
  const digest = createHash('sha256').update(canonicalize(content)).digest('hex');
  return `builtin:${digest.slice(0, 12)}`;
}
