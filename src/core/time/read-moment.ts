/**
 * One moment as people name it: a weekday and a time, `Saturday 02:00`, or a date and a time, in a zone.
 *
 * What must stay true: a weekday is the next such moment, strictly after now; whatever is read as a local time keeps
 * the manners of `local-time`: nothing is moved silently.
 */
import { Temporal } from 'temporal-polyfill';
import { readLocalTime, type LocalTimeReading } from './local-time.ts';

const LONGEST_MOMENT = 60;
const SHORTEST_DAY = 3;
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

export type Here = {
  /** A name that `findZone` returned. */
  readonly zone: string;
  readonly now: string;
};

export function readMoment(text: string, { zone, now }: Here): LocalTimeReading {
  const line = text.slice(0, LONGEST_MOMENT).trim();
  const [word = '', clock = '', ...more] = line.split(/\s/u);
  const day = weekday(word);
  if (day === null || clock === '' || more.length > 0) return readLocalTime(line, zone);
  const today = Temporal.Instant.from(now).toZonedDateTimeISO(zone).toPlainDate();
  const ahead = (day - today.dayOfWeek + 7) % 7;
  const next = readLocalTime(`${today.add({ days: ahead }).toString()} ${clock}`, zone);
  if (next.kind === 'instant' && Date.parse(next.instant) <= Date.parse(now))
    return readLocalTime(`${today.add({ days: ahead + 7 }).toString()} ${clock}`, zone);
  return next;
}

/** 1 is Monday; null: no day of the week in English, whole or by its first letters. */
function weekday(word: string): number | null {
  const said = word.toLowerCase();
  if (said.length < SHORTEST_DAY) return null;
  const at = WEEK.findIndex((day) => day.startsWith(said));
  return at < 0 ? null : at + 1;
}
