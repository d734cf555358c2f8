/**
 * Which verb is understood in which state, where it leads, and what can stand in its way. The paragraphs above
 * the states stand in state.ts; this is the table below them. `decide` refuses every pair that has no row
 * (`not_in_state`), the policy page and the documents print the rows, and the laws test them.
 *
 * What must stay true: a verb never leads anywhere that its rows do not name, and is never refused with a code
 * that its rows do not name, except those of `ALWAYS_POSSIBLE`.
 */
import { hasBegun } from './binding.ts';
import type { CommandType } from './command.ts';
import type { Change, StateName } from './state.ts';
import { STATES } from './state.ts';
import { FINAL } from './transition.ts';
import type { Transition } from './transition.ts';
import { BEFORE_START_ROWS } from './transitions-before-start.ts';
import { BYPASS_ROWS } from './transitions-bypass.ts';
import { NOTE_ROWS } from './transitions-notes.ts';
import { OWN_ROWS } from './transitions-own.ts';
import { REHEARSAL_ROWS } from './transitions-rehearsal.ts';
import { RUN_ROWS } from './transitions-run.ts';

export const TRANSITIONS: readonly Transition[] = [
  ...BEFORE_START_ROWS,
  ...BYPASS_ROWS,
  ...REHEARSAL_ROWS,
  ...RUN_ROWS,
  ...NOTE_ROWS,
  ...OWN_ROWS,
];

/** The rows that a verb could take from where the change is. */
export function rowsFor(change: Change, verb: CommandType): readonly Transition[] {
  return TRANSITIONS.filter(
    (row) => row.verb === verb && row.from.includes(change.state) && applies(change, row),
  );
}

export function understands(change: Change, verb: CommandType): boolean {
  return rowsFor(change, verb).length > 0;
}

/** In which states this change would understand the verb. */
export function statesFor(change: Change, verb: CommandType): readonly StateName[] {
  const rows = TRANSITIONS.filter((row) => row.verb === verb && applies(change, row));
  return STATES.filter((state) => rows.some(({ from }) => from.includes(state)));
}

/** Done, undone or never to be done: nothing more can happen to the plan. */
export function isFinal(state: StateName): boolean {
  return FINAL.includes(state);
}

function applies(change: Change, { when }: Transition): boolean {
  if (when === 'always') return true;
  if (when === 'own_pull') return change.own !== null;
  // Once it runs, only what was started as an emergency is one, whatever the plan says by now.
  const isEmergency = hasBegun(change)
    ? change.emergency !== null
    : change.category === 'emergency';
  return isEmergency === (when === 'emergency');
}
