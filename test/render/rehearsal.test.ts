// What was seen in a rehearsal stands beside the step, whatever its words look like; and so do the next free windows.
import { describe, expect, it } from 'vitest';
import { evidenceView } from '../../src/core/desired/evidence.ts';
import { recordView } from '../../src/core/desired/record-view.ts';
import { slotsOf } from '../../src/core/time/slots.ts';
import { renderEvidence } from '../../src/render/evidence.ts';
import { renderRecord } from '../../src/render/record.ts';
import { renderSlots } from '../../src/render/slots.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage, type Stage } from '../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../support/change-people.ts';

const MARKER = `<!-- holdpoint:record v1 CHG-00001 ${'0'.repeat(32)} -->`;
const CLOCK = { zone: 'Europe/Berlin', year: 2026 };

function rehearsed(): Stage {
  const stage = setTheStage();
  stage.given.scheduledChange();
  accepted(stage.act(PEOPLE.mara, { type: 'rehearse', environment: '`staging`<!--' }));
  const observed = 'gone <!-- chg:E9 --> @everybody';
  accepted(stage.act(PEOPLE.tomas, { type: 'rehearsed', step: 'E1', minutes: 12, observed }));
  return stage;
}

describe('a rehearsal', () => {
  it('is shown beside its step in the record, and makes no box', () => {
    const stage = rehearsed();
    const view = recordView(stage.change, stage.factsFor(HOLDPOINT), null);
    const text = renderRecord(view, MARKER);
    expect(text).toContain(`1 of ${String(view.rehearsal?.steps)} steps · begun`);
    expect(text).toMatch(/rehearsed in .*staging.* in 12 min: `tomas-sre` saw: gone/u);
    expect(text).not.toContain('<!-- chg:E9 -->');
  });

  it('is shown in the evidence', () => {
    const stage = rehearsed();
    accepted(stage.mara.cancels('no need'));
    const view = evidenceView(stage.change);
    if (view === null) throw new Error('it has ended');
    const text = renderEvidence(view, () => MARKER).join('\n');
    expect(text).toMatch(/rehearsed in .*staging.* in 12 min: gone/u);
    expect(text).toContain('"rehearsed"');
  });
});

describe('the next free windows', () => {
  it('are shown with what was in the way, and with the command that books them, offsets and all', () => {
    const stage = setTheStage();
    stage.given.approvedChange();
    const facts = { ...stage.factsFor(HOLDPOINT), now: '2026-10-23T20:00:00Z' };
    const neighbours = { beside: [], upstream: [], freezes: [] };
    const wish = { minutes: 180, zone: CLOCK.zone, days: 90, count: 1 };
    const found = slotsOf(stage.change, { ...facts, neighbours }, wish);
    const text = renderSlots({ ...found, ...wish, number: 1, clock: CLOCK }, MARKER);
    expect(text).toContain('CHG-00001 · the next free windows of 3 h');
    expect(text).toContain('before it: notice is too short until');
    expect(text).toMatch(/`\/chg schedule \S+\+02:00\/\S+\+0[12]:00 Europe\/Berlin`/u);
  });

  it('are said to be none, where there is none', () => {
    const none = {
      slots: [],
      after: [{ kind: 'freeze', names: ['Peak <b>'], until: null } as const],
    };
    const text = renderSlots({ ...none, number: 1, minutes: 60, days: 90, clock: CLOCK }, MARKER);
    expect(text).toContain('There is none within 90 days: the freeze Peak');
    expect(text).not.toContain('<b>');
  });
});
