/** Laws of the heart: what holds for every sequence of acts, by whomever, in whatever order. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasBegun } from '../../src/core/change/binding.ts';
import { checklist } from '../../src/core/change/checklist.ts';
import { EVENT_SHAPES } from '../../src/core/change/event-shapes.ts';
import { evolve } from '../../src/core/change/evolve.ts';
import { isPassed, progressOf } from '../../src/core/change/progress.ts';
import { REFUSAL_FACTS, VERDICT_FACTS } from '../../src/core/change/refusal-facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { ALWAYS_POSSIBLE } from '../../src/core/change/transition.ts';
import { rowsFor, statesFor, understands } from '../../src/core/change/transitions.ts';
import { blockers, judge } from '../../src/core/gate/judge.ts';
import { PURPOSES } from '../../src/core/gate/verdict.ts';
import { startVerdicts } from '../../src/core/change/decide-start.ts';
import { predecessorsOf } from '../../src/core/plan/check-steps.ts';
import { tally } from '../../src/core/policy/tally.ts';
import type { Stage } from '../support/change-kit.ts';
import { begin, play, stories } from './change-arbitraries.ts';
import type { Played } from './change-arbitraries.ts';
import { stateProblems } from './valid-state.ts';

const RUNS = { numRuns: Number(process.env['LAW_RUNS'] ?? 100) };

type Moment = {
  readonly stage: Stage;
  readonly before: Change;
} & Played;

/** Plays every story and looks at every moment of it. */
function always(look: (moment: Moment) => void): void {
  fc.assert(
    fc.property(stories, ({ beginning, moves }) => {
      const stage = begin(beginning);
      for (const move of moves) {
        const before = stage.change;
        look({ stage, before, ...play(stage, move) });
      }
    }),
    RUNS,
  );
}

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

  it('no sequence of commands reaches in-progress with a gate of the start unmet, emergencies excepted', () => {
    always(({ stage, before, actor, decision }) => {
      const started = decision.events.find(({ type }) => type === 'started');
      if (started === undefined || started.type !== 'started') return;
      const facts = { ...stage.factsFor(actor), now: startOf(stage) };
      const open = blockers(
        startVerdicts({
          change: before,
          window: before.window ?? before.plan?.window ?? null,
          facts,
        }),
      );
      if (before.category !== 'emergency') {
        expect(open).toEqual([]);
        expect(started.data.bypassed).toEqual([]);
        return;
      }
      expect(started.data.reviewDueAt).not.toBeNull();
      expect(started.texts.authoriser).not.toBe('');
      const ordinary = blockers(judge({ ...before, category: 'normal' }, facts, 'start')).map(
        ({ code }) => code,
      );
      const missed = ordinary.filter((code) => !started.data.bypassed.includes(code));
      // Rules of the category itself differ between the two; everything else must be named.
      expect(
        missed.filter(
          (code) => !['category_too_low', 'approval_missing', 'approval_stale'].includes(code),
        ),
      ).toEqual([]);
    });
  });

  it('an approver who is author, last editor or contributor never counts, in any order', () => {
    always(({ stage, actor }) => {
      const { change } = stage;
      const facts = stage.factsFor(actor);
      const counted = tally(change, facts).counted.map(({ by }) => by.id);
      expect(counted).not.toContain(change.author.id);
      expect(counted).not.toContain(change.lastEditor?.id);
      expect(counted).not.toContain('9900');
      expect(new Set(counted).size).toBe(counted.length);
      const wrote = change.pulls.flatMap((linked) =>
        facts.pulls
          .filter(({ number }) => number === linked.number)
          .flatMap((pull) => [pull.author, ...pull.contributors]),
      );
      for (const { id } of wrote) expect(counted).not.toContain(id);
    });
  });

  it('a change becomes approved only with enough counting approvals and no open objection', () => {
    always(({ stage, before, decision, actor }) => {
      if (!decision.events.some(({ type }) => type === 'approval_completed')) return;
      expect(tally(stage.change, stage.factsFor(actor)).enough).toBe(true);
      expect(
        before.objections.filter(
          ({ lifted, kind }) =>
            kind === 'block' &&
            lifted === null &&
            stage.change.objections.every((one) => one.lifted === null),
        ),
      ).toEqual([]);
      expect(blockers(judge(stage.change, stage.factsFor(actor), 'approve'))).toEqual([]);
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

  it('ticks in any order never do a step whose predecessors are not passed', () => {
    always(({ before, stage, decision }) => {
      for (const event of decision.events) {
        if (event.type !== 'step_done' && event.type !== 'step_skipped') continue;
        const steps = checklist(before).map(({ step }) => step);
        const index = steps.findIndex(({ id }) => id === event.data.step);
        const own = steps[index]?.phase;
        const wanted = predecessorsOf(steps, index).filter(
          (id) => own === 'preflight' || steps.find((one) => one.id === id)?.phase !== 'preflight',
        );
        for (const id of wanted) expect(isPassed(progressOf(before, id))).toBe(true);
        expect(stage.change.paused).toBeNull();
      }
    });
  });

  it('a hold is never confirmed or waived by who did the step or wrote down what was seen', () => {
    always(({ stage }) => {
      for (const { progress } of checklist(stage.change)) {
        const { hold, finished, observedBy } = progress;
        if (hold === null || hold.stamp === null || hold.status === 'declined') continue;
        expect(hold.stamp.by.id).not.toBe(finished?.by.id);
        if (hold.stamp.seq > (observedBy?.seq ?? 0))
          expect(hold.stamp.by.id).not.toBe(observedBy?.by.id);
      }
    });
  });

  it('no machine ever acts for a person', () => {
    always(({ decision, actor }) => {
      if (actor.kind === 'human') return;
      const human = [
        'submitted',
        'approved',
        'started',
        'step_done',
        'hold_confirmed',
        'hold_waived',
        'completed',
        'overridden',
        'rejected',
        'cancelled',
        'reopened',
        'rollback_started',
        'posthoc_reviewed',
        'authorised',
      ];
      expect(decision.events.filter(({ type }) => human.includes(type))).toEqual([]);
    });
  });

  it('while a change runs, the plan in force moves only by a new approval', () => {
    always(({ before, stage, decision }) => {
      if (!hasBegun(before)) return;
      if (decision.events.some(({ type }) => type === 'approval_completed')) return;
      expect(stage.change.planInForce).toEqual(before.planInForce);
    });
  });
});

/** The moment of the act: a minute has passed since. */
function startOf(stage: Stage): string {
  return new Date(Date.parse(stage.clock.now) - 60_000).toISOString();
}
