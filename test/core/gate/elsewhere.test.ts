// A change lives in one repository, and a pull request of it in another: each has a policy, and its own people. What
// the one lets pass opens nothing in the other.
import { describe, expect, it } from 'vitest';
import type { Actor, Elsewhere } from '../../../src/core/change/facts.ts';
import { blockers, judge } from '../../../src/core/gate/judge.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { NOBODY } from '../../../src/core/policy/holders.ts';
import { invalidPolicy } from '../../../src/core/policy/invalid-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Verdict } from '../../../src/core/gate/verdict.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { checkRule, policyOf, rule } from '../../support/policy-rules.ts';

const CORE = { repoId: '77', repo: 'lighthouse/core' };

function lax(): Policy {
  const categories = DEFAULT_POLICY.categories.map((one) => ({
    ...one,
    ...{ approvalsNeeded: 1, pullReviewsNeeded: 0, pullChecksRequired: false },
  }));
  const overrides = { ci_gates_failed: { hours: 9_000, sticky: true } };
  return policyOf({ version: 'lax', categories, overrides });
}

function strict(more: Partial<Policy> = {}): Policy {
  const categories = DEFAULT_POLICY.categories.map((one) => ({ ...one, approvalsNeeded: 2 }));
  const checks = [checkRule('core-ci', { from: ['core-bot'], mustReport: true })];
  return policyOf({ version: 'strict', categories, checks, ...more });
}

/** Who the maintainers there are; who wrote it may read there, and nobody else is known. */
function there(maintainers: readonly Actor[], policy = strict()): Elsewhere {
  const others = [PEOPLE.mara, PEOPLE.lin];
  const people = [
    ...maintainers.map((one): Actor => ({ ...one, roles: ['viewer', 'engineer', 'maintainer'] })),
    ...others.map((one): Actor => ({ ...one, roles: ['viewer'] })),
  ];
  return { ...CORE, policy, people };
}

const GREEN = [
  { name: 'core-ci', says: 'passed', via: 'check', from: 'core-bot', workflow: null, url: null },
] as const;

/** In review, with a pull request in the other repository. */
function linked(elsewhere: readonly Elsewhere[], home: Policy = lax()): Stage {
  const pull = pullFacts(9, { repoId: CORE.repoId, reports: GREEN });
  const stage = setTheStage({ policy: home, pulls: [pull], elsewhere });
  stage.given.draft();
  const { head } = pull;
  stage.act(PEOPLE.mara, { type: 'link', ...CORE, pull: 9, head });
  stage.mara.submits();
  return stage;
}

function shut(stage: Stage, purpose: 'approve' | 'merge' = 'approve'): readonly string[] {
  return blockers(judge(stage.change, stage.factsFor(HOLDPOINT), purpose)).map(told);
}

function told({ gate, facts, kind }: Verdict): string {
  const where = typeof facts['repository'] === 'string' ? ` in ${facts['repository']}` : '';
  return `${gate}${where}${kind === 'cannot_tell' ? '?' : ''}`;
}

describe('a pull request in a stricter repository', () => {
  it('waits for the people of there: those who approve at home count for nothing', () => {
    const stage = linked([there([PEOPLE.sora, PEOPLE.nina])]);
    expect(answerOf(stage.tomas.approves())).toBe('accepted');
    expect(stage.change.state).toBe('review');
    expect(shut(stage)).toEqual(['approvals in lighthouse/core']);
    expect(answerOf(stage.sora.approves())).toBe('accepted');
    expect(shut(stage)).toEqual(['approvals in lighthouse/core']);
    expect(answerOf(stage.nina.approves())).toBe('accepted');
    expect(stage.change.state).toBe('approved');
    expect(stage.change.approvals.map(({ tallied }) => tallied)).toEqual([
      'counted',
      'counted',
      'counted',
    ]);
  });

  it('is not opened by people of there alone', () => {
    const stage = linked([there([PEOPLE.sora, PEOPLE.nina])], {
      ...lax(),
      roleHolders: {},
      categories: lax().categories.map((one) => ({ ...one, approverRoles: ['lead'] })),
    });
    stage.sora.approves();
    stage.nina.approves();
    expect(shut(stage)).toEqual(['approvals']);
  });

  it('asks for its checks, its rules and its floor, and names itself once for each', () => {
    const rules = [rule('r', null, { categoryAtLeast: 'significant', window: true })];
    const stage = linked([there([PEOPLE.sora, PEOPLE.nina], strict({ rules }))]);
    stage.world.pulls = stage.world.pulls.map((one) => ({ ...one, reports: [] }));
    expect(shut(stage).filter((one) => one.includes(' in '))).toEqual([
      'category_floor in lighthouse/core',
      'approvals in lighthouse/core',
      'pull_checks in lighthouse/core',
    ]);
    expect(shut(stage, 'merge')).toContain('category_floor in lighthouse/core');
  });

  it('counts a voice under the policy of there only, and while the right to it lasts', () => {
    const stage = linked([there([PEOPLE.sora, PEOPLE.nina])]);
    for (const one of [stage.tomas, stage.sora, stage.nina]) one.approves();
    expect(stage.change.state).toBe('approved');
    const open = 'approvals in lighthouse/core';
    expect(shut(stage)).not.toContain(open);
    stage.world.elsewhere = [there([PEOPLE.sora])];
    expect(shut(stage)).toContain(open);
    const people = [PEOPLE.sora, PEOPLE.nina];
    stage.world.elsewhere = [there(people, strict({ version: 'stricter' }))];
    expect(shut(stage)).toContain(open);
    expect(answerOf(stage.sora.approves())).toBe('accepted');
    expect(answerOf(stage.nina.approves())).toBe('accepted');
    expect(shut(stage)).not.toContain(open);
  });

  it('never counts who has come to a role since: it was not theirs when they spoke', () => {
    const stage = linked([there([PEOPLE.sora, PEOPLE.nina])]);
    stage.tomas.approves();
    stage.sora.approves();
    stage.world.elsewhere = [there([PEOPLE.sora, PEOPLE.tomas])];
    expect(shut(stage)).toEqual(['approvals in lighthouse/core']);
  });

  it('stays shut while nobody can tell what is in force there', () => {
    const stage = linked([there([PEOPLE.sora, PEOPLE.nina])]);
    stage.world.elsewhere = [];
    stage.tomas.approves();
    expect(shut(stage)).toEqual(['policy in lighthouse/core?']);
    const problem = { file: 'f', line: null, column: null, code: 'unreadable' } as const;
    const why = { ...problem, expected: 'a', found: 'b', remedy: 'c' };
    stage.world.elsewhere = [there([], invalidPolicy([why], []))];
    expect(shut(stage)).toContain('policy in lighthouse/core');
    expect(shut(stage)).toContain('approvals in lighthouse/core?');
  });
});

describe('what the home of a change gives away', () => {
  const failing = [{ ...GREEN[0], says: 'failed' }] as const;

  it('sets nothing aside elsewhere, unless its giver may do so there', () => {
    const override = { ci_gates_failed: { hours: 4, sticky: false } };
    const around = (people: readonly Actor[]): Elsewhere =>
      there(people, strict({ overrides: override }));
    const stage = linked([around([PEOPLE.nina])]);
    stage.world.pulls = stage.world.pulls.map((one) => ({ ...one, reports: failing }));
    stage.act(PEOPLE.tomas, { type: 'override', gate: 'ci_gates_failed', reason: 'flaky' });
    const asked = 'pull_checks in lighthouse/core';
    expect(stage.change.overrides).toHaveLength(1);
    expect(shut(stage)).toContain(asked);
    stage.world.elsewhere = [around([PEOPLE.nina, PEOPLE.tomas])];
    expect(shut(stage)).not.toContain(asked);
    stage.clock.pass(5 * 60);
    expect(shut(stage)).toContain(asked);
  });

  it('is no haste elsewhere, until somebody who may give the word there has confirmed it', () => {
    const asked = 'approvals in lighthouse/core';
    const stage = setTheStage({
      policy: lax(),
      pulls: [pullFacts(9, { repoId: CORE.repoId, reports: GREEN })],
    });
    stage.world.elsewhere = [there([PEOPLE.sora])];
    stage.given.runningEmergency();
    stage.act(PEOPLE.mara, { type: 'link', ...CORE, pull: 9, head: 'head-of-9' });
    expect(shut(stage, 'merge')).toContain(asked);
    expect(shut(stage, 'merge')).not.toContain('approvals');
    expect(answerOf(stage.dee.authorises())).toBe('accepted');
    expect(shut(stage, 'merge')).toContain(asked);
    const lead: Actor = { ...PEOPLE.dee, roles: ['viewer', 'lead', 'incident_commander'] };
    const around = there([PEOPLE.sora]);
    stage.world.elsewhere = [{ ...around, people: [...(around.people ?? []), lead] }];
    expect(shut(stage, 'merge')).not.toContain(asked);
  });

  it('is no haste elsewhere while the word is not signed, where its giver has to sign in', () => {
    const asked = 'approvals in lighthouse/core';
    const reauthentication = { categories: ['emergency'], withinMinutes: 60 } as const;
    const lead: Actor = { ...PEOPLE.dee, roles: ['viewer', 'lead', 'incident_commander'] };
    const around = there([PEOPLE.sora], strict({ reauthentication }));
    const elsewhere = [{ ...around, people: [...(around.people ?? []), lead] }];
    const pulls = [pullFacts(9, { repoId: CORE.repoId, reports: GREEN })];
    const stage = setTheStage({ policy: lax(), pulls, elsewhere });
    stage.given.runningEmergency();
    stage.act(PEOPLE.mara, { type: 'link', ...CORE, pull: 9, head: 'head-of-9' });
    expect(answerOf(stage.dee.authorises())).toBe('accepted');
    expect(shut(stage, 'merge')).toContain(asked);
    stage.dee.signsIn();
    expect(shut(stage, 'merge')).not.toContain(asked);
  });

  it('is no haste elsewhere by the word of somebody who took part in it', () => {
    const lead: Actor = { ...PEOPLE.dee, roles: ['viewer', 'lead', 'incident_commander'] };
    const around = there([PEOPLE.sora]);
    const elsewhere = [{ ...around, people: [...(around.people ?? []), lead] }];
    const pulls = [pullFacts(9, { repoId: CORE.repoId, reports: GREEN })];
    const stage = setTheStage({ policy: lax(), pulls, elsewhere });
    stage.given.runningEmergency();
    stage.act(PEOPLE.mara, { type: 'link', ...CORE, pull: 9, head: 'head-of-9' });
    stage.priya.handsOverTo(PEOPLE.mara);
    expect(answerOf(stage.mara.accepts())).toBe('accepted');
    expect(answerOf(stage.dee.authorises())).toBe('accepted');
    const linkedAccounts = [[PEOPLE.mara.login, PEOPLE.dee.login]];
    expect(shut(stage, 'merge')).not.toContain('approvals in lighthouse/core');
    stage.world.elsewhere = elsewhere.map((one) => ({
      ...one,
      policy: { ...one.policy, linkedAccounts },
    }));
    expect(shut(stage, 'merge')).toContain('approvals in lighthouse/core');
  });

  it('is no role elsewhere: who is named by the policy at home is a stranger there', () => {
    const named: Policy = {
      ...lax(),
      roleHolders: { lead: { ...NOBODY, people: ['nina-cs'] }, maintainer: NOBODY },
    };
    const stage = linked([there([PEOPLE.priya, PEOPLE.jonas])], named);
    stage.tomas.approves();
    stage.nina.approves();
    expect(shut(stage)).toContain('approvals in lighthouse/core');
  });
});

describe('a stricter home', () => {
  const review = (by: Actor) =>
    ({ by, state: 'approved', commit: 'head-of-9', at: '2026-11-19T10:00:00Z' }) as const;

  it('is not loosened by a policy elsewhere, nor by a role that somebody holds there', () => {
    const home = strict({ version: 'home' });
    const elsewhere = there([PEOPLE.sora, PEOPLE.nina], lax());
    const stage = linked([elsewhere], home);
    stage.sora.approves();
    stage.nina.approves();
    expect(shut(stage)).toContain('approvals');
    const categories = home.categories.map((one) => ({ ...one, pullReviewsNeeded: 1 }));
    stage.world.policy = { ...home, categories };
    const lead: Actor = { ...PEOPLE.nina, roles: ['viewer', 'engineer', 'maintainer', 'lead'] };
    const [pull] = stage.world.pulls;
    if (pull === undefined) throw new Error('there is a pull request');
    stage.world.pulls = [{ ...pull, reviews: [review(lead)] }];
    expect(shut(stage)).toContain('pull_reviews');
    stage.world.pulls = [{ ...pull, reviews: [review(PEOPLE.tomas)] }];
    expect(shut(stage)).not.toContain('pull_reviews');
  });
});
