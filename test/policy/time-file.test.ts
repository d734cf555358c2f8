// What a policy file says of assets, windows, freezes, hours and risk: how it is read, laid over, written down again,
// and what is wrong with it.
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';

import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { kinOf } from '../../src/core/policy/kin.ts';
import { printPolicy } from '../../src/policy/print-policy.ts';
import { originsOf } from '../../src/policy/origins.ts';
import { readLayers, readPolicy } from '../../src/policy/read-policy.ts';
import { asFile, ORGANISATION_IN_TIME, problemsOf } from './files.ts';

const LIGHTHOUSE = readPolicy({ organisation: ORGANISATION_IN_TIME });

describe('the file of an organisation', () => {
  test('says what there is and what it is part of', () => {
    const { problems, catalogue } = LIGHTHOUSE;
    expect(problems).toEqual([]);
    expect(catalogue.assets).toHaveLength(12);
    expect(catalogue.assets[3]).toEqual({
      id: 'edge/nginx-public',
      title: 'edge/nginx-public',
      parents: ['edge/api-gateway'],
      criticality: 'high',
      owners: { roles: [], teams: ['platform'], people: [] },
      windowRequired: false,
    });
    expect(kinOf(catalogue, ['db/orders-main'])).toContain('db/orders-replica-2');
    expect(catalogue.services[0]).toMatchObject({ id: 'checkout', customers: ['brightline'] });
    expect(catalogue.environments[1]).toMatchObject({ production: true, after: ['staging'] });
    expect(catalogue.subscriptions[0]).toMatchObject({
      who: { teams: ['customer-support'] },
      at: ['started', 'rolled_back', 'completed'],
    });
  });

  test('says when: windows by a rule, freezes from one local time to another', () => {
    const { maintenance, freezes, hours } = LIGHTHOUSE.calendar;
    expect(maintenance[0]).toMatchObject({
      id: 'mw-tue-night',
      zone: 'Europe/Berlin',
      when: { kind: 'recurring', rrule: 'FREQ=WEEKLY;BYDAY=TU', clock: '22:00', minutes: 240 },
    });
    expect(freezes[0]).toMatchObject({
      when: { kind: 'once', start: '2026-11-25T23:00:00Z', end: '2026-12-01T05:00:00Z' },
      mode: 'deny',
      allowOverride: true,
      overrideBy: { roles: ['lead'] },
      issue: null,
    });
    expect(hours[0]?.who.teams).toEqual(['platform', 'oncall']);
  });

  test('is the same when it is written down and read again, and laid over itself changes nothing', () => {
    const again = asFile(dump(printPolicy(LIGHTHOUSE), { noRefs: true }));
    const { problems, catalogue, calendar, riskModel } = readPolicy({ organisation: again });
    expect(problems).toEqual([]);
    expect({ catalogue, calendar, riskModel }).toEqual({
      catalogue: LIGHTHOUSE.catalogue,
      calendar: LIGHTHOUSE.calendar,
      riskModel: LIGHTHOUSE.riskModel,
    });
    const twice = readPolicy({ organisation: ORGANISATION_IN_TIME, repository: again });
    expect(twice).toMatchObject({ problems: [], catalogue, calendar, riskModel });
  });

  test('keeps a time that occurs twice as the one that it took, with its offset', () => {
    const at = (start: string): object =>
      readPolicy({
        repository: asFile(
          `policy: 1\nfreezes: [{ id: f, reason: r, owner: o, start: "${start}", end: "2026-10-25T12:00", timezone: Europe/Berlin }]\n`,
        ),
      });
    const first = at('2026-10-25 02:30');
    expect(first).toMatchObject({
      calendar: { freezes: [{ when: { start: '2026-10-25T00:30:00Z' } }] },
    });
    expect(at('2026-10-25T02:30+01:00')).toMatchObject({
      calendar: { freezes: [{ when: { start: '2026-10-25T01:30:00Z' } }] },
    });
  });

  test('has no asset, window or freeze where no file names any, and the built-in questionnaire', () => {
    expect(DEFAULT_POLICY.catalogue.assets).toEqual([]);
    expect(DEFAULT_POLICY.calendar).toEqual({ maintenance: [], freezes: [], hours: [] });
    expect(readPolicy({ repository: asFile('policy: 1\n') }).riskModel).toBe(
      DEFAULT_POLICY.riskModel,
    );
    expect(
      readPolicy({ repository: asFile('policy: 1\nrisk_model: null\n') }).riskModel,
    ).toBeNull();
  });

  test('lists two thousand assets, and a circle through all of them is told once', () => {
    const chain = (from: string): string =>
      `policy: 1\nassets:\n  - { id: a0${from} }\n${Array.from({ length: 1_999 }, (_, at) => `  - { id: a${String(at + 1)}, criticality: medium, owner: platform, parent: a${String(at)} }\n`).join('')}`;
    const { problems, catalogue } = readPolicy({ repository: asFile(chain('')) });
    expect(problems).toEqual([]);
    expect(kinOf(catalogue, ['a1000'])).toHaveLength(2_000);
    expect(problemsOf(chain(', parent: a1999'))).toEqual([
      expect.stringMatching(/^3:11 cycle: .*, …; take out one of the parents$/u),
    ]);
  });

  test('is added to by a repository, which finds there what its organisation lists', () => {
    const own = asFile(
      'policy: 1\nassets: [{ id: svc/fees, parent: svc/checkout }]\nfreezes: [{ id: ours, reason: R, owner: checkout, start: "2026-12-24T00:00", end: "2026-12-25T00:00", timezone: UTC, assets: [svc/fees] }]\n',
    );
    const { problems, catalogue, calendar } = readPolicy({
      organisation: ORGANISATION_IN_TIME,
      repository: own,
    });
    expect(problems).toEqual([]);
    expect(kinOf(catalogue, ['svc/fees'])).toEqual(['svc/fees', 'svc/checkout']);
    expect(calendar.freezes.map(({ id }) => id)).toEqual([
      'fz-peak-2026',
      'fz-yearend-2026',
      'ours',
    ]);
  });
});

describe('of every row', () => {
  test('it is told which file said it last', () => {
    const own = asFile('policy: 1\nassets: [{ id: svc/fees }, { id: svc/checkout, criticality: critical }]\n');
    const files = { organisation: ORGANISATION_IN_TIME, repository: own };
    const origins = originsOf(readPolicy(files), readLayers(files)).filter(
      ({ part }) => part === 'assets',
    );
    expect(origins.map(({ from, names }) => [from, names.length])).toEqual([
      ['organisation', 11],
      ['repository', 2],
    ]);
  });
});

/** What is told of one row, without what was expected. */
function told(text: string): readonly string[] {
  return problemsOf(`policy: 1\n${text}\n`).map((one) =>
    one.replace(/expected [^]*?; found/u, '…'),
  );
}

describe('what is wrong with an asset, service, customer or environment', () => {
  test('are names that nothing bears, each with the nearest that something does', () => {
    expect(
      told(`assets:
  - { id: db/orders }
  - { id: db/replica, parent: db/order }
services:
  - { id: shop, assets: [db/orderz, 'db/*'], customers: [brightlin] }
customers: [{ id: brightline }]
environments:
  - { id: staging }
  - { id: production, after: [stagin], assets: [nobody] }
subscriptions:
  - { teams: [x], services: [shopp] }
freezes:
  - { id: f, reason: r, owner: o, start: "2026-12-24T00:00", end: "2026-12-25T00:00", timezone: UTC, assets: [db/replika], environments: [productoin] }`),
    ).toEqual([
      '4:31 unknown_name: … "db/order"; did you mean "db/orders"?',
      '6:26 unknown_name: … "db/orderz"; did you mean "db/orders"?',
      '6:58 unknown_name: … "brightlin"; did you mean "brightline"?',
      '10:31 unknown_name: … "stagin"; did you mean "staging"?',
      '10:49 unknown_name: … "nobody"; define it, or take the name out',
      '12:30 unknown_name: … "shopp"; did you mean "shop"?',
      '14:111 unknown_name: … "db/replika"; did you mean "db/replica"?',
      '14:139 unknown_name: … "productoin"; did you mean "production"?',
    ]);
  });

  test('is to be part of itself, or before itself, however far around', () => {
    expect(
      told(`assets:
  - { id: a, parent: c }
  - { id: b, parent: a }
  - { id: c, parents: [b] }
environments: [{ id: x, after: [x] }]`),
    ).toEqual([
      '3:11 cycle: … itself, by way of c, b; take out one of the parents',
      '6:22 cycle: … itself; take out one "after"',
    ]);
  });

  test('is the same id twice, in any case, and nobody to tell', () => {
    expect(
      told(`assets:
  - { id: a }
  - { id: A }
subscriptions: [{ assets: [a] }, { people: [x] }]`),
    ).toEqual([
      '4:11 duplicate: … "A" again; keep one of the two, or give it another id',
      expect.stringMatching(/nobody: … nothing; name teams or people$/u),
      expect.stringMatching(/nobody: … nothing; name assets or services$/u),
    ]);
  });
});

describe('what is wrong with a window or a freeze', () => {
  const freeze = (said: string): readonly string[] =>
    told(`freezes:\n  - { id: f, reason: r, owner: o, ${said} }`);

  test('is an end before its start, a time that does not exist, a zone that nobody knows', () => {
    expect(freeze('start: "2026-12-25T00:00", end: "2026-12-24T00:00", timezone: UTC')).toEqual([
      '3:62 wrong_value: … "2026-12-24T00:00"; correct the value',
    ]);
    expect(
      freeze('start: "2026-03-29T02:30", end: "2026-03-30T00:00", timezone: Europe/Berlin'),
    ).toEqual([
      '3:35 wrong_value: … 2026-03-29 02:30, which does not exist in Europe/Berlin: the clocks skip it; take a time before or after the gap',
    ]);
    expect(
      freeze('start: "2026-12-24T00:00", end: "2026-12-25T00:00", timezone: Europe/Berln'),
    ).toEqual(['3:87 unknown_name: … "Europe/Berln"; did you mean Europe/Berlin?']);
  });

  test('is a rule that cannot be read, or half of one', () => {
    expect(freeze('rrule: FREQ=SOMETIMES, start: "22:00", minutes: 60, timezone: UTC')).toEqual([
      expect.stringMatching(/^3:35 wrong_value: … .*FREQ=/u),
    ]);
    expect(freeze('rrule: FREQ=DAILY, start: "2026-12-24T00:00", timezone: UTC')).toHaveLength(2);
    expect(freeze('start: "2026-12-24T00:00", timezone: UTC')).toEqual([
      '3:35 missing: … "2026-12-24T00:00"; say when it ends',
    ]);
    expect(freeze('start: "2026-12-24", end: "2026-12-25", timezone: UTC')).toHaveLength(2);
    expect(
      told(
        'maintenance_windows: [{ id: w, rrule: FREQ=DAILY, start: "22:00", minutes: 60, timezone: UTC, from: 2026-12-02, until: 2026-12-01 }]',
      ),
    ).toHaveLength(1);
  });

  test('is to allow only what another one denies: together they let nothing through', () => {
    const allowed = (allow: string, deny: string): readonly string[] =>
      told(`freezes:
  - { id: a, reason: r, owner: o, mode: allow, timezone: UTC, ${allow} }
  - { id: d, reason: r, owner: o, timezone: UTC, ${deny} }`);
    const december = 'start: "2026-12-01T00:00", end: "2027-01-01T00:00"';
    const night = 'start: "2026-12-10T22:00", end: "2026-12-10T23:00", assets: [x]';
    const lost: unknown = expect.stringMatching(/all times that "a" allows lie within "d"/u);
    expect(allowed(night, december)).toEqual([lost, lost]);
    expect(allowed(`${night}, environments: [p]`, `${december}, assets: [x]`)).toEqual([
      lost,
      lost,
    ]);
    expect(allowed(night, `${december}, assets: [y]`)).toEqual([]);
    expect(allowed(december, night)).toEqual([]);
    const tuesdays = 'rrule: "FREQ=WEEKLY;BYDAY=TU", minutes: 60, start: "22:00"';
    expect(allowed(tuesdays, 'rrule: FREQ=DAILY, minutes: 240, start: "20:00"')).toEqual([
      lost,
      lost,
    ]);
    expect(allowed(tuesdays, 'rrule: FREQ=DAILY, minutes: 150, start: "20:00"')).toEqual([]);
    expect(allowed(tuesdays, december)).toEqual([]);
  });
});

describe('what is wrong with hours', () => {
  test('is nobody who is there', () => {
    expect(
      told('hours: [{ rrule: FREQ=DAILY, start: "08:00", minutes: 60, timezone: UTC }]'),
    ).toEqual([expect.stringMatching(/nobody: … nobody; name roles, teams or people$/u)]);
  });
});

describe('what is wrong with a risk model', () => {
  const [text] = [dump({ risk_model: printPolicy(DEFAULT_POLICY).risk_model }, { noRefs: true })];
  const edited = (from: RegExp, to: string): readonly string[] => {
    expect(text).toMatch(from);
    return told(text.replace(from, to));
  };

  test('is nothing as long as it is the built-in one', () => {
    expect(told(text)).toEqual([]);
  });

  test.each([
    ['levels that begin above 0', [/from: 0/u, 'from: 5', '"5"']],
    ['a gap between two levels', [/from: 30/u, 'from: 30\n      below: 50', '"50"']],
    ['levels out of order', [/from: 60/u, 'from: 20', '"20"']],
    ['the same level twice', [/name: high/u, 'name: medium', '"medium"']],
    ['weights that are not a hundred', [/weight: 20/u, 'weight: 21', '"101"']],
    ['a question that no form has', [/id: risk_scope/u, 'id: risk_scop', 'risk_scope']],
    ['an option that the form does not have', [/Two teams: 2/u, 'Too teams: 2', 'Two teams']],
    ['more points than there are', [/Two teams: 2/u, 'Two teams: 4', 'scale_max']],
    [
      'a floor on a question that is not asked',
      [/risk_testing: 3/u, 'risk_tasting: 3', 'risk_testing'],
    ],
  ] as const)('is %s', (_what, [from, to, named]) => {
    const found = problemsOf(`policy: 1\n${text.replace(from, to)}`);
    expect(edited(from, to).length).toBeGreaterThan(0);
    expect(found.join('\n')).toContain(named.replaceAll('"', ''));
  });
});
