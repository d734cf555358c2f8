// The policy changes while a change waits: what was agreed to was agreed to under other rules.
import { describe, expect, it } from 'vitest';
import { lastReturn } from '../../../src/core/desired/returned.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { invalidPolicy } from '../../../src/core/policy/invalid-policy.ts';
import type { Policy, PolicyProblem } from '../../../src/core/policy/policy.ts';
import { setTheStage, type Stage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';

const OTHER: Policy = { ...DEFAULT_POLICY, version: 'file:0123456789ab' };

function tellOf(stage: Stage, policy: Policy): readonly string[] {
  stage.world.policy = policy;
  return stage.act(HOLDPOINT, { type: 'note_policy' }).events.map(({ type }) => type);
}

const unreadable: PolicyProblem = {
  ...{ file: 'o/r:.github/holdpoint.yml', line: null, column: null, code: 'unreadable' },
  ...{ expected: 'to read it', found: 'forbidden', remedy: 'give access' },
};

describe('other rules, while a change waits', () => {
  it('send an approved change back to its reviewers, and the record says from which to which', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(tellOf(stage, OTHER)).toStrictEqual(['policy_changed', 'returned_to_review']);
    expect(stage.log.at(-2)?.data).toStrictEqual({
      from: DEFAULT_POLICY.version,
      to: OTHER.version,
    });
    expect(stage.change.state).toBe('review');
    expect(lastReturn(stage.change)).toMatchObject({ why: 'policy' });
    expect(stage.verdict('approve', 'approvals')).toMatchObject({
      kind: 'unmet',
      code: 'approval_stale',
      facts: { what: ['policy'] },
    });
  });

  it('are none under a new name: what was agreed to goes on to count', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    const renamed = { ...DEFAULT_POLICY, version: 'builtin:0123456789ab' };
    expect(tellOf(stage, { ...renamed, sameAs: [DEFAULT_POLICY.version] })).toStrictEqual([]);
    expect(stage.change.state).toBe('approved');
    expect(stage.inTheWayOf('start')).not.toContain('approval_stale');
    expect(stage.inTheWayOf('start')).not.toContain('approval_missing');
  });

  it('are told once', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    tellOf(stage, OTHER);
    expect(tellOf(stage, OTHER)).toStrictEqual([]);
  });

  it('leave nothing to ask again once it was approved under them', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    tellOf(stage, OTHER);
    stage.tomas.approves();
    expect(stage.change).toMatchObject({ state: 'approved', policy: OTHER.version });
    expect(lastReturn(stage.change)).toBeNull();
  });

  it('that come back as they were make the old approvals count again', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    const broken = invalidPolicy([{ ...unreadable, code: 'yaml' }], []);
    tellOf(stage, broken);
    expect(stage.change.state).toBe('review');
    expect(tellOf(stage, DEFAULT_POLICY)).toStrictEqual(['policy_changed', 'approval_completed']);
    expect(stage.change.state).toBe('approved');
  });

  it('that cannot be read are no other rules: a moment of trouble takes no approval away', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    expect(tellOf(stage, invalidPolicy([unreadable], []))).toStrictEqual([]);
    expect(stage.change.state).toBe('approved');
  });

  it('are no news to a draft, which is judged under the rules of its submit', () => {
    const stage = setTheStage();
    stage.given.draft();
    expect(tellOf(stage, OTHER)).toStrictEqual([]);
    stage.mara.submits();
    expect(stage.change.policy).toBe(OTHER.version);
  });
});
