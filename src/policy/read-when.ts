/**
 * When a window of the policy file is: once, between two local times, or again and again by a rule. Whoever compiles
 * and whoever looks for mistakes read it here.
 *
 * What must stay true: a time that does not exist is told, never moved; of a time that occurs twice the first is taken,
 * and the page of the policy shows which.
 */
import { quote } from '../core/plan/quote.ts';
import type { Recurrence, Span } from '../core/policy/calendar.ts';
import { readLocalTime, writeLocalTime } from '../core/time/local-time.ts';
import { readRule } from '../core/time/rrule.ts';
import { findZone, suggestZones } from '../core/time/zone.ts';
import type { Fault } from './fault.ts';
import type { WhenData } from './time-shape.ts';

type WhenReading =
  | { readonly kind: 'when'; readonly zone: string; readonly when: Span | Recurrence }
  | { readonly kind: 'faults'; readonly faults: readonly WhenFault[] };

/** `key` is where in the row it stands. */
type WhenFault = { readonly key: string } & Omit<Fault, 'path' | 'word' | 'part'>;

export function readWhen(data: WhenData): WhenReading {
  const zone = findZone(data.timezone);
  if (zone === null) return faults([zoneFault(data.timezone)]);
  return data.rrule === undefined ? readOnce(data, zone) : readRecurring(data, data.rrule, zone);
}

function readRecurring(data: WhenData, rrule: string, zone: string): WhenReading {
  const { start, end, minutes, from = null, until = null } = data;
  const found: WhenFault[] = [];
  if (!isClock(start))
    found.push(wrong('start', 'a time of day such as "22:00": the rule says on which days', start));
  if (end !== undefined)
    found.push(wrong('end', 'no end: "minutes" says how long it lasts each time', end));
  if (minutes === undefined)
    found.push({
      ...wrong('rrule', 'the key "minutes" beside it', rrule),
      code: 'missing',
      remedy: 'say how long it lasts each time',
    });
  const isBackwards = from !== null && until !== null && until < from;
  if (isBackwards) found.push(wrong('until', `a day that is not before "from", ${from}`, until));
  const rule = readRule(rrule, { from, until });
  if (rule.kind === 'unreadable' && !isBackwards)
    found.push({
      key: 'rrule',
      code: 'wrong_value',
      expected: 'a rule of RFC 5545 that some day fits',
      found: rule.found,
      remedy: rule.remedy,
    });
  if (found.length > 0 || minutes === undefined) return faults(found);
  return {
    kind: 'when',
    zone,
    when: { kind: 'recurring', rrule, clock: start, minutes, from, until },
  };
}

function readOnce(data: WhenData, zone: string): WhenReading {
  const { start, end } = data;
  const extra = (['minutes', 'from', 'until'] as const).filter((key) => data[key] !== undefined);
  const found: WhenFault[] = extra.map((key) =>
    wrong(key, 'nothing, or an "rrule" beside it', String(data[key])),
  );
  if (end === undefined)
    return faults([
      ...found,
      {
        ...wrong('start', 'the key "end", or "rrule" and "minutes", beside it', start),
        code: 'missing',
        remedy: 'say when it ends',
      },
    ]);
  const [first, last] = [readLocalTime(start, zone), readLocalTime(end, zone)];
  for (const [key, time] of [['start', first] as const, ['end', last] as const])
    if (time.kind === 'unreadable')
      found.push({
        key,
        code: 'wrong_value',
        expected: 'a day and time that exist',
        found: time.found,
        remedy: time.remedy,
      });
  if (first.kind === 'unreadable' || last.kind === 'unreadable' || found.length > 0)
    return faults(found);
  if (Date.parse(last.instant) <= Date.parse(first.instant))
    return faults([wrong('end', `a time after its start, ${start}`, end)]);
  return {
    kind: 'when',
    zone,
    when: { kind: 'once', start: first.instant, end: last.instant },
  };
}

export function printWhen(when: Span | Recurrence, zone: string): WhenData {
  if (when.kind === 'once')
    return {
      start: writeLocalTime(when.start, zone),
      end: writeLocalTime(when.end, zone),
      timezone: zone,
    };
  const { rrule, clock, minutes, from, until } = when;
  return {
    rrule,
    start: clock,
    minutes,
    ...(from === null ? {} : { from }),
    ...(until === null ? {} : { until }),
    timezone: zone,
  };
}

function zoneFault(text: string): WhenFault {
  const near = suggestZones(text);
  return {
    key: 'timezone',
    code: 'unknown_name',
    expected: 'a name from the time zone database, such as Europe/Berlin or UTC',
    found: quote(text),
    remedy: near.length === 0 ? 'write it as Region/City' : `did you mean ${near.join(' or ')}?`,
  };
}

function isClock(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text);
}

function wrong(key: string, expected: string, found: string): WhenFault {
  return { key, code: 'wrong_value', expected, found: quote(found), remedy: 'correct the value' };
}

function faults(found: readonly WhenFault[]): WhenReading {
  return { kind: 'faults', faults: found };
}
