/** The checklist of the evidence: expected beside observed, who, when, and the second person's own words. */
import type { ChecklistStep } from '../change/checklist.ts';
import { toMs } from '../change/moment.ts';
import type { HoldProgress, StepProgress } from '../change/state.ts';
import type { Stamp } from '../change/stamp.ts';
import { actOf } from './evidence-act.ts';
import type { EvidenceHold, EvidenceStep } from './evidence-record.ts';

export function evidenceSteps(steps: readonly ChecklistStep[]): readonly EvidenceStep[] {
  return steps.map(({ step, progress }) => ({
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
  }));
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
