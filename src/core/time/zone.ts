/**
 * Time zones by their names in the IANA database. The runtime carries the database; this file only asks it.
 *
 * What must stay true: a name that the runtime does not know is never replaced by a guess, only answered with
 * suggestions. Offsets and abbreviations that the database does not list are not zones: they forget daylight saving.
 */
import { Temporal } from 'temporal-polyfill';
import { nearest } from '../plan/nearest.ts';

const LONGEST_ZONE = 64;
const ZONE_SHAPE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/u;
const EPOCH = Temporal.Instant.fromEpochMilliseconds(0);

/** The name in the database's spelling (`europe/berlin` is found), or null. */
export function findZone(text: string): string | null {
  if (text.length > LONGEST_ZONE || !ZONE_SHAPE.test(text)) return null;
  try {
    return EPOCH.toZonedDateTimeISO(text).timeZoneId;
  } catch {
    return null;
  }
}

/** Up to three names that the text could have meant: same city first, then the closest spelling. */
export function suggestZones(text: string): readonly string[] {
  if (text.length > LONGEST_ZONE) return [];
  const names = Intl.supportedValuesOf('timeZone');
  const wanted = text.trim().toLowerCase().replaceAll(' ', '_');
  if (wanted === '') return [];
  const city = wanted.slice(wanted.lastIndexOf('/') + 1);
  const sameCity = names.filter((name) => cityOf(name) === city);
  const spelled = nearest(wanted, names, 3);
  // A short word such as CEST is an abbreviation, and near to everything.
  const spelledCity = city.length < 5 ? null : nearest(city, names.map(cityOf), 2);
  const nearCity = names.filter((name) => cityOf(name) === spelledCity);
  const found = [...sameCity, ...(spelled === null ? [] : [spelled]), ...nearCity];
  return [...new Set(found)].slice(0, 3);
}

function cityOf(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).toLowerCase();
}
