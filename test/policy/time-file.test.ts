// What a policy file says of assets, windows, freezes, hours and risk: how it is read, laid over and written down again.
import { dump } from 'js-yaml';
import { describe, expect, test } from 'vitest';

import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { kinOf } from '../../src/core/policy/kin.ts';
import { namesOf } from '../../src/core/policy/names.ts';
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
    expect(namesOf(LIGHTHOUSE).teams).toEqual(expect.arrayContaining(['platform', 'oncall']));
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

  test('lists a thousand assets, and a circle through all of them is told once', () => {
    const chain = (from: string): string =>
      `policy: 1\nassets:\n  - { id: a0${from} }\n${Array.from({ length: 999 }, (_, at) => `  - { id: a${String(at + 1)}, owner: platform, parent: a${String(at)} }\n`).join('')}`;
    const { problems, catalogue } = readPolicy({ repository: asFile(chain('')) });
    expect(problems).toEqual([]);
    expect(kinOf(catalogue, ['a500'])).toHaveLength(1_000);
    expect(problemsOf(chain(', parent: a999'))).toEqual([
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
    const own = asFile(
      'policy: 1\nassets: [{ id: svc/fees }, { id: svc/checkout, criticality: critical }]\n',
    );
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
