/** What an emergency owes afterwards: its tasks, what shows that one is done, and who is called when they are late. */
import { describe, expect, it } from 'vitest';
import { timersOf } from '../../../src/core/change/timers.ts';
import { desire } from '../../../src/core/desired/desire.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { DutyRule } from '../../../src/core/policy/rule.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT } from '../../support/change-people.ts';
import { EMERGENCY_PATCH } from '../../support/change-plans.ts';

type Stage = ReturnType<typeof setTheStage>;

/** One of the shipped policy by its id, or one of our own by what proves it and its hours. */
type Owed = string | readonly [DutyRule['proof'], number];

function owing(...duties: readonly Owed[]): Stage {
  const rules = duties.map((duty, at): DutyRule => {
    if (typeof duty === 'string') return shipped(duty);
    const [proof, withinHours] = duty;
    return { id: `duty-${String(at)}`, title: `Task of ${proof}`, proof, withinHours };
  });
  const policy: Policy = { ...DEFAULT_POLICY, duties: rules };
  const stage = setTheStage({ policy });
  stage.given.runningEmergency();
  return stage;
}

function shipped(id: string): DutyRule {
  const rule = DEFAULT_POLICY.duties.find((duty) => duty.id === id);
  if (rule === undefined) throw new Error(`the shipped policy has no duty ${id}`);
  return rule;
}

function endedOwing(...duties: readonly Owed[]): Stage {
  const stage = owing(...duties);
  for (const id of ['E1', 'E2']) accepted(stage.priya.does(id));
  accepted(stage.tomas.confirms('E2'));
  for (const id of ['E3', 'V1']) accepted(stage.priya.does(id));
  accepted(stage.priya.completes());
  return stage;
}

function desired(stage: Stage) {
  return desire(stage.change, { facts: stage.factsFor(HOLDPOINT), titlePrefix: true });
}

function open(stage: Stage): readonly string[] {
  const duties = stage.change.emergency?.duties ?? [];
  return duties.filter(({ done }) => done === null).map(({ id }) => id);
}

describe('the tasks of an emergency', () => {
  it('are fixed at its start, each with a deadline of its own', () => {
    const stage = owing(['word', 24], ['checks', 48]);
    const start = stage.change.started?.at ?? '';
    stage.world.policy = DEFAULT_POLICY;
    const due = (hours: number): string =>
      new Date(Date.parse(start) + hours * 3_600_000).toISOString();
    expect(stage.change.emergency?.duties).toMatchObject([
      { id: 'D1', rule: 'duty-0', title: 'Task of word', proof: 'word', dueAt: due(24) },
      { id: 'D2', rule: 'duty-1', title: 'Task of checks', proof: 'checks', dueAt: due(48) },
    ]);
    expect(timersOf(stage.change)).toContainEqual({ name: 'duties_due', dueAt: due(24) });
  });

  it('are done in words, by any engineer, and known once', () => {
    const stage = endedOwing('regressions');
    expect(answerOf(stage.nina.fulfils('D1'))).toBe('not_permitted');
    expect(answerOf(stage.lin.fulfils('D1', ' '))).toBe('observation_missing');
    expect(answerOf(stage.lin.fulfils('D7'))).toBe('step_unknown');
    accepted(stage.lin.fulfils('D1', 'two hosts: gw-1 and gw-2'));
    expect(stage.change.emergency?.duties[0]?.done).toMatchObject({
      by: { login: 'lin-dev' },
      seen: false,
      what: 'two hosts: gw-1 and gw-2',
    });
    expect(answerOf(stage.sora.fulfils('D1'))).toBe('already_done');
  });

  it('that were ticked still want words', () => {
    const stage = endedOwing(['word', 24]);
    accepted(stage.lin.ticksDuty('D1'));
    expect(open(stage)).toEqual(['D1']);
    expect(stage.change.emergency?.duties[0]?.ticked?.by.login).toBe('lin-dev');
    accepted(stage.lin.fulfils('D1'));
    expect(open(stage)).toEqual([]);
  });

  it('are seen where they can be: a pull request that is linked, also after the end', () => {
    const stage = endedOwing('pull_request');
    expect(answerOf(stage.lin.fulfils('D1', 'I opened one'))).toBe('duty_unproven');
    stage.forge.shows(pullFacts(701));
    accepted(stage.lin.links(701));
    expect(stage.types.slice(-2)).toEqual(['pull_linked', 'duty_done']);
    expect(stage.change.emergency?.duties[0]?.done).toMatchObject({ seen: true });
  });

  it('are seen where they can be: checks that passed at the head that was merged', () => {
    const stage = owing('checks');
    stage.forge.shows(pullFacts(701, { checks: 'failed' }));
    accepted(stage.lin.links(701));
    stage.forge.shows(pullFacts(701, { checks: 'passed' }));
    accepted(stage.forge.asksAgain());
    expect(open(stage)).toEqual(['D1']);
    stage.forge.shows(pullFacts(701, { checks: 'failed', merged: true, open: false }));
    accepted(stage.forge.reportsMerge(701));
    expect(open(stage)).toEqual(['D1']);
    stage.forge.shows();
    accepted(stage.forge.asksAgain());
    expect(open(stage)).toEqual(['D1']);
    stage.forge.shows(pullFacts(701, { checks: 'passed', merged: true, open: false }));
    accepted(stage.forge.asksAgain());
    expect(open(stage)).toEqual([]);
  });

  it('are seen where they can be: the incident that the plan names; otherwise it is named in words', () => {
    const stage = owing('justification');
    accepted(stage.forge.asksAgain());
    expect(open(stage)).toEqual(['D1']);
    accepted(stage.lin.fulfils('D1', 'INC-2041, first paragraph'));
    const named = setTheStage({ policy: stage.world.policy });
    const { answers } = EMERGENCY_PATCH;
    named.given.runningEmergency({
      ...EMERGENCY_PATCH,
      answers: { ...answers, incident: 'INC-2041' },
    });
    accepted(named.forge.asksAgain());
    expect(named.change.emergency?.duties[0]?.done).toMatchObject({ seen: true, what: 'INC-2041' });
  });

  it('keep the record open about what is owed, while the review can be given already', () => {
    const stage = endedOwing('credentials', 'regressions');
    expect(desired(stage).record.reminders.map(({ kind }) => kind)).toContain('duties_owed');
    accepted(stage.dee.authorises());
    accepted(stage.jonas.reviewsAfterwards());
    expect(desired(stage).record.situation).toMatchObject({
      kind: 'duties_owed',
      ids: ['D1', 'D2'],
      overdue: false,
    });
    expect(desired(stage).labels.map(({ name }) => name)).toContain('chg-flag/post-review-due');
    accepted(stage.lin.fulfils('D1'));
    accepted(stage.lin.fulfils('D2'));
    expect(desired(stage).record.situation.kind).toBe('ended');
    expect(desired(stage).labels.map(({ name }) => name)).not.toContain('chg-flag/post-review-due');
  });

  it('stand in the evidence as they were at the end, and once more when the last is done', () => {
    const stage = endedOwing(['word', 24], ['word', 24]);
    const before = desired(stage).evidence;
    accepted(stage.lin.fulfils('D1', 'gw-1 and gw-2'));
    accepted(stage.lin.fulfils('D2', 'nothing broke'));
    const after = desired(stage).evidence;
    expect(after?.digest).toBe(before?.digest);
    expect(before?.record.emergency?.duties).toMatchObject([{ done: null }, { done: null }]);
    expect(after?.addenda.at(-1)?.addendum).toMatchObject({
      kind: 'duties',
      late: false,
      text: 'D1 Task of word: gw-1 and gw-2\nD2 Task of word: nothing broke',
    });
  });
});

describe('tasks that are late', () => {
  it('call who did it, again after one day, three days and then every week, until they are done', () => {
    const stage = endedOwing('post_incident_review');
    const start = Date.parse(stage.change.started?.at ?? '');
    const hours: number[] = [];
    for (let call = 0; call < 5; call += 1) {
      const { dueAt = '' } = timersOf(stage.change).find(({ name }) => name === 'duties_due') ?? {};
      hours.push((Date.parse(dueAt) - start) / 3_600_000);
      stage.clock.set(dueAt);
      accepted(stage.forge.firesTimer('duties_due'));
    }
    expect(hours).toEqual([24, 48, 96, 264, 432]);
    const called = desired(stage).announcements.filter(({ key }) => key.startsWith('duties:'));
    expect(called).toHaveLength(1);
    expect(called[0]?.notify.slice(0, 2)).toEqual(['priya-net', 'sora-sec']);
    expect(called[0]?.notify.length).toBeGreaterThan(2);
    expect(stage.change.exceptions.filter(({ kind }) => kind === 'duties_overdue')).toHaveLength(1);
    accepted(stage.lin.fulfils('D1'));
    expect(timersOf(stage.change).map(({ name }) => name)).not.toContain('duties_due');
    expect(desired(stage).announcements.map(({ key }) => key.split(':')[0])).not.toContain(
      'duties',
    );
  });

  it('are no business of a timer that comes early', () => {
    const stage = endedOwing(['word', 24]);
    accepted(stage.forge.firesTimer('duties_due'));
    expect(stage.types).not.toContain('duties_became_overdue');
  });
});
