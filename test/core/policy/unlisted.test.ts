/** Names in a plan that the catalogue does not list. */
import { describe, expect, it } from 'vitest';
import { NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import { unlistedNames } from '../../../src/core/policy/unlisted.ts';
import { readPolicy } from '../../../src/policy/read-policy.ts';
import { ORGANISATION_IN_TIME } from '../../policy/files.ts';
import { CERT_ROTATION } from '../../support/change-plans.ts';

const { catalogue } = readPolicy({ organisation: ORGANISATION_IN_TIME });

function toldOf(
  assets: readonly string[],
  environments: readonly string[] = [],
): readonly string[] {
  return unlistedNames({ ...CERT_ROTATION, assets, environments }, catalogue).map(
    ({ field, found, remedy }) => `${field ?? ''}: ${found}; ${remedy}`,
  );
}

describe('an asset or environment in a plan', () => {
  it('that is listed is said nothing of, in any case', () => {
    expect(toldOf(['edge/api-gateway', 'DB/orders-main'], ['production'])).toEqual([]);
  });

  it('that is not listed is told, with the nearest that is', () => {
    expect(toldOf(['edge/api-gatway', 'nobody/knows'], ['prodution'])).toEqual([
      'assets: "edge/api-gatway"; did you mean "edge/api-gateway"?',
      'assets: "nobody/knows"; check the name; if it is right, it is yet to be listed in the policy',
      'environments: "prodution"; did you mean "production"?',
    ]);
  });

  it('that is a service is told with the assets that the service stands on', () => {
    expect(toldOf(['checkout'])).toEqual([
      'assets: "checkout", which is a service; name the assets that it stands on: svc/checkout, db/orders-*',
    ]);
  });

  it('is asked of nobody where nothing is listed', () => {
    const plan = { ...CERT_ROTATION, assets: ['x'], environments: ['y'] };
    expect(unlistedNames(plan, NO_CATALOGUE)).toEqual([]);
  });

  it('is told ten times at most', () => {
    expect(toldOf(Array.from({ length: 500 }, (_, at) => `a/${String(at)}`))).toHaveLength(10);
  });
});
