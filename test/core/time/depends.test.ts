/** What somebody adds to what a change waits for, and takes off again: what is refused, and what becomes of approvals. */
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../src/core/change/command.ts';
import { readDepends } from '../../../src/core/intent/read-depends.ts';
import { bookingsOf } from '../../../src/core/time/booking.ts';
import { dependenciesOf } from '../../../src/core/time/dependencies.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../../support/change-kit.ts';
import { CERT_ROTATION, withAnswer } from '../../support/change-plans.ts';
import { neighbour, neighbours } from '../../support/neighbours.ts';

const on = (
  other: number,
  kind: 'order' | 'outcome' = 'order',
  via: 'command' | 'forge' = 'command',
): Command => ({ type: 'depend', other, kind, via });
const off = (other: number, via: 'command' | 'forge' = 'command'): Command => ({
  type: 'undepend',
  other,
  via,
});

const FIVE = neighbours({ upstream: [neighbour(5)] });
const waits = (stage: ReturnType<typeof setTheStage>): readonly string[] =>
  dependenciesOf(stage.change).map(({ text, kind, where }) => `${text} ${kind} ${where}`);

describe('a dependency that is said', () => {
  it('holds up the start like one of the plan, and is found by the other change', () => {
    const stage = setTheStage({ neighbours: FIVE });
    stage.given.changeReadyToStart();
    accepted(stage.lin.says(on(5)));
    expect(waits(stage)).toEqual(['CHG-00005 order command']);
    expect(bookingsOf(stage.change)).toContainEqual(
      expect.objectContaining({ kind: 'change', subject: '5' }),
    );
    expect(answerOf(stage.mara.starts())).toBe('dependencies_unmet');
    stage.world.neighbours = neighbours({ upstream: [neighbour(5, { state: 'completed' })] });
    accepted(stage.mara.starts());
  });

  it('is said once, and more strictly if somebody wants', () => {
    const stage = setTheStage({ neighbours: FIVE });
    stage.given.draft(withAnswer(CERT_ROTATION, 'dependencies', 'CHG-00005'));
    expect(accepted(stage.lin.says(on(5)))).toEqual([]);
    accepted(stage.lin.says(on(5, 'outcome')));
    expect(waits(stage)).toEqual(['CHG-00005 outcome plan']);
    expect(accepted(stage.lin.says(on(5, 'order')))).toEqual([]);
  });

  it('is refused where there is no such change, and where it would close a circle', () => {
    const round = [neighbour(5, { waitsFor: [6] }), neighbour(6, { waitsFor: [1] })];
    const stage = setTheStage({ neighbours: neighbours({ upstream: round }) });
    stage.given.draft();
    expect(answerOf(stage.lin.says(on(9)))).toBe('dependency_unknown');
    expect(stage.lin.says(on(5))).toMatchObject({
      refusal: {
        code: 'dependency_cycle',
        facts: { circle: ['CHG-00001', 'CHG-00005', 'CHG-00006', 'CHG-00001'] },
      },
    });
    expect(answerOf(stage.lin.says(on(1)))).toBe('dependency_cycle');
    expect(waits(stage)).toEqual([]);
  });

  it('is for people who may write, before the work begins; not to be told is not to know', () => {
    const stage = setTheStage({ neighbours: FIVE });
    stage.given.runningChange();
    expect(answerOf(stage.lin.says(on(5)))).toBe('not_in_state');
    const blind = setTheStage();
    blind.given.draft();
    expect(answerOf(blind.lin.says(on(5)))).toBe('evidence_unavailable');
  });

  it('takes no approval away, and leaves none that was given beside it', () => {
    const stage = setTheStage({ neighbours: FIVE });
    stage.given.approvedChange();
    accepted(stage.lin.says(on(5, 'outcome', 'forge')));
    expect(stage.change.state).toBe('approved');
    // Added afterwards, nobody has relied on it.
    accepted(stage.lin.says(off(5)));
    expect([stage.change.state, waits(stage)]).toEqual(['approved', []]);
    const relied = setTheStage({ neighbours: FIVE });
    relied.given.inReview();
    accepted(relied.lin.says(on(5)));
    accepted(relied.tomas.approves());
    expect(relied.change.state).toBe('approved');
    accepted(relied.lin.says(off(5, 'forge')));
    expect([relied.change.state, waits(relied)]).toEqual(['review', []]);
  });

  it('is taken off where it was said: the plan goes on saying what it says', () => {
    const stage = setTheStage({ neighbours: FIVE });
    stage.given.draft(withAnswer(CERT_ROTATION, 'dependencies', 'CHG-00005'));
    expect(stage.lin.says(off(5))).toMatchObject({ refusal: { code: 'dependency_unknown' } });
    // On the forge it was only the mirror that went.
    expect(accepted(stage.lin.says(off(5, 'forge')))).toEqual([]);
    expect(waits(stage)).toEqual(['CHG-00005 order plan']);
  });
});

describe('`/chg depends`', () => {
  it('names a change and how, in whole words', () => {
    expect(readDepends('depends', 'chg-5')).toEqual(on(5));
    expect(readDepends('depends', 'CHG-00005 Outcome')).toEqual(on(5, 'outcome'));
    expect(readDepends('depends', 'remove CHG-00005')).toEqual(off(5));
    for (const said of ['', '5', '#5', 'CHG-00005 outcomes', 'remove', 'remove CHG-5 now'])
      expect(readDepends('depends', said)).toMatchObject({
        type: 'misread',
        code: 'command_incomplete',
      });
  });
});
