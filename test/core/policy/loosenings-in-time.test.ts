/** What of assets, environments, windows, freezes and floors of risk a repository may add, and what it may not take away. */
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { loosenings } from '../../../src/core/policy/loosenings.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { printPolicy } from '../../../src/policy/print-policy.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { asFile, ORGANISATION_IN_TIME, told } from '../../policy/files.ts';

const RULING = readPolicy({ organisation: ORGANISATION_IN_TIME });

function laid(text: string): Policy {
  return readPolicy({
    extended: ORGANISATION_IN_TIME,
    repository: asFile(`policy: 1\nextends: a/b\n${text}\n`),
  });
}

function loosened(text: string): readonly string[] {
  const changed = laid(text);
  expect(changed.problems, text).toEqual([]);
  return loosenings(RULING, changed).map(({ what }) => what);
}

const PEAK = {
  ...{ id: 'fz-peak-2026', title: 'Peak', reason: 'R', owner: 'leads' },
  ...{ start: '2026-11-26T00:00', end: '2026-12-01T06:00', timezone: 'Europe/Berlin' },
  assets: ['edge/*', 'svc/*', 'db/*'],
  allow_override: true,
  override_by: { roles: ['lead'] },
};
const peak = (edit: object): string => dump({ freezes: [{ ...PEAK, ...edit }] });
const risk = (from: RegExp, to: string): string =>
  dump({ risk_model: printPolicy(DEFAULT_POLICY).risk_model }, { noRefs: true }).replace(from, to);

const TIGHTER: readonly string[] = [
  'assets: [{ id: svc/fees, parent: svc/checkout }]',
  'assets: [{ id: edge/www, criticality: critical, owner: platform, window_required: true }]',
  'environments: [{ id: production, production: true, names: [prod, "prod-*", live], after: [staging] }]',
  'environments: [{ id: ledger, reviewers: { teams: [platform] }, prevent_self_review: true, wait: 60 }]',
  'environments: [{ id: staging, reviewers: { people: [x] }, prevent_self_review: true, wait: 60 }]',
  peak({ start: '2026-11-25T00:00', end: '2026-12-02T06:00' }),
  peak({ timezone: 'UTC', start: '2026-11-25T23:00', end: '2026-12-01T05:00' }),
  peak({ assets: [] }),
  peak({ allow_override: false }),
  peak({ title: 'Another', reason: 'Others', owner: 'platform' }),
  'freezes: [{ id: ours, reason: R, owner: o, start: "2026-12-24T00:00", end: "2026-12-25T00:00", timezone: UTC }]',
  'freezes: [{ id: ours, reason: R, owner: o, mode: allow, rrule: FREQ=DAILY, start: "09:00", minutes: 60, timezone: UTC }]',
  'maintenance_windows: [{ id: ours, assets: ["svc/*"], rrule: FREQ=DAILY, start: "09:00", minutes: 60, timezone: UTC }]',
  'maintenance_windows: [{ id: again, assets: ["db/orders-*"], rrule: "FREQ=WEEKLY;BYDAY=TU", start: "22:00", minutes: 240, timezone: Europe/Berlin }]',
  'subscriptions: [{ people: [x], assets: ["*"] }]',
  risk(/weight: 20/u, 'weight: 19').replace('weight: 15', 'weight: 16'),
  risk(/at_least: medium/u, 'at_least: high'),
];

const LOOSER: readonly (readonly [what: string, text: string])[] = [
  [
    'assets.db/orders-main.window_required',
    'assets: [{ id: db/orders-main, criticality: critical }]',
  ],
  ['assets.k8s/prod-eu-batch.parents', 'assets: [{ id: k8s/prod-eu-batch, criticality: medium }]'],
  ['assets.edge/www.criticality', 'assets: [{ id: edge/www, criticality: low }]'],
  [
    'environments.ledger.receipt',
    'environments: [{ id: ledger, reviewers: { teams: [platform] }, prevent_self_review: true, wait: 15, receipt: true }]',
  ],
  [
    'environments.ledger.reviewers',
    'environments: [{ id: ledger, reviewers: { teams: [platform, data] }, prevent_self_review: true, wait: 15 }]',
  ],
  [
    'environments.ledger.reviewers',
    'environments: [{ id: ledger, prevent_self_review: true, wait: 15 }]',
  ],
  [
    'environments.ledger.prevent_self_review',
    'environments: [{ id: ledger, reviewers: { teams: [platform] }, wait: 15 }]',
  ],
  [
    'environments.ledger.wait',
    'environments: [{ id: ledger, reviewers: { teams: [platform] }, prevent_self_review: true, wait: 14 }]',
  ],
  [
    'environments.production.production',
    'environments: [{ id: production, names: [prod, "prod-*"], after: [staging] }]',
  ],
  [
    'environments.production.names',
    'environments: [{ id: production, production: true, names: [prod], after: [staging] }]',
  ],
  [
    'environments.production.after',
    'environments: [{ id: production, production: true, names: [prod, "prod-*"] }]',
  ],
  [
    'environments.production.assets',
    'environments: [{ id: production, production: true, names: [prod, "prod-*"], after: [staging], assets: ["*"] }]',
  ],
  ['freezes.fz-peak-2026.start', peak({ start: '2026-11-26T00:01' })],
  ['freezes.fz-peak-2026.start', peak({ end: '2026-12-01T05:59' })],
  ['freezes.fz-peak-2026.mode', peak({ mode: 'allow' })],
  ['freezes.fz-peak-2026.assets', peak({ assets: ['edge/*', 'svc/*'] })],
  ['freezes.fz-peak-2026.assets', peak({ environments: ['production'] })],
  ['freezes.fz-peak-2026.override_by', peak({ override_by: { roles: ['lead', 'maintainer'] } })],
  ['freezes.fz-peak-2026.override_by', peak({ override_by: undefined })],
  ['freezes.fz-peak-2026.lets', peak({ lets: ['critical'] })],
  [
    'freezes.fz-yearend-2026.allow_override',
    'freezes: [{ id: fz-yearend-2026, reason: R, owner: leads, start: "2026-12-30T00:00", end: "2027-01-03T00:00", timezone: Europe/Berlin, allow_override: true }]',
  ],
  [
    'maintenance_windows.ours',
    'maintenance_windows: [{ id: ours, assets: ["db/*"], rrule: FREQ=DAILY, start: "09:00", minutes: 60, timezone: UTC }]',
  ],
  [
    'maintenance_windows.ours',
    'maintenance_windows: [{ id: ours, rrule: FREQ=DAILY, start: "09:00", minutes: 60, timezone: UTC }]',
  ],
  ['risk_model', 'risk_model: null'],
  ['risk_model.floors', risk(/at_least: high/u, 'at_least: medium')],
  ['risk_model.questions', risk(/Not tested: 3/u, 'Not tested: 2')],
];

describe('a policy with assets, windows, freezes and a questionnaire', () => {
  it('never loosens itself', () => {
    expect(loosenings(RULING, RULING)).toEqual([]);
  });

  it.each(TIGHTER)('is no looser with %s', (text) => {
    expect(loosened(text)).toEqual([]);
  });

  it.each(LOOSER)('is looser at %s', (what, text) => {
    expect(loosened(text)).toEqual([what]);
  });

  it('is looser without what was there, which an edit of the file takes out', () => {
    const without = (edit: Partial<Policy>): readonly string[] =>
      loosenings(RULING, { ...RULING, ...edit }).map(({ what }) => what);
    const { calendar, catalogue } = RULING;
    expect(without({ calendar: { ...calendar, freezes: [] } })).toEqual([
      'freezes.fz-peak-2026',
      'freezes.fz-yearend-2026',
    ]);
    expect(without({ catalogue: { ...catalogue, environments: [] } })).toEqual([
      'environments.staging',
      'environments.production',
      'environments.ledger',
    ]);
    expect(without({ calendar: { ...calendar, maintenance: [], hours: [] } })).toEqual([]);
  });

  it('is looser with another freeze that allows, beside one that allows', () => {
    const allow = (id: string): string =>
      `{ id: ${id}, reason: R, owner: o, mode: allow, rrule: FREQ=DAILY, start: "09:00", minutes: 60, timezone: UTC }`;
    const [one, two] = [
      laid(`freezes: [${allow('a')}]`),
      laid(`freezes: [${allow('a')}, ${allow('b')}]`),
    ];
    expect(loosenings(one, two).map(({ what }) => what)).toEqual(['freezes.b']);
    expect(loosenings(two, two)).toEqual([]);
  });
});

describe('below an organisation', () => {
  it('a repository is told in which line it takes away what its organisation says', () => {
    const { problems } = readPolicy({
      organisation: ORGANISATION_IN_TIME,
      repository: asFile(
        'policy: 1\nfreezes:\n  - { id: ours, reason: R, owner: o, start: "2026-12-24T00:00", end: "2026-12-25T00:00", timezone: UTC }\n  - { id: fz-peak-2026, reason: R, owner: o, start: "2026-11-26T00:00", end: "2026-11-27T00:00", timezone: Europe/Berlin }\n',
      ),
    });
    expect(problems.map(told)[0]).toMatch(
      /^4:\d+ loosens: expected freezes.fz-peak-2026.start no looser/u,
    );
  });
});
