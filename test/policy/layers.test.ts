// What lies below a repository's file: its organisation's, which it may tighten and never loosen, and one that it extends.
import { describe, expect, test } from 'vitest';

import { readPolicy } from '../../src/policy/read-policy.ts';
import { asFile, ORGANISATION, told } from './files.ts';

describe('another repository', () => {
  const OWN = 'policy: 1\nextends: lighthouse-freight/policies\n';

  test('may be extended by a repository, one level deep', () => {
    const extended = asFile(
      'policy: 1\nlocale: de\n',
      'lighthouse-freight/policies:.github/holdpoint.yml',
    );
    expect(readPolicy({ extended, repository: asFile(OWN) })).toMatchObject({
      locale: 'de',
      problems: [],
    });
    const deeper = asFile('policy: 1\nextends: a/b\n', 'e');
    expect(readPolicy({ extended: deeper, repository: asFile(OWN) }).problems.map(told)).toEqual([
      '2:10 cycle: expected a file that stands by itself: it is laid below others; found "a/b"; take the line out, and let each repository name the file it extends'.replace(
        '2:10',
        '2:1',
      ),
    ]);
  });

  test('is missed when it is not there, and is never the repository itself', () => {
    expect(readPolicy({ repository: asFile(OWN) }).problems[0]).toMatchObject({
      code: 'unreadable',
      line: 2,
    });
    const itself = asFile('policy: 1\nextends: Lighthouse-Freight/web\n');
    const { problems } = readPolicy({ extended: itself, repository: itself });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: 'cycle', expected: 'another repository', line: 2 }),
    );
  });

  test('is not looked at when the repository does not name it', () => {
    expect(
      readPolicy({ extended: asFile('nonsense', 'e'), repository: asFile('policy: 1\n') }).problems,
    ).toEqual([]);
  });
});

describe('below an organisation', () => {
  const under = (text: string): readonly string[] =>
    readPolicy({ organisation: ORGANISATION, repository: asFile(text) }).problems.map(
      ({ line, code, expected }) => `${String(line)} ${code} ${expected.split(' ')[0] ?? ''}`,
    );

  test('a repository tightens what it likes', () => {
    expect(
      under(`policy: 1
categories:
  normal: { lead_time_hours: 48, approvals: { roles: [lead], count: 2 } }
rules:
  ours: { title: Ours, when: { paths: 'src/**' }, require: { approval: pair } }
  large: { title: Large, require: { checks: [unit_tests], sections: [testing], lead_time_hours: 36 } }
approvals: { pair: { title: Two, teams: [checkout], count: 2 } }
own_pull_requests: []
bypass: { may: {} }
retention_days: null
`),
    ).toEqual([]);
  });

  test('a repository loosens nothing: each attempt is told with its line', () => {
    expect(
      under(`policy: 1
categories:
  significant:
    lead_time_hours: 71
    approvals: { roles: [maintainer, lead] }
rules:
  edge: null
  sign_in: { title: Sign in, when: { paths: 'auth/**' }, require: { approval: security } }
approvals:
  data_owners: { title: Data, teams: [data, checkout] }
roles: { lead: { people: [mara-ops] } }
`),
    ).toEqual([
      '4 loosens categories.significant.lead_time_hours',
      '5 loosens categories.significant.approvals.roles',
      '7 loosens rules.edge',
      '8 loosens rules.sign_in.when',
      '10 loosens approvals.data_owners',
      '11 loosens roles.lead',
    ]);
  });

  test('the file that brought a loosening is the one that is named', () => {
    const { problems } = readPolicy({
      organisation: ORGANISATION,
      extended: asFile('policy: 1\nretention_days: 1\n', 'e'),
      repository: asFile('policy: 1\nextends: a/b\nmerge_method: any\n', 'r'),
    });
    expect(problems.map(({ file, line, code }) => [file, line, code])).toEqual([
      ['e', 2, 'loosens'],
    ]);
  });
});
