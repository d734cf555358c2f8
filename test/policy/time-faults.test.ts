// What is wrong with the assets, windows, freezes, hours and risk model of a file, each told in its place.
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';

import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { printPolicy } from '../../src/policy/print-policy.ts';
import { problemsOf } from './files.ts';

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

  test('is a list of nobody, of more than forges take, and a wait beyond 30 days', () => {
    const six = '[a, b, c, d, e, f]';
    expect(
      told(`environments:
  - { id: a, reviewers: {} }
  - { id: b, reviewers: { people: ${six}, roles: [lead] } }
  - { id: c, reviewers: { people: ${six} }, wait: 43200 }`),
    ).toEqual([
      expect.stringContaining('nobody: … nobody; name who reviews'),
      expect.stringContaining('wrong_value: … 7; name a team'),
    ]);
    expect(told('environments: [{ id: a, wait: 43201 }]')).toHaveLength(1);
  });

  test('is a name by which two environments are called', () => {
    expect(told('environments: [{ id: production }, { id: live, names: [Production] }]')).toEqual([
      expect.stringMatching(/duplicate: … "production", by which another one is called/u),
      expect.stringMatching(/duplicate: … "Production", by which another one is called/u),
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

  test('is the name of a freeze that somebody opens: whoever passes one would pass both', () => {
    const row = (id: string): string =>
      `  - { id: ${id}, reason: r, owner: o, start: "2026-12-24T00:00", end: "2026-12-25T00:00", timezone: UTC }`;
    expect(
      told(['freezes:', row('FRZ-1'), row('frz-20'), row('frz-peak'), row('FRZ-01')].join('\n')),
    ).toEqual([
      '3:11 wrong_value: … "FRZ-1"; take another name: FRZ and a number is what a freeze is called that was opened by issue',
      '4:11 wrong_value: … "frz-20"; take another name: FRZ and a number is what a freeze is called that was opened by issue',
    ]);
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
