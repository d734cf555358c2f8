/**
 * Folds what an emergency owes afterwards, done and late.
 *
 * What must stay true: a duty is never struck off; what was late stays an exception.
 */
import { DUTY_PROOFS } from '../policy/rule.ts';
import { dutyId } from './duties.ts';
import type { Folds } from './evolve-context.ts';
import { withException } from './evolve-context.ts';
import type { Change, Duty } from './state.ts';

type DutyEvent = 'duties_owed' | 'duty_ticked' | 'duty_done' | 'duties_became_overdue';

export const dutyFolds: Folds<DutyEvent> = {
  duties_owed: (change, { data, texts }) => {
    const duties = data.rules.map((rule, at): Duty => ({
      id: dutyId(at),
      rule,
      title: texts[dutyId(at)] ?? rule,
      proof: DUTY_PROOFS.find((known) => known === data.proofs[at]) ?? 'word',
      dueAt: data.dues[at] ?? '',
      ticked: null,
      overdueSince: null,
      done: null,
    }));
    return withDuties(change, () => duties);
  },
  duty_ticked: (change, { data }, { stamp }) =>
    withDuties(change, (duties) =>
      duties.map((one) => (one.id === data.duty ? { ...one, ticked: stamp } : one)),
    ),
  duty_done: (change, { data, texts }, { stamp }) => {
    const done = { ...stamp, seen: data.seen, what: texts.what };
    return withDuties(change, (duties) =>
      duties.map((one) => (one.id === data.duty ? { ...one, done } : one)),
    );
  },
  duties_became_overdue: (change, { data }, { stamp }) => {
    const isNew = ({ id, overdueSince }: Duty): boolean =>
      overdueSince === null && data.duties.includes(id);
    const late = (change.emergency?.duties ?? []).filter(isNew).map(({ id }) => id);
    const called = withDuties(change, (duties) =>
      duties.map((one) => (isNew(one) ? { ...one, overdueSince: stamp.at } : one)),
    );
    const { emergency } = called;
    if (emergency === null) return change;
    const dutyCall = { at: stamp.at, round: data.round };
    const told = { ...called, emergency: { ...emergency, dutyCall } };
    if (late.length === 0) return told;
    return withException(told, stamp, { kind: 'duties_overdue', detail: late.join(', ') });
  },
};

function withDuties(change: Change, next: (duties: readonly Duty[]) => readonly Duty[]): Change {
  const { emergency } = change;
  if (emergency === null) return change;
  return { ...change, emergency: { ...emergency, duties: next(emergency.duties) } };
}
