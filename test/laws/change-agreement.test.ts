/** Laws of agreement: whose word counts, and that nothing begins without it. */
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/core/change/facts.ts';
import { isPassed, progressOf } from '../../src/core/change/progress.ts';
import type { Change } from '../../src/core/change/state.ts';
import { tally } from '../../src/core/policy/tally.ts';
import type { Stage } from '../support/change-kit.ts';
import { always } from './always.ts';

describe('laws of agreement', () => {
  it('no sequence of commands reaches in-progress with a gate of the start unmet, emergencies excepted', () => {
    always(({ stage, before, actor, decision }) => {
      const started = decision.events.find(({ type }) => type === 'started');
      if (started?.type !== 'started') return;
      const lacking = lackingForStart(before, {
        ...stage.factsFor(actor),
        now: momentOfTheAct(stage),
      });
      if (before.category !== 'emergency') {
        expect(lacking).toEqual([]);
        expect(tally(before, stage.factsFor(actor)).enough).toBe(true);
        expect(started.data.bypassed).toEqual([]);
        return;
      }
      expect(started.data.bypassed).toEqual(expect.arrayContaining([...lacking]));
      expect(started.data.reviewDueAt).not.toBeNull();
      expect(started.texts.authoriser).not.toBe('');
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
    always(({ stage, decision, actor }) => {
      if (!decision.events.some(({ type }) => type === 'approval_completed')) return;
      expect(tally(stage.change, stage.factsFor(actor)).enough).toBe(true);
      expect(stage.change.objections.filter(({ lifted }) => lifted === null)).toEqual([]);
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
});

/** The obstacles of a start, looked for without the gates. */
function lackingForStart(change: Change, facts: Facts): readonly string[] {
  const window = change.window ?? change.plan?.window ?? null;
  const now = Date.parse(facts.now);
  const open = (change.plan?.steps ?? []).filter(
    ({ phase, id }) => phase === 'preflight' && !isPassed(progressOf(change, id)),
  );
  const blocked = change.objections.some(({ kind, lifted }) => kind === 'block' && lifted === null);
  const red = change.pulls.some((linked) =>
    facts.pulls.some(
      (pull) =>
        pull.number === linked.number && pull.open && !pull.merged && pull.checks !== 'passed',
    ),
  );
  const lacking: readonly (readonly [boolean, string])[] = [
    [window === null, 'window_required'],
    [window !== null && now < Date.parse(window.start), 'window_not_open'],
    [window !== null && now >= Date.parse(window.end), 'window_closed'],
    [open.length > 0, 'preflight_steps_open'],
    [blocked, 'change_blocked'],
    [red, 'ci_gates_failed'],
    [change.stopped.length > 0, 'evidence_unavailable'],
    [
      tally(change, facts).counted.length === 0 &&
        facts.people !== null &&
        // While nobody knows who wrote the plan, nobody can tell whose word would count.
        change.editorUnknownSince === null &&
        change.approvals.length === 0,
      'approval_missing',
    ],
  ];
  return lacking.filter(([isLacking]) => isLacking).map(([, code]) => code);
}

/** A minute has passed since. */
function momentOfTheAct(stage: Stage): string {
  return new Date(Date.parse(stage.clock.now) - 60_000).toISOString();
}
