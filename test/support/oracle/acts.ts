/** Everything a person can say, each with the words that would be right at the moment if anything were. */
import type { Command } from '../../../src/core/change/command.ts';
import type { Window } from '../../../src/core/plan/plan.ts';
import { REPO } from '../change-verbs.ts';
import { CAST } from './cast.ts';
import { PULL } from './told.ts';
import type { Told } from './told.ts';

/** Far enough from every moment for any notice. */
const LATER: Window = {
  start: '2026-11-29T03:30:00Z',
  end: '2026-11-29T04:30:00Z',
  zone: 'Europe/Berlin',
  note: null,
};
const TEXT = 'said in the matrix';
/** The gate that is bypassed: it stands at the start alone. */
const PASSED = 'preflight_steps_open';
const { successor } = CAST;

type Say = (told: Told) => Command;
const plain = (command: Command): Say => {
  return () => command;
};

/** The step that stands open, or would next. */
export function stepAt({ preflight, hold }: Told): 'P1' | 'E1' | 'E2' {
  if (!preflight) return 'P1';
  return hold === 'ahead' ? 'E1' : 'E2';
}

/** Once it is approved, the voice is offered to somebody who wrote the plan. */
export function delegateAt({ state }: Told): 'reserve' | 'plan_editor' {
  return state === 'approved' ? 'plan_editor' : 'reserve';
}

export const ACTS = {
  submit: plain({ type: 'submit' }),
  approve: plain({ type: 'approve', note: TEXT, channel: 'command', commit: null }),
  request_changes: plain({ type: 'request_changes', text: TEXT }),
  block: plain({ type: 'block', text: TEXT }),
  unblock: plain({ type: 'unblock', reason: TEXT }),
  concern: plain({ type: 'concern', name: 'a-new-one', text: TEXT }),
  resolve: plain({ type: 'resolve', name: 'old-clients', reason: TEXT }),
  hold: plain({ type: 'hold', reason: TEXT, via: 'command' }),
  unhold: plain({ type: 'unhold', reason: TEXT, via: 'command' }),
  reject: plain({ type: 'reject', reason: TEXT }),
  withdraw: plain({ type: 'withdraw' }),
  delegate: (told) => {
    const to = CAST[delegateAt(told)];
    return { type: 'delegate', to, toLogin: to.login, reason: TEXT };
  },
  override: plain({ type: 'override', gate: 'lead_time_violation', reason: TEXT }),
  bypass: plain({ type: 'bypass', gate: PASSED, reason: TEXT }),
  grant: plain({ type: 'grant', gate: PASSED, note: TEXT }),
  deny: plain({ type: 'deny', gate: PASSED, reason: TEXT }),
  cancel_override: plain({ type: 'cancel_override', gate: 'lead_time_violation' }),
  schedule: plain({ type: 'schedule', window: LATER }),
  link: plain({ type: 'link', ...REPO, pull: 800, head: 'head-of-800' }),
  unlink: plain({ type: 'unlink', repoId: REPO.repoId, pull: PULL }),
  cancel: plain({ type: 'cancel', reason: TEXT }),
  start: plain({ type: 'start', authoriser: null }),
  begin: (told) => ({ type: 'begin', step: stepAt(told) }),
  done: (told) => ({ type: 'done', step: stepAt(told), observed: TEXT, via: 'command' }),
  untick: plain({ type: 'untick', step: 'P1' }),
  observe: plain({ type: 'observe', step: 'E1', observed: TEXT }),
  skip: plain({ type: 'skip', step: 'E2', reason: TEXT }),
  confirm: plain({ type: 'confirm', step: 'E1', observed: TEXT }),
  /** The button on the check: it says yes and carries no words. */
  press: ({ tick }) => ({ type: 'confirm', step: 'E1', observed: '', pressed: tick }),
  /** One that was drawn for something else. */
  press_late: plain({ type: 'confirm', step: 'E1', observed: '', pressed: 1 }),
  decline: plain({ type: 'decline', step: 'E1', observed: TEXT }),
  waive: plain({ type: 'waive', step: 'E1', reason: TEXT }),
  pause: plain({ type: 'pause', reason: TEXT }),
  resume: plain({ type: 'resume' }),
  handover: plain({ type: 'handover', to: successor, toLogin: successor.login }),
  accept: plain({ type: 'accept' }),
  complete: plain({ type: 'complete', code: 'successful', notes: TEXT }),
  rollback: plain({ type: 'rollback', reason: TEXT }),
  recovered: plain({ type: 'recovered', observed: TEXT }),
  reopen: plain({ type: 'reopen', reason: TEXT }),
  authorise: plain({ type: 'authorise', note: TEXT }),
  review: plain({ type: 'review', findings: TEXT }),
  review_template: plain({ type: 'review_template', findings: TEXT }),
  fulfil: plain({ type: 'fulfil', duty: 'D1', what: TEXT, via: 'command' }),
  /** Signs in at the forge, in a browser. */
  note_identity: plain({ type: 'note_identity' }),
  ask: plain({ type: 'ask', what: 'status' }),
} as const satisfies Readonly<Record<string, Say>>;

/** Which command it is. */
export function verbOf(act: ActName): string {
  return act === 'press' || act === 'press_late' ? 'confirm' : act;
}

export type ActName = keyof typeof ACTS;
export const ACT_NAMES: readonly ActName[] = Object.keys(ACTS).filter(isAct);

function isAct(name: string): name is ActName {
  return Object.hasOwn(ACTS, name);
}
