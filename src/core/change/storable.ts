/**
 * What people write may hold characters that cannot be stored (NUL, half a surrogate pair). They are replaced before
 * anything is hashed, so that no comment can make an event that the log would refuse.
 */
import { textProblem, toStorableText } from '../audit/canonical.ts';

/** The same value with every text in it storable: itself, as nearly always, where they all are. */
export function storable<T>(value: T): T {
  return isClean(value) ? value : (clean(value) as T);
}

function isClean(value: unknown): boolean {
  if (typeof value === 'string') return textProblem(value) === null;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isClean);
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clean(member)]));
}
