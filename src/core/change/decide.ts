/**
 * Answers a command with events or a refusal, given the state and the facts. This file keeps the order of questions
 * that every command passes; what a verb means stands in the `decide-…` files, one for each phase of life.
 *
 * What must stay true: a machine never acts for a person; a verb without a row in the transition table is refused;
 * a refusal changes nothing but the marks that it leaves.
 */
import type { Verdict } from '../gate/verdict.ts';
import { obstacle } from './answer.ts';
import type { Answer, Case, CommandOf, Handler, Handlers } from './answer.ts';
import type { Command, CommandType } from './command.ts';
import { acknowledgeHandlers } from './decide-acknowledge.ts';
import { blockHandlers } from './decide-block.ts';
import { concernHandlers } from './decide-concern.ts';
import { bypassHandlers } from './decide-bypass.ts';
import { overrideHandlers } from './decide-override.ts';
import { deploymentHandlers } from './decide-deployment.ts';
import { dependHandlers } from './decide-depend.ts';
import { delegateHandlers } from './decide-delegate.ts';
import { dutyHandlers } from './decide-duty.ts';
import { emergencyHandlers } from './decide-emergency.ts';
import { endHandlers } from './decide-end.ts';
import { extendHandlers } from './decide-extend.ts';
import { identityHandlers } from './decide-identity.ts';
import { holdHandlers } from './decide-hold.ts';
import { noteHandlers } from './decide-note.ts';
import { onHoldHandlers } from './decide-on-hold.ts';
import { pauseHandlers } from './decide-pause.ts';
import { decideOpen, planHandlers } from './decide-plan.ts';
import { policyHandlers } from './decide-policy.ts';
import { decideOpenOwn, forbiddenForOwn, ownHandlers } from './decide-own.ts';
import { pullHandlers } from './decide-pull.ts';
import { rehearsalHandlers } from './decide-rehearsal.ts';
import { reviewHandlers } from './decide-review.ts';
import { startHandlers } from './decide-start.ts';
import { stepHandlers } from './decide-step.ts';
import { templateHandlers } from './decide-template.ts';
import { timerHandlers } from './decide-timer.ts';
import type { ChangeEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { forbidden, lacksRole } from './permission.ts';
import { preview } from './preview.ts';
import { refusedEvents } from './refused-event.ts';
import { refuse } from './refusal.ts';
import type { Refusal } from './refusal.ts';
import { settle } from './settle.ts';
import type { Change, StateName } from './state.ts';
import { storable } from './storable.ts';
import { SETTLING } from './transition.ts';
import { statesFor, understands } from './transitions.ts';

export type Decision =
  | { readonly kind: 'accepted'; readonly events: readonly ChangeEvent[] }
  | {
      readonly kind: 'refused';
      readonly refusal: Refusal;
      readonly verdicts: readonly Verdict[];
      /** The `refused` event; empty when the same refusal was recorded too often, or there is no change to record it on. */
      readonly events: readonly ChangeEvent[];
    };

const HANDLERS: Handlers<CommandType> = {
  ...planHandlers,
  ...reviewHandlers,
  ...delegateHandlers,
  ...blockHandlers,
  ...concernHandlers,
  ...overrideHandlers,
  ...acknowledgeHandlers,
  ...dependHandlers,
  ...bypassHandlers,
  ...onHoldHandlers,
  ...rehearsalHandlers,
  ...startHandlers,
  ...extendHandlers,
  ...stepHandlers,
  ...holdHandlers,
  ...pauseHandlers,
  ...endHandlers,
  ...emergencyHandlers,
  ...identityHandlers,
  ...dutyHandlers,
  ...pullHandlers,
  ...ownHandlers,
  ...deploymentHandlers,
  ...templateHandlers,
  ...noteHandlers,
  ...policyHandlers,
  ...timerHandlers,
};

/** Reports of what has happened: nobody's permission is asked. */
const REPORTS: ReadonlySet<CommandType> = new Set<CommandType>([
  'open',
  'record_plan',
  'note_plan_editor',
  'note_head',
  'note_merge',
  'note_queued',
  'note_deployment',
  'note_ready',
  'note_draft',
  'note_unmerged',
  'note_elsewhere',
  'note_identity',
  'note_review_dismissed',
  'note_closed',
  'note_tampering',
  'note_orphan_tick',
  'note_moved',
  'note_stopped',
  'note_restated',
  'note_set_aside',
  'note_policy',
  'timer',
  'reconsider',
]);

/** Their handlers ask for the role themselves, because who the person is comes before it. */
const OWN_ROLE_CHECK: ReadonlySet<CommandType> = new Set<CommandType>([
  'approve',
  'delegate',
  'cancel',
  'hold',
  'unhold',
  'override',
  'misread',
]);

export function decide(change: Change | null, command: Command, facts: Facts): Decision {
  if (change === null) return decideWithoutChange(command, facts);
  const answer = unheard(change, command, facts) ?? hear(change, command, facts);
  if (answer.kind === 'events') {
    const events = answer.events.map(storable);
    if (!SETTLING.includes(command.type)) return { kind: 'accepted', events };
    const settled = settle(preview(change, events, facts), facts);
    return { kind: 'accepted', events: [...events, ...settled] };
  }
  const { refusal, verdicts } = answer;
  return {
    kind: 'refused',
    refusal,
    verdicts,
    events: refusedEvents({ change, command, facts, refusal }).map(storable),
  };
}

/** There is nothing yet to record a refusal on. */
function decideWithoutChange(command: Command, facts: Facts): Decision {
  if (command.type !== 'open') {
    const refusal = refuse('change_missing', { verb: command.type });
    return { kind: 'refused', refusal, verdicts: [], events: [] };
  }
  const answer =
    notHuman(command, facts) ?? lacksRole(facts, command.type) ?? decideOpened(command);
  if (answer.kind === 'events') return { kind: 'accepted', events: answer.events.map(storable) };
  return { kind: 'refused', refusal: answer.refusal, verdicts: [], events: [] };
}

function decideOpened(command: CommandOf<'open'>): Answer {
  return command.pull === undefined ? decideOpen(command) : decideOpenOwn(command, command.pull);
}

/** Why a command is not even looked at; null when it is. */
function unheard(change: Change, command: Command, facts: Facts): Answer | null {
  const verb = command.type;
  if (REPORTS.has(verb)) return null;
  const machine = notHuman(command, facts);
  if (machine !== null) return machine;
  const own = forbiddenForOwn(change, verb);
  if (own !== null) return own;
  if (!understands(change, verb)) {
    const from: readonly StateName[] = statesFor(change, verb);
    return obstacle('not_in_state', { verb, state: change.state, from });
  }
  return OWN_ROLE_CHECK.has(verb) ? null : lacksRole(facts, verb);
}

function notHuman(command: Command, facts: Facts): Answer | null {
  const { actor } = facts;
  return actor.kind === 'human'
    ? null
    : forbidden({ verb: command.type, why: 'not_human', held: actor.roles });
}

function hear(change: Change, command: Command, facts: Facts): Answer {
  // The table gives each command its own handler; TypeScript cannot see that the two belong together.
  const handler = HANDLERS[command.type] as Handler<CommandType>;
  const asked: Case<CommandType> = { change, command, facts };
  return handler(asked);
}
