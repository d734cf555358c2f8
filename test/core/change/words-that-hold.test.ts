/** Named concerns and the hold: what they keep shut, what they leave alone, and who lifts them. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/change/facts.ts';
import { labelRegistry, labelsOf } from '../../../src/core/desired/labels.ts';
import { HOLD_LABEL } from '../../../src/core/intent/intend-label.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, PEOPLE } from '../../support/change-people.ts';
import { CERT_ROTATION, EMERGENCY_PATCH, withAnswer } from '../../support/change-plans.ts';
import { verbsOf } from '../../support/change-verbs.ts';

type Stage = ReturnType<typeof setTheStage>;

function ninaWhoLabels(stage: Stage) {
  const actor: Actor = { ...PEOPLE.nina, permission: 'triage' };
  return verbsOf(actor, stage.act);
}

describe('a named concern', () => {
  it('holds approval until the last one is resolved, and then what was approved counts', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.worries('old-clients', 'Who has asked the carriers?'));
    accepted(stage.sora.worries('key-on-host'));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'concerns')).toMatchObject({
      kind: 'unmet',
      code: 'concern_open',
      facts: { by: ['lin-dev', 'sora-sec'], names: ['old-clients', 'key-on-host'] },
      who: ['lin-dev', 'sora-sec', 'maintainer'],
      next: '/chg resolve old-clients',
    });
    accepted(stage.lin.resolves('old-clients'));
    expect(stage.change.state).toBe('review');
    accepted(stage.sora.resolves('key-on-host'));
    expect(stage.types.slice(-2)).toEqual(['concern_resolved', 'approval_completed']);
    expect(stage.change.objections.map(({ name, lifted }) => [name, lifted?.by.login])).toEqual([
      ['old-clients', 'lin-dev'],
      ['key-on-host', 'sora-sec'],
    ]);
  });

  it('holds booking, start and merge as well, also while it runs', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart();
    accepted(stage.lin.worries('old-clients'));
    for (const act of ['schedule', 'start', 'merge'] as const)
      expect(stage.inTheWayOf(act)).toContain('concern_open');
    expect(answerOf(stage.mara.starts())).toBe('concern_open');
    accepted(stage.lin.resolves('old-clients'));
    accepted(stage.mara.starts());
    accepted(stage.lin.worries('error-rate'));
    expect(stage.inTheWayOf('merge')).toContain('concern_open');
    expect(stage.inTheWayOf('complete')).not.toContain('concern_open');
    expect(labelsOf(stage.change).map(({ name }) => name)).toContain('chg-flag/blocked');
  });

  it('holds an emergency like a block', () => {
    const stage = setTheStage();
    stage.given.draft(EMERGENCY_PATCH);
    accepted(stage.lin.worries('wrong-node'));
    expect(answerOf(stage.priya.starts('@dee-lead'))).toBe('concern_open');
    accepted(stage.lin.resolves('wrong-node'));
    accepted(stage.priya.starts('@dee-lead'));
    accepted(stage.lin.worries('again'));
    expect(stage.inTheWayOf('merge')).toContain('concern_open');
  });

  it('is resolved by somebody else only as an approver with a reason, and never by the author', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.worries('old-clients'));
    expect(answerOf(stage.sora.resolves('old-clients', 'fine'))).toBe('not_permitted');
    expect(answerOf(stage.tomas.resolves('old-clients'))).toBe('reason_required');
    const mara = verbsOf({ ...PEOPLE.mara, roles: ['engineer', 'maintainer', 'lead'] }, stage.act);
    expect(answerOf(mara.resolves('old-clients', 'I asked them'))).toBe('self_approval');
    accepted(stage.tomas.resolves('old-clients', 'all three answered'));
  });

  it('has a name of its own while it is open; afterwards the name is free', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.worries('old-clients'));
    const events = stage.log.length;
    accepted(stage.lin.worries('old-clients'));
    expect(stage.log).toHaveLength(events);
    expect(answerOf(stage.sora.worries('old-clients'))).toBe('already_done');
    accepted(stage.lin.resolves('old-clients'));
    accepted(stage.sora.worries('old-clients'));
    expect(stage.change.objections).toHaveLength(2);
  });

  it.each(['', 'Two Words', 'ümlaut', 'a'.repeat(41), '__proto__'])(
    'is not called “%s”',
    (name) => {
      const stage = setTheStage();
      stage.given.inReview();
      expect(answerOf(stage.lin.worries(name))).toBe('concern_unknown');
    },
  );

  it('that nobody raised is answered with those that are open; one without words is none', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.worries('old-clients'));
    expect(stage.lin.resolves('old-client')).toMatchObject({
      refusal: { code: 'concern_unknown', facts: { known: ['old-clients'] } },
    });
    expect(answerOf(stage.lin.worries('empty', ' '))).toBe('reason_required');
    expect(answerOf(stage.nina.worries('reader'))).toBe('not_permitted');
  });

  it('outlives an edit of the plan', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.worries('old-clients'));
    accepted(stage.mara.edits(withAnswer(CERT_ROTATION, 'failure', 'Pinned clients are warned.')));
    expect(stage.inTheWayOf('approve')).toContain('concern_open');
  });
});

describe('a change on hold', () => {
  it('neither starts nor merges, and loses nothing else', () => {
    const stage = setTheStage();
    stage.given.changeReadyToStart();
    const { approvals, window, steps } = stage.change;
    accepted(stage.lin.holds('the network team works there'));
    expect(answerOf(stage.mara.starts())).toBe('on_hold');
    expect(stage.inTheWayOf('merge')).toContain('on_hold');
    expect(stage.inTheWayOf('schedule')).not.toContain('on_hold');
    expect(stage.change).toMatchObject({ approvals, window, steps, state: 'scheduled' });
    accepted(stage.sora.unholds());
    accepted(stage.mara.starts());
  });

  it('shows the label that people set, which is one of ours', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(labelRegistry().map(({ name }) => name)).toContain(HOLD_LABEL);
    accepted(stage.lin.putsOnHold());
    expect(labelsOf(stage.change).map(({ name }) => name)).toContain(HOLD_LABEL);
    accepted(stage.lin.takesOffHold());
    expect(labelsOf(stage.change).map(({ name }) => name)).not.toContain(HOLD_LABEL);
  });

  it('is put there by whoever may label, and taken off by them or somebody with write access', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(stage.nina.holds())).toBe('not_permitted');
    accepted(ninaWhoLabels(stage).holds('customers call'));
    const rex = verbsOf({ ...PEOPLE.rex, permission: 'triage' }, stage.act);
    expect(rex.takesOffHold()).toMatchObject({
      refusal: { code: 'not_permitted', facts: { why: 'not_holder', who: ['nina-cs'] } },
    });
    accepted(ninaWhoLabels(stage).unholds());
    accepted(stage.nina.putsOnHold());
    accepted(stage.sora.takesOffHold());
    expect(stage.change.hold?.lifted?.by.login).toBe('sora-sec');
  });

  it('is nothing that a machine decides', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(answerOf(verbsOf(DEPLOYBOT, stage.act).putsOnHold())).toBe('not_permitted');
  });

  it('holds an emergency, which an engineer lifts in one word', () => {
    const stage = setTheStage();
    stage.given.draft(EMERGENCY_PATCH);
    accepted(stage.lin.holds());
    expect(answerOf(stage.priya.starts('@dee-lead'))).toBe('on_hold');
    accepted(stage.mara.unholds());
    accepted(stage.priya.starts('@dee-lead'));
  });

  it('stays on hold where nobody can tell which move of the label came last', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const at = stage.clock.now;
    accepted(stage.lin.putsOnHold({ occurredAt: at }));
    accepted(stage.lin.takesOffHold({ occurredAt: at }));
    expect(stage.change.hold?.lifted).toBeNull();
    const later = '2026-11-23T08:00:00Z';
    accepted(stage.lin.takesOffHold({ occurredAt: later }));
    expect(stage.change.hold?.lifted?.at).toBe(later);
    // An older label that is told late holds nothing any more.
    accepted(stage.lin.putsOnHold({ occurredAt: at }));
    expect(stage.change.hold?.lifted?.at).toBe(later);
  });

  it('is held once, however often the label is put on', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.lin.putsOnHold());
    const events = stage.log.length;
    accepted(stage.sora.putsOnHold());
    accepted(stage.tomas.holds('me too'));
    expect(stage.log).toHaveLength(events);
  });

  it('stays on hold after it was completed, for what is still to be merged', () => {
    const stage = setTheStage();
    stage.world.pulls = [pullFacts(701)];
    stage.given.runningChange();
    accepted(stage.lin.holds());
    expect(stage.inTheWayOf('merge')).toContain('on_hold');
    expect(stage.inTheWayOf('complete')).not.toContain('on_hold');
  });
});
