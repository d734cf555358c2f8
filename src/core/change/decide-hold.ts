/**
 * The second person at a hold point: confirms, declines, or an approver waives. Each is an authored act with words of
 * its own; a tick is none of them.
 *
 * What must stay true: whoever did the step, or wrote down what was seen there, never confirms or waives it.
 */
import { isSameHuman } from '../policy/humans.ts';
import { rolesForVerb } from '../policy/rights.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Handlers } from './answer.ts';
import type { ChecklistStep } from './checklist.ts';
import { forbidden } from './permission.ts';
import type { HoldChannel } from './event.ts';
import { isFinished, owesWords, progressOf } from './progress.ts';
import { firstPeople, isSecond, secondPeople } from './second-person.ts';
import { findStep, whyShut } from './step-entry.ts';
import type { HoldProgress } from './state.ts';
import type { StepCase } from './step-entry.ts';

export const holdHandlers: Handlers<'confirm' | 'decline' | 'waive'> = {
  confirm: (asked) => {
    const said = hearSecond(asked, 'confirmed');
    return said.kind === 'said' ? record({ type: 'hold_confirmed', ...said.words }) : said;
  },
  decline: (asked) => {
    const said = hearSecond(asked, 'declined');
    return said.kind === 'said' ? record({ type: 'hold_declined', ...said.words }) : said;
  },
  waive: (asked) => {
    const hold = reachHold(asked, 'waived');
    if (hold.kind !== 'reached') return hold;
    const reason = asked.command.reason.trim();
    const step = hold.entry.step.id;
    const own = isFirstPerson(asked, hold.entry);
    if (own !== null) return own;
    if (reason === '') return obstacle('reason_required', { verb: asked.command.type });
    return record({ type: 'hold_waived', data: { step }, texts: { reason } });
  },
};

type SecondCase = StepCase & {
  readonly command: { readonly observed: string; readonly pressed?: number };
};
type Heard =
  | {
      readonly kind: 'said';
      readonly words: {
        readonly data: { readonly step: string; readonly channel: HoldChannel };
        readonly texts: { readonly observed: string };
      };
    }
  | Answer;

/**
 * A button says yes or no and nothing else; what was seen is then owed by whoever pressed it. One that was drawn before
 * the step was done anew is about nothing that stands.
 */
function hearSecond(asked: SecondCase, wanted: 'confirmed' | 'declined'): Heard {
  const { pressed } = asked.command;
  const observed = asked.command.observed.trim();
  const { finished } = progressOf(asked.change, asked.command.step);
  if (pressed !== undefined && finished?.seq !== pressed)
    return finished === null ? NOTHING : doneAgain(asked.command.step);
  const hold = reachHold(asked, wanted, observed !== '');
  if (hold.kind !== 'reached') return hold;
  const barred = barredAsSecond(asked, hold.entry);
  if (barred !== null) return barred;
  const step = hold.entry.step.id;
  if (observed === '' && pressed === undefined) return obstacle('observation_missing', { step });
  const channel = pressed === undefined ? 'command' : 'check_button';
  return { kind: 'said', words: { data: { step, channel }, texts: { observed } } };
}

type Reached = { readonly kind: 'reached'; readonly entry: ChecklistStep } | Answer;

/** A hold that somebody has reached and that is still open; otherwise the answer that says why it is not. */
function reachHold(asked: StepCase, wanted: HoldProgress['status'], hasWords = false): Reached {
  const found = findStep(asked);
  if (found.kind !== 'found') return found;
  const { entry } = found;
  const { step, progress } = entry;
  if (!step.tags.includes('hold'))
    return obstacle('step_unknown', { step: step.id, why: 'not_a_hold' });
  if (!isFinished(progress)) return whyShut(asked, entry) ?? notReached(step.id);
  const { hold } = progress;
  const isOwed = hasWords && wanted === 'confirmed' && hold !== null && owesWords(hold);
  if (hold === null || isOpen(hold, wanted) || isOwed) return { kind: 'reached', entry };
  return alreadySaid(asked, step.id, { hold, wanted });
}

/** Who declined may look again, and so may others: a hold is open until somebody confirms or waives it. */
function isOpen({ status }: HoldProgress, wanted: HoldProgress['status']): boolean {
  return status === 'waiting' || (status === 'declined' && wanted !== 'declined');
}

function doneAgain(step: string): Answer {
  return obstacle('out_of_order_step', {
    step,
    why: 'done_again',
    waits_for: [],
    current: [step],
  });
}

function notReached(step: string): Answer {
  return obstacle('out_of_order_step', {
    step,
    why: 'not_done',
    waits_for: [step],
    current: [step],
  });
}

type Said = { readonly hold: HoldProgress; readonly wanted: HoldProgress['status'] };

function alreadySaid({ command, facts }: StepCase, step: string, { hold, wanted }: Said): Answer {
  const { stamp, status } = hold;
  if (status === wanted && stamp?.by.id === facts.actor.id) return NOTHING;
  return obstacle('already_done', {
    step,
    verb: command.type,
    by: stamp?.by.login ?? '',
    at: stamp?.at ?? '',
  });
}

function barredAsSecond(asked: StepCase, entry: ChecklistStep): Answer | null {
  const { change, command, facts } = asked;
  const own = isFirstPerson(asked, entry);
  if (own !== null) return own;
  if (isSecond(change, facts.policy, facts.actor)) return null;
  const who = secondPeople(change, facts);
  const needs = rolesForVerb(facts.policy, 'confirm_unnamed');
  return forbidden({
    verb: command.type,
    why: 'not_second_person',
    who,
    needs,
    held: facts.actor.roles,
  });
}

function isFirstPerson({ change, facts }: StepCase, { step }: ChecklistStep): Answer | null {
  const first = firstPeople(change, step.id).find(({ id }) =>
    isSameHuman(facts, id, facts.actor.id),
  );
  if (first === undefined) return null;
  const who = secondPeople(change, facts);
  return obstacle('second_person_required', { step: step.id, doer: first.login, who });
}
