/**
 * What another policy would have answered to changes that are known: each is judged as it stands in the record, once
 * under each of the two, and every answer that differs is told. Nothing is written and nobody is asked.
 *
 * What must stay true: both are judged from the same recorded facts, so that a difference comes from the rules alone.
 */
import type { Actor, Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { ROLES } from '../policy/holders.ts';
import type { Policy, PolicyPeople } from '../policy/policy.ts';
import { enrol } from '../policy/roles.ts';
import { judge } from './judge.ts';
import type { Purpose, Verdict } from './verdict.ts';

export type Flip = {
  readonly change: number;
  readonly act: Purpose;
  readonly gate: string;
  readonly from: Verdict['kind'];
  readonly to: Verdict['kind'];
};

export type Replay = { readonly judged: number; readonly flips: readonly Flip[] };

export type Rules = {
  readonly from: Policy;
  readonly to: Policy;
  readonly people?: PolicyPeople;
  readonly now: string;
};

export function replay(changes: readonly Change[], rules: Rules): Replay {
  return { judged: changes.length, flips: changes.flatMap((change) => flipsOf(change, rules)) };
}

function flipsOf(change: Change, rules: Rules): readonly Flip[] {
  const acts: readonly Purpose[] = change.pulls.length > 0 ? ['approve', 'merge'] : ['approve'];
  return acts.flatMap((act) => {
    const before = judge(change, recordedFacts(change, rules.from, rules), act);
    const after = judge(change, recordedFacts(change, rules.to, rules), act);
    return difference(before, after).map((flip) => ({ change: change.number, act, ...flip }));
  });
}

/** Gates whose answer is another one; reasons and words may differ without that. */
export function difference(
  before: readonly Verdict[],
  after: readonly Verdict[],
): readonly Pick<Flip, 'gate' | 'from' | 'to'>[] {
  const keyOf = ({ gate, facts }: Verdict): string =>
    `${gate} ${String(facts['repository'] ?? '')}`;
  const was = new Map(before.map((verdict) => [keyOf(verdict), verdict.kind]));
  return after.flatMap((verdict) => {
    const { gate, kind: to } = verdict;
    const from = was.get(keyOf(verdict));
    return from === undefined || from === to ? [] : [{ gate, from, to }];
  });
}

/** Who spoke, with the roles they had then. An approval was given under its own rules, which are not at issue here. */
function recordedFacts(change: Change, policy: Policy, { people, now }: Rules): Facts {
  const given = change.approvals.at(-1)?.policy;
  return enrol({
    now,
    occurredAt: now,
    actor: { id: '0', login: 'holdpoint', kind: 'system', roles: [] },
    policy: given === undefined ? policy : { ...policy, version: given },
    ...(people === undefined ? {} : { policyPeople: people }),
    people: peopleIn(change),
    peopleAreSome: true,
    pulls: [],
    clockSkewMs: 0,
  });
}

function peopleIn({ approvals, objections, author }: Change): readonly Actor[] {
  const known = new Map<string, Actor>([[author.id, { ...author, kind: 'human', roles: [] }]]);
  for (const { by, roles } of [...approvals, ...objections])
    known.set(by.id, { ...by, kind: 'human', roles: ROLES.filter((role) => roles.includes(role)) });
  return [...known.values()];
}
