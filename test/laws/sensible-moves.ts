/** Turns an act of chance into one that has a chance: the right person, the step that is open, the hold that waits. */
import { currentSteps, waitingHolds } from '../../src/core/change/checklist.ts';
import type { Command } from '../../src/core/change/command.ts';
import type { Actor } from '../../src/core/change/facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { understands } from '../../src/core/change/transitions.ts';
import { PEOPLE } from '../support/change-people.ts';
import { WINDOW } from '../support/change-plans.ts';

type Act = { readonly actor: Actor; readonly command: Command };
type Choice = Act & { readonly otherwise: readonly Command[] };

export function makeSensible(change: Change, choice: Choice): Act {
  const { actor } = choice;
  const wanted = [choice.command, ...choice.otherwise];
  const command = wanted.find(({ type }) => understands(change, type)) ?? choice.command;
  const step = stepFor(change, command);
  const aimed: Command = 'step' in command && step !== null ? { ...command, step } : command;
  return { actor: actorFor(change, command, actor), command: aimed };
}

export function startOfWindow(change: Change): string {
  return (change.window ?? change.plan?.window ?? WINDOW).start;
}

function stepFor(change: Change, command: Command): string | null {
  const current = currentSteps(change).map(({ step }) => step);
  const waiting = waitingHolds(change).map(({ step }) => step);
  switch (command.type) {
    case 'begin':
    case 'done':
    case 'untick':
      return current[0]?.id ?? null;
    case 'skip':
      return current.find(({ tags }) => tags.includes('optional'))?.id ?? null;
    case 'confirm':
    case 'decline':
    case 'waive':
      return waiting[0]?.id ?? null;
    case 'observe':
      return Object.entries(change.steps).find(([, one]) => one.observed === null)?.[0] ?? null;
    default:
      return null;
  }
}

function actorFor(change: Change, command: Command, actor: Actor): Actor {
  const human = actor.kind === 'human' ? actor : PEOPLE.mara;
  switch (command.type) {
    case 'begin':
    case 'done':
    case 'skip':
    case 'observe':
    case 'complete':
    case 'rollback':
    case 'recovered':
    case 'handover':
      return find(change.operator?.id) ?? PEOPLE.mara;
    case 'accept':
      return find(change.handover?.to.id) ?? human;
    case 'confirm':
    case 'decline':
    case 'waive':
    case 'approve':
    case 'reject':
    case 'review':
      return human.roles.includes('maintainer') ? human : PEOPLE.dee;
    case 'authorise':
      return PEOPLE.dee;
    case 'submit':
    case 'schedule':
    case 'start':
    case 'pause':
    case 'resume':
    case 'reopen':
    case 'link':
    case 'unlink':
      return human.roles.includes('engineer') ? human : PEOPLE.mara;
    default:
      return actor;
  }
}

function find(id: string | undefined): Actor | undefined {
  return Object.values(PEOPLE).find((person) => person.id === id);
}
