/**
 * The policy that holds until a team writes its own. Its tables are in `default/`: categories, kinds of change and what
 * is asked of each, checks, sections, rollback, duties. It is data; gates and tally read it, nobody repeats it in code.
 *
 * What must stay true: its version is the digest of all in it that decides, so that every stored event says under
 * exactly which rules it was decided.
 */
import { NO_CALENDAR } from './calendar.ts';
import { NO_CATALOGUE } from './catalogue.ts';
import { CATEGORIES } from './default/categories.ts';
import { CHECKS } from './default/checks.ts';
import { COMPLIANCE } from './default/compliance.ts';
import { DUTIES } from './default/duties.ts';
import { FAILURE_REVIEW } from './default/failure-review.ts';
import { KINDS } from './default/kinds.ts';
import { REVIEW_CHECKLIST, SECTIONS } from './default/pull-text.ts';
import { RISK_MODEL } from './default/risk.ts';
import { ROLLBACK_CRITERIA, ROLLBACK_METHODS } from './default/rollback.ts';
import { APPROVAL_RULES, RULES } from './default/rules.ts';
import { STEP_SETS } from './default/step-sets.ts';
import { NOBODY } from './holders.ts';
import type { Policy } from './policy.ts';
import { VERB_ROLES } from './verb-roles.ts';
import { versionOf } from './version.ts';

const CONTENT: Omit<Policy, 'version' | 'sameAs'> = {
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
  document: {
    owner: 'the maintainers of Holdpoint, until a team names its own',
    effective: '2026-11-21',
    lastReview: '2026-11-21',
    nextReview: '2027-11-21',
  },
  locale: 'en',
  linkedAccounts: [],
  kinds: KINDS,
  approvalRules: APPROVAL_RULES,
  rules: RULES,
  checks: CHECKS,
  sections: SECTIONS,
  stepSets: STEP_SETS,
  reviewChecklist: REVIEW_CHECKLIST,
  rollbackMethods: ROLLBACK_METHODS,
  rollbackCriteria: ROLLBACK_CRITERIA,
  duties: DUTIES,
  failureReview: FAILURE_REVIEW,
  ownPulls: [],
  mergeMethod: 'any',
  reviewRequests: { mode: 'all', count: 0, busy: [] },
  bypass: { may: NOBODY, reviewers: NOBODY },
  reauthentication: null,
  // Whoever is told to say so must be able to.
  overrides: {
    lead_time_violation: { hours: 24 * 365, sticky: false },
    dependency_rolled_back: { hours: 24 * 7, sticky: false },
  },
  retentionDays: null,
  compliance: COMPLIANCE,
  catalogue: NO_CATALOGUE,
  calendar: NO_CALENDAR,
  riskModel: RISK_MODEL,
};

export const DEFAULT_POLICY: Policy = { version: versionOf('builtin', CONTENT), ...CONTENT };
