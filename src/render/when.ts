/**
 * Instants as people read them: in the zone of the change, with the year when it is not the year in which the
 * change was opened. A zone that the runtime does not know is never guessed; UTC is shown, and said.
 */
import { Temporal } from 'temporal-polyfill';
import { findZone } from '../core/time/zone.ts';
import { formatInstant, formatWindow } from '../core/time/window.ts';
import type { Window } from '../core/plan/plan.ts';
import { asMarkdown, type Markdown } from './markdown.ts';

export type Clock = { readonly zone: string; readonly year: number };

export function clockOf(zone: string, openedAt: string): Clock {
  return { zone: findZone(zone) ?? 'UTC', year: new Date(openedAt).getUTCFullYear() };
}

/** For texts that belong to no change. */
export const UTC_CLOCK: Clock = { zone: 'UTC', year: 0 };

/** The same clock in the zone that a fact names, when there is such a zone. */
export function clockIn(clock: Clock, zone: unknown): Clock {
  const found = typeof zone === 'string' ? findZone(zone) : null;
  return found === null ? clock : { ...clock, zone: found };
}

/** `22 Nov 04:30 Europe/Berlin` */
export function moment(instant: string, clock: Clock): Markdown {
  return asMarkdown(formatInstant(toMinute(instant), clock.zone, clock.year));
}

/** `04:45` on the day of `day`, `23 Nov 04:45` on another; the zone is said once, elsewhere. */
export function timeOfDay(instant: string, day: string, clock: Clock): Markdown {
  const full = withoutZone(instant, clock);
  const reference = withoutZone(day, clock);
  const [date, time] = splitTime(full);
  return asMarkdown(date === splitTime(reference)[0] ? time : full);
}

/** `22 Nov 04:30–05:30 Europe/Berlin` */
export function stretch(window: Window, clock: Clock): Markdown {
  const zone = findZone(window.zone) ?? 'UTC';
  return asMarkdown(formatWindow({ ...window, zone }, clock.year));
}

/** Between two instants. */
export function span(from: string, to: string): Markdown {
  return duration(Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000)));
}

/** `41 s`, `5 min 10 s`, `2 h 3 min` */
export function duration(seconds: number): Markdown {
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  if (hours > 0)
    return asMarkdown(
      minutes === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes)} min`,
    );
  if (minutes > 0)
    return asMarkdown(
      rest === 0 ? `${String(minutes)} min` : `${String(minutes)} min ${String(rest)} s`,
    );
  return asMarkdown(`${String(rest)} s`);
}

function withoutZone(instant: string, clock: Clock): string {
  const text = formatInstant(toMinute(instant), clock.zone, clock.year);
  return text.slice(0, text.length - clock.zone.length - 1);
}

function splitTime(text: string): readonly [string, string] {
  const at = text.lastIndexOf(' ');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Minutes are enough for people; seconds stand in the evidence. */
function toMinute(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16)}:00Z`;
}

/** To the second and with its offset, as evidence wants it: `2026-11-22 04:49:10 +01:00`. */
export function exact(instant: string, clock: Clock): Markdown {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(clock.zone);
  const plain = local.toPlainDateTime().toString({ smallestUnit: 'second' }).replace('T', ' ');
  return asMarkdown(`${plain} ${local.offset}`);
}
