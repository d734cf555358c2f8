/**
 * Reading JSON that came from outside, field by field. A missing or ill-typed field throws `ShapeError`, which
 * callers turn into "nothing to see" (deliveries) or a fault (answers). Own properties only: a key such as
 * `__proto__` or `constructor` is never found by accident.
 */
export class ShapeError extends Error {
  constructor(where: string, expected: string) {
    super(`${where}: expected ${expected}`);
    this.name = 'ShapeError';
  }
}

export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldOf(of: Json, key: string): unknown {
  return Object.hasOwn(of, key) ? of[key] : undefined;
}

export function parseRecord(value: unknown, where: string): Json {
  if (!isRecord(value)) throw new ShapeError(where, 'an object');
  return value;
}

export function parseList(value: unknown, where: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new ShapeError(where, 'a list');
  return value as readonly unknown[];
}

export function recordAt(of: Json, key: string): Json {
  return parseRecord(fieldOf(of, key), key);
}

export function recordOrNullAt(of: Json, key: string): Json | null {
  const value = fieldOf(of, key);
  return isRecord(value) ? value : null;
}

export function listAt(of: Json, key: string): readonly unknown[] {
  return parseList(fieldOf(of, key), key);
}

export function textAt(of: Json, key: string): string {
  const value = fieldOf(of, key);
  if (typeof value !== 'string') throw new ShapeError(key, 'text');
  return value;
}

export function textOrNullAt(of: Json, key: string): string | null {
  const value = fieldOf(of, key);
  return typeof value === 'string' ? value : null;
}

/** Numeric ids become text; ids beyond 2^53 arrive as bigint and stay exact. */
export function idAt(of: Json, key: string): string {
  const value = fieldOf(of, key);
  if (typeof value === 'bigint' && value > 0n) return value.toString();
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return String(value);
  throw new ShapeError(key, 'a positive whole number');
}

export function numberAt(of: Json, key: string): number {
  const value = fieldOf(of, key);
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new ShapeError(key, 'a whole number');
  return value;
}

/** ISO 8601 in UTC; other offsets are converted. */
export function instantAt(of: Json, key: string): string {
  const text = textAt(of, key);
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new ShapeError(key, 'a time');
  return text.endsWith('Z') ? text : new Date(ms).toISOString();
}

export function instantOrNullAt(of: Json, key: string): string | null {
  return textOrNullAt(of, key) === null ? null : instantAt(of, key);
}

/**
 * Text from people with the three things removed that no store, hash or comparison survives: CR line ends,
 * NUL, and lone surrogates. The raw bytes stay in the inbox.
 */
export function plainText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll('\0', '\uFFFD')
    .toWellFormed();
}

export function plainTextAt(of: Json, key: string): string {
  return plainText(textOrNullAt(of, key) ?? '');
}
