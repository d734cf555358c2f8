/**
 * Walking the checklist: begin, do, observe, skip. A tick and a command are two ways to the same event.
 *
 * What must stay true: only the operator walks it once the change runs; no step is done before those it waits for; a
 * step that is done is never undone by a tick taken away.
 */
import { NOTHING, obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import type { ChecklistStep } from './checklist.ts';
import { forbidden, notOperator } from './permission.ts';
import { isFinished } from './progress.ts';
import { alreadyFinished, findStep, whyPaused, whyShut } from './step-entry.ts';
import type { StepCase } from './step-entry.ts';

export const stepHandlers: Handlers<'begin' | 'done' | 'untick' | 'observe' | 'skip'> = {
  begin: (asked) => {
    const found = findStep(asked);
    if (found.kind !== 'found') return found;
    const { entry } = found;
    if (entry.progress.status === 'begun') return NOTHING;
    if (isSettled(entry)) return alreadyFinished(asked, entry);
    return (
      mayNotWalk(asked, entry) ??
      record({ type: 'step_begun', data: { step: entry.step.id }, texts: {} })
    );
  },
  done: decideDone,
  untick: (asked) => {
    const found = findStep(asked);
    if (found.kind !== 'found') return found;
    // A box that was ticked without effect may be cleared again; one that stands for a fact may not.
    return isFinished(found.entry.progress) ? alreadyFinished(asked, found.entry) : NOTHING;
  },
  observe: (asked) => {
    const found = findStep(asked);
    if (found.kind !== 'found') return found;
    const { entry } = found;
    const observed = asked.command.observed.trim();
    if (observed === '') return obstacle('observation_missing', { step: entry.step.id });
    if (entry.progress.status !== 'done') {
      return (
        whyShut(asked, entry) ??
        obstacle('out_of_order_step', {
          step: entry.step.id,
          why: 'not_done',
          waits_for: [entry.step.id],
          current: [],
        })
      );
    }
    return addObservation(asked, entry, observed);
  },
  skip: (asked) => {
    const found = findStep(asked);
    if (found.kind !== 'found') return found;
    const { step, progress } = found.entry;
    const reason = asked.command.reason.trim();
    if (step.tags.includes('hold')) return obstacle('hold_not_skippable', { step: step.id });
    if (!step.tags.includes('optional')) return obstacle('step_not_optional', { step: step.id });
    if (isFinished(progress)) return alreadyFinished(asked, found.entry);
    if (reason === '') return obstacle('reason_required', { verb: asked.command.type });
    const skipped = record({ type: 'step_skipped', data: { step: step.id }, texts: { reason } });
    return mayNotWalk(asked, found.entry) ?? skipped;
  },
};

function decideDone(asked: Case<'done'>): Answer {
  const found = findStep(asked);
  if (found.kind !== 'found') return found;
  const { entry } = found;
  const { via } = asked.command;
  const observed = asked.command.observed.trim();
  if (isSettled(entry)) return repeatedDone(asked, entry, observed);
  const done = record({
    type: 'step_done',
    data: { step: entry.step.id, via },
    texts: { observed },
  });
  return mayNotWalk(asked, entry) ?? done;
}

/** The same words from the same person change nothing; new words fill in what a tick left open. */
function repeatedDone(asked: Case<'done'>, entry: ChecklistStep, observed: string): Answer {
  const { status, observed: noted, finished } = entry.progress;
  const isDoer = finished?.by.id === asked.facts.actor.id;
  if (status !== 'done') return alreadyFinished(asked, entry);
  if (isDoer && (observed === '' || observed === noted)) return NOTHING;
  if (observed === '' || noted !== null) return alreadyFinished(asked, entry);
  return addObservation(asked, entry, observed);
}

function addObservation(asked: StepCase, entry: ChecklistStep, observed: string): Answer {
  const { step, progress } = entry;
  const { actor } = asked.facts;
  const doer = progress.finished?.by;
  const isOperator = asked.change.operator?.id === actor.id;
  if (progress.observed === observed && progress.observedBy?.by.id === actor.id) return NOTHING;
  if (progress.observed !== null) return alreadyFinished(asked, entry);
  if (doer?.id !== actor.id && !isOperator) {
    const who = doer === undefined ? [] : [doer.login];
    return forbidden({ verb: asked.command.type, why: 'not_operator', who });
  }
  return record({ type: 'step_observed', data: { step: step.id }, texts: { observed } });
}

/** Pre-flight steps may be walked by any engineer: there is no operator before the start. */
function mayNotWalk(asked: StepCase, entry: ChecklistStep): Answer | null {
  const { change, command, facts } = asked;
  const paused = whyPaused(change);
  if (paused !== null) return paused;
  if (change.state === 'in_progress') {
    const other = notOperator(change, facts, command.type);
    if (other !== null) return other;
  }
  return whyShut(asked, entry);
}

/** Finished, and not a hold that was declined: that one is done again. */
function isSettled({ progress }: ChecklistStep): boolean {
  return isFinished(progress) && progress.hold?.status !== 'declined';
}
