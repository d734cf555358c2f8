import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalize,
  MAX_JSON_DEPTH,
  NotCanonicalError,
  parseCanonical,
  toStorableText,
} from '../../../src/core/audit/canonical.ts';
import type { JsonValue } from '../../../src/core/audit/canonical.ts';

const nested = (depth: number): JsonValue => {
  let value: JsonValue = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
};

describe('one spelling for one value', () => {
  test('keys are sorted by UTF-16 code units, as RFC 8785 wants', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(canonicalize(value)).toBe(
      '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
        '"\u20ac":"Euro Sign","\ud83d\ude00":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
    );
  });

  test('control characters, quotes and backslashes are escaped, everything else stands as it is', () => {
    expect(canonicalize('\u20ac$\u000f\nA\'B"\\/\b\t\f\u2028')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\/\\b\\t\\f\u2028"',
    );
  });

  test('scalars, lists and empty things', () => {
    const value = [null, true, false, 0, -0, -7, 9007199254740991, '', [], {}];
    expect(canonicalize(value)).toBe('[null,true,false,0,0,-7,9007199254740991,"",[],{}]');
  });

  test('a key named __proto__ is a key like any other', () => {
    const value = JSON.parse('{"b":1,"__proto__":{"a":2}}') as JsonValue;
    expect(canonicalize(value)).toBe('{"__proto__":{"a":2},"b":1}');
    expect(canonicalize(parseCanonical('{"__proto__":{"a":2},"b":1}'))).toBe(
      '{"__proto__":{"a":2},"b":1}',
    );
  });
});

describe('what does not survive every reader is refused', () => {
  const cyclic: unknown[] = [];
  cyclic.push(cyclic);
  const refused: readonly (readonly [string, unknown])[] = [
    ['a fraction', 1.5],
    ['an integer beyond 2^53-1', 2 ** 53],
    ['not a number', NaN],
    ['infinity', JSON.parse('1e400')],
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole in a list', Array.from({ length: 1 })],
    ['a function', () => 1],
    ['a bigint', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['a symbol key', { [Symbol('s')]: 1 }],
    ['a NUL', 'a\0b'],
    ['a NUL in a key', { 'a\0': 1 }],
    ['a lone high surrogate', '\ud83d'],
    ['a lone low surrogate', 'x\ude00'],
    ['a lone surrogate in a key', { '\ud83d': 1 }],
    ['a cycle', cyclic],
    ['one level too many', nested(MAX_JSON_DEPTH + 1)],
    ['twenty thousand levels', nested(20_000)],
  ];
  test.each(refused)('%s', (_, value) => {
    expect(() => canonicalize(value as JsonValue)).toThrow(NotCanonicalError);
  });

  test('the deepest allowed value passes', () => {
    expect(canonicalize(nested(MAX_JSON_DEPTH))).toBe(
      '['.repeat(MAX_JSON_DEPTH) + ']'.repeat(MAX_JSON_DEPTH),
    );
  });

  test('the refusal says where', () => {
    expect(() => canonicalize({ steps: [{ id: 'E1' }, { id: 0.5 }] })).toThrow(
      'canonical JSON: the number 0.5, not a safe integer at $.steps[1].id',
    );
  });
});

describe('reading', () => {
  test.each([
    ['another order of keys', '{"b":1,"a":2}'],
    ['a space', '{"a": 1}'],
    ['a duplicate key', '{"a":1,"a":1}'],
    ['a fraction that is an integer', '{"a":1.0}'],
    ['an exponent', '[1e2]'],
    ['minus zero', '[-0]'],
    ['an escape that need not be one', '["\\u0041"]'],
    ['an upper-case escape', '["\\u000F"]'],
    ['a trailing newline', '[]\n'],
    ['text that is not JSON', '{'],
    ['deep nesting', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['a rounded integer', '[9007199254740993]'],
  ])('refuses %s', (_, text) => {
    expect(() => parseCanonical(text)).toThrow(NotCanonicalError);
  });

  test('text from people is made storable, not lost', () => {
    expect(toStorableText('a\0b\ud83dc \ud83d\ude00')).toBe('a\ufffdb\ufffdc \ud83d\ude00');
  });
});

describe('law: writing and reading are inverse', () => {
  const text = fc.string({ unit: 'grapheme' }).map(toStorableText);
  const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constant(null),
      fc.boolean(),
      fc.maxSafeInteger(),
      text,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(text, tie('value'), { maxKeys: 4 }),
    ),
  }));

  test('canonical, parsed, canonical again is the same text and the same value', () => {
    fc.assert(
      fc.property(value, (given) => {
        const written = canonicalize(given);
        expect(canonicalize(parseCanonical(written))).toBe(written);
        expect(JSON.parse(written)).toStrictEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });
});
