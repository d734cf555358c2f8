// The checklist is rehearsed before it is walked: what was seen stands beside the steps, and moves none of them.
import { describe, expect, it } from 'vitest';
import { checklist } from '../../../src/core/change/checklist.ts';
import { evidenceView } from '../../../src/core/desired/evidence.ts';
import { rehearsedView } from '../../../src/core/desired/rehearsal-view.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import { NO_CATALOGUE } from '../../../src/core/policy/catalogue.ts';
import { readTimed } from '../../../src/core/intent/read-timed.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { ASKS_NOTHING } from '../../support/environments.ts';
import { setTheStage, type Stage } from '../../support/change-kit.ts';
import { PEOPLE } from '../../support/change-people.ts';

const { mara, tomas } = PEOPLE;

function refusalOf(decision: ReturnType<Stage['act']>): unknown {
  return decision.kind === 'refused' ? decision.refusal : 'accepted';
}

function rehearsed(stage: Stage, observed = 'gone after 38 s') {
  return stage.act(tomas, { type: 'rehearsed', step: 'E1', minutes: 12, observed });
}

describe('a rehearsal', () => {
  it('records what was seen of a step and how long it took, and does no step and confirms no hold', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.act(mara, { type: 'rehearse', environment: 'staging' }));
    const before = checklist(stage.change);
    accepted(rehearsed(stage));
    expect(stage.change.rehearsal).toMatchObject({
      environment: 'staging',
      steps: { E1: { minutes: 12, observed: 'gone after 38 s', by: { login: 'tomas-sre' } } },
    });
    expect(checklist(stage.change)).toEqual(before);
    expect(stage.change.state).toBe('scheduled');
    expect(rehearsed(stage)).toMatchObject({ kind: 'accepted', events: [] });
  });

  it('stands beside the step of the run, and in the evidence', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.act(mara, { type: 'rehearse', environment: 'staging' }));
    accepted(rehearsed(stage));
    accepted(stage.mara.cancels('no need'));
    const steps = evidenceView(stage.change)?.record.steps ?? [];
    const told = steps.filter((step) => step.rehearsed !== undefined);
    expect(told).toMatchObject([
      { id: 'E1', result: 'open', rehearsed: { environment: 'staging', minutes: 12 } },
    ]);
  });

  it('is not told of a step that reads otherwise now', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.act(mara, { type: 'rehearse', environment: 'staging' }));
    accepted(rehearsed(stage));
    const [step] = checklist(stage.change).filter((one) => one.step.id === 'E1');
    if (step === undefined) throw new Error('no step E1');
    expect(rehearsedView(stage.change, step.step)).toMatchObject({ minutes: 12 });
    expect(rehearsedView(stage.change, { ...step.step, text: 'something else' })).toBeNull();
  });

  it('begins before anything of it is told, and before the start', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    expect(refusalOf(rehearsed(stage))).toMatchObject({ code: 'rehearsal_missing' });
    const running = setTheStage();
    running.given.runningChange();
    const late = running.act(mara, { type: 'rehearse', environment: 'staging' });
    expect(refusalOf(late)).toMatchObject({ code: 'not_in_state' });
  });

  it('is none where the change itself is to happen, nor in production under another name', () => {
    const live = { id: 'live', title: 'Live', production: true, names: ['live-*'], after: [] };
    const catalogue = { ...NO_CATALOGUE, environments: [{ ...live, ...ASKS_NOTHING, assets: [] }] };
    const stage = setTheStage({ policy: { ...DEFAULT_POLICY, catalogue } });
    stage.given.draft();
    const [own = ''] = stage.change.plan?.environments ?? [];
    const asked = [own.toUpperCase(), 'live-eu', 'staging'].map((environment) =>
      refusalOf(stage.act(mara, { type: 'rehearse', environment })),
    );
    expect(asked).toMatchObject([
      { code: 'rehearsal_elsewhere', facts: { why: 'own' } },
      { code: 'rehearsal_elsewhere', facts: { why: 'production' } },
      'accepted',
    ]);
  });

  it('wants words for what was seen, of a step that there is', () => {
    const stage = setTheStage();
    stage.given.draft();
    accepted(stage.act(mara, { type: 'rehearse', environment: 'staging' }));
    expect(refusalOf(rehearsed(stage, ' '))).toMatchObject({ code: 'observation_missing' });
    const unknown = { type: 'rehearsed', step: 'E99', minutes: 1, observed: 'x' } as const;
    expect(refusalOf(stage.act(mara, unknown))).toMatchObject({ code: 'step_unknown' });
  });
});

describe('a duration before words', () => {
  it('has a unit, so that no count is taken for one', () => {
    expect(readTimed('12m gone after 41 s')).toEqual({ minutes: 12, observed: 'gone after 41 s' });
    expect(readTimed('12 min gone')).toEqual({ minutes: 12, observed: 'gone' });
    expect(readTimed('1 h 30 min gone\nall of them')).toEqual({
      minutes: 90,
      observed: 'gone\nall of them',
    });
    expect(readTimed('3 nodes gone')).toBeNull();
    expect(readTimed('')).toBeNull();
  });
});
