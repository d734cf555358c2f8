import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../src/core/audit/bytes.ts';
import { canonicalize } from '../../../src/core/audit/canonical.ts';
import type { JsonObject } from '../../../src/core/audit/canonical.ts';
import { EMPTY_LOG, verifyChain } from '../../../src/core/audit/chain.ts';
import type { ChainVerdict } from '../../../src/core/audit/chain.ts';
import { InvalidEventError } from '../../../src/core/audit/event.ts';
import { commitmentTo } from '../../../src/core/audit/link.ts';
import { sealEvent } from '../../../src/core/audit/seal.ts';
import { UnreadableEventError, unsealEvent } from '../../../src/core/audit/unseal.ts';
import { aLog, anEvent, aRow, headOf, rehashed, salt, WORKSPACE } from './log.ts';

const three = aLog([1, 2, 3].map((n) => anEvent({ data: { n } })));

const verify = (rows: typeof three, head = headOf(three)): ChainVerdict =>
  verifyChain(rows, { workspace: WORKSPACE, head });

const third = three[2] ?? aRow(anEvent(), EMPTY_LOG);

/** The third row with another body, and the chain made to fit again. */
const withBody = (body: Uint8Array): ChainVerdict => {
  const rows = rehashed(three.with(2, { ...third, body, columns: null }));
  return verify(rows, headOf(rows));
};

const bodyWith = (given: JsonObject): Uint8Array => {
  const body = JSON.parse(Buffer.from(third.body).toString()) as JsonObject;
  return utf8(canonicalize({ ...body, ...given }));
};

describe('a body that fits the chain but is no event body', () => {
  test.each<readonly [string, Uint8Array, string]>([
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'bytes that are not UTF-8'],
    ['no JSON', utf8('{'), 'text that is not JSON'],
    ['spaces', utf8('{ }'), 'another spelling'],
    ['a byte order mark', utf8('\ufeff{}'), 'text that is not JSON'],
    ['a list', utf8('[]'), 'expected an object'],
    ['no fields', utf8('{}'), 'found none'],
    ['too large', utf8(canonicalize('x'.repeat(65_536))), 'at most 65536'],
    ['a field more', bodyWith({ extra: 1 }), 'found actor, change, data, extra'],
    ['another version', bodyWith({ v: 2 }), 'v: expected 1'],
    ['a type in capitals', bodyWith({ type: 'StepDone' }), 'type: expected snake_case'],
    ['change zero', bodyWith({ change: 0 }), 'change: expected null or a positive integer'],
    ['a change as text', bodyWith({ change: '12' }), 'change: expected null or a positive integer'],
    [
      'a day that is not',
      bodyWith({ occurredAt: '2026-02-29T00:00:00Z' }),
      'occurredAt: expected a UTC instant',
    ],
    [
      'a local time',
      bodyWith({ observedAt: '2026-02-28T00:00:00+01:00' }),
      'observedAt: expected a UTC instant',
    ],
    ['data as a list', bodyWith({ data: [] }), 'data: expected an object'],
    ['policy missing', bodyWith({ policy: null }), 'policy: expected a text'],
    ['actor as text', bodyWith({ actor: 'mara-ops' }), 'actor: expected an object'],
    [
      'an actor of no kind',
      bodyWith({ actor: { id: '7', kind: 'cat', name: 'f'.repeat(64), roles: [] } }),
      'actor.kind: expected one of',
    ],
    [
      'an actor without id',
      bodyWith({ actor: { id: '', kind: 'human', name: 'f'.repeat(64), roles: [] } }),
      'actor.id: expected a text',
    ],
    [
      'a name in the clear',
      bodyWith({ actor: { id: '7', kind: 'human', name: 'mara-ops', roles: [] } }),
      'actor.name: expected a commitment',
    ],
    [
      'roles of numbers',
      bodyWith({ actor: { id: '7', kind: 'human', name: 'f'.repeat(64), roles: [1] } }),
      'actor.roles: expected a list',
    ],
    [
      'a source of no kind',
      bodyWith({ source: { kind: 'rumour', delivery: null, ref: null, url: null } }),
      'source.kind: expected one of',
    ],
    [
      'a source with more',
      bodyWith({ source: { kind: 'timer', delivery: null, ref: null, url: null, ip: '' } }),
      'source: expected the fields',
    ],
    [
      'a text in the clear',
      bodyWith({ texts: { observed: 'gone' } }),
      'texts.observed: expected a commitment',
    ],
    [
      'a commitment in capitals',
      bodyWith({ texts: { observed: 'F'.repeat(64) } }),
      'texts.observed: expected a commitment',
    ],
  ])('%s', (_, body, why) => {
    const verdict = withBody(body);
    expect(verdict).toMatchObject({ kind: 'broken', problem: { seq: 3, where: 'body' } });
    expect(verdict.kind === 'broken' ? verdict.problem.found : '').toContain(why);
  });

  test('reading such a row names the event', () => {
    const row = { ...third, body: utf8('{}') };
    expect(() => unsealEvent(row)).toThrow(UnreadableEventError);
    expect(() => unsealEvent(row)).toThrow('event 3: its body cannot be read');
  });
});

describe('sealing refuses what could not be proven later', () => {
  test.each<readonly [string, Parameters<typeof anEvent>[0], string]>([
    ['a NUL in a text', { texts: { note: 'a\0' } }, 'texts.note: a NUL character'],
    ['a lone surrogate in a text', { texts: { note: '\ud800' } }, 'texts.note: a lone surrogate'],
    [
      'a lone surrogate in a login',
      { actor: { id: '7', login: '\ud800', kind: 'human', roles: [] } },
      'actor.login',
    ],
    ['a fraction in the data', { data: { percent: 0.5 } }, 'the number 0.5'],
    ['a type that is a sentence', { type: 'step done' }, 'type: expected snake_case'],
    ['a time with an offset', { occurredAt: '2026-11-22T04:36:00+00:00' }, 'occurredAt'],
    ['a body that is too large', { data: { words: 'x'.repeat(65_536) } }, 'at most 65536 fit'],
  ])('%s', (_, given, why) => {
    expect(() => aRow(anEvent(given), EMPTY_LOG)).toThrow(why);
  });

  test('a salt that is missing or short', () => {
    expect(() => sealEvent(anEvent(), { login: salt(''), texts: [] })).toThrow(InvalidEventError);
    expect(() => commitmentTo('x', new Uint8Array(31))).toThrow('expected 32 bytes, found 31');
  });

  test('the body holds neither the login nor the words', () => {
    const { body } = sealEvent(anEvent(), { login: salt('a'), texts: [salt('b')] });
    const text = Buffer.from(body).toString();
    expect(text).not.toContain('mara-ops');
    expect(text).not.toContain('gone after');
  });

  test('a text named __proto__ is committed to like any other', () => {
    const texts = JSON.parse('{"__proto__":"words"}') as Record<string, string>;
    const rows = [aRow(anEvent({ texts }), EMPTY_LOG)];
    expect(verify(rows, headOf(rows)).kind).toBe('intact');
    expect(Object.entries(unsealEvent(rows[0] ?? third).texts)).toStrictEqual([
      ['__proto__', 'words'],
    ]);
  });
});
