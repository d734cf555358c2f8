/** Evidence and exports call an approval counted when the decision counted it, and say why when it did not. */
import { describe, expect, it } from 'vitest';
import { evidenceView } from '../../src/core/desired/evidence.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import { APPROVALS_TABLE, decisionsOf } from '../../src/evidence/approvals-table.ts';
import { CHANGES_TABLE } from '../../src/evidence/changes-table.ts';
import { cellsOf } from '../../src/evidence/table.ts';
import type { Cell, Table } from '../../src/evidence/table.ts';
import { accepted } from '../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../support/change-kit.ts';
import type { Stage } from '../support/change-kit.ts';

describe('an approval that the start did not count', () => {
  it('because leads are wanted by now, is counted nowhere', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    const categories = DEFAULT_POLICY.categories.map((rule) => ({
      ...rule,
      approverRoles: ['lead'] as const,
    }));
    stage.world.policy = { ...DEFAULT_POLICY, categories };
    accepted(stage.dee.approves());
    finish(stage);
    const told = [
      ['tomas-sre', false, 'not_permitted'],
      ['dee-lead', true, null],
    ];
    expect(inEvidence(stage)).toEqual(told);
    expect(inApprovals(stage)).toEqual(told);
    expect(inChanges(stage)).toMatchObject({ approvals_valid: 1 });
  });

  it('because it was for another policy, is counted nowhere, although its giver spoke again', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    stage.world.policy = { ...DEFAULT_POLICY, version: 'of-today' };
    accepted(stage.tomas.approves());
    finish(stage);
    const told = [
      ['tomas-sre', false, 'approval_stale'],
      ['tomas-sre', true, null],
    ];
    expect(inEvidence(stage)).toEqual(told);
    expect(inApprovals(stage)).toEqual(told);
    expect(inChanges(stage)).toMatchObject({
      approvals_valid: 1,
      approvals_policy_version: 'of-today',
    });
  });
});

describe('an approval that was counted', () => {
  it('and taken back before the start was not counted by it; the one that took its place was', () => {
    const stage = setTheStage();
    stage.given.scheduledChange();
    accepted(stage.jonas.approves());
    accepted(stage.tomas.withdraws());
    finish(stage);
    const told = [
      ['tomas-sre', false, 'withdrawn'],
      ['jonas-dba', true, null],
    ];
    expect(inEvidence(stage)).toEqual(told);
    expect(inApprovals(stage)).toEqual(told);
  });

  it('is one human, also when the head moved during the run and was approved as well', () => {
    const stage = setTheStage({ pulls: [pullFacts(701)] });
    accepted(stage.mara.opens());
    accepted(stage.mara.links(701));
    accepted(stage.mara.submits());
    accepted(stage.tomas.approvesByReview('head-of-701'));
    accepted(stage.mara.schedules());
    start(stage);
    accepted(stage.forge.reportsPush(701, 'pushed'));
    accepted(stage.tomas.approvesByReview('pushed'));
    rollBack(stage);
    expect(inEvidence(stage)).toEqual([
      ['tomas-sre', true, null],
      ['tomas-sre', true, null],
    ]);
    expect(inChanges(stage)).toMatchObject({ approvals_valid: 1 });
  });
});

function finish(stage: Stage): void {
  start(stage);
  rollBack(stage);
}

function start(stage: Stage): void {
  stage.clock.set('2026-11-22T03:10:00Z');
  for (const id of ['P1', 'P2']) accepted(stage.mara.does(id));
  stage.clock.set('2026-11-22T03:30:00Z');
  accepted(stage.mara.starts());
}

function rollBack(stage: Stage): void {
  accepted(stage.mara.rollsBack());
  accepted(stage.mara.recovers());
}

function inEvidence({ change }: Stage): readonly unknown[] {
  const { approvals } = evidenceView(change)?.record ?? { approvals: [] };
  return approvals.map((one) => [one.by.login, one.counted, one.not_counted_because]);
}

function inApprovals(stage: Stage): readonly unknown[] {
  return decisionsOf(subject(stage))
    .filter(({ approval }) => approval !== null)
    .map((decision) => cells(APPROVALS_TABLE, decision))
    .map((row) => [row['actor_login'], row['counted'], row['not_counted_reason']]);
}

function inChanges(stage: Stage): Readonly<Record<string, Cell>> {
  return cells(CHANGES_TABLE, subject(stage));
}

function subject({ change, log }: Stage) {
  return { change, events: log, workspace: 'github:9812', policy: DEFAULT_POLICY };
}

function cells<S>(table: Table<S>, of: S): Readonly<Record<string, Cell>> {
  const values = cellsOf(table, of);
  return Object.fromEntries(table.columns.map(({ name }, index) => [name, values[index] ?? null]));
}
