import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toStorableText } from '../../src/core/audit/canonical.ts';
import { verifyChain } from '../../src/core/audit/chain.ts';
import type { RawEventRow } from '../../src/core/audit/event.ts';
import { unsealEvent } from '../../src/core/audit/unseal.ts';
import { aLog, anEvent, headOf, rehashed, WORKSPACE } from '../core/audit/log.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 12 }).map(toStorableText);
const event = fc
  .record({
    change: fc.option(fc.integer({ min: 1, max: 9 })),
    type: fc.constantFrom('change_submitted', 'step_done', 'hold_confirmed'),
    data: fc.dictionary(words, fc.integer(), { maxKeys: 3 }),
    texts: fc.dictionary(
      words.filter((name) => name !== ''),
      words,
      { maxKeys: 3 },
    ),
  })
  .map(anEvent);
const log = fc.array(event, { minLength: 1, maxLength: 12 }).map(aLog);

const verify = (rows: readonly RawEventRow[], head = headOf(rows)) =>
  verifyChain(rows, { workspace: WORKSPACE, head });

const flipped = (bytes: Uint8Array, at: number, mask: number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ mask;
  return copy;
};

describe('law: the chain', () => {
  test('whatever is appended verifies and reads back', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const rows = aLog(events);
        expect(verify(rows)).toMatchObject({ kind: 'intact', events: events.length });
        expect(rows.map(unsealEvent)).toMatchObject(events);
      }),
    );
  });

  test('flipping any bits of any byte of body, hash or previous hash is found, at its event', () => {
    const field = fc.constantFrom('body', 'hash', 'prevHash');
    fc.assert(
      fc.property(log, fc.nat(), field, fc.nat(), fc.integer({ min: 1, max: 255 }), (...drawn) => {
        const [rows, which, name, at, mask] = drawn;
        const index = which % rows.length;
        const tampered = rows.map((row, place) =>
          place === index ? { ...row, [name]: flipped(row[name], at, mask) } : row,
        );
        expect(verify(tampered, headOf(rows))).toMatchObject({
          kind: 'broken',
          events: index,
          problem: { seq: index + 1 },
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('removing, repeating or moving an event is found', () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.nat(), (rows, from, to) => {
        const head = headOf(rows);
        const source = from % rows.length;
        const target = to % rows.length;
        const row = rows[source] ?? rows[0];
        if (row === undefined) return;
        expect(verify(rows.toSpliced(source, 1), head).kind).toBe('broken');
        expect(verify(rows.toSpliced(target, 0, row), head).kind).toBe('broken');
        fc.pre(source !== target);
        expect(verify(rows.toSpliced(source, 1).toSpliced(target, 0, row), head).kind).toBe(
          'broken',
        );
      }),
    );
  });

  test('a log rewritten from any event on never reaches a head kept elsewhere', () => {
    fc.assert(
      fc.property(log, fc.nat(), event, (rows, which, other) => {
        const index = which % rows.length;
        const forged = rehashed(rows.with(index, { ...(aLog([other])[0] ?? rows[0] ?? never()) }));
        fc.pre(Buffer.compare(forged[index]?.body ?? never(), rows[index]?.body ?? never()) !== 0);
        expect(verify(forged, headOf(rows))).toMatchObject({ kind: 'broken' });
      }),
    );
  });
});

function never(): never {
  throw new Error('a row is missing');
}
