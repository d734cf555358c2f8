/**
 * The tasks that an emergency owes afterwards: which are open, what shows that one is done, and when somebody is called
 * because of those that are late.
 *
 * What must stay true: what can be seen is believed only when it is seen; a pull request that cannot be read shows
 * nothing.
 */
import { pullName } from './binding.ts';
import type { Facts } from './facts.ts';
import { addHours, isBefore, toMs } from './moment.ts';
import { isPull } from './pull-key.ts';
import type { Change, Duty, Emergency } from './state.ts';

/** After the first call: a day, three days, and then every week. */
const HOURS_BETWEEN: readonly number[] = [24, 48];
const WEEK = 168;

/** `D1` for the first of the policy's list. */
export function dutyId(at: number): string {
  return `D${String(at + 1)}`;
}

export function dutiesOf({ emergency }: Change): readonly Duty[] {
  return emergency?.duties ?? [];
}

export function openDuties(change: Change): readonly Duty[] {
  return dutiesOf(change).filter(({ done }) => done === null);
}

/** What shows that it is done, in words; null when nothing does. */
export function proofOf({ proof }: Duty, change: Change, facts: Facts): string | null {
  switch (proof) {
    case 'word':
      return null;
    case 'incident':
      return incidentOf(change);
    case 'pull_request':
      return change.pulls.length === 0 ? null : change.pulls.map(pullName).join(', ');
    case 'checks':
      return passedPulls(change, facts);
  }
}

function incidentOf(change: Change): string | null {
  const said = (change.planInForce?.answers['incident'] ?? '').trim();
  return /\d|:\/\//u.test(said) ? said : null;
}

/** Every one that was merged has passed at the head that was merged, and at least one was. */
function passedPulls(change: Change, { pulls }: Facts): string | null {
  const seen = change.pulls.map((linked) => pulls.find((pull) => isPull(pull, linked)));
  const merged = seen.filter((pull) => pull === undefined || pull.merged);
  const passed = merged.every((pull) => pull?.checks === 'passed');
  if (merged.length === 0 || !passed) return null;
  const names = change.pulls.filter((linked) =>
    merged.some((pull) => pull && isPull(pull, linked)),
  );
  return names.map(pullName).join(', ');
}

/** When somebody is called next; null when nothing is open. */
export function nextCall({ duties, dutyCall }: Emergency): string | null {
  const open = duties.filter(({ done }) => done === null);
  const fresh = open.filter(({ overdueSince }) => overdueSince === null);
  const again =
    dutyCall !== null && open.length > fresh.length
      ? [addHours(dutyCall.at, HOURS_BETWEEN[dutyCall.round] ?? WEEK)]
      : [];
  const [first] = [...fresh.map(({ dueAt }) => dueAt), ...again].toSorted(
    (left, right) => toMs(left) - toMs(right),
  );
  return first ?? null;
}

/** Late at that moment. */
export function lateDuties(change: Change, at: string): readonly Duty[] {
  return openDuties(change).filter(({ dueAt }) => !isBefore(at, dueAt));
}
