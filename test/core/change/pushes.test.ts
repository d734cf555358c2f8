/** What a push leaves of the approvals that were given before it. */
import { describe, expect, it } from 'vitest';
import type { Actor, PullCommit, PullFacts, PullFile } from '../../../src/core/change/facts.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';
import { leaf, rule, ruled, TEAMS } from '../policy/ruled.ts';

const BOT: Actor = { id: '9950', login: 'updater[bot]', kind: 'bot', roles: [] };
const FEE: PullFile = {
  ...{ path: 'src/fee.ts', previous: null, added: 12, deleted: 3 },
  blob: 'blob-of-fee',
};
const FILES = [FEE];

function commit(
  sha: string,
  parents: readonly string[],
  more: Partial<PullCommit> = {},
): PullCommit {
  return { sha, parents, tree: `tree-of-${sha}`, signed: true, by: [PEOPLE.lin], ...more };
}

const FIRST = commit('head-of-701', ['main-1']);

function pull(
  commits: readonly PullCommit[],
  files: readonly PullFile[] | null = FILES,
): PullFacts {
  const head = commits.at(-1)?.sha ?? '';
  return pullFacts(701, { head, detail: pullDetail({ commits, files }) });
}

/** Tomas has approved; `minding` is asked for as well, and Sora has given that. */
function approvedWith(minding: Partial<Parameters<typeof rule>[2]> = {}): Stage {
  const security = rule('security', { teams: ['security'] }, minding);
  const people = { ...TEAMS, people: { ...TEAMS.people, [BOT.login]: BOT.id } };
  const policy = ruled(leaf('security'), [security]);
  const stage = setTheStage({ policy, policyPeople: people, pulls: [pull([FIRST])] });
  stage.given.draft();
  accepted(stage.mara.links(701));
  accepted(stage.mara.submits());
  accepted(stage.tomas.approves());
  accepted(stage.sora.approves());
  expect(stage.change.state).toBe('approved');
  return stage;
}

/** The forge shows the commits, and tells of the push. */
function push(
  stage: Stage,
  commits: readonly PullCommit[],
  files: readonly PullFile[] | null = FILES,
): void {
  pushBy(PEOPLE.lin, stage, pull(commits, files));
}

function pushBy(who: Actor, stage: Stage, shown: PullFacts): void {
  stage.forge.shows(shown);
  accepted(stage.forge.reportsPush(701, shown.head, who));
}

function standing(stage: Stage): readonly string[] {
  return stage.change.approvals.filter(({ voided }) => voided === null).map(({ by }) => by.login);
}

const SQUASHED = commit('squashed', ['main-1'], { tree: FIRST.tree });
const CODE = commit('code', ['head-of-701']);
const MERGED = commit('merged', ['head-of-701', 'main-2']);
const UPDATED = commit('updated', ['head-of-701'], { by: [BOT] });

describe('a push', () => {
  it('that leads to the same tree takes nothing away: a squash or a rebase', () => {
    const stage = approvedWith();
    push(stage, [SQUASHED]);
    expect(stage.change.state).toBe('approved');
    expect(stage.inTheWayOf('start')).not.toContain('ref_changed');
    expect(standing(stage)).toEqual(['tomas-sre', 'sora-sec']);
  });

  it('of code takes every approval away, and each is asked for again', () => {
    const stage = approvedWith();
    push(stage, [FIRST, CODE]);
    expect(stage.change.state).toBe('review');
    expect(standing(stage)).toEqual([]);
  });

  it('of which nobody knows the tree takes everything away', () => {
    const stage = approvedWith();
    push(stage, [{ ...SQUASHED, tree: null }]);
    expect(standing(stage)).toEqual([]);
  });

  it('that is not minded by a rule takes only the others away', () => {
    const stage = approvedWith({ voidedByPush: false });
    push(stage, [FIRST, CODE]);
    expect(stage.change.state).toBe('review');
    expect(standing(stage)).toEqual(['sora-sec']);
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('that is not minded still minds who wrote it', () => {
    const stage = approvedWith({ voidedByPush: false });
    const shown = { ...pull([FIRST, CODE]), contributors: [PEOPLE.lin, PEOPLE.sora] };
    stage.forge.shows(shown);
    accepted(stage.forge.reportsPush(701, shown.head));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
  });
});

describe('an update of the branch', () => {
  const minding = { ignoreUpdateMerges: true };

  it('that changed none of the files is not minded where a rule says so', () => {
    const stage = approvedWith(minding);
    push(stage, [FIRST, MERGED]);
    expect(standing(stage)).toEqual(['sora-sec']);
  });

  it.each([
    ['that changed a file on the way', [FIRST, MERGED], [{ ...FEE, blob: 'other' }]],
    ['of which the files are not told exactly', [FIRST, MERGED], [{ ...FEE, blob: null }]],
    ['of which not all files are listed', [FIRST, MERGED], null],
    ['with a commit of code beside it', [FIRST, CODE, commit('merged', ['code', 'main-2'])], FILES],
    [
      'that merged what was approved already',
      [commit('main-1', []), FIRST, commit('merged', ['head-of-701', 'main-1'])],
      FILES,
    ],
    [
      'that merged one of the own commits',
      [FIRST, CODE, commit('merged', ['head-of-701', 'code'])],
      FILES,
    ],
    ['of three parents', [FIRST, commit('merged', ['head-of-701', 'main-2', 'main-3'])], FILES],
    [
      'that is not on top of what was approved',
      [commit('other', ['main-1']), commit('merged', ['other', 'main-2'])],
      FILES,
    ],
  ])('%s is minded', (_what, commits, files) => {
    const stage = approvedWith(minding);
    push(stage, commits, files);
    expect(standing(stage)).toEqual([]);
  });

  it('is minded where no rule says otherwise', () => {
    const stage = approvedWith();
    push(stage, [FIRST, MERGED]);
    expect(standing(stage)).toEqual([]);
  });
});

describe('commits of a machine', () => {
  const minding = { ignoreCommitsBy: [BOT.login] };

  it('are not minded where a rule names it, one after the other', () => {
    const stage = approvedWith(minding);
    const again = commit('again', ['updated'], { by: [BOT] });
    pushBy(BOT, stage, pull([FIRST, UPDATED]));
    expect(standing(stage)).toEqual(['sora-sec']);
    pushBy(BOT, stage, pull([FIRST, UPDATED, again]));
    expect(standing(stage)).toEqual(['sora-sec']);
    pushBy(BOT, stage, pull([FIRST, UPDATED, again, commit('code', ['again'])]));
    expect(standing(stage)).toEqual([]);
  });

  it('are minded when somebody else pushes them: a forge signs in many names', () => {
    const stage = approvedWith(minding);
    push(stage, [FIRST, UPDATED]);
    expect(standing(stage)).toEqual([]);
  });

  it('are minded when nobody told who pushed them', () => {
    const stage = approvedWith(minding);
    stage.forge.shows(pull([FIRST, UPDATED]));
    // Told is an older head; the newer one is found.
    accepted(stage.forge.reportsNewBase(701, 'main', BOT));
    expect(standing(stage)).toEqual([]);
  });

  it.each([
    ['that nobody signed', { by: [BOT], signed: false }],
    ['that somebody else made with it', { by: [BOT, PEOPLE.lin] }],
    ['of nobody known', { by: [] }],
    ['of a namesake with another account', { by: [{ ...BOT, id: '6666' }] }],
  ])('%s are minded', (_what, more) => {
    const stage = approvedWith(minding);
    pushBy(BOT, stage, pull([FIRST, commit('updated', ['head-of-701'], more)]));
    expect(standing(stage)).toEqual([]);
  });
});

describe('a category that minds no updates', () => {
  it('keeps its approval over them', () => {
    const onPush = { voidedByPush: true, ignoreUpdateMerges: true, ignoreCommitsBy: [] };
    const base = ruled(null, []);
    const policy = { ...base, categories: base.categories.map((one) => ({ ...one, onPush })) };
    const stage = setTheStage({ policy, policyPeople: TEAMS, pulls: [pull([FIRST])] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    push(stage, [FIRST, MERGED]);
    expect(stage.change.state).toBe('approved');
    expect(answerOf(stage.mara.schedules())).toBe('accepted');
    push(stage, [FIRST, MERGED, commit('code', ['merged'])]);
    expect(stage.change.state).toBe('review');
  });
});
