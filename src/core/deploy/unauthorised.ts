/**
 * What went past every gate: a deployment to production that no change stands for at that moment, or that went ahead
 * without our word; a push to a default branch that no pull request stands behind; a merge against our check.
 *
 * What must stay true: what cannot have reached production is none, and nothing is none because of what somebody wrote:
 * only our own record and what the forge says of a commit count.
 */
import type { DeploymentAnswer } from '../change/deployment-note.ts';
import type { Person } from '../change/stamp.ts';
import type { Change } from '../change/state.ts';
import { windowFor } from '../gate/window-for.ts';
import type { NoticeActor, PullSeen } from '../intent/notice.ts';
import { idBehind } from '../policy/roles.ts';
import type { Policy, PolicyPeople } from '../policy/policy.ts';
import { UNSAID_WATCH } from '../policy/unauthorised.ts';
import { contains } from '../time/window.ts';
import type { DeploymentMatch } from './match.ts';

export const UNAUTHORISED_KINDS = [
  /** It belongs to no change, or to several that could be meant. */
  'deployment_unmatched',
  /** Its change was not running then, or not inside its window. */
  'deployment_out_of_turn',
  /** It waited for our word, and went ahead without it. */
  'deployment_without_our_word',
  'direct_push',
  /** Of a pull request that belongs to no change. */
  'merge_against_the_check',
] as const;
export type UnauthorisedKind = (typeof UNAUTHORISED_KINDS)[number];

export type Sighting = {
  readonly kind: UnauthorisedKind;
  /** Environment of the policy, or branch. */
  readonly place: string;
  readonly sha: string;
  readonly by: NoticeActor;
  /** The machine by which they did it; absent: themselves. */
  readonly through?: NoticeActor;
  readonly at: string;
  /** The change that it was found to belong to, out of its turn. */
  readonly change: number | null;
  /** Where people see it; null: nowhere that is known. */
  readonly url: string | null;
  /** By what it is known for ever, so that it is counted once. */
  readonly key: string;
};

export type Ran = {
  /** In a word of the forge. */
  readonly state: string;
  /** When it was in that state. */
  readonly at: string;
  readonly production: boolean;
  /** It asked for our word. */
  readonly asked: boolean;
  readonly decision: DeploymentAnswer | null;
  readonly match: DeploymentMatch;
};

/** Null: nothing is wrong with it, or it has not begun. */
export function deploymentPast(ran: Ran): UnauthorisedKind | null {
  const { production, asked, decision, match } = ran;
  if (!production || !hasBegun(ran) || decision === 'approved') return null;
  if (asked) return 'deployment_without_our_word';
  if (match.kind === 'unmatched') return 'deployment_unmatched';
  return isItsTurn(match.change, ran.at) ? null : 'deployment_out_of_turn';
}

/** One that waited and failed may have been rejected: it never began. */
function hasBegun({ state, asked }: Ran): boolean {
  if (state === 'in_progress' || state === 'success') return true;
  return !asked && (state === 'failure' || state === 'error');
}

/** A merge that was a change of its own may be deployed from then on, and whoever goes back deploys until it is verified. */
function isItsTurn(change: Change, at: string): boolean {
  const { own, state, ended, category } = change;
  if (own !== null) return state === 'completed';
  if (state === 'rolled_back') return ended === null;
  if (state !== 'in_progress') return false;
  const window = windowFor(change);
  return category === 'emergency' || window === null || contains(window, at);
}

const NO_COMMIT = /^0+$/u;

/** Whether a push moved a branch: one that made or removed it brought nothing to what was there. */
export function movesBranch(push: { readonly before: string; readonly after: string }): boolean {
  return !NO_COMMIT.test(push.before) && !NO_COMMIT.test(push.after);
}

/**
 * `pulls`: those that the forge knows the pushed commit by. An open one has brought nothing yet, and one that was merged
 * elsewhere was agreed to by whoever keeps that branch.
 */
export function isBroughtByPull(pulls: readonly PullSeen[], branch: string): boolean {
  return pulls.some(({ merged, base }) => merged && (base === undefined || base === branch));
}

export type MergedPull = {
  /** What our check said at its head; null: nothing. */
  readonly said: 'success' | 'failure' | 'action_required' | null;
  /** The rules of its branch ask for our check; null: they are not shown. */
  readonly required: boolean | null;
};

export function isAgainstTheCheck({ said, required }: MergedPull): boolean {
  return required === true && said !== 'success';
}

/** A machine answers for nothing: whoever set it off did it, where that is known, and may not be who answers for it. */
export function doerOf(
  creator: NoticeActor,
  starter: Person | null,
): Pick<Sighting, 'by' | 'through'> {
  if (creator.kind === 'human' || starter === null) return { by: creator };
  return { by: { ...starter, kind: 'human' }, through: creator };
}

/** Names are of accounts as they were when the policy was met; whom nobody looked up is not left out. */
export function isLookedAwayFrom(
  { by, through = by }: Pick<Sighting, 'by' | 'through'>,
  { policy, policyPeople }: { readonly policy: Policy; readonly policyPeople?: PolicyPeople },
): boolean {
  const { ignoreActors } = policy.unauthorised ?? UNSAID_WATCH;
  const world = { policy, ...(policyPeople && { policyPeople }) };
  return ignoreActors.some((login) => idBehind(login, world) === through.id);
}
