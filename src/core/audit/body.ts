/**
 * The hashed body of an event, written once (`writeBody`) and read strictly
 * (`readBody`): canonical bytes, every field of the right kind, no field more
 * and none less. A body that would not be read back is refused before it is
 * written.
 */
import { fromHex, fromUtf8, utf8 } from './bytes.ts';
import { canonicalize, isJsonObject, parseCanonical } from './canonical.ts';
import type { JsonObject, JsonValue } from './canonical.ts';
import { ACTOR_KINDS, EVENT_VERSION, InvalidEventError, MAX_BODY_BYTES, SOURCE_KINDS } from './event.ts';
import type { EventBody } from './event.ts';
import { isInstant } from './instant.ts';

const TYPE_SHAPE = /^[a-z][a-z0-9_]{0,63}$/u;
const KEYS = ['actor', 'change', 'data', 'observedAt', 'occurredAt', 'policy', 'source', 'texts', 'type', 'v'];

/** Throws `InvalidEventError` or `NotCanonicalError` when the body would not be readable again. */
export function writeBody(body: EventBody): Uint8Array {
  const problem = bodyProblem(body);
  if (problem !== null) throw new InvalidEventError(body.type, problem);
  const bytes = utf8(canonicalize(body));
  if (bytes.length > MAX_BODY_BYTES) {
    throw new InvalidEventError(body.type, `body of ${String(bytes.length)} bytes, at most ${String(MAX_BODY_BYTES)} fit`);
  }
  return bytes;
}

export type ReadBody = { readonly kind: 'body'; readonly body: EventBody } | { readonly kind: 'unreadable'; readonly why: string };

export function readBody(bytes: Uint8Array): ReadBody {
  if (bytes.length > MAX_BODY_BYTES) return unreadable(`${String(bytes.length)} bytes, at most ${String(MAX_BODY_BYTES)} are allowed`);
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
  if (!isJsonObject(value)) return 'body: not an object';
  return (
    keysProblem('body', value, KEYS) ??
    (value['v'] === EVENT_VERSION ? null : `v: expected ${String(EVENT_VERSION)}`) ??
    (isText(value['type']) && TYPE_SHAPE.test(value['type']) ? null : 'type: expected snake_case') ??
    (value['change'] === null || isPositive(value['change']) ? null : 'change: expected null or a positive integer') ??
    (isText(value['policy']) ? null : 'policy: expected a text') ??
    (isMoment(value['occurredAt']) ? null : 'occurredAt: expected a UTC instant such as 2026-11-22T04:36:00Z') ??
    (isMoment(value['observedAt']) ? null : 'observedAt: expected a UTC instant such as 2026-11-22T04:36:00Z') ??
    (isJsonObject(value['data']) ? null : 'data: expected an object') ??
    actorProblem(value['actor']) ??
    sourceProblem(value['source']) ??
    textsProblem(value['texts'])
  );
}

function actorProblem(actor: JsonValue | undefined): string | null {
  if (!isJsonObject(actor)) return 'actor: expected an object';
  return (
    keysProblem('actor', actor, ['id', 'kind', 'name', 'roles']) ??
    (isText(actor['id']) && actor['id'] !== '' ? null : 'actor.id: expected a text that is not empty') ??
    (isOneOf(ACTOR_KINDS, actor['kind']) ? null : `actor.kind: expected one of ${ACTOR_KINDS.join(', ')}`) ??
    (isCommitment(actor['name']) ? null : 'actor.name: expected a commitment') ??
    (Array.isArray(actor['roles']) && actor['roles'].every(isText) ? null : 'actor.roles: expected a list of texts')
  );
}

function sourceProblem(source: JsonValue | undefined): string | null {
  if (!isJsonObject(source)) return 'source: expected an object';
  return (
    keysProblem('source', source, ['delivery', 'kind', 'ref', 'url']) ??
    (isOneOf(SOURCE_KINDS, source['kind']) ? null : `source.kind: expected one of ${SOURCE_KINDS.join(', ')}`) ??
    (source['delivery'] === null || isText(source['delivery']) ? null : 'source.delivery: expected null or a text') ??
    (source['ref'] === null || isText(source['ref']) ? null : 'source.ref: expected null or a text') ??
    (source['url'] === null || isText(source['url']) ? null : 'source.url: expected null or a text')
  );
}

function textsProblem(texts: JsonValue | undefined): string | null {
  if (!isJsonObject(texts)) return 'texts: expected an object';
  for (const [name, commitment] of Object.entries(texts)) {
    if (name === '') return 'texts: a text without a name';
    if (!isCommitment(commitment)) return `texts.${name}: expected a commitment`;
  }
  return null;
}

function keysProblem(where: string, value: JsonObject, expected: readonly string[]): string | null {
  const found = Object.keys(value).sort();
  if (found.length === expected.length && found.every((key, index) => key === expected[index])) return null;
  return `${where}: expected the fields ${expected.join(', ')}; found ${found.join(', ') || 'none'}`;
}

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}

function isPositive(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isMoment(value: JsonValue | undefined): boolean {
  return isText(value) && isInstant(value);
}

function isOneOf(allowed: readonly string[], value: JsonValue | undefined): boolean {
  return isText(value) && allowed.includes(value);
}

function isCommitment(value: JsonValue | undefined): boolean {
  return isText(value) && value.length === 64 && fromHex(value) !== null;
}
