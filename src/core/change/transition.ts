/**
 * What a row of the transition table is, and the words that its rows share.
 */
import type { CommandType } from './command.ts';
import type { RefusalCode } from './refusal.ts';
import type { StateName } from './state.ts';

export type Transition = {
  /** Empty: there is no change yet. */
  readonly from: readonly StateName[];
  readonly verb: CommandType;
  readonly to: StateName | 'unchanged';
  /** `emergency`: only for a change of that category; `ordinary`: for all others; `own_pull`: a pull request that is one. */
  readonly when: 'always' | 'ordinary' | 'emergency' | 'own_pull';
  /** What may stand in the way, beside `ALWAYS_POSSIBLE`. */
  readonly guards: readonly RefusalCode[];
  readonly note: string;
};

/** A row whose state is given by its place: what it asks and what it is about. */
export type Act = Pick<Transition, 'verb' | 'guards' | 'note'>;

/** What may stand in the way of every verb. `already_done`: somebody else was faster. */
export const ALWAYS_POSSIBLE: readonly RefusalCode[] = [
  'change_missing',
  'not_in_state',
  'not_permitted',
  'already_done',
];

export const BEFORE_START: readonly StateName[] = ['draft', 'review', 'approved', 'scheduled'];
export const AGREED: readonly StateName[] = ['approved', 'scheduled'];
export const FINAL: readonly StateName[] = ['rolled_back', 'rejected', 'cancelled'];

/** After these the approval is looked at again: what was missing may be there now. */
export const SETTLING: readonly CommandType[] = [
  'approve',
  'withdraw',
  'unblock',
  'resolve',
  'bypass',
  'grant',
  'record_plan',
  'note_plan_editor',
  'link',
  'unlink',
  'note_head',
  'note_merge',
  'note_ready',
  'note_identity',
  'note_review_dismissed',
  'note_restated',
  'note_set_aside',
  'note_policy',
  'timer',
  'reconsider',
];

export function always(row: Omit<Transition, 'when'>): Transition {
  return { ...row, when: 'always' };
}

/** The same act in other states, leaving the state as it is. */
export function unchanged(from: readonly StateName[], act: Act): Transition {
  return { ...act, from, to: 'unchanged', when: 'always' };
}
