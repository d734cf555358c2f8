/**
 * How one field of a stored event is read back: the value, or undefined when it is not of the kind.
 *
 * What must stay true: of a field that came later, its absence is a value.
 */
import { isJsonObject } from '../audit/canonical.ts';
import type { JsonValue } from '../audit/canonical.ts';
import type { HoldChannel } from './event.ts';
import { REFUSAL_CODES } from './refusal.ts';
import type { RefusalCode } from './refusal.ts';
import type { VoiceElsewhere } from './spoken.ts';

/** The value, or undefined when it is not of the kind. */
export type Check<T> = (value: JsonValue | undefined) => T | undefined;

export const text: Check<string> = (value) => (typeof value === 'string' ? value : undefined);
export const textOrNull: Check<string | null> = (value) => (value === null ? null : text(value));
/** Of fields that came later: empty, false or null where they are absent. */
export const textsOrNone: Check<readonly string[]> = (value) =>
  value === undefined ? [] : texts(value);
export const flagOrFalse: Check<boolean> = (value) => (value === undefined ? false : flag(value));
export const textIfAny: Check<string | null> = (value) =>
  value === undefined ? null : textOrNull(value);
export const integersOrNone: Check<readonly number[]> = (value) => {
  if (value === undefined) return [];
  return Array.isArray(value) && value.every((one) => typeof one === 'number') ? value : undefined;
};
export const integer: Check<number> = (value) => (typeof value === 'number' ? value : undefined);
export const integerIfAny: Check<number | null> = (value) =>
  value === undefined || value === null ? null : integer(value);
export const flag: Check<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);
export const object: Check<object | null> = (value) =>
  value === null || isJsonObject(value) ? value : undefined;
export const texts: Check<readonly string[]> = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
/** Of a field that came later: null where it is absent. */
export const textsOrNull: Check<readonly string[] | null> = (value) =>
  value === undefined || value === null ? null : texts(value);
export const code: Check<RefusalCode> = oneOf(...REFUSAL_CODES);
export const spanOrNull: Check<{ readonly start: string; readonly end: string } | null> = (
  value,
) => {
  if (value === null) return null;
  const { start, end } = isJsonObject(value) ? value : {};
  return typeof start === 'string' && typeof end === 'string' ? { start, end } : undefined;
};
export const codes: Check<readonly RefusalCode[]> = (value) => {
  const known = texts(value)?.map((one) => code(one));
  return known?.every((one) => one !== undefined) === true ? known : undefined;
};
export const voicesElsewhere: Check<readonly VoiceElsewhere[]> = (value) => {
  if (value === undefined) return [];
  const read = Array.isArray(value) ? value.map(voiceElsewhere) : [undefined];
  return read.every((one) => one !== undefined) ? read : undefined;
};
/** Of a field that came later. */
export const holdChannel: Check<HoldChannel> = (value) =>
  value === undefined ? 'command' : oneOf('command', 'check_button')(value);
export const surface = oneOf(
  'record',
  'evidence',
  'announcement',
  'reply',
  'state_label',
  'title',
  'check',
);

function voiceElsewhere(value: JsonValue): VoiceElsewhere | undefined {
  if (!isJsonObject(value)) return undefined;
  const repoId = text(value['repoId']);
  const policy = text(value['policy']);
  const roles = texts(value['roles']);
  if (repoId === undefined || policy === undefined || roles === undefined) return undefined;
  return { repoId, policy, roles };
}

export function oneOf<T extends string>(...known: readonly T[]): Check<T> {
  return (value) => known.find((one) => one === value);
}
