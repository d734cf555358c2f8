/**
 * Whom a change meets: told at the submit, and from the booking on somebody has to know of it. What is booked already
 * waits for nobody who only plans: whoever comes later asks.
 */
import { changeName } from '../change/state.ts';
import type { RefusalFacts } from '../change/refusal.ts';
import { leastRole } from '../policy/rights.ts';
import { asksForConflicts, conflictsOf } from '../time/conflicts.ts';
import type { Conflict, ConflictKind } from '../time/conflicts.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Gate } from './gate.ts';
import { windowFor } from './window-for.ts';

export const conflicts: Gate = {
  id: 'conflicts',
  title: 'Conflicts acknowledged',
  code: 'conflict_unacknowledged',
  purposes: ['submit', 'schedule', 'start'],
  isNews: ({ facts, purpose }) => purpose !== 'submit' || asksForConflicts(facts.policy),
  wakesOn: ['plan_recorded', 'scheduled', 'conflict_acknowledged', 'handover_accepted', 'timer'],
  bypassedInEmergency: false,
  judge: (asked) => {
    const { change, facts } = asked;
    if (!asksForConflicts(facts.policy)) return notApplicable('none_configured');
    if (windowFor(change) === null) return notApplicable('no_window');
    if (facts.neighbours === undefined) return cannotTell('neighbours');
    const all = conflictsOf(change, facts);
    const open = all.filter((one) => standsInTheWay(one, asked));
    const [first] = open;
    if (first === undefined) return met(conflictFacts(all));
    const { author, operator, issueUrl, number } = first.other;
    return unmet(conflictFacts(open), {
      who: [
        ...new Set([
          author.login,
          ...(operator === null ? [] : [operator.login]),
          ...leastRole(facts.policy, 'acknowledge_for_other'),
        ]),
      ],
      next: `/chg acknowledge ${changeName(number)}`,
      link: issueUrl,
    });
  },
};

function standsInTheWay({ other, acknowledged }: Conflict, { change, purpose }: Asked): boolean {
  if (acknowledged !== null || purpose === 'submit') return false;
  const isBooked = purpose === 'start' && change.state === 'scheduled';
  return !isBooked || other.state === 'scheduled' || other.state === 'in_progress';
}

/** Names of the others, and what it is about, each once. */
function conflictFacts(all: readonly Conflict[]): RefusalFacts {
  if (all.length === 0) return {};
  const about = (kind: ConflictKind): readonly string[] => [
    ...new Set(all.filter((one) => one.kind === kind).flatMap((one) => one.about)),
  ];
  const named = (some: readonly Conflict[]): readonly string[] => [
    ...new Set(some.map(({ other }) => changeName(other.number))),
  ];
  const said = {
    changes: named(all),
    assets: about('same_asset'),
    related: about('related_asset'),
    people: about('same_person'),
    ending_later: named(all.filter(({ kind }) => kind === 'dependency_after')),
  };
  return Object.fromEntries(Object.entries(said).filter(([, list]) => list.length > 0));
}
