/** The checklist of the evidence: expected beside observed, who, when, and the second person's own words. */
import { checklist } from '../change/checklist.ts';
import { toMs } from '../change/moment.ts';
import type { Change, HoldProgress, StepProgress } from '../change/state.ts';
import type { Stamp } from '../change/stamp.ts';
import type { Step } from '../plan/plan.ts';
import { actOf } from './evidence-act.ts';
import type { EvidenceHold, EvidenceStep } from './evidence-record.ts';
import { rehearsedView } from './rehearsal-view.ts';

export function evidenceSteps(change: Change): readonly EvidenceStep[] {
  return checklist(change).map(({ step, progress }) => ({
    id: step.id,
    phase: step.phase,
    text: step.text,
    tags: step.tags,
    planned_minutes: step.minutes,
    expected: step.expect,
    rollback: step.rollback,
    result: resultOf(progress),
    act: progress.finished === null ? null : actOf(progress.finished),
    observed: progress.observed,
    observed_by: progress.observedBy === null ? null : actOf(progress.observedBy),
    hold: progress.hold === null ? null : holdOf(progress.hold, progress.finished),
    ...rehearsedIn(change, step),
  }));
}

function rehearsedIn(change: Change, step: Step): Pick<EvidenceStep, 'rehearsed'> {
  const seen = rehearsedView(change, step);
  if (seen === null) return {};
  const { environment, minutes, observed } = seen;
  return { rehearsed: { ...actOf(seen), environment, minutes, observed } };
}

function resultOf({ status }: StepProgress): EvidenceStep['result'] {
  return status === 'done' || status === 'skipped' ? status : 'open';
}

function holdOf(hold: HoldProgress, done: Stamp | null): EvidenceHold {
  const { status, stamp, observed } = hold;
  const seconds =
    stamp === null || done === null ? null : Math.round((toMs(stamp.at) - toMs(done.at)) / 1000);
  return { status, act: stamp === null ? null : actOf(stamp), observed, seconds };
}
