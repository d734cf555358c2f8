// Whoever signed in is told that their approval counts only where the tally counts it, at home and wherever else a pull
// request of the change stands; otherwise why not.
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/change/facts.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { signInWorth, type SignInWorth } from '../../../src/core/policy/sign-in-worth.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { pullFacts, setTheStage, type Stage } from '../../support/change-kit.ts';
import { EVERYBODY, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';

const ADDRESS = 'https://holdpoint.example.com/confirm?workspace=github:1&change=CHG-00001';

function within(minutes: number): Policy {
  const reauthentication = { categories: ['normal' as const], withinMinutes: minutes };
  return { ...DEFAULT_POLICY, version: `file:${String(minutes)}`, reauthentication };
}

function strictStage(): Stage {
  return setTheStage({ policy: within(60), signInAt: ADDRESS });
}

function worthOf(stage: Stage, person = PEOPLE.tomas): SignInWorth {
  return signInWorth(stage.change, stage.factsFor(HOLDPOINT), person.id);
}

function approved(stage = strictStage()): Stage {
  stage.given.inReview();
  accepted(stage.tomas.approves());
  return stage;
}

describe('an approval whose giver signed in', () => {
  it('counts, or is too old, or is still to be given', () => {
    const stage = approved();
    expect(worthOf(stage, PEOPLE.omar).kind).toBe('ahead');
    expect(worthOf(stage)).toMatchObject({ kind: 'late', minutes: 60 });
    accepted(stage.tomas.signsIn());
    expect(worthOf(stage).kind).toBe('counts');
  });

  it('does not count where its giver lost the role since, and is told so', () => {
    const stage = approved();
    accepted(stage.tomas.signsIn());
    stage.world.people = EVERYBODY.map((one): Actor =>
      one.id === PEOPLE.tomas.id ? { ...one, roles: ['engineer'] } : one,
    );
    expect(worthOf(stage)).toMatchObject({ kind: 'mute', because: 'not_permitted' });
  });

  it('does not count where its giver had a hand in the code, and is told so', () => {
    const stage = strictStage();
    stage.world.pulls = [pullFacts(9)];
    stage.given.draft();
    accepted(stage.lin.links(9));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    accepted(stage.tomas.signsIn());
    const { id, login } = PEOPLE.tomas;
    stage.world.pulls = [pullFacts(9, { contributors: [{ id, login }] })];
    const { kind, because } = worthOf(stage);
    expect([kind, because]).toEqual(['mute', 'self_approval']);
  });
});

describe('an approval that is asked for in two repositories', () => {
  const place = { repoId: '77', repo: 'lighthouse/core' };

  /** Approved at home, where sixty minutes are given; there five. */
  function inTwo(minutesThere: number): Stage {
    const pull = pullFacts(9, { repoId: place.repoId });
    const elsewhere = [{ ...place, policy: within(minutesThere), people: EVERYBODY }];
    const stage = setTheStage({
      policy: within(60),
      pulls: [pull],
      elsewhere,
      signInAt: ADDRESS,
    });
    stage.given.draft();
    stage.act(PEOPLE.mara, { type: 'link', ...place, pull: 9, head: pull.head });
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    return stage;
  }

  it('is too old by the minutes of the one that waits for it, whatever the other one gives', () => {
    const stage = inTwo(5);
    stage.clock.pass(10);
    accepted(stage.tomas.signsIn());
    expect(worthOf(stage)).toMatchObject({ kind: 'late', minutes: 5 });
  });

  it('counts where both give it the time', () => {
    const stage = inTwo(30);
    stage.clock.pass(10);
    accepted(stage.tomas.signsIn());
    expect(worthOf(stage).kind).toBe('counts');
  });
});
