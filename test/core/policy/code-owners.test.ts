/** CODEOWNERS as GitHub documents it, path by path. */
import { describe, expect, it } from 'vitest';
import { isOwner, ownedPaths, suggestOwners } from '../../../src/core/policy/code-owners.ts';
import type { OwnedPaths } from '../../../src/core/policy/code-owners.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { ruled, TEAMS } from './ruled.ts';

function ownersOf(
  owners: string,
  path: string,
  previous: string | null = null,
): readonly string[] | null {
  const files = [{ path, previous, added: 1, deleted: 0 }];
  const pull = pullFacts(701, { detail: pullDetail({ owners, files }) });
  const stage = setTheStage({ policy: ruled(null), policyPeople: TEAMS, pulls: [pull] });
  stage.given.draft();
  accepted(stage.mara.links(701));
  const owned = ownedPaths(stage.change, stage.factsFor(HOLDPOINT));
  return owned?.flatMap((group) => group.owners) ?? null;
}

const DOCUMENTED = `
# The last matching pattern takes the most precedence.
*       @global-owner1 @global-owner2
*.js    @js-owner #This is an inline comment.
*.go docs@example.com
*.txt @octo-org/octocats
/build/logs/ @doctocat
docs/*  docs@example.com
apps/ @octocat
/docs/ @doctocat
/scripts/ @doctocat @octocat
**/logs @octocat
/apps2/ @octocat
/apps2/github
`;

describe('a path', () => {
  it.each([
    ['README.md', ['global-owner1', 'global-owner2']],
    ['src/deep/a.js', ['js-owner']],
    ['a.go', ['docs@example.com']],
    ['notes/a.txt', ['octo-org/octocats']],
    ['build/logs/today', ['octocat']],
    ['build/logs', ['octocat']],
    ['deeply/nested/logs/a', ['octocat']],
    ['docs/getting-started.md', ['doctocat']],
    ['docs/build-app/troubleshooting.md', ['doctocat']],
    ['website/apps/a', ['octocat']],
    ['scripts/a/b', ['doctocat', 'octocat']],
    ['apps2/a', ['octocat']],
    ['apps2/github', []],
    ['apps2/github/workflow.yml', []],
  ])('%s belongs to %j', (path, owners) => {
    expect(ownersOf(DOCUMENTED, path)).toEqual(owners);
  });

  it('tied to a folder is of that folder alone, and a star does not go deeper', () => {
    expect(ownersOf('docs/* @a', 'docs/a.md')).toEqual(['a']);
    expect(ownersOf('docs/* @a', 'docs/deep/a.md')).toEqual([]);
    expect(ownersOf('/docs/ @a', 'other/docs/a.md')).toEqual([]);
  });

  it('that was moved belongs to the owners of both places', () => {
    expect(ownersOf('/new/ @a\n/old/ @b', 'new/x', 'old/x')).toEqual(['a', 'b']);
  });

  it('may hold a blank; lines that are none are passed over', () => {
    expect(ownersOf('/a\\ b/ @a', 'a b/c')).toEqual(['a']);
    expect(ownersOf('* @a\n!/x @b\n[ab]c @c\nd nobody', 'd')).toEqual(['a']);
  });

  it('cannot be told where a pattern cannot be read', () => {
    expect(ownersOf('/{a,b}/ @a', 'c')).toBeNull();
  });
});

describe('thousands of lines and files', () => {
  const LINES = 8_000;
  const files = Array.from({ length: 2_900 }, (_, at) => ({
    ...{ path: `services/part-${String(at)}/a.ts`, previous: null, added: 1, deleted: 0 },
  }));
  function ownedBy(owners: string): readonly OwnedPaths[] | null {
    const pull = pullFacts(701, { detail: pullDetail({ owners, files }) });
    const stage = setTheStage({ policy: ruled(null), policyPeople: TEAMS, pulls: [pull] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    return ownedPaths(stage.change, stage.factsFor(HOLDPOINT));
  }
  const linesOf = (pattern: (at: string) => string): string =>
    Array.from({ length: LINES }, (_, at) => pattern(String(at))).join('\n');

  it('are told where a folder or a name says which files are meant', () => {
    const owned = ownedBy(`* @rest\n${linesOf((at) => `part-${at}/ @team-${at}`)}`);
    expect(owned).toHaveLength(2_900);
    expect(owned?.[7]).toMatchObject({ paths: ['services/part-7/a.ts'], owners: ['team-7'] });
  });

  it('are not all compared: one line at the end has every file, whatever stands before', () => {
    expect(ownedBy(`${linesOf((at) => `*s*${at}* @a`)}\n* @last`)).toMatchObject([
      { owners: ['last'] },
    ]);
  });

  it('are all of them where every line had to be compared with every file', () => {
    const owned = ownedBy(`${linesOf((at) => `*s*${at}*x @a`)}\nnever-touched/ @last`);
    expect(owned?.map(({ owners }) => owners)).toEqual([['a'], ['last']]);
  });
});

describe('an owner', () => {
  const facts = setTheStage({ policy: ruled(null), policyPeople: TEAMS }).factsFor(HOLDPOINT);
  const organisation = 'lighthouse-freight';

  it('is a person by account, or a member of a team; an address of mail is nobody', () => {
    const isOne = (owner: string, person = PEOPLE.sora): string =>
      isOwner({ owners: [owner], organisation }, person, facts);
    expect(isOne('Sora-Sec')).toBe('yes');
    expect(isOne('sora-sec', { ...PEOPLE.lin, login: 'sora-sec' })).toBe('no');
    expect(isOne('lighthouse-freight/security', PEOPLE.omar)).toBe('yes');
    expect(isOne('lighthouse-freight/never-seen', PEOPLE.omar)).toBe('unknown');
    expect(isOne('sora@example.com')).toBe('no');
    expect(isOne('other-organisation/security', PEOPLE.omar)).toBe('unknown');
  });

  it('of most is suggested first, until every path has one', () => {
    const groups = [
      { paths: ['a'], owners: ['lin-dev', 'sora-sec'], organisation },
      { paths: ['b'], owners: ['sora-sec'], organisation },
      { paths: ['c'], owners: ['omar-dev', 'tomas-sre'], organisation },
    ];
    const people = [PEOPLE.lin, PEOPLE.omar, PEOPLE.sora, PEOPLE.tomas];
    const chosen = suggestOwners(groups, people, facts);
    expect(chosen.map(({ login }) => login)).toEqual(['sora-sec', 'omar-dev']);
  });
});
