/**
 * What would be if: the same change with other approvals, another category, branch or policy, or at another time, judged
 * by the same gates.
 * It is a question; nothing that comes out of it is ever stored, shown as an answer, or let through.
 */
import { boundDigest, currentHeads } from '../change/binding.ts';
import type { Actor, Facts } from '../change/facts.ts';
import { addHours, isBefore } from '../change/moment.ts';
import type { Approval } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import type { Category } from '../plan/plan.ts';
import type { Policy } from '../policy/policy.ts';
import { enrol } from '../policy/roles.ts';
import { judge } from './judge.ts';
import { difference, type Flip } from './replay.ts';
import type { Purpose, Verdict } from './verdict.ts';

export type WhatIf = {
  /** Whose question it is. */
  readonly as?: Actor;
  /** Who would have approved as well. */
  readonly approve?: readonly Actor[];
  /** Logins whose approvals, objections and reviews would not be there. */
  readonly ignore?: readonly string[];
  readonly category?: Category;
  /** The branch that its pull requests would be merged into. */
  readonly base?: string;
  readonly policy?: Policy;
  /** The instant at which it would be asked; all else is as it is now. */
  readonly at?: string;
};

export type Simulation = {
  readonly act: Purpose;
  readonly before: readonly Verdict[];
  readonly after: readonly Verdict[];
  readonly flips: readonly Pick<Flip, 'gate' | 'from' | 'to'>[];
};

type Scene = { readonly change: Change; readonly facts: Facts };

export function simulate(scene: Scene, whatIf: WhatIf, act: Purpose): Simulation {
  const before = judge(scene.change, scene.facts, act);
  const imagined = imagine(scene, whatIf);
  const after = judge(imagined.change, imagined.facts, act);
  return { act, before, after, flips: difference(before, after) };
}

function imagine({ change, facts }: Scene, whatIf: WhatIf): Scene {
  const ignored = new Set((whatIf.ignore ?? []).map((login) => login.toLowerCase()));
  const isHeard = ({ by }: { readonly by: { readonly login: string } }): boolean =>
    !ignored.has(by.login.toLowerCase());
  const { base, category, as: actor = facts.actor, at: now = facts.now } = whatIf;
  const asked = whatIf.at === undefined ? {} : { now, occurredAt: now };
  const people = [...(facts.people ?? []), ...(whatIf.approve ?? [])];
  const known = new Map(people.map((one) => [one.id, one]));
  const pulls = facts.pulls.map((pull) => ({
    ...pull,
    ...(base === undefined ? {} : { base }),
    reviews: pull.reviews.filter(isHeard),
  }));
  const rules = whatIf.policy === undefined ? facts.policy : bound(whatIf.policy, change);
  const imagined: Facts = enrol({
    ...facts,
    ...asked,
    ...{ actor, pulls, policy: rules },
    people: facts.people === null ? null : [...known.values()],
  });
  const given = (whatIf.approve ?? []).map((by) => approvalBy(by, change, imagined));
  return {
    change: {
      ...change,
      ...(category === undefined ? {} : { category }),
      approvals: [...change.approvals.filter(isHeard), ...given],
      objections: change.objections.filter(isHeard),
      pulls: base === undefined ? change.pulls : change.pulls.map((pull) => ({ ...pull, base })),
    },
    facts: imagined,
  };
}

/** Whether approvals were given under these rules is not what is asked. */
function bound(policy: Policy, { approvals }: Change): Policy {
  const given = approvals.at(-1)?.policy;
  return given === undefined ? policy : { ...policy, version: given };
}

/** Given after everything that there is to read. */
function approvalBy({ id, login, roles }: Actor, change: Change, facts: Facts): Approval {
  const { substantiveAt: read } = change;
  const at = isBefore(read, facts.now) ? facts.now : addHours(read, 1);
  return {
    by: { id, login },
    roles,
    at,
    url: null,
    seq: change.lastSeq + 1,
    digest: boundDigest(change) ?? '',
    heads: currentHeads(change),
    trees: [],
    contents: [],
    policy: facts.policy.version,
    elsewhere: (facts.elsewhere ?? []).map(({ repoId, policy, people }) => ({
      repoId,
      policy: policy.version,
      roles: people?.find((one) => one.id === id)?.roles ?? [],
    })),
    channel: 'command',
    note: null,
    voided: null,
    tallied: null,
  };
}
