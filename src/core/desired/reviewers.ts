/**
 * Whom the forge is to ask for a review of the linked pull requests: whoever could confirm a hold that waits, and, where
 * the policy wants it, those who could give an approval that is missing.
 *
 * What must stay true: computed from what is known, chance included, so that the same people are asked at every look. A
 * forge refuses to ask the author of a pull request; others it notifies, so nobody is asked twice for the same thing.
 */
import { createHash } from 'node:crypto';
import { waitingHolds } from '../change/checklist.ts';
import type { Actor, Facts, PullFacts } from '../change/facts.ts';
import { isPull } from '../change/pull-key.ts';
import type { Change } from '../change/state.ts';
import { scenesElsewhere } from '../policy/elsewhere.ts';
import type { SceneThere } from '../policy/elsewhere.ts';
import { isInTeam } from '../policy/roles.ts';
import { tally } from '../policy/tally.ts';
import type { Part } from '../policy/part.ts';
import { confirmers, few } from './asked.ts';
import { isOver } from './duties.ts';

export type DesiredReviewers = {
  readonly repoId: string;
  readonly repo: string;
  readonly pull: number;
  readonly logins: readonly string[];
  /** Who spoke for an earlier head is asked again for this one; empty: asked once. */
  readonly round: string;
};

const ROUND_LENGTH = 12;

export function reviewersOf(change: Change, facts: Facts): readonly DesiredReviewers[] {
  if (isOver(change)) return [];
  return change.pulls.flatMap((pull): readonly DesiredReviewers[] => {
    const seen = facts.pulls.find((one) => isPull(one, pull));
    if (seen === undefined || !seen.open || seen.merged) return [];
    const rounds = [...forHolds(change, facts, seen), ...forApproval(change, facts, seen)];
    const { repoId, repo, number } = pull;
    return rounds
      .filter(({ logins }) => logins.length > 0)
      .map((round) => ({ repoId, repo, pull: number, ...round }));
  });
}

type Round = Pick<DesiredReviewers, 'logins' | 'round'>;

function forHolds(change: Change, facts: Facts, { author }: PullFacts): readonly Round[] {
  const waiting = waitingHolds(change).filter(
    ({ progress }) => progress.hold?.status === 'waiting',
  );
  const wanted = waiting.flatMap(({ step }) => confirmers(change, step.id, facts));
  const others = new Map(wanted.map((person) => [person.id, person]));
  others.delete(author.id);
  return [{ logins: few([...others.values()]), round: '' }];
}

/** Those who spoke for code that has moved since are asked for the present head; others once. */
function forApproval(change: Change, facts: Facts, seen: PullFacts): readonly Round[] {
  if (change.state !== 'review') return [];
  const scenes = [{ change, facts }, ...scenesAt(seen.repoId, change, facts)];
  const chosen = scenes.flatMap((scene) => choose(scene.change, scene.facts));
  const asked = [...new Map(chosen.map((person) => [person.id, person])).values()].filter(
    ({ id }) => id !== seen.author.id,
  );
  const again = asked.filter(({ id }) => hasSpoken(change, id));
  const logins = (people: readonly Actor[]): readonly string[] => people.map(({ login }) => login);
  return [
    { logins: logins(asked.filter((person) => !again.includes(person))), round: '' },
    { logins: logins(again), round: seen.head.slice(0, ROUND_LENGTH) },
  ];
}

/** In another repository its own people are asked as well, by its own policy; on every other pull request they are not. */
function scenesAt(repoId: string, change: Change, facts: Facts): readonly SceneThere[] {
  return scenesElsewhere(change, facts).filter(({ facts: there }) => there.scope === repoId);
}

/** As many as the policy says, zero by default: those who are not busy, by name, by lot, or of the teams it names. */
function choose(change: Change, facts: Facts): readonly Actor[] {
  const { mode, count, busy } = facts.policy.reviewRequests;
  if (count === 0) return [];
  const away = busy.map((login) => login.toLowerCase());
  const { open } = tally(change, facts);
  const parts = open.filter(({ isOpen }) => isOpen);
  const able = new Map(
    parts.flatMap((part) => reachedBy(part, mode, facts)).map((person) => [person.id, person]),
  );
  const lot = (person: Actor): string => (mode === 'random' ? lotOf(change, person) : person.login);
  return [...able.values()]
    .filter(({ login }) => !away.includes(login.toLowerCase()))
    .toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1))
    .slice(0, count);
}

type Mode = Facts['policy']['reviewRequests']['mode'];

function reachedBy({ eligible, need }: Part, mode: Mode, facts: Facts): readonly Actor[] {
  if (mode !== 'teams') return eligible;
  const { roles, teams } = need.holders;
  const byRole = roles.flatMap((role) => facts.policy.roleHolders[role]?.teams ?? []);
  return eligible.filter(({ id }) =>
    [...teams, ...byRole].some((team) => isInTeam(team, id, facts) === 'yes'),
  );
}

/** Drawn anew with every plan, and the same at every look. */
function lotOf({ number, digest }: Change, { id }: Actor): string {
  return createHash('sha256')
    .update(`${String(number)}:${digest ?? ''}:${id}`)
    .digest('hex');
}

function hasSpoken({ approvals }: Change, id: string): boolean {
  return approvals.some(({ by, voided }) => by.id === id && voided?.reason === 'ref_changed');
}
