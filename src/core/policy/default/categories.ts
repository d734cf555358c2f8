/**
 * How a change is decided, by category: who approves, how long before, what a linked pull request needs. The examples
 * tell an author which one to pick.
 *
 * What must stay true: each category is here once, with at least three examples that people recognise.
 */
import type { Role } from '../holders.ts';
import type { CategoryRule } from '../policy.ts';

const MAINTAINERS: readonly Role[] = ['maintainer', 'lead'];

export const CATEGORIES: readonly CategoryRule[] = [
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
