// Where the policy asks for it, an approval counts only once its giver has signed in at the forge around it.
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/change/facts.ts';
import { desire } from '../../../src/core/desired/desire.ts';
import { judge } from '../../../src/core/gate/judge.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { signInAsked } from '../../../src/core/policy/sign-ins-due.ts';
import { tally } from '../../../src/core/policy/tally.ts';
import { accepted } from '../../support/change-beginnings.ts';
import {
  answerOf,
  minutesLater,
  pullFacts,
  setTheStage,
  type Stage,
} from '../../support/change-kit.ts';
import { REPO } from '../../support/change-verbs.ts';
import { EVERYBODY, HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import {
  CERT_ROTATION,
  EMERGENCY_PATCH,
  readable,
  withAnswer,
} from '../../support/change-plans.ts';

const STRICT: Policy = {
  ...DEFAULT_POLICY,
  version: 'file:0123456789ab',
  reauthentication: { categories: ['normal', 'emergency'], withinMinutes: 60 },
};
const ADDRESS = 'https://holdpoint.example.com/confirm?workspace=github:1&change=CHG-00001';

function strictStage(signInAt: string | null = ADDRESS): Stage {
  return setTheStage({ policy: STRICT, signInAt });
}

function approvalsOf(stage: Stage): readonly unknown[] {
  const { spoke } = tally(stage.change, stage.factsFor(HOLDPOINT));
  return spoke.map(({ approval, reason }) => [approval.by.login, reason]);
}

function verdictOf(stage: Stage): Record<string, unknown> {
  const verdicts = judge(stage.change, stage.factsFor(HOLDPOINT), 'approve');
  return { ...verdicts.find(({ gate }) => gate === 'approvals') };
}

describe('an approval, where whoever approves has to sign in', () => {
  it('does not count until they did, and the gate says who, where and until when', () => {
    const stage = strictStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    const { at = '' } = stage.change.approvals[0] ?? {};
    expect(stage.change.state).toBe('review');
    expect(approvalsOf(stage)).toEqual([['tomas-sre', 'reauthentication_due']]);
    expect(verdictOf(stage)).toMatchObject({
      kind: 'unmet',
      code: 'reauthentication_due',
      who: ['tomas-sre'],
      facts: {
        by: ['tomas-sre'],
        minutes: 60,
        address: ADDRESS,
        until: new Date(Date.parse(at) + 3_600_000).toISOString(),
      },
    });
  });

  it('counts as soon as they did, and nothing else is needed', () => {
    const stage = strictStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    const events = accepted(stage.tomas.signsIn()).map(({ type }) => type);
    expect(events).toEqual(['identity_confirmed', 'approval_completed']);
    expect(stage.change.state).toBe('approved');
    expect(approvalsOf(stage)).toEqual([['tomas-sre', null]]);
  });

  it('counts at once when they signed in shortly before, also before the submit', () => {
    const stage = strictStage();
    stage.given.draft();
    accepted(stage.tomas.signsIn());
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it.each([
    ['59 minutes before', -59, 'approved'],
    ['61 minutes before', -61, 'review'],
    ['59 minutes after', 59, 'approved'],
    ['61 minutes after', 61, 'review'],
  ])('a sign-in %s', (_name, minutes, state) => {
    const stage = strictStage();
    stage.given.inReview();
    if (minutes < 0) {
      accepted(stage.tomas.signsIn());
      stage.clock.pass(-minutes - 1);
      accepted(stage.tomas.approves());
    } else {
      accepted(stage.tomas.approves());
      stage.clock.pass(minutes - 1);
      accepted(stage.tomas.signsIn());
    }
    expect(stage.change.state).toBe(state);
  });

  it('is given anew once the time has passed, and people are asked as if nothing had been said', () => {
    const stage = strictStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    stage.clock.pass(120);
    expect(verdictOf(stage)).toMatchObject({ code: 'approval_missing' });
    accepted(stage.tomas.signsIn());
    expect(stage.change.state).toBe('review');
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is not made good by somebody else, not even by an account of the same human', () => {
    const stage = setTheStage({
      policy: { ...STRICT, linkedAccounts: [['tomas-sre', 'omar-dev']] },
      policyPeople: { teams: {}, people: { 'tomas-sre': '9004', 'omar-dev': '9008' } },
      signInAt: ADDRESS,
    });
    stage.given.inReview();
    accepted(stage.tomas.approves());
    accepted(stage.priya.signsIn());
    accepted(stage.omar.signsIn());
    expect(stage.change.state).toBe('review');
    accepted(stage.tomas.signsIn());
    expect(stage.change.state).toBe('approved');
  });

  it('is gone with the next edit, signed or not', () => {
    const stage = strictStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    accepted(stage.tomas.signsIn());
    accepted(stage.mara.edits(withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.')));
    expect(stage.change.state).toBe('review');
    expect(approvalsOf(stage)).toEqual([['tomas-sre', 'approval_stale']]);
  });

  it('is not signed by a sign-in for another text, however fresh: that one is signed anew', () => {
    const stage = strictStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    accepted(stage.tomas.signsIn());
    accepted(stage.mara.edits(withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.')));
    accepted(stage.tomas.approves());
    expect(approvalsOf(stage).at(-1)).toEqual(['tomas-sre', 'reauthentication_due']);
    expect(stage.change.state).toBe('review');
    accepted(stage.tomas.signsIn());
    expect(stage.change.state).toBe('approved');
  });

  it('is not signed by a sign-in for other commits', () => {
    const stage = strictStage();
    stage.world.pulls = [pullFacts(9)];
    stage.given.draft();
    stage.act(PEOPLE.mara, { type: 'link', ...REPO, pull: 9, head: 'head-of-9' });
    accepted(stage.mara.submits());
    accepted(stage.tomas.signsIn());
    stage.world.pulls = [pullFacts(9, { head: 'another-head' })];
    stage.forge.reportsPush(9, 'another-head');
    accepted(stage.tomas.approves());
    expect(approvalsOf(stage).at(-1)).toEqual(['tomas-sre', 'reauthentication_due']);
    accepted(stage.tomas.signsIn());
    expect(stage.change.state).toBe('approved');
  });

  it('stays good while the change goes on, however long that takes', () => {
    const stage = strictStage();
    stage.given.inReview();
    accepted(stage.tomas.approves());
    accepted(stage.tomas.signsIn());
    stage.clock.pass(24 * 60);
    expect(approvalsOf(stage)).toEqual([['tomas-sre', null]]);
  });

  it('is not asked to be signed in other categories', () => {
    const stage = setTheStage({
      policy: { ...STRICT, reauthentication: { categories: ['significant'], withinMinutes: 60 } },
    });
    stage.given.inReview();
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('says what is missing besides, where more than the sign-in is missing', () => {
    const stage = strictStage();
    stage.given.inReview();
    const categories = STRICT.categories.map((rule) => ({ ...rule, approvalsNeeded: 2 }));
    stage.world.policy = { ...STRICT, categories };
    accepted(stage.tomas.approves());
    expect(verdictOf(stage)).toMatchObject({
      code: 'approval_missing',
      facts: { unsigned: ['tomas-sre'], needed: 2, counted: 0 },
    });
  });
});

describe('signing in', () => {
  it.each([
    ['the author', 'mara'],
    ['a reader', 'nina'],
    ['an engineer who may not approve', 'lin'],
  ] as const)('writes nothing where %s does it', (_name, who) => {
    const stage = strictStage();
    stage.given.inReview();
    expect(accepted(stage[who].signsIn())).toEqual([]);
    expect(stage.change.state).toBe('review');
  });

  it('writes nothing where the policy does not ask for it, or where all is over', () => {
    const calm = setTheStage();
    calm.given.inReview();
    expect(accepted(calm.tomas.signsIn())).toEqual([]);
    const over = strictStage();
    over.given.inReview();
    accepted(over.mara.cancels());
    expect(accepted(over.tomas.signsIn())).toEqual([]);
  });

  it('writes nothing a second time within a minute, unless there is something else to sign', () => {
    const stage = strictStage();
    stage.given.inReview();
    const { now } = stage.clock;
    const signsAt = (at: string): number => {
      stage.clock.set(at);
      return accepted(stage.tomas.signsIn()).length;
    };
    expect(signsAt(now)).toBe(1);
    expect(signsAt(minutesLater(now, 0.5))).toBe(0);
    expect(signsAt(minutesLater(now, 1))).toBe(1);
    stage.clock.set(minutesLater(now, 1));
    accepted(stage.mara.edits(withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.')));
    expect(signsAt(minutesLater(now, 1.2))).toBe(1);
    expect(signsAt(minutesLater(now, 1.3))).toBe(0);
    stage.clock.set(minutesLater(now, 1.3));
    accepted(stage.tomas.approves());
    expect(signsAt(minutesLater(now, 1.4))).toBe(1);
  });

  it('cannot be told where it is not set up: at the submit already, for an admin to mend', () => {
    const stage = strictStage(null);
    stage.given.draft();
    expect(answerOf(stage.mara.submits())).toBe('evidence_unavailable');
    stage.world.signInAt = ADDRESS;
    accepted(stage.mara.submits());
    stage.world.signInAt = null;
    accepted(stage.tomas.approves());
    expect(verdictOf(stage)).toMatchObject({
      kind: 'cannot_tell',
      facts: { unknown: 'sign_in' },
      who: ['admin'],
    });
  });

  it('is asked of whoever approved in a comment of its own, which is gone when they did', () => {
    const stage = strictStage();
    stage.given.inReview();
    const keys = (): readonly string[] =>
      desire(stage.change, { facts: stage.factsFor(HOLDPOINT), titlePrefix: true })
        .announcements.filter(({ about }) => about.kind === 'sign_in')
        .map(({ notify }) => notify.join());
    expect(keys()).toEqual([]);
    accepted(stage.tomas.approves());
    expect(keys()).toEqual(['tomas-sre']);
    accepted(stage.tomas.signsIn());
    expect(keys()).toEqual([]);
  });
});

describe('a pull request in another repository, whose policy asks for a sign-in', () => {
  it('waits for it, from somebody who has a voice only there as well', () => {
    const place = { repoId: '77', repo: 'lighthouse/core' };
    const people = EVERYBODY.map((one): Actor => {
      const roles = one.id === PEOPLE.nina.id ? (['engineer', 'maintainer'] as const) : one.roles;
      return { ...one, roles };
    });
    const pull = pullFacts(9, { repoId: place.repoId });
    const elsewhere = [{ ...place, policy: STRICT, people }];
    const stage = setTheStage({ pulls: [pull], elsewhere, signInAt: ADDRESS });
    stage.given.draft();
    stage.act(PEOPLE.mara, { type: 'link', ...place, pull: 9, head: pull.head });
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(signInAsked(stage.change, stage.factsFor(HOLDPOINT))).toMatchObject({
      minutes: 60,
      due: [{ by: { login: 'tomas-sre' } }],
    });
    expect(accepted(stage.nina.signsIn())).toHaveLength(1);
    accepted(stage.tomas.signsIn());
    expect(stage.change.state).toBe('approved');
  });
});

describe('the word for an emergency', () => {
  it('is confirmed by somebody who signed in before', () => {
    const stage = strictStage();
    accepted(stage.sora.opens(readable(EMERGENCY_PATCH)));
    accepted(stage.sora.starts());
    expect(answerOf(stage.dee.authorises())).toBe('reauthentication_due');
    accepted(stage.dee.signsIn());
    accepted(stage.dee.authorises());
    expect(stage.change.emergency?.authorised?.by.login).toBe('dee-lead');
  });

  it('is not signed by a sign-in for what the plan said before the start', () => {
    const stage = strictStage();
    accepted(stage.sora.opens(readable(EMERGENCY_PATCH)));
    accepted(stage.dee.signsIn());
    accepted(stage.sora.edits(withAnswer(EMERGENCY_PATCH, 'failure', 'Nobody can connect.')));
    accepted(stage.sora.starts());
    expect(answerOf(stage.dee.authorises())).toBe('reauthentication_due');
  });
});
