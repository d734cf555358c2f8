// Planned against actual: what was promised and what the stamps say, side by side.
import { expect, it } from 'vitest';
import { evidenceView } from '../../src/core/desired/evidence.ts';
import { timesTable } from '../../src/render/evidence-times.ts';
import { setTheStage, type Stage } from '../support/change-kit.ts';
import { PEOPLE } from '../support/change-people.ts';

function tableOf(stage: Stage): string {
  const view = evidenceView(stage.change);
  return view === null ? '' : timesTable(view.record, view.clock).join('\n');
}

it('compares planned and actual: each step, the whole, and the way back', () => {
  const stage = setTheStage();
  stage.given.endedChange('rolled_back');
  const table = tableOf(stage);
  expect(table).toContain('|  | planned | actual |');
  expect(table).toMatch(/\| begin \| 2026-\S+ \S+ \S+ \| 2026-\S+ \S+ \S+ \|/u);
  expect(table).toContain('| whole | 1 h | 5 min |');
  // What it took is counted from what was done before it; of what was never done nothing is said.
  expect(table).toContain('| E1 | 5 min | 1 min |');
  expect(table).toContain('| E4 | 6 min | – |');
  expect(table).toContain('| rollback | 5 min | 1 min |');
});

it('says nothing of a change that never ran', () => {
  const stage = setTheStage();
  stage.given.endedChange('cancelled');
  expect(tableOf(stage)).toBe('');
});

it('has a column for what a rehearsal took, where there was one', () => {
  const stage = setTheStage();
  stage.given.endedChange('rolled_back');
  const view = evidenceView(stage.change);
  if (view === null) throw new Error('it has ended');
  const { record, clock } = view;
  const act = { by: PEOPLE.tomas, roles: [], at: record.dates.opened_at, url: null, event: 2 };
  const rehearsed = { ...act, environment: 'staging', minutes: 12, observed: 'as expected' };
  const steps = record.steps.map((step) => (step.id === 'E1' ? { ...step, rehearsed } : step));
  const [table = ''] = timesTable({ ...record, steps }, clock);
  expect(table).toContain('|  | planned | rehearsed | actual |');
  expect(table).toMatch(/\| E1 \| [^|]+ \| 12 min \| [^|]+ \|/u);
});
