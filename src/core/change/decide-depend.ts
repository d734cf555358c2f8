/**
 * Somebody says that the change waits for another one, or that it does so no more.
 *
 * What must stay true: nobody is made to wait for themselves, however far around; what stands in the plan or in a pull
 * request is taken out there. What an approval was given beside is not taken off without that approval.
 */
import { circleOf } from '../time/circle.ts';
import { dependenciesOf, findDependency, MOST_DEPENDENCIES } from '../time/dependencies.ts';
import { NOTHING, obstacle, record } from './answer.ts';
import type { Case, Handlers } from './answer.ts';
import { approvalsLost } from './approved-code.ts';
import { standingApprovals } from './binding.ts';
import { forbidden } from './permission.ts';
import { changeName } from './state.ts';

export const dependHandlers: Handlers<'depend' | 'undepend'> = {
  depend: (asked) => {
    const { change, command, facts } = asked;
    const { other, kind, via, type: verb } = command;
    const { neighbours } = facts;
    if (neighbours === undefined)
      return obstacle('evidence_unavailable', { unknown: 'neighbours' });
    const isThere =
      other === change.number || neighbours.upstream.some((one) => one.number === other);
    if (!isThere) return obstacle('dependency_unknown', { name: changeName(other), known: [] });
    const known = dependenciesOf(change, facts.pulls);
    if (isKnown(asked)) return NOTHING;
    if (known.length >= MOST_DEPENDENCIES) return forbidden({ verb, why: 'too_many' });
    const data = { other, kind, via };
    const added = { ...data, by: facts.actor, roles: [], at: facts.now, url: null, seq: 0 };
    const circle = circleOf({ ...change, awaited: [...change.awaited, added] }, facts);
    if (circle !== null) return obstacle('dependency_cycle', { circle: circle.map(changeName) });
    return record({ type: 'dependency_added', data, texts: {} });
  },
  undepend: ({ change, command }) => {
    const { other, via } = command;
    const added = change.awaited.find((one) => one.other === other);
    if (added === undefined) {
      // Elsewhere it was only a mirror of what the plan says, and the plan goes on saying it.
      if (via === 'forge') return NOTHING;
      const known = change.awaited.map((one) => changeName(one.other));
      return obstacle('dependency_unknown', { name: changeName(other), known });
    }
    const isApproved = standingApprovals(change).some(({ seq }) => seq > added.seq);
    return record(
      { type: 'dependency_removed', data: { other, via }, texts: {} },
      ...(isApproved ? approvalsLost(change, 'approval_stale') : []),
    );
  },
};

/** It waits for that one already, and no less strictly. */
function isKnown({ change, command, facts }: Case<'depend'>): boolean {
  const { other, kind } = command;
  const upstream = facts.neighbours?.upstream ?? [];
  return dependenciesOf(change, facts.pulls).some(
    (one) =>
      !one.mergeOnly &&
      (one.on.kind === 'change' ? one.on.number : findDependency(one, upstream)?.number) ===
        other &&
      (one.kind === 'outcome' || kind === 'order'),
  );
}
