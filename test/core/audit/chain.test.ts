import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../../src/core/audit/bytes.ts';
import type { JsonObject } from '../../../src/core/audit/canonical.ts';
import {
  beginChain,
  checkLink,
  describeProblem,
  EMPTY_LOG,
  endChain,
  verifyChain,
} from '../../../src/core/audit/chain.ts';
import type { ChainVerdict } from '../../../src/core/audit/chain.ts';
import type { RawEventRow } from '../../../src/core/audit/event.ts';
import { leafHash } from '../../../src/core/audit/link.ts';
import { sealEvent } from '../../../src/core/audit/seal.ts';
import { unsealEvent } from '../../../src/core/audit/unseal.ts';
import { aLog, anEvent, aRow, headOf, rehashed, salt, WORKSPACE } from './log.ts';

const five = aLog(
  [1, 2, 3, 4, 5].map((n) =>
    anEvent({ data: { n }, texts: { observed: `saw ${String(n)}`, note: '' } }),
  ),
);

const verify = (rows: readonly RawEventRow[], head = headOf(five)): ChainVerdict =>
  verifyChain(rows, { workspace: WORKSPACE, head });

const problemOf = (rows: readonly RawEventRow[]): string => {
  const verdict = verify(rows);
  return verdict.kind === 'broken' ? describeProblem(verdict.problem) : 'intact';
};

const changed = (seq: number, given: Partial<RawEventRow>): readonly RawEventRow[] =>
  five.map((row) => (row.seq === seq ? { ...row, ...given } : row));

const rowAt = (seq: number): RawEventRow => {
  const row = five[seq - 1];
  if (row === undefined) throw new Error(`no row ${String(seq)}`);
  return row;
};

describe('the format, as an independent implementation computed it', () => {
  // Python's hashlib and struct, over the same two events.
  const known = [
    '79bc99fdd8dde75327330cb432630473855b9230b0ecd8094998c1e1b2195fcc',
    '07d2ffd7678aa6cf1c57e8638e3c221523f93d89bdf6f627719ab636161542fa',
  ];
  const fixed = fromHex('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f');

  test('leaf and body', () => {
    const { body } = sealEvent(anEvent(), { login: fixed ?? salt(''), texts: [fixed ?? salt('')] });
    expect(toHex(leafHash(body))).toBe(
      '744fd6fd8324b838307d44e198c10258e5a921cd339b61f5b754caace2e671ab',
    );
  });

  test('links, with text beyond ASCII', () => {
    const events = [anEvent(), anEvent({ texts: { observed: 'Größe ✓' } })];
    const rows = rehashed(
      events.map((event) => ({
        ...aRow(event, EMPTY_LOG),
        body: sealEvent(event, { login: fixed ?? salt(''), texts: [fixed ?? salt('')] }).body,
      })),
    );
    expect(rows.map(({ hash }) => toHex(hash))).toStrictEqual(known);
  });
});

describe('an intact log', () => {
  test('passes, and the verdict says how much was read', () => {
    expect(verify(five)).toStrictEqual({
      kind: 'intact',
      events: 5,
      redacted: 0,
      head: { seq: 5, hash: headOf(five).hash },
    });
  });

  test('an empty log passes', () => {
    expect(verifyChain([], { workspace: WORKSPACE, head: EMPTY_LOG }).kind).toBe('intact');
  });

  test('is proven in parts, each after a point proven before', () => {
    const after = { seq: 2, hash: rowAt(2).hash };
    const verdict = verifyChain(five.slice(2), { workspace: WORKSPACE, head: headOf(five), after });
    expect(verdict).toMatchObject({ kind: 'intact', events: 3 });
  });

  test('erased texts and names are counted, and the chain still holds', () => {
    const rows = changed(2, {
      texts: [
        { name: 'observed', salt: null, text: null },
        { name: 'note', salt: salt('text 2 1'), text: '' },
      ],
      actor: { salt: null, login: null },
    });
    expect(verify(rows)).toMatchObject({ kind: 'intact', redacted: 2 });
    expect(rows.map(unsealEvent)[1]).toMatchObject({
      actor: { id: '7', login: '(erased)' },
      texts: { observed: null, note: '' },
    });
  });

  test('reading gives back what was sealed', () => {
    const event = anEvent();
    const row = aRow(event, EMPTY_LOG);
    expect(unsealEvent(row)).toStrictEqual({
      ...event,
      seq: 1,
      hash: toHex(row.hash),
      prevHash: toHex(row.prevHash),
    });
  });

  test('an export without columns is proven the same way', () => {
    expect(verify(five.map((row) => ({ ...row, columns: null }))).kind).toBe('intact');
  });
});

describe('a broken log is reported with its place', () => {
  const other = rowAt(4);
  test.each<readonly [string, readonly RawEventRow[], string]>([
    ['an event is missing', five.toSpliced(2, 1), 'event 3, seq: expected 3, found 4'],
    ['an event is twice', five.toSpliced(3, 0, rowAt(3)), 'event 4, seq: expected 4, found 3'],
    [
      'two events are swapped',
      five.with(1, rowAt(3)).with(2, rowAt(2)),
      'event 2, seq: expected 2, found 3',
    ],
    ['the first is missing', five.slice(1), 'event 1, seq: expected 1, found 2'],
    ['the last is missing', five.slice(0, 4), 'event 5, head: expected 5 events, found 4 events'],
  ])('%s', (_, rows, expected) => {
    expect(problemOf(rows)).toBe(expected);
  });

  test('an event after the head is one too many', () => {
    const verdict = verify([...five, aRow(anEvent(), headOf(five))]);
    expect(verdict).toMatchObject({ kind: 'broken', problem: { seq: 5, where: 'head' } });
  });

  test.each<readonly [string, Partial<RawEventRow>, string]>([
    ['another previous hash', { prevHash: other.prevHash }, 'previous hash'],
    ['another hash', { hash: other.hash }, 'hash'],
    ['another body', { body: other.body }, 'hash'],
    ['a shortened hash', { hash: rowAt(2).hash.slice(0, 31) }, 'hash'],
    ['the name of no one', { actor: null }, 'actor'],
    [
      'the name of somebody else',
      { actor: { salt: salt('login mara-ops'), login: 'tomas-sre' } },
      'actor',
    ],
    ['a text less', { texts: rowAt(2).texts.slice(0, 1) }, 'text note'],
    [
      'a text more',
      { texts: [...rowAt(2).texts, { name: 'extra', salt: null, text: null }] },
      'text extra',
    ],
    ['a text twice', { texts: [...rowAt(2).texts, ...rowAt(2).texts] }, 'texts'],
    [
      'another text',
      { texts: rowAt(2).texts.map((text) => ({ ...text, text: 'passed' })) },
      'text note',
    ],
    [
      'another salt',
      { texts: rowAt(2).texts.map((text) => ({ ...text, salt: salt('x') })) },
      'text note',
    ],
    [
      'a text without its salt',
      { texts: rowAt(2).texts.map((text) => ({ ...text, salt: null })) },
      'text note',
    ],
    [
      'a salt without its text',
      { texts: rowAt(2).texts.map((text) => ({ ...text, text: null })) },
      'text note',
    ],
  ])('%s', (_, given, where) => {
    expect(verify(changed(2, given))).toMatchObject({
      kind: 'broken',
      events: 1,
      problem: { seq: 2, where },
    });
  });

  test('bytes cannot move from the text into the salt', () => {
    const [observed, note] = rowAt(2).texts;
    const longer = Buffer.concat([observed?.salt ?? salt(''), Buffer.from('s')]);
    const texts = [
      { name: 'observed', salt: longer, text: 'aw 2' },
      note ?? { name: '', salt: null, text: null },
    ];
    expect(verify(changed(2, { texts }))).toMatchObject({
      problem: {
        seq: 2,
        where: 'text observed',
        expected: 'a salt of 32 bytes',
        found: '33 bytes',
      },
    });
  });

  test.each<readonly [string, JsonObject]>([
    ['type', { type: 'step_skipped' }],
    ['change', { change: 13 }],
    ['actor_id', { actorId: '8' }],
    ['actor_name', { actorName: 'f'.repeat(64) }],
    ['occurred_at', { occurredAt: '2026-11-22T04:36:00.001Z' }],
    ['observed_at', { observedAt: '2026-11-22T04:36:01Z' }],
  ])('the column %s says something else than the body', (column, given) => {
    const columns = rowAt(2).columns;
    const rows = changed(2, { columns: columns === null ? null : { ...columns, ...given } });
    expect(verify(rows)).toMatchObject({ problem: { seq: 2, where: `column ${column}` } });
  });

  test('milliseconds of zero are the same instant', () => {
    const columns = rowAt(2).columns;
    const occurredAt = '2026-11-22T04:36:00.000Z';
    expect(
      verify(changed(2, { columns: columns === null ? null : { ...columns, occurredAt } })).kind,
    ).toBe('intact');
  });

  test('the row of another workspace does not fit, even at the same place', () => {
    const verdict = verifyChain(five, { workspace: 'github:9813', head: headOf(five) });
    expect(verdict).toMatchObject({ kind: 'broken', problem: { seq: 1, where: 'hash' } });
  });

  test('a rewritten tail fits itself, but not a head kept elsewhere', () => {
    const rows = rehashed(five.with(2, rowAt(4)));
    expect(verify(rows)).toMatchObject({ kind: 'broken', problem: { seq: 5, where: 'head' } });
  });

  test('a head with a shortened hash is refused', () => {
    const head = { seq: 5, hash: headOf(five).hash.slice(0, 16) };
    expect(verify(five, head)).toMatchObject({ kind: 'broken', problem: { where: 'head' } });
  });

  test('links only: stored bytes are proven, texts are not looked at', () => {
    const claim = { workspace: WORKSPACE, head: headOf(five), depth: 'links' } as const;
    expect(verifyChain(changed(2, { texts: [] }), claim).kind).toBe('intact');
    expect(verifyChain(changed(2, { body: other.body }), claim).kind).toBe('broken');
  });

  test('the step by step form stops where the whole form does', () => {
    const first = checkLink(beginChain(WORKSPACE), rowAt(1));
    if (first.kind !== 'linked') throw new Error(describeProblem(first.problem));
    expect(checkLink(first.progress, rowAt(3)).kind).toBe('broken');
    expect(endChain(first.progress, null)).toMatchObject({ kind: 'intact', events: 1 });
    expect(endChain(first.progress, headOf(five)).kind).toBe('broken');
  });
});
