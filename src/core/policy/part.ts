/**
 * One part of what is needed: so many people of a certain kind. The category's own approval is a part like those that
 * rules ask for. Here it is counted who spoke for it, who else could, and whether that is enough.
 *
 * What must stay true: one human counts once for a part, whichever accounts they have and whoever was given their voice. A part that asks for nobody is a
 * mistake, not a permission. Who is not known to be one of those who are asked is none of them.
 */
import { bindsHeads } from '../change/bound-heads.ts';
import type { Tolerance } from '../change/bound-heads.ts';
import type { Actor, Facts } from '../change/facts.ts';
import type { Approval } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import { findBar } from './bar.ts';
import { isOwner, owningTeamsGone } from './code-owners.ts';
import type { OwnedPaths } from './code-owners.ts';
import { speaksFor } from './delegates.ts';
import type { Spokesman } from './delegates.ts';
import { humansOf } from './humans.ts';
import { ROLES } from './holders.ts';
import type { Holders } from './holders.ts';
import { either, isHolder, teamsGone } from './roles.ts';
import type { Membership } from './roles.ts';
import { isSigned, signInMinutes } from './sign-in.ts';

/** What a part asks for. */
export type Need = {
  /** `category`, or the id of an approval rule. */
  readonly id: string;
  readonly title: string;
  readonly holders: Holders;
  /** The paths that are somebody's; null: they are not asked, `unknown`: they cannot be told. */
  readonly owned: readonly OwnedPaths[] | 'unknown' | null;
  readonly count: number;
  /** Of which stage; null: it may be given at any time. */
  readonly stage: number | null;
  readonly tolerance: Tolerance;
};

export type PartDoubt = 'heads' | 'then' | 'bot' | 'now' | 'early' | 'repeated' | 'unsigned';

export type PartVoice = { readonly approval: Approval; readonly doubt: PartDoubt | null };

export type Part = {
  readonly need: Need;
  /** Whether the earlier stages are there, so that it is asked for now. */
  readonly isOpen: boolean;
  readonly counted: readonly Approval[];
  readonly voices: readonly PartVoice[];
  readonly remaining: number;
  /** Owners of paths of which none has spoken. */
  readonly unowned: readonly OwnedPaths[];
  /** Who could still give it. */
  readonly eligible: readonly Actor[];
  /** They are enough for all that remains, in number and in paths. */
  readonly isReachable: boolean;
  /** Teams that it rests on and that are gone, or not shown. */
  readonly gone: readonly string[];
  readonly unknown: 'teams' | 'files' | null;
  readonly answer: 'met' | 'not_met' | 'cannot_tell';
};

export type Hall = {
  readonly change: Change;
  readonly facts: Facts;
  /** Approvals that nothing general speaks against, in the order in which they were given. */
  readonly sound: readonly Approval[];
};

/** `after`: only what was said behind this place in the log counts; null: it is not the turn of this part. */
export function countPart(need: Need, hall: Hall, after: number | null): Part {
  const { facts } = hall;
  const { voices, counted, remaining, unowned } = hear(need, hall, after);
  const { eligible, isUnsure } = findEligible(need, hall, counted);
  const unknown = need.owned === 'unknown' ? 'files' : isUnsure ? 'teams' : null;
  return {
    need,
    isOpen: after !== null,
    ...{ counted, voices, remaining, unowned, eligible },
    isReachable: isReachable({ eligible, remaining, unowned }, hall),
    gone: [...teamsGone(need.holders, facts), ...owningTeamsGone(groupsOf(need), facts)],
    unknown,
    answer: isEnough(need, { remaining, unowned })
      ? 'met'
      : unknown === null
        ? 'not_met'
        : 'cannot_tell',
  };
}

/** The same without the question of who else could: of what was said, is it enough? */
export function isThere(need: Need, hall: Hall, after: number | null): boolean {
  return isEnough(need, hear(need, hall, after));
}

type Heard = Pick<Part, 'voices' | 'counted' | 'remaining' | 'unowned'>;

function isEnough(
  { owned }: Need,
  { remaining, unowned }: Pick<Heard, 'remaining' | 'unowned'>,
): boolean {
  return owned !== 'unknown' && remaining === 0 && unowned.length === 0;
}

function hear(need: Need, hall: Hall, after: number | null): Heard {
  const voices = judgeVoices(need, hall, after);
  const counted = voices.filter(({ doubt }) => doubt === null).map(({ approval }) => approval);
  const remaining = Math.max(0, Math.max(1, need.count) - counted.length);
  const unowned = groupsOf(need).filter(
    (group) =>
      !counted.some((one) => isSpoken(hall, one, (who) => isOwner(group, who, hall.facts))),
  );
  return { voices, counted, remaining, unowned };
}

function groupsOf({ owned }: Need): readonly OwnedPaths[] {
  return owned === null || owned === 'unknown' ? [] : owned;
}

function judgeVoices(need: Need, hall: Hall, after: number | null): readonly PartVoice[] {
  const { nameOf } = humansOf(hall.facts);
  const already = new Set<string>();
  const now = (who: Spokesman): Membership => mayGive(need, who, hall.facts);
  const minutes = signInMinutes(hall.change, hall.facts.policy);
  return hall.sound.map((approval): PartVoice => {
    const doubt = doubtAbout(need, hall, approval);
    if (doubt !== null) return { approval, doubt };
    if (after === null || approval.seq <= after) return { approval, doubt: 'early' };
    const human = nameOf(approval.by.id);
    const voices = voicesOf(hall, approval).filter((who) => now(who) === 'yes');
    const names = voices.length === 0 ? [human] : voices.map(({ id }) => nameOf(id));
    const used = names.find((name) => !already.has(name));
    if (already.has(human) || used === undefined) return { approval, doubt: 'repeated' };
    if (minutes !== null && !isSigned(hall.change, approval, minutes))
      return { approval, doubt: 'unsigned' };
    already.add(human).add(used);
    return { approval, doubt: null };
  });
}

/** What was asked for must have been held when it was said, and must still be held. */
function doubtAbout(need: Need, hall: Hall, approval: Approval): PartDoubt | null {
  const { change, facts } = hall;
  if (!bindsHeads(approval, { change, facts }, need.tolerance)) return 'heads';
  const then = voicesOf(hall, approval).map((who) => mayGive(need, asThen(who, approval), facts));
  if (either(then) !== 'yes') return 'then';
  if (facts.people === null) return null;
  const person = facts.people.find(({ id }) => id === approval.by.id);
  if (person !== undefined && person.kind !== 'human') return 'bot';
  return person !== undefined && isSpoken(hall, approval, (who) => mayGive(need, who, facts))
    ? null
    : 'now';
}

function isSpoken(hall: Hall, approval: Approval, asks: (who: Spokesman) => Membership): boolean {
  return voicesOf(hall, approval).some((who) => asks(who) === 'yes');
}

/** Whoever gave it, and those whose voice they had by then. */
function voicesOf({ change, facts }: Hall, { by, roles, seq }: Approval): readonly Spokesman[] {
  const known = facts.people?.find(({ id }) => id === by.id);
  const asSaid: Actor = { ...by, kind: 'human', roles: readRoles(roles) };
  return speaksFor(change, facts, known ?? asSaid).filter(
    ({ by: given }) => given === null || given.seq < seq,
  );
}

function asThen(who: Spokesman, { roles }: Approval): Spokesman {
  return { ...who, roles: readRoles(who.by?.roles ?? roles) };
}

function readRoles(roles: readonly string[]): Spokesman['roles'] {
  return ROLES.filter((role) => roles.includes(role));
}

/** Whether this voice would count for it. */
export function mayGive(need: Need, who: Spokesman, facts: Facts): Membership {
  return either([
    isHolder(need.holders, who, facts),
    ...groupsOf(need).map((group) => isOwner(group, who, facts)),
  ]);
}

type Eligible = { readonly eligible: readonly Actor[]; readonly isUnsure: boolean };

function findEligible(need: Need, hall: Hall, counted: readonly Approval[]): Eligible {
  const { change, facts } = hall;
  const { nameOf } = humansOf(facts);
  const spoke = new Set(counted.map(({ by }) => nameOf(by.id)));
  const asked = (facts.people ?? [])
    .filter(({ kind, id }) => kind === 'human' && !spoke.has(nameOf(id)))
    .map((person) => {
      const voices = speaksFor(change, facts, person);
      return { person, answer: either(voices.map((who) => mayGive(need, who, facts))) };
    })
    .filter(({ answer }) => answer !== 'no')
    .filter(({ person }) => findBar(change, facts, person.id) === null);
  return {
    eligible: asked.filter(({ answer }) => answer === 'yes').map(({ person }) => person),
    isUnsure: asked.some(({ answer }) => answer === 'unknown'),
  };
}

type Rest = Pick<Part, 'eligible' | 'remaining' | 'unowned'>;

function isReachable({ eligible, remaining, unowned }: Rest, { change, facts }: Hall): boolean {
  const { nameOf } = humansOf(facts);
  const humans = new Set(eligible.map(({ id }) => nameOf(id)));
  const isOwned = (group: OwnedPaths): boolean =>
    eligible.some((person) =>
      speaksFor(change, facts, person).some((who) => isOwner(group, who, facts) === 'yes'),
    );
  return humans.size >= remaining && unowned.every(isOwned);
}
