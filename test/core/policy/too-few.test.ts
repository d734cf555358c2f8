// Rules that nobody could satisfy, or that seem to ask nobody: found at submit, and never a permission. A policy file that
// says so is refused (test/policy/read-policy.test.ts); here it is in force all the same.
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { leaf, rule, ruled, TEAMS } from './ruled.ts';

describe('a rule that asks', () => {
  it.each([
    ['for more people than there are', rule('security', { teams: ['security'] }, { count: 3 }), 3],
    ['for nobody', rule('security', {}), 1],
    ['for nobody, however few it takes', rule('security', {}, { count: 0 }), 1],
  ])('%s is found at submit', (_case, asked, needed) => {
    const stage = setTheStage({ policy: ruled(leaf('security'), [asked]), policyPeople: TEAMS });
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).toBe('no_eligible_approvers');
    expect(stage.verdict('submit', 'approvers_exist').facts).toMatchObject({
      parts: ['The security review'],
      needed,
    });
  });

  it('for no voice at all asks for one: nothing is enough for nobody', () => {
    const none = rule('security', { teams: ['security'] }, { count: 0 });
    const stage = setTheStage({ policy: ruled(leaf('security'), [none]), policyPeople: TEAMS });
    stage.given.inReview();
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    accepted(stage.sora.approves());
    expect(stage.change.state).toBe('approved');
  });
});
