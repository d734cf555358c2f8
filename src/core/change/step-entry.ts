/**
 * Finds the step that a person speaks of, and says why it cannot be touched. Ids come from people: an unknown one is
 * answered with the ids that exist.
 */
import { planReadable } from '../gate/plan-readable.ts';
import { obstacle } from './answer.ts';
import type { Answer } from './answer.ts';
import { planShown } from './binding.ts';
import { checklist, currentSteps } from './checklist.ts';
import type { ChecklistStep } from './checklist.ts';
import type { Facts } from './facts.ts';
import type { Change } from './state.ts';

export type StepCase = {
  readonly change: Change;
  readonly command: { readonly type: string; readonly step: string };
  readonly facts: Facts;
};

export type FoundStep =
  { readonly kind: 'found'; readonly entry: ChecklistStep } | Extract<Answer, { kind: 'obstacle' }>;

export function findStep({ change, command, facts }: StepCase): FoundStep {
  const entries = checklist(change);
  const entry = entries.find(({ step }) => step.id === command.step);
  if (entry !== undefined) return { kind: 'found', entry };
  if (planShown(change) === null) {
    return blocked(
      'plan_unreadable',
      planReadable.judge({ change, facts, purpose: 'submit' }).facts ?? {},
    );
  }
  return blocked('step_unknown', { step: command.step, known: entries.map(({ step }) => step.id) });
}

/** Why a step that is not open cannot be acted on; null when it is open. */
export function whyShut(
  { change, command }: StepCase,
  { step, openness, shutBy }: ChecklistStep,
): Answer | null {
  if (openness === 'current') return null;
  if (shutBy.some((by) => by.step === null)) {
    return obstacle('not_in_state', {
      verb: command.type,
      state: change.state,
      from: ['in_progress'],
    });
  }
  const waitsFor = shutBy.flatMap((by) => (by.step === null ? [] : [by.step]));
  const why = shutBy.some((by) => by.why === 'not_confirmed') ? 'not_confirmed' : 'not_done';
  const current = currentSteps(change).map((entry) => entry.step.id);
  return obstacle('out_of_order_step', { step: step.id, waits_for: waitsFor, current, why });
}

export function whyPaused({ paused }: Change): Answer | null {
  if (paused === null) return null;
  return obstacle('change_paused', { by: paused.by.login, at: paused.at, reason: paused.reason });
}

export function alreadyFinished({ command }: StepCase, { step, progress }: ChecklistStep): Answer {
  const { finished } = progress;
  const said = { verb: command.type, by: finished?.by.login ?? '', at: finished?.at ?? '' };
  return obstacle('already_done', { step: step.id, ...said });
}

function blocked(...what: Parameters<typeof obstacle>): Extract<Answer, { kind: 'obstacle' }> {
  const answer = obstacle(...what);
  if (answer.kind === 'events') throw new Error('an obstacle is never an event');
  return answer;
}
