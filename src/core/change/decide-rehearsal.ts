/**
 * A rehearsal of the checklist before the change runs: begun in another environment, and told step by step, in whatever
 * order it was done.
 *
 * What must stay true: it moves no step and no state; it is no rehearsal where the change itself is to happen, nor in an
 * environment that the policy knows as production.
 */
import { environmentOf } from '../deploy/deployment.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { planShown } from './binding.ts';
import { rehearsedOf } from './rehearsal.ts';
import { findStep } from './step-entry.ts';

export const rehearsalHandlers: Handlers<'rehearse' | 'rehearsed'> = {
  rehearse: (asked) => {
    const { environment } = asked.command;
    return (
      inEarnest(asked) ?? record({ type: 'rehearsal_begun', data: {}, texts: { environment } })
    );
  },
  rehearsed: (asked) => {
    const { change, command, facts } = asked;
    const found = findStep(asked);
    if (found.kind !== 'found') return found;
    const { step } = found.entry;
    if (change.rehearsal === null) return obstacle('rehearsal_missing', { step: step.id });
    const { minutes } = command;
    const observed = command.observed.trim();
    if (observed === '') return obstacle('observation_missing', { step: step.id });
    const known = rehearsedOf(change.rehearsal, step);
    const isSame = known?.observed === observed && known.minutes === minutes;
    if (isSame && known.by.id === facts.actor.id) return NOTHING;
    return record({
      type: 'step_rehearsed',
      data: { step: step.id, minutes },
      texts: { observed },
    });
  },
};

/** Why what happens there is the change itself, or could be. */
function inEarnest({ change, command, facts }: Case<'rehearse'>): Answer | null {
  const { environment } = command;
  const { catalogue } = facts.policy;
  const meant = environmentOf(catalogue, environment);
  const names = [environment, ...(meant === null ? [] : [meant.id])].map((one) =>
    one.toLowerCase(),
  );
  const own = planShown(change)?.environments ?? [];
  if (own.some((one) => names.includes(one.toLowerCase())))
    return obstacle('rehearsal_elsewhere', { environment, why: 'own' });
  return meant?.production === true
    ? obstacle('rehearsal_elsewhere', { environment, why: 'production' })
    : null;
}
