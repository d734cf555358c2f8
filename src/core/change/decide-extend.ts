/**
 * More time for a run: a new end of the window, later than the one that is booked. Nobody is stopped by a window that
 * ends; to extend it is to say in the open how long it still takes.
 *
 * What must stay true: an extension never runs into a freeze that is not overridden, and never shortens anything.
 */
import { freezeFacts, passOf } from '../gate/freeze.ts';
import { freezesOf, freezesOver } from '../time/freeze.ts';
import { readLocalTime } from '../time/local-time.ts';
import { obstacle, record } from './answer.ts';
import type { Answer, Case, Handlers } from './answer.ts';
import { isBefore, laterOf, toMs } from './moment.ts';
import { notOperator } from './permission.ts';

export const extendHandlers: Handlers<'extend'> = {
  extend: (asked) => {
    const { change, command, facts } = asked;
    const other = notOperator(change, facts, command.type);
    if (other !== null) return other;
    const { window } = change;
    if (window === null) return obstacle('window_required');
    const read = readLocalTime(command.end, window.zone);
    if (read.kind === 'unreadable') return invalid(asked, read.found, read.remedy);
    const earliest = laterOf(window.end, facts.now);
    if (!isBefore(earliest, read.instant))
      return invalid(asked, `"${command.end}"`, 'name an end that is later than the present one');
    const frozen = runsIntoFreeze(asked, { from: window.end, to: read.instant });
    if (frozen !== null) return frozen;
    const data = { from: window.end, end: read.instant };
    return record({ type: 'window_extended', data, texts: { reason: command.reason.trim() } });
  },
};

function runsIntoFreeze(
  { change, facts }: Case<'extend'>,
  { from, to }: { readonly from: string; readonly to: string },
): Answer | null {
  if (freezesOf(facts).length === 0) return null;
  const { hits } = freezesOver(change, facts, { start: toMs(from), end: toMs(to) });
  const blocking = hits.filter(({ freeze }) => passOf(freeze, change, facts) === null);
  const [first] = blocking;
  if (first !== undefined)
    return obstacle('freeze_window_blocked', freezeFacts(first, { change, facts }, blocking));
  if (facts.neighbours === undefined)
    return obstacle('evidence_unavailable', { unknown: 'neighbours' });
  return null;
}

function invalid({ change }: Case<'extend'>, found: string, remedy: string): Answer {
  const { start = '', end = '', zone = '' } = change.window ?? {};
  const expected = 'a new end such as 2026-11-25 02:00';
  return obstacle('window_invalid', { start, end, zone, found, expected, remedy });
}
