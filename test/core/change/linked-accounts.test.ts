/** What one human may not do under one account they may not do under another, nor do two accounts make two people. */
import { describe, expect, it } from 'vitest';
import { tally } from '../../../src/core/policy/tally.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';
import { CERT_ROTATION, EMERGENCY_PATCH } from '../../support/change-plans.ts';
import { ruled, TEAMS } from '../policy/ruled.ts';

type World = NonNullable<Parameters<typeof setTheStage>[0]>;

function linking(a: string, b: string, more: World = {}): Stage {
  const policy = ruled(null, [], {
    linkedAccounts: [[a, b]],
    overrides: { lead_time_violation: { hours: 2, sticky: false } },
  });
  return setTheStage({ policy, policyPeople: TEAMS, ...more });
}

describe('a second account', () => {
  it('of whoever did the step neither confirms, declines nor waives its hold', () => {
    const stage = linking('mara-ops', 'jonas-dba');
    stage.given.changeAtHold();
    expect(stage.jonas.confirms('E3')).toMatchObject({
      refusal: { code: 'second_person_required', facts: { step: 'E3', doer: 'mara-ops' } },
    });
    expect(answerOf(stage.jonas.declines('E3'))).toBe('second_person_required');
    expect(answerOf(stage.jonas.waives('E3'))).toBe('second_person_required');
    accepted(stage.tomas.confirms('E3'));
  });

  it('of the author lowers no gate, but the notice of a draft as the author may', () => {
    const stage = linking('mara-ops', 'jonas-dba');
    stage.given.draft();
    accepted(stage.jonas.overrides('lead_time_violation'));
    accepted(stage.mara.submits());
    expect(answerOf(stage.jonas.overrides('lead_time_violation'))).toBe('self_approval');
  });

  it('of the author resolves no concern that somebody else raised', () => {
    const stage = linking('mara-ops', 'jonas-dba');
    stage.given.inReview();
    accepted(stage.lin.worries('blast-radius'));
    expect(answerOf(stage.jonas.resolves('blast-radius', 'we talked'))).toBe('self_approval');
    accepted(stage.tomas.resolves('blast-radius', 'we talked'));
  });

  it('of whoever carries out an emergency gives no word for it and reviews nothing', () => {
    const stage = linking('priya-net', 'dee-lead');
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    expect(answerOf(stage.priya.starts('@dee-lead'))).toBe('authorisation_required');
    accepted(stage.priya.starts('the head of operations, by phone'));
    expect(answerOf(stage.dee.authorises())).toBe('second_person_required');
    accepted(stage.priya.rollsBack());
    expect(answerOf(stage.dee.reviewsAfterwards())).toBe('second_person_required');
    accepted(stage.tomas.reviewsAfterwards());
  });

  it('that cannot be told from others leaves the review to whoever mends the policy', () => {
    const stage = linking('priya-net', 'renamed-since');
    accepted(stage.sora.opens({ kind: 'readable', plan: EMERGENCY_PATCH, warnings: [] }));
    accepted(stage.priya.starts('the head of operations, by phone'));
    accepted(stage.priya.rollsBack());
    expect(stage.tomas.reviewsAfterwards()).toMatchObject({
      refusal: { code: 'evidence_unavailable', facts: { unknown: 'people' } },
    });
  });
});

describe('two accounts of one human', () => {
  it('are one review of the code', () => {
    const two = (linkedAccounts: readonly (readonly string[])[]): string => {
      const policy = ruled(null, [], {
        linkedAccounts,
        categories: ruled(null).categories.map((one) => ({ ...one, pullReviewsNeeded: 2 })),
      });
      const stage = setTheStage({ policy, policyPeople: TEAMS });
      stage.given.draft();
      accepted(stage.mara.links(701));
      const reviews = [stage.omar, stage.tomas].map(({ actor: by }) => ({
        ...{ by, state: 'approved' as const, commit: 'head-of-701', at: '2026-11-19T09:10:00Z' },
      }));
      stage.forge.shows(pullFacts(701, { reviews }));
      return stage.verdict('approve', 'pull_reviews').kind;
    };
    expect(two([])).toBe('met');
    expect(two([['omar-dev', 'tomas-sre']])).toBe('unmet');
  });

  it('are one voice, also when each was given to somebody else', () => {
    const counted = (linkedAccounts: readonly (readonly string[])[]): number => {
      const policy = ruled(null, [], {
        linkedAccounts,
        categories: ruled(null).categories.map((one) => ({ ...one, approvalsNeeded: 2 })),
      });
      const stage = setTheStage({ policy, policyPeople: TEAMS });
      stage.given.inReview(CERT_ROTATION);
      accepted(stage.omar.delegatesTo(stage.sora.actor));
      accepted(stage.tomas.delegatesTo(stage.lin.actor));
      accepted(stage.sora.approves());
      accepted(stage.lin.approves());
      return tally(stage.change, stage.factsFor(HOLDPOINT)).counted.length;
    };
    expect(counted([])).toBe(2);
    expect(counted([['omar-dev', 'tomas-sre']])).toBe(1);
  });
});
