/**
 * One value, one spelling. Everything that is hashed or compared is first
 * written by `canonicalize` (RFC 8785, restricted to what survives every JSON
 * reader: no fractions, no integers beyond 2^53-1, no lone surrogates, no NUL).
 *
 * What must stay true: for every accepted text,
 * `canonicalize(parseCanonical(text)) === text`; depth is checked before
 * descending, so hostile nesting (or a cycle) ends in an error, not in a
 * stack overflow.
 */
export type JsonPrimitive = string | number | boolean | null;
export type JsonArray = readonly JsonValue[];
export type JsonObject = { readonly [key: string]: JsonValue };
export type JsonValue = JsonPrimitive | JsonArray | JsonObject;

export const MAX_JSON_DEPTH = 32;

export class NotCanonicalError extends Error {
  /** Where in the value, as a path such as `$.steps[3].id`. */
  readonly path: string;

  constructor(path: string, found: string) {
    super(`canonical JSON: ${found} at ${path}`);
    this.name = 'NotCanonicalError';
    this.path = path;
  }
}

/** Says why a text cannot be stored and hashed as it is; null when it can. */
export function textProblem(text: string): string | null {
  if (text.includes('\0')) return 'a NUL character';
  if (!text.isWellFormed()) return 'a lone surrogate';
  return null;
}

/** The nearest storable text: lone surrogates and NUL become U+FFFD. For words that come from people. */
export function toStorableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

export function canonicalize(value: JsonValue): string {
  return write(value, '$', 0);
}

/**
 * Reads a text that must already be canonical. Refuses every other spelling of
 * the same value (spaces, key order, duplicate keys, `1.0`), because two
 * spellings would be two hashes.
 */
export function parseCanonical(text: string): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    throw new NotCanonicalError('$', 'text that is not JSON');
  }
  if (canonicalize(value) !== text) {
    throw new NotCanonicalError('$', 'another spelling of the value than the canonical one');
  }
  return value;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function write(value: unknown, path: string, depth: number): string {
  switch (typeof value) {
    case 'string':
      return writeText(value, path);
    case 'number':
      return writeInteger(value, path);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= MAX_JSON_DEPTH)
        throw new NotCanonicalError(path, `nesting deeper than ${String(MAX_JSON_DEPTH)}`);
      return Array.isArray(value)
        ? writeArray(value, path, depth)
        : writeObject(value, path, depth);
    default:
      throw new NotCanonicalError(path, `a value of type ${typeof value}`);
  }
}

function writeText(text: string, path: string): string {
  const problem = textProblem(text);
  if (problem !== null) throw new NotCanonicalError(path, problem);
  return JSON.stringify(text);
}

function writeInteger(value: number, path: string): string {
  if (!Number.isSafeInteger(value))
    throw new NotCanonicalError(path, `the number ${String(value)}, not a safe integer`);
  return String(value);
}

function writeArray(items: readonly unknown[], path: string, depth: number): string {
  const parts: string[] = [];
  // By index, not by iterator: a hole must be met as undefined and refused.
  for (let index = 0; index < items.length; index += 1) {
    parts.push(write(items[index], `${path}[${String(index)}]`, depth + 1));
  }
  return `[${parts.join(',')}]`;
}

function writeObject(value: object, path: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype)
    throw new NotCanonicalError(path, 'an object with a prototype of its own');
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw new NotCanonicalError(path, 'a symbol key');
  // RFC 8785 sorts by UTF-16 code units, which is what sort() does without a comparer.
  const keys = Object.keys(value).sort();
  const parts = keys.map((key) => {
    const inner = `${path}.${key}`;
    const member: unknown = Reflect.get(value, key);
    return `${writeText(key, inner)}:${write(member, inner, depth + 1)}`;
  });
  return `{${parts.join(',')}}`;
}
