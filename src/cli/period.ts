/** A stretch of the log by two options, `--from` and `--to` as a rule: a day or an instant in UTC, half-open. */
import { isInstant } from '../core/audit/instant.ts';
import { isBefore } from '../core/change/moment.ts';
import type { Period } from '../evidence/manifest.ts';
import { UsageError } from './command.ts';
import type { Given } from './command.ts';

export function readPeriod(given: Given, names = { from: 'from', to: 'to' }): Period {
  const from = readMoment(given, names.from);
  const to = readMoment(given, names.to);
  if (from !== null && to !== null && !isBefore(from, to))
    throw new UsageError(`--${names.from} has to be before --${names.to}`);
  return { from, to };
}

function readMoment(given: Given, name: string): string | null {
  const text = given.text(name);
  if (text === null) return null;
  const instant = text.length === 10 ? `${text}T00:00:00Z` : text;
  if (!isInstant(instant))
    throw new UsageError(
      `--${name}: expected a day such as 2026-11-01 or an instant such as 2026-11-01T00:00:00Z, found ${JSON.stringify(text)}`,
    );
  return instant;
}
