/**
 * Rows of the transition table: what is reported rather than asked, and what can be said at any time.
 */
import { STATES } from './state.ts';
import type { StateName } from './state.ts';
import { AGREED, always, BEFORE_START, unchanged } from './transition.ts';
import type { Act, Transition } from './transition.ts';

const LINKABLE: readonly StateName[] = [...BEFORE_START, 'in_progress'];

const AT_ANY_TIME: readonly Act[] = [
  { verb: 'open', guards: [], note: 'the issue has its change already' },
  {
    verb: 'record_plan',
    guards: [],
    note: 'a cosmetic edit; while the change runs any edit, shown but not in force; after the end nothing is recorded',
  },
  {
    verb: 'note_plan_editor',
    guards: [],
    note: 'who wrote a plan that was found without anybody to name',
  },
  { verb: 'note_head', guards: [], note: 'a push to a linked pull request' },
  { verb: 'note_merge', guards: [], note: 'a linked pull request was merged' },
  {
    verb: 'note_queued',
    guards: [],
    note: 'it was put into the merge queue, or taken out of it',
  },
  {
    verb: 'note_deployment',
    guards: [],
    note: 'a deployment of it waits for an answer, was answered, or ended',
  },
  {
    verb: 'note_ready',
    guards: [],
    note: 'a pull request that is its own change is ready for review',
  },
  { verb: 'note_draft', guards: [], note: 'it is a draft again' },
  { verb: 'note_unmerged', guards: [], note: 'it was closed without being merged' },
  { verb: 'note_elsewhere', guards: [], note: 'it was linked to another change' },
  {
    verb: 'note_review_dismissed',
    guards: [],
    note: 'an approval given by review no longer stands',
  },
  { verb: 'note_identity', guards: [], note: 'an approver has signed in at the forge anew' },
  { verb: 'note_closed', guards: [], note: 'closing the issue does not end the change' },
  { verb: 'note_tampering', guards: [], note: 'somebody wrote what only the app writes' },
  { verb: 'note_orphan_tick', guards: [], note: 'a tick for which nobody can be found' },
  { verb: 'note_moved', guards: [], note: 'the issue was transferred or deleted' },
  {
    verb: 'note_stopped',
    guards: [],
    note: 'a delivery could not be worked off; gates cannot tell until it is',
  },
  { verb: 'note_restated', guards: [], note: 'what could not be worked off was worked off' },
  {
    verb: 'note_set_aside',
    guards: [],
    note: 'whoever runs the app goes on without what could not be worked off',
  },
  { verb: 'note_policy', guards: [], note: 'other rules are in force than those that it knows' },
  { verb: 'timer', guards: [], note: 'a window opened or ended, or a review became due' },
  { verb: 'reconsider', guards: [], note: 'something that gates look at has moved' },
  { verb: 'ask', guards: [], note: 'a question; nothing is recorded' },
  {
    verb: 'misread',
    guards: [
      'command_unknown',
      'command_incomplete',
      'commands_left_out',
      'window_invalid',
      'zone_unknown',
      'time_invalid',
    ],
    note: 'a command that could not be understood is recorded as refused',
  },
];

export const NOTE_ROWS: readonly Transition[] = [
  ...AT_ANY_TIME.map((act) => unchanged(STATES, act)),
  always({
    from: AGREED,
    verb: 'record_plan',
    to: 'review',
    guards: [],
    note: 'a substantive edit voids the approvals',
  }),
  always({
    from: AGREED,
    verb: 'note_head',
    to: 'review',
    guards: [],
    note: 'what was approved is no longer what would be merged',
  }),
  always({
    from: AGREED,
    verb: 'note_review_dismissed',
    to: 'review',
    guards: [],
    note: 'when too few approvals remain',
  }),
  always({
    from: AGREED,
    verb: 'note_policy',
    to: 'review',
    guards: [],
    note: 'other rules are in force than those it was agreed to under',
  }),
  unchanged(LINKABLE, {
    verb: 'link',
    guards: ['command_incomplete'],
    note: 'the pull request becomes part of what is approved',
  }),
  always({
    from: AGREED,
    verb: 'link',
    to: 'review',
    guards: ['command_incomplete'],
    note: 'what was approved did not contain it',
  }),
  unchanged(BEFORE_START, {
    verb: 'unlink',
    guards: [],
    note: 'the pull request is no longer part of it; once the change runs, its check may already say yes, so it stays',
  }),
  always({
    from: AGREED,
    verb: 'unlink',
    to: 'review',
    guards: [],
    note: 'what was approved contained it',
  }),
];
