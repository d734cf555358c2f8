/** The story up to a point, told by the shortest way. A beginning that is refused stops the test and says why. */
import type { Decision } from '../../src/core/change/decide.ts';
import type { ChangeEvent } from '../../src/core/change/event.ts';
import type { Change } from '../../src/core/change/state.ts';
import { blockers } from '../../src/core/gate/judge.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { PersonName } from './change-people.ts';
import { CERT_ROTATION, EMERGENCY_PATCH, readable, WINDOW } from './change-plans.ts';
import type { Verbs } from './change-verbs.ts';

/** The decision was accepted; otherwise the story cannot go on, and says why. */
export function accepted(decision: Decision): readonly ChangeEvent[] {
  if (decision.kind === 'accepted') return decision.events;
  const { refusal, verdicts } = decision;
  const open = blockers(verdicts).map(({ gate, code }) => `${gate}: ${code}`);
  throw new Error(`refused: ${refusal.code} ${JSON.stringify(refusal.facts)} ${open.join('; ')}`);
}

type Beginning = {
  readonly people: Record<PersonName, Verbs>;
  readonly clock: (instant: string) => void;
  readonly theChange: () => Change;
};

export function beginnings({ people, clock, theChange }: Beginning) {
  const { mara, tomas, sora } = people;
  const draft = (plan: Plan = CERT_ROTATION): Change => {
    accepted(mara.opens(readable(plan)));
    return theChange();
  };
  const inReview = (plan: Plan = CERT_ROTATION): Change => {
    draft(plan);
    accepted(mara.submits());
    return theChange();
  };
  const approved = (plan: Plan = CERT_ROTATION): Change => {
    inReview(plan);
    accepted(tomas.approves());
    return theChange();
  };
  const scheduled = (plan: Plan = CERT_ROTATION): Change => {
    approved(plan);
    accepted(mara.schedules());
    return theChange();
  };
  const readyToStart = (plan: Plan = CERT_ROTATION): Change => {
    scheduled(plan);
    clock('2026-11-22T03:10:00Z');
    for (const { id, phase } of plan.steps) if (phase === 'preflight') accepted(mara.does(id));
    clock(WINDOW.start);
    return theChange();
  };
  const running = (plan: Plan = CERT_ROTATION): Change => {
    readyToStart(plan);
    accepted(mara.starts());
    return theChange();
  };
  const atHold = (): Change => {
    running();
    for (const step of ['E1', 'E2', 'E3']) accepted(mara.does(step));
    return theChange();
  };
  const readyToComplete = (): Change => {
    atHold();
    accepted(tomas.confirms('E3'));
    accepted(mara.does('E4'));
    accepted(mara.skips('E5'));
    for (const step of ['V1', 'V2']) accepted(mara.does(step));
    return theChange();
  };
  const completed = (): Change => {
    readyToComplete();
    accepted(mara.completes());
    return theChange();
  };
  const emergency = (plan: Plan = EMERGENCY_PATCH): Change => {
    accepted(sora.opens(readable(plan)));
    accepted(people.priya.starts());
    return theChange();
  };
  const ended = (how: 'rejected' | 'cancelled' | 'rolled_back'): Change => {
    if (how === 'rolled_back') {
      atHold();
      accepted(mara.rollsBack());
      accepted(mara.recovers());
      return theChange();
    }
    inReview();
    accepted(how === 'rejected' ? tomas.rejects() : mara.cancels());
    return theChange();
  };
  return {
    draft,
    inReview,
    approvedChange: approved,
    scheduledChange: scheduled,
    changeReadyToStart: readyToStart,
    runningChange: running,
    changeAtHold: atHold,
    changeReadyToComplete: readyToComplete,
    completedChange: completed,
    runningEmergency: emergency,
    endedChange: ended,
  };
}
