/** Laws of the heart: what holds for every sequence of acts, by whomever, in whatever order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_SHAPES } from '../../src/core/change/event-shapes.ts';
import { evolve } from '../../src/core/change/evolve.ts';
import { REFUSAL_FACTS, VERDICT_FACTS } from '../../src/core/change/refusal-facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { ALWAYS_POSSIBLE } from '../../src/core/change/transition.ts';
import { rowsFor, statesFor, understands } from '../../src/core/change/transitions.ts';
import { judge } from '../../src/core/gate/judge.ts';
import { PURPOSES } from '../../src/core/gate/verdict.ts';
import { always, RUNS } from './always.ts';
import { begin, play, stories } from './change-arbitraries.ts';
import { stateProblems } from './valid-state.ts';

/** Without the marks that a refusal leaves. */
function unmarked(change: Change): unknown {
  const {
    refusalsSeen: _seen,
    refusalCounts: _counts,
    exceptions: _exceptions,
    lastSeq: _seq,
    lastHash: _hash,
    steps,
    ...rest
  } = change;
  const marks = Object.entries(steps).map(
    ([id, progress]) => [id, { ...progress, refused: null }] as const,
  );
  const touched = marks.filter(([, { status }]) => status !== 'open');
  return { ...rest, steps: Object.fromEntries(touched) };
}

/** Chance reaches these often; if it no longer did, the laws would hold for want of cases. */
const REACHED = [
  'submitted',
  'approved',
  'approval_completed',
  'approvals_voided',
  'returned_to_review',
  'scheduled',
  'started',
  'step_done',
  'hold_confirmed',
  'hold_declined',
  'hold_waived',
  'handover_accepted',
  'pull_head_moved',
  'completed',
  'rollback_started',
  'reopened',
  'cancelled',
  'refused',
];

describe('laws of a change', () => {
  it('chance leads through the whole life of a change', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(stories, ({ beginning, moves }) => {
        const stage = begin(beginning);
        for (const move of moves)
          for (const { type } of play(stage, move).decision.events) reached.add(type);
      }),
      { numRuns: 600 },
    );
    expect([...reached]).toEqual(expect.arrayContaining(REACHED));
  });

  it('replaying any prefix of a log gives a valid state', () => {
    always(({ stage }) => {
      expect(stateProblems(stage.change)).toEqual([]);
    });
  });

  it('a snapshot and a replay of the log are the same state', () => {
    fc.assert(
      fc.property(stories, ({ beginning, moves }) => {
        const stage = begin(beginning);
        for (const move of moves) play(stage, move);
        const replayed = stage.log.reduce<Change | null>(
          (state, event) => evolve(state, event),
          null,
        );
        expect(replayed).toEqual(stage.change);
      }),
      RUNS,
    );
  });

  it('decide emits only what evolve understands, in JSON that can be stored', () => {
    always(({ decision }) => {
      for (const event of decision.events) {
        expect(EVENT_SHAPES).toHaveProperty(event.type);
        expect(JSON.stringify(event).isWellFormed()).toBe(true);
        expect(
          Object.values(event.texts).every((text) => text.isWellFormed() && !text.includes('\0')),
        ).toBe(true);
      }
    });
  });

  it('what has ended stays as it was, but for reopening and what is owed afterwards', () => {
    always(({ stage, before, decision }) => {
      if (before.ended === null) return;
      const allowed = [
        'reopened',
        'posthoc_reviewed',
        'authorised',
        'posthoc_became_overdue',
        'authorisation_became_overdue',
        'duty_done',
        // What is still to be merged can be held up, and let go.
        'held',
        'released',
        'concern_resolved',
        'title_changed',
        'plan_recorded',
      ];
      const noted = [
        'refused',
        'pull_linked',
        'pull_unlinked',
        'pull_merged',
        'tampering_found',
        'orphan_tick_found',
        'issue_moved',
        'processing_stopped',
        'restated',
        'delivery_set_aside',
        'deployment_requested',
        'deployment_decided',
        'deployment_finished',
      ];
      expect([...allowed, ...noted]).toEqual(
        expect.arrayContaining(decision.events.map(({ type }) => type)),
      );
      expect(decision.events.filter(({ type }) => type === 'reopened')).toHaveLength(
        stage.change.reopenings - before.reopenings,
      );
    });
  });

  it('every pair of state and verb without a row in the table is refused', () => {
    always(({ before, actor, command, decision }) => {
      if (understands(before, command.type)) return;
      expect(decision).toMatchObject({ kind: 'refused' });
      expect(statesFor(before, command.type)).not.toContain(before.state);
      if (actor.kind === 'human' && decision.kind === 'refused')
        expect(decision.refusal.code).toBe('not_in_state');
    });
  });

  it('a verb leads only where its rows say', () => {
    always(({ stage, before, command, decision }) => {
      if (decision.kind !== 'accepted') return;
      const rows = rowsFor(before, command.type);
      const ways = rows.map(({ to }) => (to === 'unchanged' ? before.state : to));
      expect(ways).toContain(stage.change.state);
    });
  });

  it('a refusal names a code that the rows of the verb name, and only facts that are documented', () => {
    always(({ before, command, decision }) => {
      if (decision.kind !== 'refused') return;
      const { code, facts } = decision.refusal;
      const rows = rowsFor(before, command.type);
      expect([...ALWAYS_POSSIBLE, ...rows.flatMap(({ guards }) => guards)]).toContain(code);
      expect([...REFUSAL_FACTS[code], ...VERDICT_FACTS]).toEqual(
        expect.arrayContaining(Object.keys(facts)),
      );
    });
  });

  it('every verdict carries only documented facts, whatever is asked', () => {
    always(({ stage, actor }) => {
      for (const purpose of PURPOSES) {
        for (const { code, facts } of judge(stage.change, stage.factsFor(actor), purpose)) {
          expect([...REFUSAL_FACTS[code], ...VERDICT_FACTS]).toEqual(
            expect.arrayContaining(Object.keys(facts)),
          );
        }
      }
    });
  });

  it('a refused command changes nothing but the marks that it leaves', () => {
    always(({ stage, before, decision }) => {
      if (decision.kind !== 'refused') return;
      expect(decision.events.every(({ type }) => type === 'refused')).toBe(true);
      expect(unmarked(stage.change)).toEqual(unmarked(before));
    });
  });
});
