// What the rules did, counted from logs that the core wrote: asked, stopped, passed by whom, and what waits.
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../src/core/audit/event.ts';
import { insightsText } from '../../src/cli/insights-text.ts';
import { readInsights } from '../../src/evidence/insights.ts';
import type { Insights, RuleInsight } from '../../src/evidence/insights.ts';
import { withCodeThatFails, withRequest, EDITED, GATE } from '../core/change/bypass-scene.ts';
import { accepted } from '../support/change-beginnings.ts';
import { setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { EMERGENCY_PATCH } from '../support/change-plans.ts';
import { expectText } from '../golden/golden.ts';

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

function ruleIn({ rules }: Insights, code: string): RuleInsight {
  const found = rules.find((one) => one.code === code);
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

describe('insights into the rules', () => {
  it('count each way past a gate, with who and for whom, and the fate of each request', async () => {
    const found = await readInsights(logOf(stories()), EVER);
    expect(ruleIn(found, GATE)).toMatchObject({
      overridden: 0,
      bypassed: 3,
      requests: { waiting: 1, granted: 2, denied: 1, ended: 1 },
      passes: [
        { by: 'dee-lead', way: 'bypass_request', times: 2, askers: ['sora-sec', 'lin-dev'] },
        { by: 'dee-lead', way: 'bypass_list', times: 1, askers: [] },
      ],
    });
    expect(ruleIn(found, 'lead_time_violation')).toMatchObject({
      overridden: 1,
      passes: [{ by: 'mara-ops', way: 'override', times: 1 }],
    });
  });

  it('count at how many decisions a gate was asked, and whom it stopped', async () => {
    const found = await readInsights(logOf(stories()), EVER);
    const opened = ruleIn(found, 'window_not_open');
    expect(opened.stopped).toBe(2);
    // Booked once, refused twice; the emergency was started.
    expect(opened.asked).toBe(4);
    expect(ruleIn(found, 'window_not_open').emergency).toBe(0);
    expect(found.rules.filter(({ emergency }) => emergency > 0).map(({ code }) => code)).toContain(
      'approval_missing',
    );
    // No gate stands before a step.
    expect(ruleIn(found, 'out_of_order_step')).toMatchObject({ asked: null, stopped: 1 });
  });

  it('count only what happened in the time that is asked about; what waits waits now', async () => {
    const later = { from: '2027-01-01T00:00:00Z', to: null };
    const found = await readInsights(logOf(stories()), later);
    expect(found.decisions).toBe(0);
    expect(found.rules).toMatchObject([{ code: GATE, bypassed: 0, requests: { waiting: 1 } }]);
  });

  it('are a table, the busiest rule first, and idle rules are named', async () => {
    const found = await readInsights(logOf(stories()), EVER);
    const none = await readInsights(logOf([]), { from: '2026-11-01T00:00:00Z', to: null });
    const texts = [
      insightsText(found, EVER),
      insightsText(none, { from: '2026-11-01T00:00:00Z', to: null }),
    ];
    expectText('test/golden/insights.txt', texts.join('\n---\n\n'));
  });
});
