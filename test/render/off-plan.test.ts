/** Another window than the plan's may be booked without a new approval; whoever reads the record is told. */
import { describe, expect, it } from 'vitest';
import { evidenceView } from '../../src/core/desired/evidence.ts';
import { recordView } from '../../src/core/desired/record-view.ts';
import type { Window } from '../../src/core/plan/plan.ts';
import { renderEvidence } from '../../src/render/evidence.ts';
import { renderRecord } from '../../src/render/record.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { HOLDPOINT } from '../support/change-people.ts';
import { CERT_ROTATION } from '../support/change-plans.ts';

const MARKER = `<!-- holdpoint:record v1 CHG-00001 ${'0'.repeat(32)} -->`;
const NEXT_NIGHT: Window = {
  start: '2026-11-23T03:30:00Z',
  end: '2026-11-23T04:30:00Z',
  zone: 'Europe/Berlin',
  note: null,
};

describe('a window that is not the plan’s', () => {
  it('is named beside it in the record, before the start and while it runs', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.mara.schedules());
    expect(record(stage)).not.toContain('not the plan');
    accepted(stage.mara.schedules(NEXT_NIGHT));
    expect(stage.change.approvals).toMatchObject([{ voided: null }]);
    expect(record(stage)).toContain('**not the plan’s** (22 Nov 04:30–05:30 Europe/Berlin)');
    run(stage);
    expect(record(stage)).toContain('**not the plan’s**');
  });

  it('is named in the evidence, for people and for tools', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    accepted(stage.mara.schedules(NEXT_NIGHT));
    run(stage);
    accepted(stage.mara.rollsBack());
    accepted(stage.mara.recovers());
    const view = evidenceView(stage.change);
    if (view === null) throw new Error('it has ended');
    expect(view.record.window).toMatchObject({
      start: NEXT_NIGHT.start,
      as_planned: false,
      planned: { start: '2026-11-22T03:30:00Z' },
    });
    expect(renderEvidence(view, () => MARKER).join('\n')).toContain(
      '**not the plan’s**, which was',
    );
  });

  it('is told also where the plan names none', () => {
    const stage = setTheStage();
    stage.given.approvedChange({ ...CERT_ROTATION, window: null });
    accepted(stage.mara.schedules(NEXT_NIGHT));
    expect(record(stage)).toContain('the plan names none');
  });
});

function run(stage: Stage): void {
  stage.clock.set('2026-11-23T03:10:00Z');
  for (const id of ['P1', 'P2']) accepted(stage.mara.does(id));
  stage.clock.set(NEXT_NIGHT.start);
  accepted(stage.mara.starts());
}

function record(stage: Stage): string {
  return renderRecord(recordView(stage.change, stage.factsFor(HOLDPOINT), null), MARKER);
}
