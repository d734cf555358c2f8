// When a rule applies: what each predicate asks, and what is said where nobody can tell.
import { describe, expect, it, test } from 'vitest';
import type { PullFacts } from '../../../src/core/change/facts.ts';
import { kindsOf, match } from '../../../src/core/policy/match.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Predicate } from '../../../src/core/policy/predicate.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';
import { policyOf } from '../../support/policy-rules.ts';

type Told = {
  /** Null: no pull request is linked. */
  readonly pull?: Partial<PullFacts> | null;
  readonly policy?: Partial<Policy>;
  readonly plan?: typeof CERT_ROTATION;
  readonly more?: object;
};

/** `holds`, `does_not` or `cannot_tell`, and why. */
function told(
  predicate: Predicate,
  { pull = {}, policy = {}, plan, more = {} }: Told = {},
): string {
  const stage = setTheStage({ policy: policyOf(policy) });
  stage.given.draft(plan ?? CERT_ROTATION);
  if (pull !== null) {
    stage.world.pulls = [pullFacts(7, pull)];
    accepted(stage.mara.links(7));
  }
  const { kind, why } = match(predicate, stage.change, { ...stage.factsFor(HOLDPOINT), ...more });
  return `${kind}: ${why.join(', ')}`;
}

const FILES = pullDetail({
  labels: ['area/db', 'chg/draft'],
  files: [
    { path: 'db/migrations/7.sql', previous: null, added: 20, deleted: 0 },
    { path: 'docs/new.md', previous: 'src/old.md', added: 0, deleted: 5 },
  ],
  commits: [{ sha: 'c1', tree: null, parents: [], signed: true, by: [PEOPLE.lin] }],
});

const REPORT = { via: 'check', from: 'github-actions', workflow: 'CI', url: null } as const;

const LIN = { roles: [], teams: [], people: ['lin-dev'] };
const BOTH = { ...LIN, people: ['lin-dev', 'omar-dev'] };
const KNOWN = {
  policyPeople: {
    teams: { ops: ['9001'] },
    people: { 'lin-dev': PEOPLE.lin.id, 'omar-dev': PEOPLE.omar.id },
  },
};

describe('a predicate', () => {
  test.each<readonly [string, Predicate, string]>([
    ['category', { kind: 'category', categories: ['normal'] }, 'holds: category'],
    ['risk', { kind: 'risk', levels: ['high'] }, 'does_not: risk'],
    ['priority', { kind: 'priority', levels: ['medium', 'high'] }, 'holds: priority'],
    ['asset', { kind: 'asset', globs: ['edge/*'] }, 'holds: asset'],
    ['environment', { kind: 'environment', globs: ['PROD*'] }, 'holds: environment'],
    ['repository', { kind: 'repository', globs: ['nobody/*'] }, 'does_not: repository'],
    ['paths', { kind: 'paths', globs: ['**/*.sql'] }, 'holds: paths'],
    ['the earlier name of a file', { kind: 'paths', globs: ['src/**'] }, 'holds: paths'],
    ['only paths', { kind: 'only_paths', globs: ['db/**', 'docs/**'] }, 'does_not: only_paths'],
    ['only these', { kind: 'only_paths', globs: ['{db,docs,src}/**'] }, 'holds: only_paths'],
    ['branch', { kind: 'branch', globs: ['main', 'release/*'] }, 'holds: branch'],
    ['source branch', { kind: 'source_branch', globs: ['hotfix/*'] }, 'does_not: source_branch'],
    ['lines', { kind: 'lines', of: 'changed', atLeast: 25 }, 'holds: lines'],
    ['lines added', { kind: 'lines', of: 'added', atLeast: 21 }, 'does_not: lines'],
    ['label', { kind: 'label', globs: ['Area/*'] }, 'holds: label'],
    ['a label of the app', { kind: 'label', globs: ['chg/*'] }, 'does_not: label'],
    ['title', { kind: 'title', globs: ['*fee*'] }, 'holds: title'],
    ['status', { kind: 'status', names: ['build'] }, 'holds: status'],
    ['a status that failed', { kind: 'status', names: ['lint'] }, 'does_not: status'],
    ['workflow', { kind: 'workflow', names: ['Release.yml'] }, 'holds: workflow'],
    ['another workflow', { kind: 'workflow', names: ['Deploy'] }, 'does_not: workflow'],
    ['a workflow that failed', { kind: 'workflow', names: ['CI'] }, 'does_not: workflow'],
    ['signature', { kind: 'signed' }, 'holds: signed'],
    ['contributor', { kind: 'contributor', holders: LIN, who: 'any' }, 'holds: contributor'],
    [
      'only contributor',
      { kind: 'contributor', holders: LIN, who: 'all' },
      'does_not: contributor',
    ],
    ['contributors', { kind: 'contributor', holders: BOTH, who: 'all' }, 'holds: contributor'],
    [
      'another contributor',
      { kind: 'contributor', holders: { ...LIN, people: [], teams: ['ops'] }, who: 'any' },
      'does_not: contributor',
    ],
    ['author', { kind: 'author', holders: { ...LIN, teams: ['ops'] } }, 'holds: author'],
    ['role', { kind: 'author', holders: { ...LIN, roles: ['lead'] } }, 'does_not: author'],
  ])('asks about the %s', (_what, predicate, expected) => {
    const pull: Partial<PullFacts> = {
      base: 'main',
      detail: FILES,
      contributors: [PEOPLE.omar],
      reports: [
        { ...REPORT, name: 'build', says: 'passed' },
        { ...REPORT, name: 'Deploy', says: 'passed', workflow: '.github/workflows/release.yml' },
        { ...REPORT, name: 'lint', says: 'failed' },
      ],
    };
    expect(told(predicate, { pull, more: KNOWN })).toBe(expected);
  });

  test.each<readonly [string, Predicate, Told, string]>([
    [
      'files',
      { kind: 'paths', globs: ['x'] },
      { pull: { detail: pullDetail({ files: null }) } },
      'files',
    ],
    ['commits', { kind: 'signed' }, { pull: { detail: pullDetail({ commits: null }) } }, 'commits'],
    ['checks', { kind: 'status', names: ['x'] }, {}, 'checks'],
    ['a branch', { kind: 'branch', globs: ['x'] }, {}, 'pull_text'],
    ['who is who', { kind: 'author', holders: LIN }, {}, 'teams'],
    [
      'a team that is gone',
      { kind: 'author', holders: { ...LIN, people: [], teams: ['gone'] } },
      { more: { policyPeople: { teams: { gone: null }, people: {} } } },
      'teams',
    ],
    [
      'roles',
      { kind: 'author', holders: { ...LIN, people: [], roles: ['lead'] } },
      { more: { people: null } },
      'people',
    ],
    ['a pattern that cannot be read', { kind: 'asset', globs: ['{a'] }, {}, 'policy'],
    ['a kind that is not there', { kind: 'change_kind', kinds: ['x'] }, {}, 'policy'],
    ['a group of nothing', { kind: 'and', of: [] }, {}, 'policy'],
  ])('cannot tell without %s', (_what, ...[predicate, scene, unknown]) => {
    expect(told(predicate, scene)).toBe(`cannot_tell: ${unknown}`);
    expect(told({ kind: 'not', of: predicate }, scene)).toBe(`cannot_tell: ${unknown}`);
  });

  it('about a pull request does not hold where none is linked, and says so', () => {
    expect(told({ kind: 'paths', globs: ['**'] }, { pull: null })).toBe(
      'does_not: no_pull_requests',
    );
    expect(told({ kind: 'signed' }, { pull: { open: false } })).toBe('does_not: no_pull_requests');
  });

  it('tells by what is known where the rest could not turn it round', () => {
    const hidden: Predicate = { kind: 'status', names: ['x'] };
    const yes: Predicate = { kind: 'category', categories: ['normal'] };
    expect(told({ kind: 'or', of: [hidden, yes] })).toBe('holds: category');
    expect(told({ kind: 'and', of: [hidden, { kind: 'not', of: yes }] })).toBe(
      'does_not: category',
    );
    expect(told({ kind: 'and', of: [hidden, yes] })).toBe('cannot_tell: checks');
    expect(told({ kind: 'lines', of: 'added', atLeast: 1 }, { pull: {} })).toBe('holds: lines');
  });
});

describe('the kinds of a change', () => {
  const kinds = [
    {
      id: 'schema',
      title: 'Database schema',
      scope: 'Database',
      recognisedBy: { kind: 'paths', globs: ['db/**'] },
    },
    { id: 'docs', title: 'Documentation', scope: null, recognisedBy: null },
    {
      id: 'circle',
      title: 'Circle',
      scope: null,
      recognisedBy: { kind: 'change_kind', kinds: ['circle'] },
    },
  ] as const;

  const answers = (pull: Partial<PullFacts>, named = ''): readonly string[] => {
    const stage = setTheStage({ policy: policyOf({ kinds }), pulls: [pullFacts(7, pull)] });
    stage.given.draft(named === '' ? CERT_ROTATION : withAnswer(CERT_ROTATION, 'kinds', named));
    accepted(stage.mara.links(7));
    return kindsOf(stage.change, stage.factsFor(HOLDPOINT)).map(({ answer }) => answer.kind);
  };

  it('are named in the form, or recognised; one that asks for itself cannot be told', () => {
    expect(answers({ detail: FILES })).toEqual(['holds', 'does_not', 'cannot_tell']);
    expect(answers({}, 'database, Documentation')).toEqual(['holds', 'holds', 'cannot_tell']);
  });

  it('are kept open where they cannot be told, unless somebody names them', () => {
    const unread = { detail: pullDetail({ files: null }) };
    expect(answers(unread)).toEqual(['cannot_tell', 'does_not', 'cannot_tell']);
    expect(answers(unread, 'Database')).toEqual(['holds', 'does_not', 'cannot_tell']);
  });
});
