/** Laws of the checklist: order, second people, and the plan that is in force. */
import { describe, expect, it } from 'vitest';
import { hasBegun } from '../../src/core/change/binding.ts';
import { checklist } from '../../src/core/change/checklist.ts';
import { isPassed, progressOf } from '../../src/core/change/progress.ts';
import { predecessorsOf } from '../../src/core/plan/check-steps.ts';
import { always } from './always.ts';

describe('laws of the checklist', () => {
  it('ticks in any order never do a step whose predecessors are not passed', () => {
    always(({ before, stage, decision }) => {
      for (const event of decision.events) {
        if (event.type !== 'step_done' && event.type !== 'step_skipped') continue;
        const steps = checklist(before).map(({ step }) => step);
        const index = steps.findIndex(({ id }) => id === event.data.step);
        const own = steps[index]?.phase;
        const wanted = predecessorsOf(steps, index).filter(
          (id) => own === 'preflight' || steps.find((one) => one.id === id)?.phase !== 'preflight',
        );
        for (const id of wanted) expect(isPassed(progressOf(before, id))).toBe(true);
        expect(stage.change.paused).toBeNull();
      }
    });
  });

  it('a hold is never confirmed or waived by who did the step or wrote down what was seen', () => {
    always(({ stage }) => {
      for (const { progress } of checklist(stage.change)) {
        const { hold, finished, observedBy } = progress;
        if (hold === null || hold.stamp === null || hold.status === 'declined') continue;
        expect(hold.stamp.by.id).not.toBe(finished?.by.id);
        if (hold.stamp.seq > (observedBy?.seq ?? 0))
          expect(hold.stamp.by.id).not.toBe(observedBy?.by.id);
      }
    });
  });

  it('while a change runs, the plan in force moves only by a new approval', () => {
    always(({ before, stage, decision }) => {
      if (!hasBegun(before)) return;
      if (decision.events.some(({ type }) => type === 'approval_completed')) return;
      expect(stage.change.planInForce).toEqual(before.planInForce);
    });
  });
});
