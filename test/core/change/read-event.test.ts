/** Reading the log back: what is erased, what is unknown, what is broken. */
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../../src/core/audit/event.ts';
import { BrokenInvariantError } from '../../../src/core/change/broken-invariant.ts';
import { EVENT_SHAPES } from '../../../src/core/change/event-shapes.ts';
import { evolve } from '../../../src/core/change/evolve.ts';
import { readEvent } from '../../../src/core/change/read-event.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { setTheStage } from '../../support/change-kit.ts';
import { UNREADABLE } from '../../support/change-plans.ts';

function replay(log: readonly StoredEvent[]): Change | null {
  return log.reduce<Change | null>((state, event) => evolve(state, event), null);
}

function erased(log: readonly StoredEvent[]): readonly StoredEvent[] {
  return log.map((event) => ({
    ...event,
    actor: { ...event.actor, login: '(erased)' },
    texts: Object.fromEntries(Object.keys(event.texts).map((name) => [name, null])),
  }));
}

describe('an erased log', () => {
  it('still folds, and says redacted where words were', () => {
    const stage = setTheStage();
    stage.given.completedChange();
    const change = replay(erased(stage.log));
    expect(change).toMatchObject({
      state: 'completed',
      title: '[redacted]',
      author: { id: '9001', login: '[redacted]' },
      operator: { id: '9001', login: '(erased)' },
      closure: { code: 'successful', notes: '[redacted]' },
      plan: {
        category: 'normal',
        secondPerson: '[redacted]',
        assets: ['[redacted]'],
        answers: { why: '[redacted]' },
        window: { zone: 'Europe/Berlin' },
      },
    });
    expect(change?.planInForce?.steps[4]).toMatchObject({
      id: 'E3',
      tags: ['hold'],
      text: '[redacted]',
      minutes: 5,
    });
    expect(change?.steps['E3']).toMatchObject({
      observed: '[redacted]',
      hold: { status: 'confirmed', observed: '[redacted]' },
    });
  });

  it('keeps its structure: digests, states, times and counts are those of the whole log', () => {
    const stage = setTheStage();
    const whole = stage.given.completedChange();
    const change = replay(erased(stage.log));
    expect(change?.digest).toBe(whole.digest);
    expect(change?.times).toEqual(whole.times);
    expect(Object.keys(change?.steps ?? {})).toEqual(Object.keys(whole.steps));
  });

  it('forgets the problems of a plan that could not be read', () => {
    const stage = setTheStage();
    stage.mara.opens(UNREADABLE);
    expect(replay(erased(stage.log))).toMatchObject({ plan: null, problems: [] });
  });
});

describe('an event that cannot be folded', () => {
  const stage = setTheStage();
  stage.given.inReview();
  const [opened, recorded, submitted] = stage.log as [StoredEvent, StoredEvent, StoredEvent];

  it('of an unknown type stops, naming number and type', () => {
    const foreign = { ...submitted, seq: 77, type: 'teleported' };
    expect(() => evolve(stage.change, foreign)).toThrow(BrokenInvariantError);
    expect(() => evolve(stage.change, foreign)).toThrow(
      'event 77 (teleported): a type that this version does not know',
    );
    expect(() => readEvent({ ...submitted, type: '__proto__' })).toThrow(BrokenInvariantError);
  });

  it('without a field, or with one of another kind, stops, naming the field', () => {
    expect(() => readEvent({ ...submitted, data: {} })).toThrow(
      'event 3 (submitted): data.digest is missing or of another kind',
    );
    expect(() => readEvent({ ...opened, data: { ...opened.data, issue: '12' } })).toThrow(
      'data.issue',
    );
    expect(() => readEvent({ ...opened, texts: {} })).toThrow('the text "title" is missing');
  });

  it('before the change was opened, or opening it twice, stops', () => {
    expect(() => evolve(null, submitted)).toThrow(
      'the first event of a change must be change_opened',
    );
    expect(() => evolve(stage.change, opened)).toThrow('a change that was opened before');
    expect(() => evolve(null, { ...opened, change: null })).toThrow('a change without a number');
  });

  it('with a plan that is not one stops', () => {
    const broken = { ...recorded, data: { ...recorded.data, plan: { form: 'change/1' } } };
    expect(() => evolve(replay([opened]), broken)).toThrow(
      'event 2 (plan_recorded): plan: expected a list for answers',
    );
  });
});

describe('the shapes of events', () => {
  it('are in the past tense, and snake case', () => {
    for (const type of Object.keys(EVENT_SHAPES)) expect(type).toMatch(/^[a-z]+(_[a-z]+)*$/u);
  });
});
