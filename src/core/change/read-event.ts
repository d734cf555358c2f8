/**
 * From a stored event to one whose type, data and texts are known: the only place where the log's JSON becomes a
 * `ChangeEvent`. Erased texts read `[redacted]`.
 *
 * What must stay true: an event that this code does not understand stops the reading, naming seq and type. A state
 * that left something out would be shown as the truth.
 */
import type { StoredEvent } from '../audit/event.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import { EVENT_SHAPES, isChangeEventType } from './event-shapes.ts';
import type { Check } from './event-checks.ts';
import type { ChangeEvent } from './event.ts';
import { REDACTED } from './plan-record.ts';

export function readEvent(stored: StoredEvent): ChangeEvent {
  const { type } = stored;
  if (!isChangeEventType(type)) {
    throw new BrokenInvariantError(
      stored,
      'a type that this version does not know; a newer one wrote it',
    );
  }
  const shape: { readonly data: object; readonly texts: readonly string[] | 'any' } =
    EVENT_SHAPES[type];
  const data = readData(stored, shape.data);
  const names = shape.texts === 'any' ? Object.keys(stored.texts) : shape.texts;
  const read: object = { type, data, texts: readTexts(stored, names) };
  return read as ChangeEvent;
}

function readData(stored: StoredEvent, checks: object): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(checks) as [string, Check<unknown>][]) {
    const value = check(stored.data[name]);
    if (value === undefined) {
      throw new BrokenInvariantError(stored, `data.${name} is missing or of another kind`);
    }
    data[name] = value;
  }
  return data;
}

function readTexts(stored: StoredEvent, names: readonly string[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name of names) {
    if (!Object.hasOwn(stored.texts, name)) {
      throw new BrokenInvariantError(stored, `the text "${name}" is missing`);
    }
    texts[name] = stored.texts[name] ?? REDACTED;
  }
  return texts;
}
