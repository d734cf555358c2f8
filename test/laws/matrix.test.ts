/**
 * The full matrix actor × act × moment × category, with and without a linked pull request, under seven policies: what
 * `decide` answers is what an oracle answers that was written from the description of the product and the policy's data.
 * Every change is brought to its moment by commands; the oracle reads what was told on the way, never the change.
 */
import { describe, expect, it } from 'vitest';
import { decide } from '../../src/core/change/decide.ts';
import type { Decision } from '../../src/core/change/decide.ts';
import { STATES } from '../../src/core/change/state.ts';
import { VERBS } from '../../src/core/intent/verbs.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { ACT_NAMES, ACTS } from '../support/oracle/acts.ts';
import { CAST, NAMES } from '../support/oracle/cast.ts';
import { expected } from '../support/oracle/expect.ts';
import type { Expected } from '../support/oracle/expect.ts';
import { REGIMES, SHIPPED } from '../support/oracle/policies.ts';
import type { Regime } from '../support/oracle/policies.ts';
import { momentsIn, sceneOf } from '../support/oracle/moments.ts';
import { opening, Play } from '../support/oracle/scenes.ts';
import type { Scene } from '../support/oracle/scenes.ts';
import type { Cell } from '../support/oracle/standing.ts';

/** Second rights of a verb. */
const SECOND = /_for_|_own$|_unnamed$|_after_draft$/u;
/** About windows, neighbours and rehearsals, of which the oracle knows nothing: they have tests of their own. */
const OF_TIME = new Set([
  'acknowledge',
  'depend',
  'undepend',
  'rehearse',
  'rehearsed',
  'extend',
  'override_freeze',
  // Said where no change is.
  'freeze',
  'thaw',
]);
const OPENERS: readonly string[] = [
  'engineer',
  'maintainer',
  'lead',
  'incident_commander',
  'admin',
];
const CATEGORIES = ['standard', 'normal', 'significant', 'emergency'] as const;

type Count = { cells: number; yes: number; idle: number; no: number };

describe.each(REGIMES)('under the policy $id', (regime) => {
  const count: Count = { cells: 0, yes: 0, idle: 0, no: 0 };

  it('nobody is let do what they may not, and nobody is kept from what they may', () => {
    const wrong = scenesUnder(regime).flatMap((scene) => wrongIn(scene, count));
    expect(wrong.slice(0, 20), `${String(wrong.length)} cells are wrong`).toEqual([]);
    const { cells, yes, idle, no } = count;
    console.info(
      `matrix, ${regime.id}: ${String(cells)} cells, ${String(yes)} yes, ${String(no)} no, ${String(idle)} idle, 0 wrong`,
    );
    expect(cells).toBeGreaterThan(100_000);
    expect(yes).toBeGreaterThan(5_000);
  }, 600_000);
});

describe('the matrix', () => {
  it('asks everything that a person can say', () => {
    const { told } = new Play({ category: 'normal', pull: false, regime: SHIPPED });
    const said = new Set<string>([...ACT_NAMES.map((act) => ACTS[act](told).type), 'open']);
    const rights = Object.keys(DEFAULT_POLICY.verbRoles).filter((right) => !SECOND.test(right));
    // The last one is said in a browser, of which no policy decides who may.
    const known = ['note_identity', ...VERBS.map(({ command }) => command), ...rights];
    const asked = known.filter((verb) => !OF_TIME.has(verb));
    expect(asked.filter((verb) => !said.has(verb))).toEqual([]);
    expect(said.size).toBe(new Set(asked).size);
  });

  it('reaches every state in every category', () => {
    const reached = scenesUnder(SHIPPED).map(
      ({ change }) => `${String(change.category)} ${change.state}`,
    );
    expect(new Set(reached).size).toBe(STATES.length * CATEGORIES.length);
  });

  it('is about a change: before there is one, only those who may open it can do anything', () => {
    const { stage, told } = new Play({ category: 'normal', pull: false, regime: SHIPPED });
    for (const name of NAMES) {
      const { kind, roles } = CAST[name];
      const facts = stage.factsFor(CAST[name]);
      const may = kind === 'human' && roles.some((role) => OPENERS.includes(role));
      expect(decide(null, opening(CAST[name]), facts).kind, name).toBe(
        may ? 'accepted' : 'refused',
      );
      for (const act of ACT_NAMES)
        expect(decide(null, ACTS[act](told), facts), `${name} ${act}`).toMatchObject({
          refusal: { code: 'change_missing' },
          events: [],
        });
    }
  });
});

function* settings(regime: Regime): Generator<Scene> {
  for (const category of CATEGORIES)
    for (const pull of [false, true])
      for (const moment of momentsIn({ category, pull, regime }))
        yield sceneOf(moment, { category, pull, regime });
}

function scenesUnder(regime: Regime): readonly Scene[] {
  return [...settings(regime)];
}

function wrongIn({ told, stage, change }: Scene, count: Count): readonly string[] {
  expect(change.state).toBe(told.state);
  return NAMES.flatMap((name) => {
    const actor = CAST[name];
    const facts = stage.factsFor(actor);
    return ACT_NAMES.flatMap((act) => {
      const cell: Cell = { told, name, actor, act };
      const right = expected(cell);
      const answer = decide(change, ACTS[act](told), facts);
      count.cells += 1;
      count[right.kind] += 1;
      return isRight(right, answer) ? [] : [describeCell(cell, right, answer)];
    });
  });
}

function isRight(right: Expected, answer: Decision): boolean {
  if (right.kind === 'no')
    return answer.kind === 'refused' && right.codes.includes(answer.refusal.code);
  if (answer.kind === 'refused') return false;
  if (right.kind === 'idle') return answer.events.length === 0;
  const isComplete = answer.events.some(({ type }) => type === 'approval_completed');
  return answer.events.length > 0 && isComplete === right.completes;
}

function describeCell({ told, name, act }: Cell, right: Expected, answer: Decision): string {
  const { moment, category, pull } = told;
  const where = `${category}, ${moment}${pull ? ', with a pull request' : ''}`;
  const wanted = right.kind === 'no' ? `refused with ${right.codes.join(' or ')}` : right.kind;
  const got =
    answer.kind === 'refused'
      ? `refused with ${answer.refusal.code}`
      : `accepted with ${answer.events.map(({ type }) => type).join(', ') || 'no event'}`;
  return `${name} says ${act} (${where}): expected ${wanted}, found ${got}`;
}
