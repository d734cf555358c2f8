/** Hold points: who may be the second person, what they must bring, and what they can say. */
import { describe, expect, it } from 'vitest';
import { evolve } from '../../../src/core/change/evolve.ts';
import { mayBeSecond, unfitSecond } from '../../../src/core/change/second-person.ts';
import type { Facts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, EVERYBODY, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, step, WINDOW } from '../../support/change-plans.ts';

const UNNAMED = {
  ...CERT_ROTATION,
  secondPerson: null,
  steps: [step('E1', 'Look', { tags: ['hold'] }), step('E2', 'Go on')],
};

/** At its hold, with a second person named. */
function atHold(stage: ReturnType<typeof setTheStage>, secondPerson: string): void {
  stage.given.runningChange({ ...UNNAMED, secondPerson });
  accepted(stage.mara.does('E1'));
}

describe('confirming', () => {
  it('takes a second person with an observation of their own', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(answerOf(stage.tomas.confirms('E3', ' '))).toBe('observation_missing');
    accepted(stage.tomas.confirms('E3', 'I see 02:E4 from my phone'));
    expect(stage.change.steps['E3']?.hold).toMatchObject({
      status: 'confirmed',
      observed: 'I see 02:E4 from my phone',
      stamp: { by: { login: 'tomas-sre' } },
    });
    expect(accepted(stage.tomas.confirms('E3'))).toEqual([]);
    expect(answerOf(stage.jonas.confirms('E3'))).toBe('already_done');
  });

  it('by who did the step is refused and kept as an exception', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    const decision = stage.mara.confirms('E3', 'I see it myself');
    expect(decision).toMatchObject({
      refusal: { code: 'second_person_required', facts: { step: 'E3', doer: 'mara-ops' } },
    });
    expect(stage.change.exceptions).toMatchObject([
      { kind: 'second_person_refused', detail: 'E3' },
    ]);
  });

  it('by who took over the login that the plan names is refused; whom it meant still confirms', () => {
    const stage = setTheStage();
    atHold(stage, 'Jonas-DBA');
    const taken = { ...PEOPLE.lin, login: 'jonas-dba' };
    const renamed = { ...PEOPLE.jonas, login: 'jonas-renamed', roles: PEOPLE.lin.roles };
    const confirm = { type: 'confirm', step: 'E1', observed: 'I see it' } as const;
    expect(stage.act(taken, confirm)).toMatchObject({
      refusal: { code: 'not_permitted', facts: { why: 'not_second_person' } },
    });
    accepted(stage.act(renamed, confirm));
  });

  it('by whom the plan named before they had joined is one; who takes their login over later is not', () => {
    const confirm = { type: 'confirm', step: 'E1', observed: 'I see it' } as const;
    const joined = { ...PEOPLE.lin, login: 'new-hire' };
    const late = setTheStage();
    atHold(late, 'new-hire');
    expect(late.verdict('merge', 'holds').who).toEqual(['maintainer']);
    late.world.people = [...EVERYBODY, joined];
    expect(late.verdict('merge', 'holds').who).toEqual(['new-hire', 'maintainer']);
    accepted(late.act(joined, confirm));
    const stage = setTheStage();
    stage.given.inReview({ ...UNNAMED, secondPerson: 'new-hire' });
    expect(stage.change.secondIds).toEqual({});
    stage.world.people = [...EVERYBODY, joined];
    accepted(stage.tomas.approves());
    stage.clock.set(WINDOW.start);
    accepted(stage.mara.starts());
    accepted(stage.mara.does('E1'));
    expect(
      answerOf(stage.act({ ...PEOPLE.jonas, login: 'new-hire', roles: joined.roles }, confirm)),
    ).toBe('not_permitted');
    accepted(stage.act(joined, confirm));
  });

  it('is asked for under the name of today, and never of who took over the name', () => {
    const stage = setTheStage();
    atHold(stage, 'Jonas-DBA');
    const others = EVERYBODY.filter(({ id }) => id !== PEOPLE.jonas.id && id !== PEOPLE.lin.id);
    const taken = { ...PEOPLE.lin, login: 'jonas-dba' };
    stage.world.people = [...others, taken, { ...PEOPLE.jonas, login: 'jonas-renamed' }];
    expect(stage.verdict('merge', 'holds').who).toEqual(['jonas-renamed', 'maintainer']);
    stage.world.people = [...others, taken];
    expect(stage.verdict('merge', 'holds').who).toEqual(['maintainer']);
    expect(stage.act(taken, { type: 'confirm', step: 'E1', observed: 'ok' })).toMatchObject({
      refusal: { facts: { who: ['maintainer'] } },
    });
    stage.world.people = null;
    expect(stage.verdict('merge', 'holds').who).toEqual(['Jonas-DBA', 'maintainer']);
    expect(stage.act(taken, { type: 'decline', step: 'E1', observed: 'no' })).toMatchObject({
      refusal: { facts: { who: ['maintainer'] } },
    });
  });

  it('goes by the login where a log does not tell whose it was', () => {
    const stage = setTheStage();
    atHold(stage, 'lin-dev');
    const old = stage.log.map((event) => {
      const { second, ...data } = event.data;
      return second === undefined ? event : { ...event, data };
    });
    const change = old.reduce<Change | null>((state, event) => evolve(state, event), null);
    expect(change?.secondIds).toEqual({});
    expect(stage.change.secondIds).toEqual({ 'lin-dev': PEOPLE.lin.id });
    if (change !== null) expect(mayBeSecond(change, DEFAULT_POLICY, PEOPLE.lin)).toBe(true);
  });

  it('by who wrote down what was seen is refused as well', () => {
    const stage = setTheStage();
    stage.given.runningChange(UNNAMED);
    accepted(stage.mara.ticks('E1'));
    accepted(stage.mara.handsOverTo(PEOPLE.jonas));
    accepted(stage.jonas.accepts());
    accepted(stage.jonas.observes('E1', 'chain complete'));
    expect(answerOf(stage.jonas.confirms('E1'))).toBe('second_person_required');
    accepted(stage.sora.confirms('E1'));
  });

  it('is for the person whom the plan names, or for a maintainer or lead', () => {
    const plan = { ...CERT_ROTATION, secondPerson: 'Sora-Sec' };
    for (const [name, answer] of [
      ['sora', 'accepted'],
      ['jonas', 'accepted'],
      ['dee', 'accepted'],
      ['lin', 'not_permitted'],
      ['nina', 'not_permitted'],
      ['rex', 'not_permitted'],
    ] as const) {
      const stage = setTheStage();
      stage.given.runningChange(plan);
      for (const id of ['E1', 'E2', 'E3']) accepted(stage.mara.does(id));
      expect([name, answerOf(stage[name].confirms('E3'))]).toEqual([name, answer]);
    }
  });

  it('is asked of those who may, not of everybody with access', () => {
    const stage = setTheStage();
    const change = stage.given.runningChange(UNNAMED);
    const asked = EVERYBODY.filter((person) => mayBeSecond(change, stage.world.policy, person));
    expect(asked.map(({ login }) => login)).not.toContain('nina-cs');
    expect(asked.map(({ login }) => login)).toContain('lin-dev');
  });

  it('is for any engineer when the plan names nobody', () => {
    const stage = setTheStage();
    stage.given.runningChange(UNNAMED);
    accepted(stage.mara.does('E1'));
    accepted(stage.lin.confirms('E1'));
  });

  it('is for the author, when somebody else did the step', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart(UNNAMED);
    accepted(stage.lin.starts());
    accepted(stage.lin.does('E1'));
    accepted(stage.mara.confirms('E1'));
  });

  it('is never for a machine', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(answerOf(stage.act(DEPLOYBOT, { type: 'confirm', step: 'E3', observed: 'green' }))).toBe(
      'not_permitted',
    );
  });

  it('comes after the step, and only for hold points', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(answerOf(stage.tomas.confirms('E3'))).toBe('out_of_order_step');
    expect(stage.tomas.confirms('E1')).toMatchObject({
      refusal: { code: 'step_unknown', facts: { why: 'not_a_hold' } },
    });
  });

  it('goes on while the run is paused: somebody may look while others wait', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    accepted(stage.lin.pauses());
    accepted(stage.tomas.confirms('E3'));
    expect(answerOf(stage.mara.does('E4'))).toBe('change_paused');
  });
});

describe('declining', () => {
  it('leaves the hold open: the step is done again, and somebody looks again', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(answerOf(stage.tomas.declines('E3', ''))).toBe('observation_missing');
    accepted(stage.tomas.declines('E3', 'I see the old serial'));
    expect(stage.change.steps['E3']?.hold).toMatchObject({
      status: 'declined',
      observed: 'I see the old serial',
    });
    expect(answerOf(stage.mara.does('E4'))).toBe('out_of_order_step');
    expect(answerOf(stage.mara.completes())).toBe('required_steps_open');
    expect(stage.inTheWayOf('complete')).toContain('hold_point_open');
    accepted(stage.mara.does('E3', 'flushed the cache, new serial'));
    expect(stage.change.steps['E3']).toMatchObject({
      observed: 'flushed the cache, new serial',
      hold: { status: 'waiting' },
    });
    accepted(stage.tomas.confirms('E3'));
  });

  it('is not for who did the step', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(answerOf(stage.mara.declines('E3'))).toBe('second_person_required');
  });

  it('by mistake is followed by a confirmation', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    accepted(stage.tomas.declines('E3'));
    accepted(stage.tomas.confirms('E3', 'I looked at the wrong node'));
    accepted(stage.mara.does('E4'));
  });
});

describe('waiving', () => {
  it('is an act of an approver who did not do the step, with a reason, kept as an exception', () => {
    const stage = setTheStage();
    stage.given.changeAtHold();
    expect(answerOf(stage.lin.waives('E3'))).toBe('not_permitted');
    expect(answerOf(stage.dee.waives('E3', ''))).toBe('reason_required');
    accepted(stage.dee.waives('E3', 'it can be undone in a minute'));
    expect(stage.change.steps['E3']?.hold).toMatchObject({
      status: 'waived',
      observed: 'it can be undone in a minute',
    });
    expect(stage.change.exceptions.at(-1)).toMatchObject({ kind: 'hold_waived', detail: 'E3' });
    accepted(stage.mara.does('E4'));
  });

  it('is not for a maintainer who did the step', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart();
    accepted(stage.jonas.starts());
    for (const id of ['E1', 'E2', 'E3']) accepted(stage.jonas.does(id));
    expect(answerOf(stage.jonas.waives('E3'))).toBe('second_person_required');
  });

  it('cannot be done in advance', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    expect(answerOf(stage.dee.waives('E3'))).toBe('out_of_order_step');
  });
});

describe('an open hold', () => {
  it('keeps a linked pull request from being merged from the moment the work reaches it', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.draft();
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(stage.inTheWayOf('merge')).toEqual(['not_in_state']);
    for (const id of ['P1', 'P2']) accepted(stage.mara.does(id));
    stage.clock.set('2026-11-22T03:30:00Z');
    accepted(stage.mara.starts());
    expect(stage.inTheWayOf('merge')).toEqual([]);
    accepted(stage.mara.does('E1'));
    accepted(stage.mara.does('E2'));
    expect(stage.verdict('merge', 'holds')).toMatchObject({
      kind: 'unmet',
      facts: { steps: ['E3'], who: ['tomas-sre', 'maintainer'] },
      next: '/chg confirm E3 <what you see>',
    });
    accepted(stage.mara.does('E3'));
    expect(stage.inTheWayOf('merge')).toEqual(['hold_point_open']);
    accepted(stage.tomas.confirms('E3'));
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });
});

describe('a named second person who could confirm nothing', () => {
  it('is told where everybody is listed, and not guessed where they are not, or the name was erased', () => {
    const told = (secondPerson: string, more: Partial<Facts> = {}): string | undefined => {
      const stage = setTheStage();
      stage.given.draft({ ...UNNAMED, secondPerson });
      return unfitSecond(stage.change, { ...stage.factsFor(PEOPLE.mara), ...more })?.why;
    };
    expect(told('nobody-at-all')).toBe('nobody');
    expect(told(PEOPLE.nina.login)).toBe('role');
    expect(told(PEOPLE.tomas.login)).toBeUndefined();
    expect(told('nobody-at-all', { people: null })).toBeUndefined();
    expect(told('nobody-at-all', { peopleAreSome: true })).toBeUndefined();
    expect(told(PEOPLE.nina.login, { peopleAreSome: true })).toBe('role');
    expect(told('[redacted]')).toBeUndefined();
  });
});
