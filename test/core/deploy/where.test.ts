import { describe, expect, test } from 'vitest';
import { placesOf, type Where } from '../../../src/core/deploy/where.ts';
import { EVERYWHERE, NO_CALENDAR, type Freeze } from '../../../src/core/policy/calendar.ts';
import { NO_CATALOGUE, type Environment } from '../../../src/core/policy/catalogue.ts';
import { ASKS_NOTHING } from '../../support/environments.ts';

const NOW = '2026-11-22T04:36:00.000Z';
const environment = (id: string, assets: readonly string[] = []): Environment => ({
  ...{ id, title: id, production: id === 'production', names: [], after: [], assets },
  ...ASKS_NOTHING,
});
const freeze = (given: Partial<Freeze>): Freeze => ({
  ...{ id: 'f', title: 'Peak', reason: 'the busiest week', owner: 'dee-lead', zone: 'UTC' },
  when: { kind: 'once', start: '2026-11-20T00:00:00Z', end: '2026-11-28T00:00:00Z' },
  ...{ mode: 'deny', scope: EVERYWHERE, allowOverride: false, lets: [], issue: null },
  overrideBy: { roles: [], teams: [], people: [] },
  ...given,
});

function standing(given: Partial<Where>): Readonly<Record<string, string>> {
  const places = placesOf({
    catalogue: {
      ...NO_CATALOGUE,
      environments: [environment('staging'), environment('production', ['db/*'])],
    },
    ...{ calendar: NO_CALENDAR, locks: [], repository: 'o/r', asset: null, now: NOW },
    ...given,
  });
  return Object.fromEntries(places.map((place) => [place.environment, place.standing]));
}

const frozen = (given: Partial<Freeze>): Pick<Where, 'calendar'> => ({
  calendar: { ...NO_CALENDAR, freezes: [freeze(given)] },
});

describe('where can be deployed', () => {
  test('is everywhere while nobody says otherwise', () => {
    expect(standing({})).toEqual({ staging: 'free', production: 'free' });
  });

  test('is not where somebody has put a lock, there or on all', () => {
    const by = { id: '1', login: 'dee-lead' };
    const lock = { environment: 'staging', reason: 'load test', by, at: NOW, url: null };
    expect(standing({ locks: [lock] })).toEqual({ staging: 'locked', production: 'free' });
    expect(standing({ locks: [{ ...lock, environment: null }] })).toEqual({
      ...{ staging: 'locked', production: 'locked' },
    });
    expect(standing({ locks: [{ ...lock, environment: 'Staging' }] })).toEqual({
      ...{ staging: 'locked', production: 'free' },
    });
  });

  test('is not where one that it stands for is locked by the name that the forge has for it', () => {
    const by = { id: '1', login: 'dee-lead' };
    const lock = { environment: 'prod-eu', reason: 'load test', by, at: NOW, url: null };
    const regions = { ...environment('production'), names: ['Prod-*'] };
    const catalogue = { ...NO_CATALOGUE, environments: [environment('staging'), regions] };
    expect(standing({ catalogue, locks: [lock] })).toEqual({
      staging: 'free',
      production: 'locked',
    });
  });

  test('is not where it is frozen now, and only while it is', () => {
    const scope = { ...EVERYWHERE, environments: ['prod*'] };
    expect(standing(frozen({ scope }))).toEqual({ staging: 'free', production: 'frozen' });
    const over = { ...frozen({ scope }), now: '2026-11-28T00:00:00.000Z' };
    expect(standing(over)).toEqual({ staging: 'free', production: 'free' });
    expect(standing(frozen({ scope: { ...EVERYWHERE, repositories: ['o/other'] } }))).toEqual({
      ...{ staging: 'free', production: 'free' },
    });
  });

  test('is within what is allowed, and nowhere else', () => {
    const allow = frozen({ mode: 'allow' });
    expect(standing(allow)).toEqual({ staging: 'free', production: 'free' });
    expect(standing({ ...allow, now: '2026-11-29T00:00:00.000Z' })).toEqual({
      ...{ staging: 'frozen', production: 'frozen' },
    });
  });

  test('for one asset is where it is deployed, as far as that is said', () => {
    expect(standing({ asset: 'db/orders' })).toEqual({ staging: 'free', production: 'free' });
    expect(standing({ asset: 'web/shop' })).toEqual({ staging: 'free' });
  });

  test('says who froze it, why, and until when', () => {
    const [first] = placesOf({
      catalogue: { ...NO_CATALOGUE, environments: [environment('production')] },
      ...{ ...frozen({}), locks: [], repository: 'o/r', asset: null, now: NOW },
    });
    expect(first?.freezes).toEqual([
      {
        ...{ id: 'f', title: 'Peak', reason: 'the busiest week', owner: 'dee-lead' },
        ...{ until: '2026-11-28T00:00:00.000Z', categories: [] },
      },
    ]);
  });
});
