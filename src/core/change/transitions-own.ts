/**
 * Rows of the transition table for a pull request that is its own change. It shares the words of review and approval
 * with every other one; what differs is how it gets there and how it ends.
 */
import type { Transition } from './transition.ts';
import { SETTLING } from './transition.ts';
import type { CommandType } from './command.ts';
import type { StateName } from './state.ts';

const OPEN: readonly StateName[] = ['draft', 'review', 'approved'];

/** Of these nothing is understood in a draft. */
const IN_REVIEW: readonly CommandType[] = ['approve', 'withdraw', 'link', 'unlink'];

type Move = Pick<Transition, 'from' | 'verb' | 'to' | 'note'>;

export const OWN_ROWS: readonly Transition[] = [
  ...SETTLING.filter((verb) => !IN_REVIEW.includes(verb)).flatMap((verb): readonly Transition[] => [
    own({ from: ['draft'], verb, to: 'review', note: 'ready for review, once its gates let it' }),
    own({
      from: ['draft'],
      verb,
      to: 'approved',
      note: 'the same, with approvals that still stand',
    }),
  ]),
  own({ from: ['review', 'approved'], verb: 'note_draft', to: 'draft', note: 'a draft again' }),
  own({ from: OPEN, verb: 'note_merge', to: 'completed', note: 'its merge is its execution' }),
  ...(['note_unmerged', 'note_elsewhere'] satisfies CommandType[]).map((verb) =>
    own({
      from: OPEN,
      verb,
      to: 'cancelled',
      note: 'final; when it is opened again it is another change',
    }),
  ),
];

function own(move: Move): Transition {
  return { ...move, when: 'own_pull', guards: [] };
}
