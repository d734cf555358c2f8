// A window in the text of a pull request that is its own change: its merge waits for it, and its check opens by itself.
import { describe, expect, it } from 'vitest';
import { timersOf } from '../../../src/core/change/timers.ts';
import { readPullPlan } from '../../../src/core/plan/pull-form.ts';
import { HOLDPOINT, PEOPLE } from '../../support/change-people.ts';
import type { Stage } from '../../support/change-kit.ts';
import { approved, BODY, merges, opened, reviewedBy, SHOWN } from '../../support/own-pull-core.ts';

const WITH_WINDOW = withWindow('2026-11-20 22:00 to 2026-11-20 23:00 Europe/Berlin');
const OPENS = '2026-11-20T21:00:00Z';
const ENDS = '2026-11-20T22:00:00Z';

function withWindow(text: string): string {
  return `${BODY}\n\n## Window\n\n${text}`;
}

/** Due timers fire when they are due. */
function rings(stage: Stage, at: string): void {
  stage.clock.set(at);
  for (const { name, dueAt } of timersOf(stage.change))
    if (Date.parse(dueAt) <= Date.parse(at))
      stage.act(HOLDPOINT, { type: 'timer', name }, { occurredAt: dueAt });
  stage.clock.set(at);
}

function edits(stage: Stage, body: string): void {
  const reading = readPullPlan(body, ['standard']);
  stage.act(PEOPLE.lin, { type: 'record_plan', title: 'Add the fee', reading });
}

describe('a pull request that is its own change and names a window', () => {
  it('may be merged inside it and not before, and nobody has to ask again', () => {
    const stage = approved(WITH_WINDOW);
    expect(stage.inTheWayOf('merge')).toEqual(['window_not_open']);
    expect(stage.verdict('merge', 'window_open')).toMatchObject({
      facts: { why: 'own_pull', start: OPENS, end: ENDS, zone: 'Europe/Berlin' },
      who: [PEOPLE.lin.login],
      next: null,
    });
    expect(timersOf(stage.change)).toEqual([
      { name: 'window_open', dueAt: OPENS },
      { name: 'window_end', dueAt: ENDS },
    ]);
    rings(stage, OPENS);
    expect(stage.types.at(-1)).toBe('window_opened');
    expect(stage.inTheWayOf('merge')).toEqual([]);
    merges(stage);
    expect(stage.change).toMatchObject({ state: 'completed', exceptions: [] });
    expect(timersOf(stage.change)).toEqual([]);
  });

  it('is shut again at its end, and waits for another one in its text', () => {
    const stage = approved(WITH_WINDOW);
    rings(stage, ENDS);
    expect(stage.types.slice(-2)).toEqual(['window_opened', 'window_missed']);
    expect(stage.inTheWayOf('merge')).toEqual(['window_closed']);
    expect(stage.verdict('merge', 'window_open')).toMatchObject({
      who: [PEOPLE.lin.login],
      next: null,
    });
    edits(stage, withWindow('2026-11-22 22:00 to 2026-11-22 23:00 UTC'));
    expect(stage.change.state).toBe('review');
    stage.world.pulls = [{ ...SHOWN, reviews: reviewedBy('tomas') }];
    stage.tomas.approves();
    expect(stage.inTheWayOf('merge')).toEqual(['window_not_open']);
    rings(stage, '2026-11-22T22:00:00Z');
    expect(stage.inTheWayOf('merge')).toEqual([]);
  });

  it('waits for the window that its text names now, whatever was noted of an earlier one', () => {
    const stage = approved(WITH_WINDOW);
    rings(stage, ENDS);
    stage.act(PEOPLE.lin, { type: 'note_draft' });
    edits(stage, withWindow('2026-11-23 22:00 to 2026-11-23 23:00 UTC'));
    stage.act(PEOPLE.lin, { type: 'note_ready' });
    stage.tomas.approves();
    expect(stage.change.state).toBe('approved');
    expect(timersOf(stage.change).map(({ dueAt }) => dueAt)).toEqual([
      '2026-11-23T22:00:00Z',
      '2026-11-23T23:00:00Z',
    ]);
  });

  it('merged outside it is completed, and the exception stands in its record', () => {
    const stage = approved(WITH_WINDOW);
    merges(stage);
    expect(stage.change.state).toBe('completed');
    expect(stage.change.exceptions.map(({ kind }) => kind)).toEqual(['merged_against_the_check']);
    expect(stage.log.find(({ type }) => type === 'pull_merged')?.data['unmet']).toEqual([
      'window_not_open',
    ]);
  });

  it('gives no notice of hours: it is seen coming from the moment it is opened', () => {
    const stage = opened(withWindow('2026-11-19 09:30 to 2026-11-19 10:30 UTC'));
    expect(stage.change.state).toBe('review');
    expect(stage.verdict('submit', 'lead_time')).toMatchObject({
      kind: 'not_applicable',
      facts: { why: 'own_pull' },
    });
  });
});
