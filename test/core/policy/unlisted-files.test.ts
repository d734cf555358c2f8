/**
 * A pull request of which the forge does not list every file, today or ever: what rests on the files is asked for as if
 * each of them were touched. That is strict, and somebody can meet it; what may loosen is not taken for granted.
 */
import { describe, expect, it } from 'vitest';
import type { PullFacts } from '../../../src/core/change/facts.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { ApprovalTree } from '../../../src/core/policy/rule.ts';
import { tally } from '../../../src/core/policy/tally.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullDetail, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { DATABASES, leaf, policyRule, rule, ruled, SECURITY, TEAMS, WHO_KNOWS } from './ruled.ts';

const SCHEMA = { kind: 'paths', globs: ['db/**'] } as const;
const CODE = { kind: 'not', of: { kind: 'only_paths', globs: ['**/*.md'] } } as const;

function unlisted(owners: string | null = null): PullFacts {
  return pullFacts(701, { detail: pullDetail({ owners, files: null }) });
}

function under(policy: Policy, pull: PullFacts = unlisted()): Stage {
  const stage = setTheStage({ policy, policyPeople: TEAMS, pulls: [pull] });
  stage.given.draft();
  accepted(stage.mara.links(701));
  accepted(stage.mara.submits());
  return stage;
}

function countOf(stage: Stage): ReturnType<typeof tally> {
  return tally(stage.change, stage.factsFor(HOLDPOINT));
}

describe('of files that are not all listed', () => {
  it.each([
    ['a rule by paths', SCHEMA],
    ['a rule by what is not touched', CODE],
  ])('%s applies, and is met by whom it asks for', (_what, when) => {
    const policy = { ...ruled(null), rules: [policyRule(leaf('security'), when)] };
    const stage = under(policy);
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals')).toMatchObject({
      kind: 'unmet',
      facts: { parts: ['The security review'] },
    });
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('every way that only some files ask for is needed', () => {
    const ways: ApprovalTree = {
      kind: 'or',
      of: [
        { kind: 'if', when: SCHEMA, then: leaf('databases') },
        { kind: 'if', when: CODE, then: leaf('security') },
      ],
    };
    const stage = under(ruled(ways));
    accepted(stage.tomas.approves());
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('review');
    expect(countOf(stage)).toMatchObject({ needed: 3, remaining: 1, unknown: [] });
    accepted(stage.jonas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('a way that may not be open is none beside one that is', () => {
    const ways: ApprovalTree = {
      kind: 'or',
      of: [leaf('security'), { kind: 'if', when: SCHEMA, then: leaf('databases') }],
    };
    const stage = under(ruled(ways));
    accepted(stage.tomas.approves());
    accepted(stage.jonas.approves());
    expect(stage.change.state).toBe('review');
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('what is unknown beside them goes on to be unknown', () => {
    const when = { kind: 'and', of: [SCHEMA, WHO_KNOWS] } as const;
    const stage = setTheStage({ policy: ruled(null), policyPeople: TEAMS, pulls: [unlisted()] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    stage.world.policy = { ...ruled(null), rules: [policyRule(leaf('security'), when)] };
    accepted(stage.omar.approves());
    expect(stage.verdict('approve', 'approvals').kind).toBe('cannot_tell');
    expect(stage.change.state).toBe('review');
  });

  it('every owner whom the file of owners names is asked', () => {
    const policy = ruled(leaf('owners'), [rule('owners', {}, { owners: true })]);
    const stage = under(policy, unlisted('db/ @jonas-dba\n*.ts @sora-sec\nREADME.md\n'));
    accepted(stage.tomas.approves());
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals').who).toEqual(['jonas-dba']);
    accepted(stage.jonas.approves());
    expect(stage.change.state).toBe('approved');
  });
});

describe('teams that only the file of owners names', () => {
  const POLICY = ruled(leaf('owners'), [rule('owners', {}, { owners: true }), SECURITY, DATABASES]);
  const files = [{ path: 'web/a.ts', previous: null, added: 1, deleted: 0 }];
  const owned = (ownerTeams?: PullFacts['ownerTeams']): PullFacts => ({
    ...pullFacts(701, { detail: pullDetail({ owners: '* @lighthouse/web', files }) }),
    ...(ownerTeams === undefined ? {} : { ownerTeams }),
  });

  it('are asked, when their members were looked up', () => {
    const stage = under(POLICY, owned({ 'lighthouse/web': [PEOPLE.jonas.id] }));
    const [, owners] = countOf(stage).parts;
    expect(owners?.eligible.map(({ login }) => login)).toEqual(['jonas-dba']);
  });

  it('of which one is gone are named, at submit', () => {
    const pull = owned({ 'lighthouse/web': null });
    const stage = setTheStage({ policy: POLICY, policyPeople: TEAMS, pulls: [pull] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
    expect(stage.verdict('submit', 'approvers_exist').facts['teams']).toEqual(['lighthouse/web']);
  });

  it('cannot be told while nobody looked them up', () => {
    const stage = setTheStage({ policy: POLICY, policyPeople: TEAMS, pulls: [owned()] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    expect(countOf(stage).unknown).toEqual(['teams']);
  });
});
