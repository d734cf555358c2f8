/** What the forge and the worker report, and what becomes of it. */
import { describe, expect, it } from 'vitest';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, pullFacts, setTheStage } from '../../support/change-kit.ts';
import { HOLDPOINT, PEOPLE, SOMEBODY } from '../../support/change-people.ts';

describe('closing the issue', () => {
  it('early does not end the change, and is kept as an exception', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.forge.reportsClosing(PEOPLE.nina));
    expect(stage.change).toMatchObject({
      state: 'approved',
      ended: null,
      exceptions: [{ kind: 'closed_early', by: { login: 'nina-cs' } }],
    });
    expect(stage.log.at(-1)?.data).toEqual({ closer: '9009' });
  });

  it('after the end is as it should be', () => {
    const stage = setTheStage();
    stage.given.endedChange('cancelled');
    expect(accepted(stage.forge.reportsClosing(PEOPLE.mara))).toEqual([]);
  });

  it('between rollback and recovery is early', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.mara.rollsBack());
    accepted(stage.forge.reportsClosing(PEOPLE.mara));
    expect(stage.types.at(-1)).toBe('closed_early');
  });
});

describe('tampering', () => {
  it('is kept as an exception with what and by whom, and changes nothing else', () => {
    const stage = setTheStage();
    const before = stage.given.inReview();
    accepted(
      stage.act(PEOPLE.lin, {
        type: 'note_tampering',
        surface: 'record',
        how: 'edited',
        detail: 'state line',
      }),
    );
    expect(stage.change.exceptions).toMatchObject([
      { kind: 'tampering', detail: 'record · edited · state line', by: { login: 'lin-dev' } },
    ]);
    expect({ ...stage.change, exceptions: [], lastSeq: 0, lastHash: '' }).toEqual({
      ...before,
      lastSeq: 0,
      lastHash: '',
    });
  });

  it('without end fills no log', () => {
    const stage = setTheStage();
    stage.given.inReview();
    for (let time = 0; time < 60; time += 1) {
      stage.act(PEOPLE.lin, {
        type: 'note_tampering',
        surface: 'state_label',
        how: 'moved',
        detail: '',
      });
    }
    expect(stage.types.filter((type) => type === 'tampering_found')).toHaveLength(50);
  });
});

describe('a tick for which nobody can be found', () => {
  it('is recorded for steps of the plan, and changes no step', () => {
    const stage = setTheStage();
    stage.given.runningChange();
    accepted(stage.act(SOMEBODY, { type: 'note_orphan_tick', step: 'E1' }));
    expect(stage.change.exceptions).toMatchObject([{ kind: 'orphan_tick', detail: 'E1' }]);
    expect(stage.change.steps['E1']).toBeUndefined();
    expect(accepted(stage.act(SOMEBODY, { type: 'note_orphan_tick', step: '<script>' }))).toEqual(
      [],
    );
  });
});

describe('an issue that is gone', () => {
  it('is noted once for each way it goes', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.act(PEOPLE.dee, { type: 'note_moved', how: 'transferred' }));
    expect(accepted(stage.act(PEOPLE.dee, { type: 'note_moved', how: 'transferred' }))).toEqual([]);
    accepted(stage.act(PEOPLE.dee, { type: 'note_moved', how: 'deleted' }));
    expect(stage.change.issueGone).toBe('deleted');
  });
});

describe('a delivery that cannot be worked off', () => {
  it('shuts every gate of the change until it is worked off or set aside', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    stage.given.inReview();
    accepted(
      stage.act(HOLDPOINT, {
        type: 'note_stopped',
        delivery: 'd-9',
        problem: 'unreadable payload',
      }),
    );
    expect(
      accepted(stage.act(HOLDPOINT, { type: 'note_stopped', delivery: 'd-9', problem: 'again' })),
    ).toEqual([]);
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    for (const purpose of [
      'submit',
      'approve',
      'schedule',
      'start',
      'merge',
      'complete',
    ] as const) {
      expect(stage.verdict(purpose, 'record_whole')).toMatchObject({
        kind: 'cannot_tell',
        facts: { unknown: 'record', deliveries: ['d-9'] },
      });
    }
    const restated = { type: 'note_restated', deliveries: ['d-9', 'd-7'] } as const;
    const events = accepted(stage.act(HOLDPOINT, restated));
    expect(events.map(({ type }) => type)).toEqual(['restated', 'approval_completed']);
    expect(events[0]?.data).toEqual({ deliveries: ['d-9'] });
    expect(accepted(stage.act(HOLDPOINT, restated))).toEqual([]);
  });

  it('is missing until each of them was worked off or set aside, and whoever set one aside is named', () => {
    const stage = setTheStage();
    stage.given.inReview();
    for (const delivery of ['d-1', 'd-2'])
      accepted(stage.act(HOLDPOINT, { type: 'note_stopped', delivery, problem: 'not readable' }));
    accepted(stage.tomas.approves());
    accepted(stage.act(HOLDPOINT, { type: 'note_restated', deliveries: ['d-1'] }));
    expect(stage.change.stopped.map(({ delivery }) => delivery)).toEqual(['d-2']);
    expect(stage.change.state).toBe('review');
    const aside = { type: 'note_set_aside', delivery: 'd-2', note: 'mara-ops: no change' } as const;
    const events = accepted(stage.act(HOLDPOINT, aside));
    expect(events.map(({ type }) => type)).toEqual(['delivery_set_aside', 'approval_completed']);
    expect(stage.change.exceptions.at(-1)).toMatchObject({
      kind: 'delivery_set_aside',
      detail: 'mara-ops: no change',
    });
    expect(accepted(stage.act(HOLDPOINT, aside))).toEqual([]);
  });
});

describe('a question', () => {
  it('is for everybody who may read, and records nothing', () => {
    const stage = setTheStage();
    stage.given.inReview();
    expect(accepted(stage.nina.says({ type: 'ask', what: 'status' }))).toEqual([]);
    expect(answerOf(stage.act({ ...PEOPLE.nina, roles: [] }, { type: 'ask', what: 'help' }))).toBe(
      'not_permitted',
    );
  });
});
