/** Whom the forge asks for a review while an approval is missing. */
import { describe, expect, it } from 'vitest';
import { reviewersOf } from '../../../src/core/desired/reviewers.ts';
import type { Actor } from '../../../src/core/change/facts.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../../support/change-kit.ts';
import type { Stage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, step } from '../../support/change-plans.ts';
import { leaf, ruled, TEAMS } from '../policy/ruled.ts';

type Requests = Policy['reviewRequests'];

function inReview(requests: Partial<Requests>): Stage {
  const reviewRequests: Requests = { mode: 'all', count: 15, busy: [], ...requests };
  const policy = ruled(leaf('security'), undefined, { reviewRequests });
  const stage = setTheStage({ policy, policyPeople: TEAMS, pulls: [pullFacts(701)] });
  stage.given.draft();
  accepted(stage.mara.links(701));
  accepted(stage.mara.submits());
  return stage;
}

function asked(stage: Stage): readonly string[] {
  return reviewersOf(stage.change, stage.factsFor(HOLDPOINT)).flatMap(({ logins }) => logins);
}

const ALL = ['dee-lead', 'jonas-dba', 'omar-dev', 'priya-net', 'sora-sec', 'tomas-sre'];

describe('a request for review', () => {
  it('goes to nobody where the policy asks for none', () => {
    expect(asked(inReview({ count: 0 }))).toEqual([]);
  });

  it('goes to everybody who could give something that is missing, never to the author of the code', () => {
    const stage = inReview({});
    expect(asked(stage)).toEqual(ALL);
    stage.forge.shows(pullFacts(701, { author: PEOPLE.omar }));
    expect(asked(stage)).not.toContain('omar-dev');
  });

  it('passes over who is busy, and over who has spoken', () => {
    const stage = inReview({ busy: ['Sora-Sec'] });
    expect(asked(stage)).not.toContain('sora-sec');
    accepted(stage.tomas.approves());
    expect(asked(stage)).toEqual(['omar-dev']);
  });

  it('goes to some drawn by lot: the same at every look, others for another change', () => {
    const stage = inReview({ mode: 'random', count: 2 });
    const first = asked(stage);
    expect(first).toHaveLength(2);
    expect(asked(stage)).toEqual(first);
    const { change } = stage;
    const facts = stage.factsFor(HOLDPOINT);
    const drawn = Array.from({ length: 40 }, (_, number) =>
      reviewersOf({ ...change, number }, facts).flatMap(({ logins }) => logins),
    );
    expect(new Set(drawn.flat())).toEqual(new Set(ALL));
    const busy = ALL.filter((login) => !first.includes(login));
    expect(asked(inReview({ mode: 'random', count: 3, busy })).toSorted()).toEqual(
      first.toSorted(),
    );
  });

  it('goes to the teams that the policy names', () => {
    expect(asked(inReview({ mode: 'teams' }))).toEqual(['omar-dev', 'sora-sec']);
  });

  it('comes again for another head to who had spoken for the one before, once to others', () => {
    const stage = inReview({});
    accepted(stage.tomas.approves());
    accepted(stage.forge.reportsPush(701, 'the-second-head'));
    const rounds = reviewersOf(stage.change, stage.factsFor(HOLDPOINT));
    expect(rounds.map(({ logins, round }) => [round, logins])).toEqual([
      ['', ALL.filter((login) => login !== 'tomas-sre')],
      ['the-second-h', ['tomas-sre']],
    ]);
  });

  it('is not made when the change is no longer in review', () => {
    const stage = inReview({});
    accepted(stage.omar.approves());
    expect(stage.change.state).toBe('approved');
    expect(asked(stage)).toEqual([]);
  });
});

describe('a pull request in another repository', () => {
  const CORE = { repoId: '77', repo: 'lighthouse/core' };

  /** Nina keeps the repository there; those of home may read it. `there`: its own requests for reviews. */
  function merging(there: Partial<Requests>): Stage {
    const reviewRequests: Requests = { mode: 'all', count: 15, busy: [], ...there };
    const people: readonly Actor[] = [
      { ...PEOPLE.nina, roles: ['viewer', 'engineer', 'maintainer'] },
      { ...PEOPLE.lin, roles: ['viewer', 'engineer', 'maintainer'] },
      { ...PEOPLE.tomas, roles: ['viewer'] },
    ];
    const policy = { ...DEFAULT_POLICY, version: 'there', reviewRequests };
    const pull = pullFacts(9, { repoId: CORE.repoId, author: PEOPLE.lin });
    const elsewhere = [{ ...CORE, policy, people }];
    const stage = setTheStage({ pulls: [pullFacts(701), pull], elsewhere });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.act(PEOPLE.mara, { type: 'link', ...CORE, pull: 9, head: pull.head }));
    accepted(stage.mara.submits());
    return stage;
  }

  it('asks who could approve it there, by the policy of there, and not for any other pull request', () => {
    const stage = merging({});
    const rounds = reviewersOf(stage.change, stage.factsFor(HOLDPOINT));
    expect(rounds).toEqual([{ ...CORE, pull: 9, logins: ['nina-cs'], round: '' }]);
    expect(asked(merging({ count: 0 }))).toEqual([]);
    expect(asked(merging({ busy: ['nina-cs'] }))).toEqual([]);
  });

  it('asks nobody of there again who has spoken', () => {
    const stage = merging({});
    accepted(stage.nina.approves());
    expect(asked(stage)).toEqual([]);
  });
});

describe('an open hold point', () => {
  it('asks whoever may confirm it for a review of the linked pull request, and nobody who could not', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.changeAtHold();
    accepted(stage.mara.links(701));
    const named = asked(stage);
    expect(named).toEqual(['tomas-sre']);
    // The forge refuses to ask the author of a pull request; another second person is not named here.
    stage.forge.shows(pullFacts(701, { author: PEOPLE.tomas }));
    expect(asked(stage)).not.toContain('tomas-sre');
  });

  it('never asks who did the step, where the plan names nobody', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.runningChange({
      ...CERT_ROTATION,
      secondPerson: null,
      steps: [step('E1', 'Look', { tags: ['hold'] }), step('E2', 'Go on')],
    });
    accepted(stage.mara.links(701));
    accepted(stage.mara.does('E1'));
    expect(asked(stage).length).toBeGreaterThan(0);
    expect(asked(stage)).not.toContain('mara-ops');
    accepted(stage.tomas.confirms('E1'));
    expect(asked(stage)).toEqual([]);
  });
});
