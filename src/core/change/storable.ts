/**
 * What people write may hold characters that cannot be stored (NUL, half a surrogate pair). They are replaced before
 * anything is hashed, so that no comment can make an event that the log would refuse.
 */
import { toStorableText } from '../audit/canonical.ts';

/** The same value with every text in it storable. */
export function storable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value);
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clean(member)]));
}
