/** What is true of every state of a change, however it came about. Each problem is said in words. */
import { toMs } from '../../src/core/change/moment.ts';
import { checklist } from '../../src/core/change/checklist.ts';
import { planShown } from '../../src/core/change/binding.ts';
import { isFinished, progressOf } from '../../src/core/change/progress.ts';
import type { Change } from '../../src/core/change/state.ts';

const AFTER_START = ['in_progress', 'completed', 'rolled_back'];

export function stateProblems(change: Change): readonly string[] {
  const begun = AFTER_START.includes(change.state);
  const problems: readonly (readonly [boolean, string])[] = [
    [begun === (change.started !== null), 'started is set exactly after the start'],
    [begun === (change.operator !== null), 'there is an operator exactly after the start'],
    [begun === (change.planInForce !== null), 'a plan is in force exactly after the start'],
    [(change.plan === null) === (change.digest === null), 'plan and digest are known together'],
    [
      (change.planInForce === null) === (change.digestInForce === null),
      'plan in force and its digest are known together',
    ],
    [change.state !== 'scheduled' || change.window !== null, 'a scheduled change has a window'],
    [
      (change.closure !== null) === ['completed', 'rolled_back'].includes(change.state),
      'a closure exactly when it was carried out',
    ],
    [
      change.state === 'rolled_back' || change.rollback === null,
      'a rollback only when rolled back',
    ],
    [hasEndedRightly(change), 'ended is set exactly when nothing more is to be done'],
    [
      change.state === 'in_progress' || (change.paused === null && change.handover === null),
      'pause and handover only while running',
    ],
    [
      !change.reapprovalDue || ['in_progress', 'rolled_back'].includes(change.state),
      'a new approval is due only after reopening',
    ],
    [change.revision >= 1 || change.plan === null, 'a plan has a revision'],
    [change.firstSeq <= change.lastSeq, 'the last event is not before the first'],
    [change.refusalsSeen.length <= 200, 'at most 200 answered refusals are remembered'],
    [stepsAreKnown(change), 'progress is recorded only for steps of the plan that counts'],
    [holdsFit(change), 'a hold has a status exactly when its step was done'],
    [orderHolds(change), 'no step is done before those it waits for'],
    [change.overrides.every(({ at }) => toMs(at) > 0), 'every override has a time'],
    [
      JSON.stringify(JSON.parse(JSON.stringify(change))) === JSON.stringify(change),
      'the state is plain JSON',
    ],
  ];
  return problems.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function hasEndedRightly(change: Change): boolean {
  const recovered = change.state === 'rolled_back' && change.rollback?.recovered !== null;
  const ended = ['completed', 'rejected', 'cancelled'].includes(change.state) || recovered;
  return ended === (change.ended !== null);
}

function stepsAreKnown(change: Change): boolean {
  const known = new Set((planShown(change)?.steps ?? []).map(({ id }) => id));
  return Object.entries(change.steps).every(
    ([id, progress]) => known.has(id) || !isFinished(progress),
  );
}

function holdsFit(change: Change): boolean {
  return (planShown(change)?.steps ?? []).every(({ id, tags }) => {
    const { status, hold } = progressOf(change, id);
    // A step whose hold was declined may have been begun again.
    if (status === 'begun' && hold !== null) return hold.status === 'declined';
    return (hold !== null) === (status === 'done' && tags.includes('hold'));
  });
}

/** Except that a declined hold opens again behind steps that were done on other branches. */
function orderHolds(change: Change): boolean {
  return checklist(change).every(
    ({ progress, openness }) => !isFinished(progress) || openness !== 'shut',
  );
}
