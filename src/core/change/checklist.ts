/**
 * The checklist as it stands: each step of the plan that counts, what is recorded for it, and whether it is open.
 * The record comment, the run page, the check and `decide` all ask here, so that a box never looks open when the
 * command would be refused.
 *
 * What must stay true: a step opens when its predecessors are finished and the holds among them confirmed or waived.
 * Pre-flight steps come before the start and never hold up a step that comes after it: the start asked for them, or
 * an emergency bypassed them.
 */
import { predecessorsOf } from '../plan/check-steps.ts';
import type { Step } from '../plan/plan.ts';
import { hasBegun, planShown } from './binding.ts';
import { isFinished, isPassed, owesWords, progressOf } from './progress.ts';
import type { Change, StepProgress } from './state.ts';

export type Openness = 'done' | 'current' | 'shut' | 'skipped' | 'waiting_confirmation';

/** `not_started`, `over`: the state of the change shuts it, no step does. */
export type ShutWhy = 'not_done' | 'not_confirmed' | 'not_started' | 'not_approved' | 'over';

export type ShutBy = { readonly step: string | null; readonly why: ShutWhy };

export type ChecklistStep = {
  readonly step: Step;
  readonly progress: StepProgress;
  readonly openness: Openness;
  /** What keeps it shut; empty unless it is. */
  readonly shutBy: readonly ShutBy[];
};

export function checklist(change: Change): readonly ChecklistStep[] {
  const steps = planShown(change)?.steps ?? [];
  return steps.map((step, index) => {
    const progress = progressOf(change, step.id);
    const shutBy = shutByState(change, step) ?? shutBySteps(change, steps, index);
    const openness = opennessOf(progress, shutBy);
    return { step, progress, openness, shutBy: openness === 'shut' ? shutBy : [] };
  });
}

/** Steps that may be done now, in the order of the plan; more than one when `after:` allows it. */
export function currentSteps(change: Change): readonly ChecklistStep[] {
  return checklist(change).filter(({ openness }) => openness === 'current');
}

/** Holds that somebody has reached and nobody has confirmed or waived. */
export function waitingHolds(change: Change): readonly ChecklistStep[] {
  return checklist(change).filter(({ progress }) => isFinished(progress) && !isPassed(progress));
}

/** Confirmed by a button, and nobody has written yet what was seen. */
export function silentHolds(change: Change): readonly ChecklistStep[] {
  return checklist(change).filter(({ progress: { hold } }) => hold !== null && owesWords(hold));
}

function opennessOf(progress: StepProgress, shutBy: readonly ShutBy[]): Openness {
  if (progress.status === 'skipped') return 'skipped';
  if (progress.status === 'done') {
    if (isPassed(progress)) return 'done';
    // A declined hold can be done again while that is possible; a waiting one waits for somebody else.
    if (progress.hold?.status === 'waiting' || shutBy.length > 0) return 'waiting_confirmation';
  }
  return shutBy.length === 0 ? 'current' : 'shut';
}

function shutBySteps(change: Change, steps: readonly Step[], index: number): readonly ShutBy[] {
  const phase = steps[index]?.phase;
  const phases = new Map(steps.map((step) => [step.id, step.phase]));
  return predecessorsOf(steps, index)
    .filter((id) => phase === 'preflight' || phases.get(id) !== 'preflight')
    .flatMap((id) => {
      const progress = progressOf(change, id);
      if (isPassed(progress)) return [];
      return [{ step: id, why: isFinished(progress) ? 'not_confirmed' : 'not_done' } as const];
    });
}

function shutByState(change: Change, step: Step): readonly ShutBy[] | null {
  switch (change.state) {
    case 'in_progress':
      return null;
    case 'approved':
    case 'scheduled':
      return step.phase === 'preflight' ? null : [{ step: null, why: 'not_started' }];
    case 'draft':
    case 'review':
      if (step.phase !== 'preflight') return [{ step: null, why: 'not_started' }];
      return change.category === 'emergency' ? null : [{ step: null, why: 'not_approved' }];
    case 'completed':
    case 'rolled_back':
    case 'rejected':
    case 'cancelled':
      return [{ step: null, why: hasBegun(change) ? 'over' : 'not_started' }];
  }
}
