/** A repository may tighten what its organisation says, never loosen it: every single step either way, part by part. */
import { describe, expect, it } from 'vitest';
import { loosenings } from '../../../src/core/policy/loosenings.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { asFile, ORGANISATION } from '../../policy/files.ts';

const RULING = readPolicy({ organisation: ORGANISATION });

/** What a second file of the organisation, laid over its first, would loosen. */
function loosened(text: string): readonly string[] {
  const changed = readPolicy({
    extended: ORGANISATION,
    repository: asFile(`policy: 1\nextends: a/b\n${text}\n`),
  });
  expect(changed.problems, text).toEqual([]);
  return loosenings(RULING, changed).map(({ what }) => what);
}

const CHECK =
  'title: T, names: [test, "test (*"], from: [github-actions], threshold: any failing test';
const DATABASE =
  'steps: [{ id: replica_caught_up, title: T, phase: preflight, words: [replica, lag] }]';
const ORDERS = 'category_at_least: significant, window: true, hold: true, rollback_minutes: 120';
const order = (asked: string, when = '{ asset: db/orders-* }'): string =>
  `rules: { order_database: { title: T, when: ${when}, require: { ${asked} } } }`;

const TIGHTER: readonly string[] = [
  'categories: { standard: { lead_time_hours: 5 } }',
  'categories: { normal: { approvals: { count: 2 } } }',
  'categories: { normal: { approvals: { roles: [lead] } } }',
  'categories: { normal: { pull_requests: { reviews: 1 } } }',
  'categories: { emergency: { review_within_hours: 12 } }',
  'categories: { normal: { review_within_hours: 12 } }',
  'risk_floors: { low: normal }',
  'permissions: { maintain: [engineer] }',
  'roles: { maintainer: { people: [jonas-dba] } }',
  'rights: { waive: [lead] }',
  'linked_accounts: [[mara-ops, mara-laptop, mara-phone]]',
  'own_pull_requests: []',
  'kinds: { partner_interface: { title: P, scope: Interface of a partner, recognised_by: { or: [{ asset: [svc/partner-*, svc/x] }, { paths: ["partners/**", "openapi/*.yaml"] }] } } }',
  'approvals: { network: { title: N, teams: [network], count: 2 } }',
  'approvals: { security: { title: S, teams: [security], stage: 3 } }',
  'rules: { new: { title: N, require: { approval: network } } }',
  'rules: { order_database: { title: T, require: { approval: data_owners, '.concat(
    `${ORDERS}, ${DATABASE} } } }`,
  ),
  order(`approval: { and: [data_owners, network] }, ${ORDERS}, ${DATABASE}`),
  order(
    `approval: data_owners, ${ORDERS}, lead_time_hours: 4, sections: [what], answers: [why], checks: [lint], ${DATABASE}`,
  ),
  `checks: { unit_tests: { ${CHECK}, must_report: true, on: [pull_request, default_branch, tag] } }`,
  'sections: { what: { title: W, headings: [What] } }',
  'review_checklist: null'.replace(
    'null',
    JSON.stringify([...DEFAULT_POLICY.reviewChecklist, 'More']),
  ),
  'rollback: { methods: { firewall: { title: F, method: m, within_minutes: 10, kinds: [firewall] } } }',
  'emergency: { duties: { customers_told: { title: T, within_hours: 24, proof: incident } } }',
  'merge_method: squash',
  'post_implementation_review: { within_hours: 72 }',
  'bypass: { may: {} }',
  'reauthentication: { categories: [normal, significant, emergency], within_minutes: 30 }',
  'overrides: { lead_time_violation: null }',
  'overrides: { lead_time_violation: { hours: 12 } }',
  'retention_days: null',
  'document: { owner: Others }',
  'locale: de',
  'step_sets: { firewall: null }',
];

const LOOSER: readonly (readonly [text: string, ...what: string[]])[] = [
  ['categories: { standard: { lead_time_hours: 3 } }', 'categories.standard.lead_time_hours'],
  [
    'categories: { significant: { approvals: { roles: [lead, maintainer] } } }',
    'categories.significant.approvals.roles',
  ],
  [
    'categories: { standard: { pull_requests: { reviews: 0 } } }',
    'categories.standard.pull_requests.reviews',
  ],
  [
    'categories: { normal: { pull_requests: { checks: false } } }',
    'categories.normal.pull_requests.checks',
  ],
  [
    'categories: { normal: { approvals: { voided_by_push: false } } }',
    'categories.normal.approvals',
  ],
  [
    'categories: { normal: { approvals: { ignore_update_merges: true } } }',
    'categories.normal.approvals',
  ],
  [
    'categories: { emergency: { authorisers: [incident_commander, lead, maintainer] } }',
    'categories.emergency.authorisers',
  ],
  [
    'categories: { emergency: { review_within_hours: 25 } }',
    'categories.emergency.review_within_hours',
  ],
  [
    'categories: { emergency: { review_within_hours: null } }',
    'categories.emergency.review_within_hours',
  ],
  ['risk_floors: { high: normal }', 'risk_floors.high'],
  ['permissions: { write: [engineer, maintainer] }', 'permissions.write'],
  ['permissions: { guest: [viewer] }', 'permissions.guest'],
  ['roles: { lead: { teams: [leads], people: [mara-ops] } }', 'roles.lead'],
  ['roles: { admin: { teams: [platform] } }', 'roles.admin'],
  ['rights: { approve: [engineer, maintainer, lead] }', 'rights.approve'],
  ['rights: { block: [lead] }', 'rights.block'],
  ['linked_accounts: []', 'linked_accounts'],
  ['own_pull_requests: [standard, normal]', 'own_pull_requests'],
  [
    'kinds: { partner_interface: { title: P, scope: Other, recognised_by: { or: [{ asset: svc/partner-* }, { paths: ["partners/**", "openapi/*.yaml"] }] } } }',
    'kinds.partner_interface.scope',
  ],
  [
    'kinds: { partner_interface: { title: P, scope: Interface of a partner, recognised_by: { asset: svc/partner-* } } }',
    'kinds.partner_interface.recognised_by',
  ],
  // A rule leaves documentation out, so more of it is looser.
  [
    'kinds: { documentation: { title: D, scope: Documentation, recognised_by: { only_paths: ["docs/**", "**/*.md", "**/*.rst", "**/*.adoc", "src/**"] } } }',
    'kinds.documentation',
  ],
  ['approvals: { network: { title: N, teams: [network, checkout] } }', 'approvals.network'],
  [
    'approvals: { network: { title: N, teams: [network], owners: true } }',
    'approvals.network.owners',
  ],
  [
    'approvals: { network: { title: N, teams: [network], voided_by_push: false } }',
    'approvals.network.voided_by_push',
  ],
  [
    'approvals: { network: { title: N, teams: [network], ignore_update_merges: true } }',
    'approvals.network.ignore_update_merges',
  ],
  [
    'approvals: { network: { title: N, teams: [network], ignore_commits_by: [x] } }',
    'approvals.network.ignore_commits_by',
  ],
  [
    'approvals: { security: { title: S, teams: [security], ignore_commits_by: ["deploybot[bot]"] } }',
    'approvals.security.stage',
  ],
  ['rules: { edge: null }', 'rules.edge'],
  [
    order(`approval: data_owners, ${ORDERS}, ${DATABASE}`, '{ asset: db/orders-main }'),
    'rules.order_database.when',
  ],
  [order(`${ORDERS}, ${DATABASE}`), 'rules.order_database.require.approval'],
  [
    order(`approval: { or: [data_owners, network] }, ${ORDERS}, ${DATABASE}`),
    'rules.order_database.require.approval',
  ],
  [
    order(`approval: { if: { priority: high }, then: data_owners }, ${ORDERS}, ${DATABASE}`),
    'rules.order_database.require.approval',
  ],
  [
    order(`approval: data_owners, ${ORDERS}`),
    'rules.order_database.require.steps.replica_caught_up',
  ],
  [
    order(`approval: data_owners, ${ORDERS}, ${DATABASE.replace('lag]', 'lag, the]')}`),
    'rules.order_database.require.steps.replica_caught_up.words',
  ],
  [
    order(`approval: data_owners, ${ORDERS}, ${DATABASE.replace('preflight', 'verification')}`),
    'rules.order_database.require.steps.replica_caught_up.phase',
  ],
  [
    order(`approval: data_owners, ${ORDERS.replace('significant', 'normal')}, ${DATABASE}`),
    'rules.order_database.require.category_at_least',
  ],
  [
    order(`approval: data_owners, ${ORDERS.replace('120', '121')}, ${DATABASE}`),
    'rules.order_database.require.rollback_minutes',
  ],
  [
    order(`approval: data_owners, ${ORDERS.replace('window: true', 'window: false')}, ${DATABASE}`),
    'rules.order_database.require.window',
  ],
  [
    order(`approval: data_owners, ${ORDERS.replace('hold: true', 'hold: false')}, ${DATABASE}`),
    'rules.order_database.require.hold',
  ],
  [
    'rules: { large: { title: L } }',
    'rules.large.require.lead_time_hours',
    'rules.large.require.checks',
    'rules.large.require.sections',
  ],
  [
    `checks: { unit_tests: { ${CHECK}, must_report: false, on: [pull_request, default_branch] } }`,
    'checks.unit_tests.must_report',
  ],
  [`checks: { unit_tests: { ${CHECK}, must_report: true } }`, 'checks.unit_tests.on'],
  [
    `checks: { unit_tests: { ${CHECK.replace('from: [github-actions], ', '')}, must_report: true, on: [pull_request, default_branch] } }`,
    'checks.unit_tests.from',
  ],
  [
    `checks: { unit_tests: { ${CHECK.replace('test, ', '')}, must_report: true, on: [pull_request, default_branch] } }`,
    'checks.unit_tests.names',
  ],
  [
    `checks: { unit_tests: { ${CHECK.replace('any failing', 'every failing')}, must_report: true, on: [pull_request, default_branch] } }`,
    'checks.unit_tests.threshold',
  ],
  [
    'sections: { what: { title: W, headings: [What, Anything], categories: [standard] } }',
    'sections.what.headings',
  ],
  [
    'sections: { what: { title: W, headings: [What], categories: [normal] } }',
    'sections.what.categories',
  ],
  [
    'sections: { what: { title: W, headings: [What], if_applicable: true } }',
    'sections.what.if_applicable',
  ],
  ['review_checklist: []', 'review_checklist'],
  ['rollback: { criteria: [] }', 'rollback.criteria'],
  [
    'rollback: { methods: { firewall: { title: F, method: m, within_minutes: 16, kinds: [firewall] } } }',
    'rollback.methods.firewall.within_minutes',
  ],
  ['emergency: { duties: { customers_told: null } }', 'emergency.duties.customers_told'],
  [
    'emergency: { duties: { customers_told: { title: T, within_hours: 49 } } }',
    'emergency.duties.customers_told.within_hours',
  ],
  [
    'emergency: { duties: { pull_request: { title: T, within_hours: 1, proof: word } } }',
    'emergency.duties.pull_request.proof',
  ],
  ['bypass: { may: { roles: [incident_commander, lead] } }', 'bypass.may'],
  ['bypass: { reviewers: { roles: [lead, maintainer] } }', 'bypass.reviewers'],
  ['bypass: { reviewers: {} }', 'bypass.reviewers'],
  ['post_implementation_review: { after: [failed] }', 'post_implementation_review.after'],
  ['post_implementation_review: { within_hours: 121 }', 'post_implementation_review.within_hours'],
  ['reauthentication: null', 'reauthentication'],
  ['reauthentication: { categories: [significant], within_minutes: 60 }', 'reauthentication'],
  [
    'reauthentication: { categories: [significant, emergency], within_minutes: 61 }',
    'reauthentication',
  ],
  ['overrides: { lead_time_violation: { hours: 25 } }', 'overrides.lead_time_violation'],
  [
    'overrides: { lead_time_violation: { hours: 24, sticky: true } }',
    'overrides.lead_time_violation',
  ],
  ['retention_days: 2554', 'retention_days'],
];

describe('a policy', () => {
  it('never loosens itself', () => {
    for (const policy of [DEFAULT_POLICY, RULING]) expect(loosenings(policy, policy)).toEqual([]);
  });

  it.each(TIGHTER)('is no looser with %s', (text) => {
    expect(loosened(text)).toEqual([]);
  });

  it.each(LOOSER)('is looser with %s, and the place is named', (text, ...what) => {
    expect(loosened(text)).toEqual(what);
  });
});
