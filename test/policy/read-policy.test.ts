// From files to the policy that holds: what is laid over what, what is wrong and where, and that nothing is loosened.
import { describe, expect, test } from 'vitest';

import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { isInvalid } from '../../src/core/policy/invalid-policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import { asFile, ORGANISATION, problemsOf } from './files.ts';

describe('a policy', () => {
  test('without a file is the built-in one', () => {
    expect(readPolicy({})).toBe(DEFAULT_POLICY);
  });

  test('knows its owner, since when it holds, and when it is to be read again', () => {
    const { document, problems } = readPolicy({ organisation: ORGANISATION });
    expect(problems).toEqual([]);
    expect(document).toEqual({
      owner: 'Platform team',
      effective: '2026-10-01',
      lastReview: '2026-10-01',
      nextReview: '2027-04-01',
    });
  });

  test('keeps what a file does not say, and takes what it does', () => {
    const policy = readPolicy({ organisation: ORGANISATION });
    const [standard, normal, significant] = policy.categories;
    expect(standard).toEqual(DEFAULT_POLICY.categories[0]);
    expect(normal).toEqual(DEFAULT_POLICY.categories[1]);
    expect(significant).toMatchObject({ leadTimeHours: 72, approverRoles: ['lead'] });
    expect(policy.roleHolders.lead).toEqual({ roles: [], teams: ['leads'], people: [] });
    expect(policy.rules.map(({ id }) => id)).toEqual([
      ...DEFAULT_POLICY.rules.map(({ id }) => id),
      ...['order_database', 'edge', 'large', 'sign_in'],
    ]);
    expect(policy.rules.at(-3)).toMatchObject({
      when: { kind: 'and', of: [{ kind: 'asset' }, { kind: 'not', of: { kind: 'change_kind' } }] },
      demands: { approval: { kind: 'or', of: [{ id: 'network' }, { kind: 'and' }] } },
    });
    expect(policy.checks.find(({ id }) => id === 'unit_tests')).toMatchObject({
      mustReport: true,
      places: ['pull_request', 'default_branch'],
    });
  });

  test('is laid in one order: organisation, what is extended, repository', () => {
    const extends_ = 'policy: 1\nlocale: fr\nmerge_method: squash\nreview_checklist: [Ours]\n';
    const own = 'policy: 1\nextends: lighthouse-freight/policies\nlocale: de\n';
    const policy = readPolicy({
      organisation: asFile('policy: 1\nlocale: es\nretention_days: 30\n', 'o'),
      extended: asFile(extends_, 'e'),
      repository: asFile(own, 'r'),
    });
    expect(policy.problems.map(({ code }) => code)).toEqual(['loosens']);
    const alone = readPolicy({ extended: asFile(extends_, 'e'), repository: asFile(own, 'r') });
    expect(alone).toMatchObject({
      locale: 'de',
      mergeMethod: 'squash',
      reviewChecklist: ['Ours'],
      sources: [{ file: 'e' }, { file: 'r' }],
    });
  });

  test('takes out what says null, and replaces what has the same id as a whole', () => {
    const text = `policy: 1
rules: { urgent: null, firewall: { title: Ours } }
kinds: { docker_image: { title: Image } }
`;
    const policy = readPolicy({ repository: asFile(text) });
    expect(policy.problems).toEqual([]);
    expect(policy.rules.some(({ id }) => id === 'urgent')).toBe(false);
    expect(policy.rules.find(({ id }) => id === 'firewall')?.demands.steps).toEqual([]);
    expect(policy.kinds.find(({ id }) => id === 'docker_image')?.recognisedBy).toBeNull();
  });

  test('lets standard pull requests be their own changes once there is a file, unless it says otherwise', () => {
    const own = (text: string): readonly string[] =>
      readPolicy({ repository: asFile(text) }).ownPulls;
    expect(DEFAULT_POLICY.ownPulls).toEqual([]);
    expect(own('policy: 1\n')).toEqual(['standard']);
    expect(own('policy: 1\nown_pull_requests: []\n')).toEqual([]);
  });

  test('has a version of what it says: comments and order do not matter, one word does', () => {
    const version = (text: string): string => readPolicy({ repository: asFile(text) }).version;
    const one = version('policy: 1\nlocale: de\nretention_days: 9\n');
    expect(one).toMatch(/^file:[0-9a-f]{12}$/u);
    expect(version('# ours\npolicy: 1\nretention_days: 9\nlocale: "de"\n')).toBe(one);
    expect(version('policy: 1\nlocale: de\nretention_days: 8\n')).not.toBe(one);
    expect(readPolicy({ repository: asFile('policy: 1\n') }).sources).toEqual([
      { file: 'lighthouse-freight/web:.github/holdpoint.yml', blob: 'b1' },
    ]);
  });
});

describe('what is wrong with a policy', () => {
  test('is told all at once, each with line, column, expected, found and remedy', () => {
    expect(
      problemsOf(`policy: 1
categories:
  normel: {}
  standard: { approvals: { count: 0 } }
  standard: { lead_time_hours: soon }
merge_method: squish
rules:
  x: { when: { kindd: y } }
`),
    ).toEqual([
      '5:3 duplicate: expected each key once; found "standard" again; it stands in line 4 as well; keep one of the two',
      '3:3 unknown_key: expected one of standard, normal, significant, emergency; found "normel"; did you mean "normal"?',
      '5:32 wrong_value: expected a whole number; found "soon"; correct the value',
      '6:15 wrong_value: expected one of squash, any; found "squish"; did you mean "squash"?',
      '8:3 missing: expected the key "title"; found only when; add it',
      expect.stringMatching(
        /^8:16 unknown_key: expected one of and, or, not, kind, .*; did you mean "kind"\?$/u,
      ),
    ]);
  });

  test('are names that nothing bears: kinds, approvals, checks, sections, questions, gates, rights', () => {
    const problems = problemsOf(`policy: 1
rules:
  x:
    title: X
    when: { kind: [firewal, docker_image] }
    require:
      approval: { and: [a_lead, a_leed] }
      checks: [linty]
      sections: [testin]
      answers: [whyy]
overrides: { lead_time_violated: { hours: 1 } }
rights: { aprove: [lead] }
rollback: { methods: { a: { title: A, method: a, within_minutes: 1, kinds: [b_c] } } }
compliance: [{ control: X, served_by: [aprovals] }]
`);
    expect(problems.map((problem) => problem.replace(/expected .*; found/u, '…'))).toEqual([
      '5:20 unknown_name: … "firewal"; did you mean "firewall"?',
      '7:33 unknown_name: … "a_leed"; did you mean "a_lead"?',
      '8:16 unknown_name: … "linty"; did you mean "lint"?',
      '9:18 unknown_name: … "testin"; did you mean "testing"?',
      '10:17 unknown_name: … "whyy"; did you mean "why"?',
      '11:14 unknown_name: … "lead_time_violated"; did you mean "lead_time_violation"?',
      '12:11 unknown_name: … "aprove"; did you mean "approve"?',
      '13:77 unknown_name: … "b_c"; define it, or take the name out',
      '14:40 unknown_name: … "aprovals"; did you mean "approvals"?',
    ]);
  });

  test('is a name that was taken out from under what refers to it', () => {
    const [problem, ...more] = problemsOf(
      'policy: 1\nchecks: { lint: null }\nkinds: { firewall: null }\n',
    );
    expect(problem).toMatch(/^3:20 unknown_name: .* found "firewall"/u);
    expect(more.length).toBeGreaterThan(0);
  });

  test('are kinds that are recognised by each other', () => {
    const text = `policy: 1
kinds:
  a: { title: A, recognised_by: { or: [{ paths: x }, { kind: b }] } }
  b: { title: B, recognised_by: { not: { kind: a } } }
`;
    expect(problemsOf(text).map((problem) => problem.split(';').slice(0, 2).join(';'))).toEqual([
      '3:18 cycle: expected a kind that is recognised by something else; found itself, by way of b',
      '4:18 cycle: expected a kind that is recognised by something else; found itself, by way of a',
    ]);
  });

  test('is whatever could lead back to itself: roles, approvals and teams refer to none of their own', () => {
    expect(
      problemsOf(`policy: 1
roles:
  lead: { roles: [maintainer] }
approvals:
  first: { title: First, and: [second] }
  second: { title: Second, roles: [first] }
teams: { one: [two] }
`).map((one) => one.replace(/expected .*; found/u, '…')),
    ).toEqual([
      '3:11 unknown_key: … "roles"; take it out',
      '5:26 unknown_key: … "and"; take it out',
      '6:36 wrong_value: … "first"; correct the value',
      '7:1 unknown_key: … "teams"; take it out',
    ]);
  });

  test('are approvals that nobody would have to give', () => {
    expect(
      problemsOf(`policy: 1
categories:
  normal: { approvals: { count: 0 } }
  significant: { approvals: { roles: [] } }
approvals:
  none: { title: None, teams: [security], count: 0 }
approvers: 0
`).map((one) => one.replace(/expected one of .*; found/u, '…')),
    ).toEqual([
      '3:33 wrong_value: expected at least 1; found 0; correct the value',
      '4:31 wrong_value: expected at least 1 in the list; found an empty list; correct the value',
      '6:50 wrong_value: expected at least 1; found 0; correct the value',
      '7:1 unknown_key: … "approvers"; did you mean "approvals"?',
    ]);
    for (const nobody of ['teams: []', 'people: []', 'roles: []'])
      expect(problemsOf(`policy: 1\napprovals: { a: { title: A, ${nobody} } }\n`), nobody).toEqual([
        '2:14 nobody: expected somebody who can give it: roles, teams, people or owners; found nobody; name whose approval it is',
      ]);
  });

  test('are approvals and categories with nobody behind them', () => {
    const problems = problemsOf(`policy: 1
permissions: { admin: [engineer, maintainer, admin] }
approvals:
  empty: { title: Nobody }
  none: { title: No role, roles: [auditor] }
  two: { title: Two of one, people: [dee-lead, Dee-Lead], count: 2 }
categories:
  emergency: { authorisers: [] }
  normal: { authorisers: [maintainer] }
review_requests: { mode: random }
`);
    expect(problems.map((one) => one.split('; ')[0])).toEqual([
      // What is built in asks for a lead, and the permission that made leads makes none any more.
      '3:1 nobody: expected somebody who can give it: roles, teams, people or owners',
      '4:3 nobody: expected somebody who can give it: roles, teams, people or owners',
      '5:3 nobody: expected somebody who can give it: roles, teams, people or owners',
      '6:3 nobody: expected at least 2 people, as many as are needed',
      '7:1 nobody: expected a role that somebody can hold',
      '8:16 nobody: expected a role that somebody can hold',
      '9:13 wrong_value: expected nobody: only an emergency goes ahead without approvals',
      '10:1 nobody: expected how many are asked at random, at least 1',
    ]);
    expect(problems[0]).toContain('found lead, which nobody holds, in approvals.a_lead;');
    expect(problems[4]).toContain('in categories.significant.approvals.roles;');
  });

  test('are empty lists, dates in the wrong order, patterns that cannot be read, steps with one id', () => {
    const problems = problemsOf(`policy: 1
document: { owner: Us, last_review: 2026-10-01, next_review: 2026-09-01 }
rules:
  b: { title: B, when: { paths: ['!x', '{a'] } }
  c: { title: C, require: { steps: [{ id: s, title: S }, { id: s, title: T }] } }
`);
    expect(problems.map((one) => one.split(';')[0])).toEqual([
      '2:49 wrong_value: expected a date after the last review, 2026-10-01',
      '4:35 wrong_value: expected a pattern with *, **, ? and {a,b}',
      '4:41 wrong_value: expected a pattern with *, **, ? and {a,b}',
      '5:43 duplicate: expected each id once in a list of steps',
    ]);
    for (const empty of ['{ and: [] }', '{ or: [] }', '[]', '{}'])
      expect(
        problemsOf(`policy: 1\nrules:\n  a: { title: A, when: ${empty} }\n`),
        empty,
      ).toHaveLength(1);
  });

  test('leaves no policy that anything could be decided by', () => {
    const policy = readPolicy({ repository: asFile('policy: 1\nlocale: 7\n') });
    expect(isInvalid(policy)).toBe(true);
    expect(policy.version).toMatch(/^invalid:[0-9a-f]{12}$/u);
    expect(policy.verbRoles).not.toHaveProperty('waive');
  });

  test('is told of every file, the most general first', () => {
    const { problems } = readPolicy({
      organisation: asFile('policy: 2\n', 'o'),
      repository: asFile('policy: 3\n', 'r'),
    });
    expect(problems.map(({ file, line }) => `${file}:${String(line)}`)).toEqual(['o:1', 'r:1']);
  });
});
