/**
 * The policies of the matrix: the shipped one, a stricter one with rules, teams, stages and linked accounts, one with a
 * bypass list, one that asks for sign-ins, one with holes in it, and one that cannot be used. These two are met in the
 * middle of a change, and so is a new version of the shipped one.
 */
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import type { Policy, PolicyPeople } from '../../../src/core/policy/policy.ts';
import type { ApprovalRule } from '../../../src/core/policy/rule.ts';
import { rule } from '../policy-rules.ts';
import { CAST, NAMES } from './cast.ts';

const { verbRoles } = DEFAULT_POLICY;
const HANDS = ['author', 'linked_account', 'plan_editor', 'committer', 'co_author', 'pusher'];

const PUSHES = { voidedByPush: true, ignoreUpdateMerges: false, ignoreCommitsBy: [] };
const SECURITY: ApprovalRule = {
  ...{ id: 'security', title: 'Security', owners: false, count: 1, stage: 1 },
  ...PUSHES,
  holders: { ...NOBODY, teams: ['security'] },
};
const LAST_WORD: ApprovalRule = {
  ...{ id: 'last_word', title: 'A lead, last', owners: false, count: 1, stage: 2 },
  ...PUSHES,
  holders: { ...NOBODY, roles: ['lead'] },
};

/** Three for nearly everything, security before a lead; only leads stop others, only maintainers begin. */
const STRICT: Policy = {
  ...DEFAULT_POLICY,
  version: 'file:5741c7000000',
  categories: DEFAULT_POLICY.categories.map((one) => ({
    ...one,
    approvalsNeeded: one.category === 'significant' ? 1 : 3,
  })),
  linkedAccounts: [[CAST.author.login, CAST.linked_account.login]],
  approvalRules: [SECURITY, LAST_WORD],
  rules: [
    rule('guarded', null, {
      approval: {
        kind: 'and',
        of: [
          { kind: 'rule', id: SECURITY.id },
          { kind: 'rule', id: LAST_WORD.id },
        ],
      },
    }),
  ],
  verbRoles: {
    ...verbRoles,
    start: ['maintainer', 'lead', 'incident_commander'],
    block: ['lead', 'engineer'],
    concern: ['engineer'],
    cancel_own: ['lead'],
    reject: ['lead'],
    pause: ['lead', 'engineer'],
    rollback_for_operator: ['lead'],
    complete_for_operator: ['lead'],
    confirm_unnamed: ['lead'],
    reopen: ['lead'],
    ask: ['engineer', 'auditor'],
  },
  overrides: { change_blocked: { hours: 1, sticky: false } },
};

/** The same rules under another version: what was agreed to under the old one is stale. */
const RENEWED: Policy = { ...DEFAULT_POLICY, version: 'file:2e2e2e000000' };

/** Verbs, rights, a category and the approvers of another are gone; who holds what is upside down in places. */
const MUTILATED: Policy = {
  ...DEFAULT_POLICY,
  version: 'file:0b0b0b000000',
  categories: DEFAULT_POLICY.categories
    .filter(({ category }) => category !== 'normal')
    .map((one) => ({ ...one, approverRoles: [], approvalsNeeded: 0, authoriserRoles: [] })),
  verbRoles: {
    ...Object.fromEntries(
      Object.entries(verbRoles).filter(
        ([verb]) =>
          !['start', 'cancel', 'confirm_unnamed', 'resume', 'recovered', 'link'].includes(verb),
      ),
    ),
    submit: [],
    waive: ['viewer'],
    review: ['admin'],
  },
  duties: [],
  overrides: {},
};

const GRANTS = [
  ...['unblock_for_blocker', 'resolve_for_raiser', 'unhold', 'confirm', 'confirm_unnamed'],
  ...['waive', 'resume', 'reopen', 'handover_for_operator', 'authorise', 'authorise_unnamed'],
  ...['review', 'review_template', 'override', 'override_after_draft'],
];

/** Some pass a gate alone, among them everybody who must not for this change; others are asked. */
const PASSING: Policy = {
  ...DEFAULT_POLICY,
  version: 'file:b1b1b1000000',
  linkedAccounts: [[CAST.author.login, CAST.linked_account.login]],
  bypass: {
    may: { ...NOBODY, roles: ['incident_commander'], people: [...HANDS, 'security', 'viewer'] },
    reviewers: {
      ...NOBODY,
      roles: ['lead'],
      people: [...HANDS, 'engineer', 'auditor', 'stranger', 'former_maintainer'],
    },
  },
};

/** Whoever approves signs in again, but for a standard change; leads pass a gate alone, and nobody is asked for it. */
const SIGNED: Policy = {
  ...DEFAULT_POLICY,
  version: 'file:5195ed000000',
  reauthentication: { categories: ['normal', 'significant', 'emergency'], withinMinutes: 60 },
  bypass: { may: { ...NOBODY, roles: ['lead'] }, reviewers: NOBODY },
};

/** What stands where a file has a mistake: running work can be recorded and stopped, nothing can be let pass. */
const UNUSABLE: Policy = {
  ...DEFAULT_POLICY,
  version: 'invalid:000000000000',
  verbRoles: Object.fromEntries(
    Object.entries(verbRoles).filter(([verb]) => !GRANTS.includes(verb)),
  ),
  problems: [
    {
      ...{ file: 'acme/.github:holdpoint.yml', line: 3, column: 1, code: 'unknown_key' },
      ...{ expected: 'a key', found: 'rulez', remedy: 'write rules' },
    },
  ],
};

/** `under`: by which a change is brought to its moment; `asked`: which is in force when the question is put. */
export type Regime = { readonly id: string; readonly under: Policy; readonly asked: Policy };

export const SHIPPED: Regime = { id: 'shipped', under: DEFAULT_POLICY, asked: DEFAULT_POLICY };

export const REGIMES: readonly Regime[] = [
  SHIPPED,
  { id: 'strict', under: STRICT, asked: STRICT },
  { id: 'renewed', under: DEFAULT_POLICY, asked: RENEWED },
  { id: 'mutilated', under: DEFAULT_POLICY, asked: MUTILATED },
  { id: 'passing', under: PASSING, asked: PASSING },
  { id: 'signed', under: SIGNED, asked: SIGNED },
  { id: 'unusable', under: DEFAULT_POLICY, asked: UNUSABLE },
];

export const BEHIND_NAMES: PolicyPeople = {
  teams: { security: [CAST.security.id] },
  people: Object.fromEntries(NAMES.map((name) => [CAST[name].login, CAST[name].id])),
};
