/** A plan that was found changed by looking, before anybody told who had changed it. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/change/facts.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import { evolve } from '../../../src/core/change/evolve.ts';
import { accepted } from '../../support/change-beginnings.ts';
import { answerOf, minutesLater, setTheStage } from '../../support/change-kit.ts';
import { PEOPLE, SOMEBODY } from '../../support/change-people.ts';
import {
  CERT_ROTATION,
  EMERGENCY_PATCH,
  readable,
  withAnswer,
} from '../../support/change-plans.ts';
import { TITLE } from '../../support/change-verbs.ts';

const REWORDED = withAnswer(CERT_ROTATION, 'failure', 'Nobody can connect.');
const PRIORITISED = {
  ...CERT_ROTATION,
  priority: 'high',
  answers: { ...CERT_ROTATION.answers, priority: 'High' },
} as const;

function found(stage: ReturnType<typeof setTheStage>, plan = REWORDED): void {
  const command = { type: 'record_plan', title: TITLE, reading: readable(plan) } as const;
  accepted(stage.act(SOMEBODY, command));
}

describe('a plan that was found edited', () => {
  it('is approved by nobody until its editor is known: it cannot be told who may', () => {
    const stage = setTheStage();
    stage.given.inReview();
    found(stage);
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals')).toMatchObject({
      kind: 'cannot_tell',
      code: 'evidence_unavailable',
      facts: { unknown: 'editor' },
      who: ['mara-ops'],
    });
  });

  it('keeps the approvals that came meanwhile, and counts them once somebody else is named', () => {
    const stage = setTheStage();
    stage.given.inReview();
    found(stage);
    accepted(stage.tomas.approves());
    accepted(stage.sora.isNamedAsEditorOf(REWORDED));
    expect(stage.types.slice(-2)).toEqual(['plan_editor_found', 'approval_completed']);
    expect(stage.change).toMatchObject({ state: 'approved', lastEditor: { login: 'sora-sec' } });
  });

  it('does not count the approval of the one who is named', () => {
    const stage = setTheStage();
    stage.given.inReview();
    found(stage);
    accepted(stage.tomas.approves());
    accepted(stage.tomas.isNamedAsEditorOf(REWORDED));
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals')).toMatchObject({ kind: 'unmet' });
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    accepted(stage.priya.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is not explained by an edit that led to another text, nor by somebody unknown', () => {
    const stage = setTheStage();
    stage.given.inReview();
    found(stage);
    expect(accepted(stage.sora.isNamedAsEditorOf(CERT_ROTATION))).toEqual([]);
    const command = { type: 'note_plan_editor', digest: stage.change.digest ?? '' } as const;
    expect(accepted(stage.act(SOMEBODY, command))).toEqual([]);
    expect(stage.change.editorUnknownSince).not.toBeNull();
  });

  it('is not known again because somebody who is known edits it once more', () => {
    const stage = setTheStage();
    stage.given.inReview();
    found(stage);
    accepted(stage.mara.edits(CERT_ROTATION));
    accepted(stage.mara.editsAmong(REWORDED, null));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('approve', 'approvals').kind).toBe('cannot_tell');
  });

  it('is known again when the forge tells at an edit who ever edited it: none of them approves it', () => {
    const stage = setTheStage();
    stage.given.inReview();
    found(stage);
    accepted(stage.mara.editsAmong(CERT_ROTATION, [PEOPLE.mara, PEOPLE.tomas]));
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    accepted(stage.priya.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is known at once when the forge tells who ever edited it', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const reading = readable(REWORDED);
    const editors = [PEOPLE.tomas];
    accepted(stage.act(SOMEBODY, { type: 'record_plan', title: TITLE, reading, editors }));
    expect(stage.change).toMatchObject({
      editorUnknownSince: null,
      lastEditor: { login: 'mara-ops' },
    });
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    accepted(stage.priya.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('stays in doubt when somebody edits only what nobody approves', () => {
    const stage = setTheStage();
    stage.given.inReview();
    found(stage, withAnswer(PRIORITISED, 'failure', 'Nobody can connect.'));
    accepted(stage.mara.edits(REWORDED));
    expect(stage.verdict('approve', 'approvals').kind).toBe('cannot_tell');
  });

  it('holds up no submit, and no run: what is carried out was approved before', () => {
    const drafted = setTheStage();
    accepted(drafted.mara.opens());
    found(drafted);
    expect(drafted.inTheWayOf('submit')).toEqual([]);
    const stage = setTheStage();
    stage.given.runningChange();
    found(stage);
    expect(stage.verdict('merge', 'approvals').kind).toBe('met');
  });

  it('holds up no emergency, and what could not be told is recorded as bypassed', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens(readable(EMERGENCY_PATCH)));
    found(stage, withAnswer(EMERGENCY_PATCH, 'failure', 'It gets worse.'));
    accepted(stage.mara.starts('@dee-lead'));
    expect(stage.change.emergency?.bypassed).toContain('evidence_unavailable');
  });
});

describe('an edit that is told after the text was written over', () => {
  it('takes its editor from those who may approve, and nobody else', () => {
    const stage = setTheStage();
    stage.given.inReview();
    const { now } = stage.clock;
    accepted(stage.mara.edits(withAnswer(REWORDED, 'failure', 'Nobody can connect!')));
    const digest = digestPlan(REWORDED);
    const late = (who: Actor): void => {
      const told = { type: 'note_plan_editor', digest } as const;
      accepted(stage.act(who, told, { occurredAt: minutesLater(now, -1) }));
    };
    late(PEOPLE.tomas);
    late(PEOPLE.tomas);
    expect(stage.types.filter((type) => type === 'plan_editor_found')).toHaveLength(1);
    expect(stage.change.lastEditor?.login).toBe('mara-ops');
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    accepted(stage.priya.approves());
  });

  it('tells nothing new of a text that was recorded and written over by what was before', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.sora.edits(REWORDED));
    const { substantiveAt: occurredAt } = stage.change;
    accepted(stage.mara.edits(CERT_ROTATION));
    const told = { type: 'note_plan_editor', digest: digestPlan(REWORDED) } as const;
    expect(accepted(stage.act(PEOPLE.tomas, told, { occurredAt }))).toEqual([]);
  });
});

describe('a plan that could not be read', () => {
  it('was written by whoever makes it readable, where the forge does not tell who else did', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens({ kind: 'unreadable', problems: [] }));
    accepted(stage.mara.editsAmong(CERT_ROTATION, null));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
  });
});

describe('a change that was opened late', () => {
  it('learns who had edited its plan before it was opened', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.isNamedAsEditorOf(CERT_ROTATION));
    expect(stage.change.lastEditor?.login).toBe('tomas-sre');
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
  });
});

describe('a change whose issue was there before', () => {
  it('is approved by nobody who had edited its text, whoever edits it afterwards', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens(readable(CERT_ROTATION), [PEOPLE.tomas]));
    accepted(stage.mara.submits());
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    accepted(stage.mara.edits(REWORDED));
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    accepted(stage.priya.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('is approved by nobody while it cannot be told who had edited it; an edit at which it is told is the way out', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens(readable(CERT_ROTATION), null));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approves());
    expect(stage.verdict('approve', 'approvals')).toMatchObject({
      kind: 'cannot_tell',
      facts: { unknown: 'editor' },
      who: ['mara-ops'],
    });
    accepted(stage.mara.edits(REWORDED));
    expect(stage.change.editorUnknownSince).not.toBeNull();
    accepted(stage.mara.editsAmong(CERT_ROTATION, [PEOPLE.mara]));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
  });

  it('in a log from before that was asked, was edited by its author', () => {
    const stage = setTheStage();
    accepted(stage.mara.opens());
    const [opened] = stage.log;
    if (opened === undefined) throw new Error('nothing was recorded');
    const { editors, editorUnknown, ...data } = opened.data;
    expect([editors, editorUnknown]).toEqual([[], false]);
    expect(evolve(null, { ...opened, data })).toMatchObject({
      lastEditor: { login: 'mara-ops' },
      editors: [],
      editorUnknownSince: null,
    });
  });
});

describe('a plan with many hands in it', () => {
  it('is approved by none of them, although the author added the last word', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.edits(REWORDED));
    accepted(stage.mara.edits(withAnswer(REWORDED, 'failure', 'Nobody can connect!')));
    expect(stage.change.lastEditor?.login).toBe('mara-ops');
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
    expect(stage.verdict('approve', 'approvals').facts['eligible']).not.toContain('tomas-sre');
  });

  it('is again without the hand of whoever changed it, when the text before comes back by another', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.tomas.edits(REWORDED));
    accepted(stage.mara.edits(CERT_ROTATION));
    accepted(stage.tomas.approves());
    expect(stage.change.state).toBe('approved');
    accepted(stage.mara.edits(REWORDED));
    expect(answerOf(stage.tomas.approves())).toBe('plan_editor_approval');
  });
});

describe('an older text', () => {
  it('never comes back, whoever reports it and however late', () => {
    const stage = setTheStage();
    stage.given.inReview();
    accepted(stage.mara.edits(REWORDED));
    const digest = stage.change.digest;
    const earlier = { occurredAt: '2026-11-19T09:02:30Z' };
    expect(accepted(stage.sora.edits(CERT_ROTATION, earlier))).toEqual([]);
    expect(stage.change).toMatchObject({ digest, lastEditor: { login: 'mara-ops' } });
  });
});
