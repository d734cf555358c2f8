/**
 * The hashed body of an event, written once (`writeBody`) and read strictly
 * (`readBody`): canonical bytes, every field of the right kind, no field more
 * and none less. A body that would not be read back is refused before it is
 * written.
 */
import { fromHex, fromUtf8, utf8 } from './bytes.ts';
import { canonicalize, isJsonObject, parseCanonical } from './canonical.ts';
import type { JsonValue } from './canonical.ts';
import {
  ACTOR_KINDS,
  EVENT_VERSION,
  InvalidEventError,
  MAX_BODY_BYTES,
  SOURCE_KINDS,
} from './event.ts';
import type { EventBody } from './event.ts';
import { isInstant } from './instant.ts';

const TYPE_SHAPE = /^[a-z][a-z0-9_]{0,63}$/u;

type Field = {
  readonly name: string;
  readonly fits: (value: JsonValue | undefined) => boolean;
  readonly expected: string;
};

const INSTANT = 'a UTC instant such as 2026-11-22T04:36:00Z';
const ACTOR: readonly Field[] = [
  { name: 'id', fits: (id) => isText(id) && id !== '', expected: 'a text that is not empty' },
  { name: 'kind', fits: isOneOf(ACTOR_KINDS), expected: `one of ${ACTOR_KINDS.join(', ')}` },
  { name: 'name', fits: isCommitment, expected: 'a commitment' },
  { name: 'roles', fits: isTexts, expected: 'a list of texts' },
];
const SOURCE: readonly Field[] = [
  { name: 'delivery', fits: isTextOrNull, expected: 'null or a text' },
  { name: 'kind', fits: isOneOf(SOURCE_KINDS), expected: `one of ${SOURCE_KINDS.join(', ')}` },
  { name: 'ref', fits: isTextOrNull, expected: 'null or a text' },
  { name: 'url', fits: isTextOrNull, expected: 'null or a text' },
];
const BODY: readonly Field[] = [
  { name: 'actor', fits: isJsonObject, expected: 'an object' },
  { name: 'change', fits: isNumberOfChange, expected: 'null or a positive integer' },
  { name: 'data', fits: isJsonObject, expected: 'an object' },
  { name: 'observedAt', fits: isMoment, expected: INSTANT },
  { name: 'occurredAt', fits: isMoment, expected: INSTANT },
  { name: 'policy', fits: isText, expected: 'a text' },
  { name: 'source', fits: isJsonObject, expected: 'an object' },
  { name: 'texts', fits: isJsonObject, expected: 'an object' },
  { name: 'type', fits: (type) => isText(type) && TYPE_SHAPE.test(type), expected: 'snake_case' },
  { name: 'v', fits: (v) => v === EVENT_VERSION, expected: String(EVENT_VERSION) },
];

/** Throws `InvalidEventError` or `NotCanonicalError` when the body would not be readable again. */
export function writeBody(body: EventBody): Uint8Array {
  const problem = bodyProblem(body);
  if (problem !== null) throw new InvalidEventError(body.type, problem);
  const bytes = utf8(canonicalize(body));
  if (bytes.length > MAX_BODY_BYTES) {
    throw new InvalidEventError(
      body.type,
      `body of ${String(bytes.length)} bytes, at most ${String(MAX_BODY_BYTES)} fit`,
    );
  }
  return bytes;
}

export type ReadBody =
  | { readonly kind: 'body'; readonly body: EventBody }
  | { readonly kind: 'unreadable'; readonly why: string };

export function readBody(bytes: Uint8Array): ReadBody {
  if (bytes.length > MAX_BODY_BYTES)
    return unreadable(
      `${String(bytes.length)} bytes, at most ${String(MAX_BODY_BYTES)} are allowed`,
    );
  const text = fromUtf8(bytes);
  if (text === null) return unreadable('bytes that are not UTF-8');
  let value: JsonValue;
  try {
    value = parseCanonical(text);
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : 'text that is not canonical JSON');
  }
  const problem = bodyProblem(value);
  return problem === null ? { kind: 'body', body: value as EventBody } : unreadable(problem);
}

function unreadable(why: string): ReadBody {
  return { kind: 'unreadable', why };
}

/** Null when the value is a body. Says the first thing that is wrong. */
function bodyProblem(value: JsonValue): string | null {
  return (
    fieldsProblem('body', value, BODY) ??
    fieldsProblem('actor', member(value, 'actor'), ACTOR) ??
    fieldsProblem('source', member(value, 'source'), SOURCE) ??
    textsProblem(member(value, 'texts'))
  );
}

/** The fields of a table are in the order of their names, as the keys of the value will be. */
function fieldsProblem(
  where: string,
  value: JsonValue | undefined,
  fields: readonly Field[],
): string | null {
  if (!isJsonObject(value)) return `${where}: expected an object`;
  const keys = Object.keys(value).sort();
  if (keys.length !== fields.length || fields.some(({ name }, index) => name !== keys[index])) {
    const expected = fields.map(({ name }) => name).join(', ');
    return `${where}: expected the fields ${expected}; found ${keys.join(', ') || 'none'}`;
  }
  const wrong = fields.find(({ name, fits }) => !fits(value[name]));
  return wrong === undefined ? null : `${where}.${wrong.name}: expected ${wrong.expected}`;
}

function textsProblem(texts: JsonValue | undefined): string | null {
  if (!isJsonObject(texts)) return 'texts: expected an object';
  for (const [name, commitment] of Object.entries(texts)) {
    if (name === '') return 'texts: a text without a name';
    if (!isCommitment(commitment)) return `texts.${name}: expected a commitment`;
  }
  return null;
}

function member(value: JsonValue, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}

function isTextOrNull(value: JsonValue | undefined): boolean {
  return value === null || isText(value);
}

function isTexts(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isNumberOfChange(value: JsonValue | undefined): boolean {
  return value === null || (Number.isSafeInteger(value) && Number(value) > 0);
}

function isMoment(value: JsonValue | undefined): boolean {
  return isText(value) && isInstant(value);
}

function isOneOf(allowed: readonly string[]): Field['fits'] {
  return (value) => isText(value) && allowed.includes(value);
}

function isCommitment(value: JsonValue | undefined): boolean {
  return isText(value) && value.length === 64 && fromHex(value) !== null;
}
