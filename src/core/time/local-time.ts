/**
 * One moment as people write it, `2026-11-24 22:00`, in a zone. Clocks that are put forward skip an hour: such a
 * time does not exist and is refused. Clocks that are put back repeat one: the first is taken, and said.
 *
 * What must stay true: no time is ever moved silently.
 */
import { Temporal } from 'temporal-polyfill';

export type LocalTimeReading =
  | { readonly kind: 'instant'; readonly instant: string; readonly note: string | null }
  | { readonly kind: 'unreadable'; readonly found: string; readonly remedy: string };

const SHAPE =
  /^(?<date>\d{4}-\d{2}-\d{2})[Tt ](?<clock>\d{2}:\d{2})(?<seconds>:\d{2})?(?: ?(?<offset>[Zz]|[+-]\d{2}:?\d{2}))?$/u;
const EXAMPLE =
  'write it as 2026-11-24 22:00, in the zone of the change or with an offset such as +01:00';

/** `zone` must be a name that `findZone` returned. */
export function readLocalTime(text: string, zone: string): LocalTimeReading {
  const parts = SHAPE.exec(text)?.groups;
  if (parts === undefined) return unreadable(`"${text}"`, EXAMPLE);
  const wall = `${parts['date'] ?? ''}T${parts['clock'] ?? ''}${parts['seconds'] ?? ''}`;
  const local = plainDateTime(wall);
  if (local === null)
    return unreadable(`"${text}", which no calendar has`, 'correct the date or the time');
  const read =
    parts['offset'] === undefined ? inZone(local, zone) : atOffset(wall, parts['offset']);
  return read.kind === 'instant' && !isOfOurTimes(read.instant)
    ? unreadable(`"${text}", a year that no record keeps`, 'name a year from 1970 to 9999')
    : read;
}

/** Four digits of a year, in UTC: whatever else a calendar has, the database takes for no time at all. */
function isOfOurTimes(instant: string): boolean {
  return /^\d{4}-/u.test(instant) && instant >= '1970';
}

/** `2026-11-26T00:00+01:00`: reading it gives the instant back, whatever the clocks do that night. */
export function writeLocalTime(instant: string, zone: string): string {
  const local = Temporal.Instant.from(instant).toZonedDateTimeISO(zone);
  return local.toString({ smallestUnit: 'minute', timeZoneName: 'never' });
}

function inZone(local: Temporal.PlainDateTime, zone: string): LocalTimeReading {
  const first = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const shown = local.toString({ smallestUnit: 'minute' }).replace('T', ' ');
  if (!first.toPlainDateTime().equals(local)) {
    return unreadable(
      `${shown}, which does not exist in ${zone}: the clocks skip it`,
      'take a time before or after the gap',
    );
  }
  const second = local.toZonedDateTime(zone, { disambiguation: 'later' });
  const twice = Temporal.ZonedDateTime.compare(first, second) !== 0;
  const note = twice
    ? `${shown} occurs twice in ${zone}: took the first (UTC${first.offset}); for the second write ${shown}${second.offset}`
    : null;
  return { kind: 'instant', instant: first.toInstant().toString(), note };
}

function atOffset(wall: string, offset: string): LocalTimeReading {
  try {
    const instant = Temporal.Instant.from(`${wall}${offset.toUpperCase()}`).toString();
    return { kind: 'instant', instant, note: null };
  } catch {
    return unreadable(`the offset "${offset}"`, EXAMPLE);
  }
}

function plainDateTime(wall: string): Temporal.PlainDateTime | null {
  // A leap second would be read as :59, a time that nobody wrote.
  if (wall.length > 16 && wall.endsWith(':60')) return null;
  try {
    return Temporal.PlainDateTime.from(wall, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function unreadable(found: string, remedy: string): LocalTimeReading {
  return { kind: 'unreadable', found, remedy };
}
