// What the gates did, counted from logs that the core wrote: asked, stopped, passed by whom, and what waits.
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../src/core/audit/event.ts';
import { insightsText } from '../../src/cli/insights-text.ts';
import { readInsights } from '../../src/evidence/insights.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { TemplateStanding } from '../../src/core/template/standing.ts';
import type { Insights, GateInsight } from '../../src/evidence/insights.ts';
import { withCodeThatFails, withRequest, EDITED, GATE } from '../core/change/bypass-scene.ts';
import { accepted } from '../support/change-beginnings.ts';
import { answerOf, setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { CERT_ROTATION, EMERGENCY_PATCH } from '../support/change-plans.ts';
import { expectText } from '../golden/golden.ts';

const TEMPLATE = { id: 'certificate', version: 3, blob: 'b'.repeat(40) };
const MADE: Plan = {
  ...CERT_ROTATION,
  form: 'template/certificate@3',
  template: TEMPLATE,
  category: 'standard',
  risk: 'low',
};
const SUSPENDED: TemplateStanding = {
  current: { ...TEMPLATE, expires: null, file: 'o/r:certificate.yml' },
  suspended: { change: 7, version: 3, at: '2026-11-18T04:00:00Z' },
};
const EVER = { from: null, to: null };

/** One log of many changes: each story keeps its places, so that one event never names another's. */
async function* logOf(stages: readonly Stage[]): AsyncGenerator<StoredEvent> {
  for (const [at, { log }] of stages.entries())
    for (const event of log) {
      const seq = at * 1000 + event.seq;
      const { requested } = event.data;
      const data =
        typeof requested === 'number'
          ? { ...event.data, requested: at * 1000 + requested }
          : event.data;
      yield await Promise.resolve({ ...event, seq, change: at + 1, data });
    }
}

function gateIn({ gates }: Insights, code: string): GateInsight {
  const found = gates.find((one) => one.code === code);
  if (found === undefined) throw new Error(`nothing is said of ${code}`);
  return found;
}

/** Denied, void with an edit, waiting; granted; passed by the list; stopped at the start; an emergency. */
function stories(): readonly Stage[] {
  const denied = withRequest();
  accepted(denied.dee.denies(GATE));
  const overtaken = withRequest();
  accepted(overtaken.mara.edits(EDITED));
  const waiting = withRequest();
  const granted = withRequest();
  accepted(granted.dee.grants(GATE));
  accepted(granted.lin.takesBackOverride(GATE));
  accepted(granted.lin.bypasses(GATE));
  accepted(granted.dee.grants(GATE));
  const listed = withCodeThatFails();
  accepted(listed.dee.bypasses(GATE));
  const stopped = setTheStage();
  stopped.given.scheduledChange();
  stopped.mara.starts();
  stopped.mara.starts();
  stopped.mara.does('P2');
  const lowered = setTheStage();
  lowered.given.draft();
  accepted(lowered.mara.overrides('lead_time_violation'));
  const emergency = setTheStage();
  emergency.given.draft(EMERGENCY_PATCH);
  accepted(emergency.priya.starts('@dee-lead'));
  return [denied, overtaken, waiting, granted, listed, stopped, lowered, emergency];
}

describe('insights into the gates', () => {
  it('count each way past a gate, with who and for whom, and the fate of each request', async () => {
    const found = await readInsights(logOf(stories()), EVER);
    expect(gateIn(found, GATE)).toMatchObject({
      overridden: 0,
      bypassed: 3,
      requests: { waiting: 1, granted: 2, denied: 1, ended: 1 },
      passes: [
        { by: 'dee-lead', way: 'bypass_request', times: 2, askers: ['sora-sec', 'lin-dev'] },
        { by: 'dee-lead', way: 'bypass_list', times: 1, askers: [] },
      ],
    });
    expect(gateIn(found, 'lead_time_violation')).toMatchObject({
      overridden: 1,
      passes: [{ by: 'mara-ops', way: 'override', times: 1 }],
    });
  });

  it('count at how many decisions a gate was asked, and whom it stopped', async () => {
    const found = await readInsights(logOf(stories()), EVER);
    const opened = gateIn(found, 'window_not_open');
    expect(opened.stopped).toBe(2);
    // Booked once, refused twice; the emergency was started.
    expect(opened.asked).toBe(4);
    expect(gateIn(found, 'window_not_open').emergency).toBe(0);
    expect(found.gates.filter(({ emergency }) => emergency > 0).map(({ code }) => code)).toContain(
      'approval_missing',
    );
    // No gate stands before a step.
    expect(gateIn(found, 'out_of_order_step')).toMatchObject({ asked: null, stopped: 1 });
  });

  it('know every reason of a gate, and that a start may book its window first', async () => {
    const suspended = setTheStage({ template: SUSPENDED });
    suspended.given.draft(MADE);
    expect(answerOf(suspended.mara.submits())).toBe('template_suspended');
    const late = setTheStage();
    late.given.draft();
    late.clock.set('2026-11-22T00:30:00Z');
    accepted(late.mara.overrides('lead_time_violation'));
    accepted(late.mara.submits());
    accepted(late.tomas.approves());
    accepted(late.mara.takesBackOverride('lead_time_violation'));
    late.clock.set('2026-11-22T03:30:00Z');
    expect(answerOf(late.mara.starts())).toBe('lead_time_violation');
    const found = await readInsights(logOf([suspended, late]), EVER);
    expect(found.decisions).toBe(4);
    expect(gateIn(found, 'template_suspended')).toMatchObject({ asked: 3, stopped: 1 });
    expect(gateIn(found, 'lead_time_violation')).toMatchObject({ asked: 3, stopped: 1 });
  });

  it('count only what happened in the time that is asked about, and requests by when they were made', async () => {
    const later = { from: '2027-01-01T00:00:00Z', to: null };
    const found = await readInsights(logOf(stories()), later);
    expect(found).toEqual({ decisions: 0, gates: [] });
    const before = await readInsights(logOf(stories()), { from: null, to: later.from });
    expect(gateIn(before, GATE).requests.waiting).toBe(1);
  });

  it('are a table, the busiest gate first, and idle gates are named', async () => {
    const found = await readInsights(logOf(stories()), EVER);
    const none = await readInsights(logOf([]), { from: '2026-11-01T00:00:00Z', to: null });
    const texts = [
      insightsText(found, EVER),
      insightsText(none, { from: '2026-11-01T00:00:00Z', to: null }),
    ];
    expectText('test/golden/insights.txt', texts.join('\n---\n\n'));
  });
});
