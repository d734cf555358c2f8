/**
 * What the examples expect of the application, key by key, and how the record answers it.
 *
 * What must stay true: a key that is not in these tables fails the test, so that nothing that an example expects is
 * passed over.
 */
import { expect } from 'vitest';
import { deliveryOf } from './delivery.ts';
import type { Met, Seen } from './met.ts';
import type { Moment, Played } from './play.ts';
import { nameOf } from './scene.ts';

type Rows = Readonly<{ [key: string]: unknown }>;
type Check = (value: unknown, record: Played) => void;
type Checks = Readonly<{ [key: string]: Check }>;

export function expectAll(expected: Rows, record: Played, checks: Checks = CHECKS): void {
  for (const [key, value] of Object.entries(expected)) {
    const check = checks[key];
    if (check === undefined) throw new Error(`nobody knows how to look at ${JSON.stringify(key)}`);
    check(value, record);
  }
}

function seenIn(moment: Moment, { scene }: Pick<Played, 'scene'>): Seen {
  const seen = moment.seen.get(scene.example.key);
  if (seen === undefined) throw new Error(`${scene.example.key} was not there at ${moment.at}`);
  return seen;
}

const GATES: Checks = {
  approvals_needed: (needed, record) => {
    expect(verdictAtSubmit(record, 'approvals').facts['needed']).toBe(needed);
  },
  project_lead_required: (isRequired, record) => {
    expect(verdictAtSubmit(record, 'approvals').facts['roles']).toEqual(isRequired ? ['lead'] : []);
  },
  dependency_open: (written, record) => {
    const upstream = record.scenes.find(({ example }) => example.number === written);
    const { kind, facts } = verdictAtSubmit(record, 'dependencies');
    expect(kind).toBe('unmet');
    expect(JSON.stringify(facts)).toContain(nameOf(upstream?.number ?? 0));
  },
  post_review_due: (at, { change }) => {
    expect(same(change.emergency?.reviewDueAt, at)).toBe(true);
  },
  post_review_late: (isLate, { change: { emergency } }) => {
    const [given, due] = [emergency?.review?.at ?? '', emergency?.reviewDueAt ?? ''];
    expect(Date.parse(given) > Date.parse(due)).toBe(isLate);
  },
};

const CHECKS: Checks = {
  risk: (value, { change }) => {
    const { score, level, floors, fixed_by_form: isFixed } = value as Rows;
    const suggested = change.suggestedRisk;
    if (isFixed === true) expect([change.risk, suggested]).toEqual([level, null]);
    else expect(suggested).toMatchObject({ least: score, most: score, level, floors });
  },
  conflicts: (value, record) => {
    const rows = value as readonly Rows[];
    expect(sorted(metIn(record.moments, record))).toEqual(sorted(rows.map(metOf)));
    for (const row of rows) expectTimes(row, record);
  },
  conflicts_before_move: (value, record) => {
    const { moments } = record;
    const before = moments.slice(0, moveIn(record));
    expect(sorted(metIn(before, record))).toEqual(sorted(value as readonly Met[]));
  },
  conflicts_after_move: (value, record) => {
    const after = record.moments.slice(moveIn(record));
    expect(sorted(metIn(after, record))).toEqual(sorted(value as readonly Met[]));
  },
  override_used: (value, record) => {
    const { before_move: before, after_move: after } = value as Rows;
    const isUsed = (moments: readonly Moment[]): boolean =>
      moments
        .flatMap((moment) => seenIn(moment, record).verdicts)
        .some(({ gate, facts }) => gate === 'freeze' && facts['why'] === 'overridden');
    const moved = moveIn(record);
    expect(isUsed(record.moments.slice(0, moved))).toBe(before);
    expect(isUsed(record.moments.slice(moved))).toBe(after);
  },
  gates: (value, record) => {
    expectAll(value as Rows, record, GATES);
  },
  closure_code: (code, { change }) => {
    expect(change.closure?.code).toBe(code);
  },
  state: (state, { change }) => {
    expect(change.state).toBe(state);
  },
  dora: (value, record) => {
    for (const [key, wanted] of Object.entries(value as Rows)) {
      const found = deliveryOf(record)[key];
      const isTime = typeof found === 'string';
      expect({ [key]: isTime ? same(found, wanted) : found }).toEqual({ [key]: isTime || wanted });
    }
  },
  template_candidate: (isOne, { change, events }) => {
    const { state, closure, plan } = change;
    const went = events.filter(({ type }) => type === 'step_skipped' || type === 'hold_declined');
    const isGood = state === 'completed' && closure?.code === 'successful' && went.length === 0;
    expect(isGood && plan?.template === undefined).toBe(isOne);
  },
  independent_review: (value, { events, change }) => {
    const { barred, because, counted } = value as Rows;
    const refused = events.filter(({ type, actor }) => type === 'refused' && actor === barred);
    expect(refused.map(({ data }) => data['code'])).toEqual([because]);
    const given = change.approvals.filter(
      ({ voided, tallied }) => !voided && tallied === 'counted',
    );
    expect(given.map(({ by }) => by.login)).toEqual([counted]);
  },
};

function verdictAtSubmit(record: Played, gate: string): Seen['verdicts'][number] {
  const { script } = record.scene.example;
  const moment = record.moments.find(
    ({ after }) => after.event === 'submitted' && script.includes(after),
  );
  const found = moment && seenIn(moment, record).verdicts.find((verdict) => verdict.gate === gate);
  if (found === undefined) throw new Error(`${gate} was not asked`);
  return found;
}

function expectTimes(row: Rows, record: Played): void {
  const { since, until, waived_by: waivedBy } = row;
  const { moments, change } = record;
  const [wanted] = sorted([metOf(row)]);
  const isThere = (moment: Moment): boolean =>
    sorted(seenIn(moment, record).met).some((one) => one === wanted);
  const first = moments.findIndex(isThere);
  const gone = moments.findIndex((moment, index) => index > first && !isThere(moment));
  if (since !== undefined) expect(same(moments[first]?.at, since)).toBe(true);
  if (until !== undefined) expect(same(moments[gone]?.at, until)).toBe(true);
  if (waivedBy === undefined) return;
  expect(change.category).toBe(waivedBy);
  const asked = moments.flatMap((moment) => seenIn(moment, record).verdicts);
  expect(asked.filter(({ gate }) => gate === 'maintenance_window')).toEqual([]);
}

/** Everything that it ever met in these moments, once. */
function metIn(moments: readonly Moment[], record: Played): readonly Met[] {
  const all = moments.flatMap((moment) => seenIn(moment, record).met);
  return [...new Map(all.map((met) => [sorted([met])[0], met])).values()];
}

function metOf(row: Rows): Met {
  const { since, until, waived_by, ...met } = row;
  return met as Met;
}

function sorted(all: readonly Met[]): readonly string[] {
  const spelled = all.map((met) => Object.entries(met).toSorted().flat().join(' '));
  return spelled.toSorted();
}

/** The first moment in which it has its other window. */
function moveIn({ moments, scene }: Played): number {
  const at = moments.findIndex(
    ({ after }) => after.event === 'window_changed' && scene.example.script.includes(after),
  );
  if (at < 0) throw new Error(`${scene.example.key} was never moved`);
  return at;
}

function same(found: unknown, wanted: unknown): boolean {
  return Date.parse(String(found)) === Date.parse(String(wanted));
}
