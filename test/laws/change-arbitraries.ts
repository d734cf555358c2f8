/**
 * Any sequence of acts by any of the people, the forge and time, sensible or not. Most sequences begin somewhere in
 * the life of a change, since chance alone would hardly ever reach the middle of it.
 */
import fc from 'fast-check';
import type { Command } from '../../src/core/change/command.ts';
import type { Decision } from '../../src/core/change/decide.ts';
import type { Actor } from '../../src/core/change/facts.ts';
import { pullFacts, setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';
import { DEPLOYBOT, HOLDPOINT, PEOPLE, SOMEBODY } from '../support/change-people.ts';
import { commands } from './change-commands.ts';
import { makeSensible, startOfWindow } from './sensible-moves.ts';

export type Move = {
  readonly actor: Actor;
  readonly command: Command;
  /** What else could be asked; a sensible person takes the first that is understood. */
  readonly otherwise: readonly Command[];
  /** The act is done by somebody who may, to what it can be done to, if there is such a thing. */
  readonly sensible: boolean;
  /** Minutes that pass before it. */
  readonly after: number;
  /** How many seconds before now it happened on the forge. */
  readonly lateBy: number;
  /** The forge's view changes before it: a push, red checks, people who cannot be listed. */
  readonly world:
    | 'same'
    | 'pushed'
    | 'checks_failed'
    | 'checks_passed'
    | 'people_unknown'
    | 'people_known'
    | 'pull_unread'
    | 'clock_wrong'
    | 'clock_right';
};

const actors = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<Actor>(...Object.values(PEOPLE)) },
  { weight: 1, arbitrary: fc.constantFrom<Actor>(DEPLOYBOT, HOLDPOINT, SOMEBODY) },
);
export const moves: fc.Arbitrary<Move> = fc.record({
  actor: actors,
  command: commands,
  otherwise: fc.array(commands, { minLength: 3, maxLength: 3 }),
  sensible: fc.integer({ min: 0, max: 9 }).map((number) => number < 7),
  after: fc.constantFrom(0, 0, 0, 0, 0, 1, 30, 24 * 60, 3 * 24 * 60),
  lateBy: fc.constantFrom(0, 0, 0, 60, 3_600),
  world: fc.oneof(
    { weight: 8, arbitrary: fc.constant('same' as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        'pushed',
        'checks_failed',
        'checks_passed',
        'people_unknown',
        'people_known',
        'pull_unread',
        'clock_wrong',
        'clock_right',
      ),
    },
  ),
});

export type Beginning =
  | 'draft'
  | 'inReview'
  | 'approvedChange'
  | 'changeReadyToStart'
  | 'runningChange'
  | 'changeAtHold'
  | 'changeReadyToComplete'
  | 'completedChange'
  | 'runningEmergency';

export const beginnings: fc.Arbitrary<Beginning> = fc.constantFrom(
  'draft',
  'inReview',
  'approvedChange',
  'changeReadyToStart',
  'runningChange',
  'changeAtHold',
  'changeReadyToComplete',
  'completedChange',
  'runningEmergency',
);

export const stories = fc.record({
  beginning: beginnings,
  moves: fc.array(moves, { minLength: 1, maxLength: 30, size: 'max' }),
});

export function begin(beginning: Beginning): Stage {
  const stage = setTheStage({
    pulls: [pullFacts(701), pullFacts(702, { author: PEOPLE.mara, contributors: [PEOPLE.omar] })],
  });
  stage.given[beginning]();
  return stage;
}

export type Played = Pick<Move, 'actor' | 'command'> & { readonly decision: Decision };

/** Does the move and gives back what was really asked, by whom. */
export function play(stage: Stage, move: Move): Played {
  const { clock } = stage;
  clock.pass(move.after);
  turnTheWorld(stage, move.world);
  const { actor, command } = move.sensible ? makeSensible(stage.change, move) : move;
  if (move.sensible && command.type === 'start') clock.set(startOfWindow(stage.change));
  const occurredAt = new Date(Date.parse(clock.now) - move.lateBy * 1_000).toISOString();
  return { actor, command, decision: stage.act(actor, command, { occurredAt }) };
}

function turnTheWorld({ world }: Stage, turn: Move['world']): void {
  const first = world.pulls[0] ?? pullFacts(701);
  const others = world.pulls.slice(1);
  switch (turn) {
    case 'same':
      break;
    case 'pushed':
      world.pulls = [{ ...first, head: 'pushed-701' }, ...others];
      break;
    case 'checks_failed':
      world.pulls = [{ ...first, checks: 'failed', failing: ['unit'] }, ...others];
      break;
    case 'checks_passed':
      world.pulls = [{ ...first, checks: 'passed', failing: [] }, ...others];
      break;
    case 'people_unknown':
      world.people = null;
      break;
    case 'people_known':
      world.people = [...Object.values(PEOPLE), DEPLOYBOT];
      break;
    case 'pull_unread':
      world.pulls = others;
      break;
    case 'clock_wrong':
      world.clockSkewMs = 6_000;
      break;
    case 'clock_right':
      world.clockSkewMs = -4_000;
      break;
  }
}
