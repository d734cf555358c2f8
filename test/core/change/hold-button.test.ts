/** A second person's word by a button: it counts like the command, and owes what was seen. */
import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/core/gate/judge.ts';
import { openHold } from '../../../src/core/desired/open-hold.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { DEPLOYBOT, PEOPLE } from '../../support/change-people.ts';

type Stage = ReturnType<typeof setTheStage>;

function atHold(): Stage {
  const stage = setTheStage();
  stage.given.changeAtHold();
  return stage;
}

function pressed(stage: Stage, round = openHold(stage.change)?.round ?? 0) {
  return { type: 'confirm', step: 'E3', observed: '', pressed: round } as const;
}

function observationsOf(stage: Stage): unknown {
  const verdict = judge(stage.change, stage.factsFor(PEOPLE.tomas), 'complete').find(
    ({ gate }) => gate === 'observations',
  );
  return [verdict?.kind, verdict?.who, verdict?.next];
}

describe('a hold point confirmed by a button', () => {
  it('lets the work go on, says how it was confirmed, and holds no words', () => {
    const stage = atHold();
    expect(accepted(stage.act(PEOPLE.tomas, pressed(stage)))).toEqual([
      {
        type: 'hold_confirmed',
        data: { step: 'E3', channel: 'check_button' },
        texts: { observed: '' },
      },
    ]);
    expect(stage.change.steps['E3']?.hold).toMatchObject({ status: 'confirmed', observed: null });
    expect(openHold(stage.change)).toBeNull();
    accepted(stage.mara.does('E4'));
    // Pressed twice is said once.
    const again = { ...pressed(stage), pressed: stage.change.steps['E3']?.finished?.seq ?? 0 };
    expect(accepted(stage.act(PEOPLE.tomas, again))).toEqual([]);
    expect(answerOf(stage.act(PEOPLE.jonas, again))).toBe('already_done');
  });

  it('is not completed before whoever pressed, or another second person, has written what they saw', () => {
    const stage = atHold();
    accepted(stage.act(PEOPLE.tomas, pressed(stage)));
    expect(observationsOf(stage)).toEqual([
      'unmet',
      ['tomas-sre'],
      '/chg confirm E3 <what you saw>',
    ]);
    expect(answerOf(stage.mara.confirms('E3', 'I saw it'))).toBe('second_person_required');
    accepted(stage.tomas.confirms('E3', 'serial 02:E4'));
    expect(observationsOf(stage)).toEqual(['met', [], null]);
    expect(stage.change.steps['E3']?.hold?.observed).toBe('serial 02:E4');
    // What was written stays.
    expect(accepted(stage.tomas.confirms('E3', 'something else'))).toEqual([]);
  });

  it('of an earlier doing of the step confirms nothing, and says so', () => {
    const stage = atHold();
    const old = pressed(stage);
    accepted(stage.tomas.declines('E3'));
    accepted(stage.mara.does('E3'));
    expect(stage.act(PEOPLE.tomas, old)).toMatchObject({
      refusal: { code: 'out_of_order_step', facts: { step: 'E3', why: 'done_again' } },
    });
    expect(stage.change.steps['E3']?.hold?.status).toBe('waiting');
    accepted(stage.act(PEOPLE.tomas, pressed(stage)));
    expect(stage.change.steps['E3']?.hold?.status).toBe('confirmed');
  });

  it('by who did the step, by a machine or by whom nobody asked is refused', () => {
    const stage = atHold();
    expect(answerOf(stage.act(PEOPLE.mara, pressed(stage)))).toBe('second_person_required');
    expect(answerOf(stage.act(DEPLOYBOT, pressed(stage)))).toBe('not_permitted');
    expect(answerOf(stage.act(PEOPLE.nina, pressed(stage)))).toBe('not_permitted');
    expect(stage.change.steps['E3']?.hold?.status).toBe('waiting');
  });

  it('without a button wants words as ever', () => {
    const stage = atHold();
    expect(answerOf(stage.tomas.confirms('E3', ' '))).toBe('observation_missing');
  });
});
