/**
 * What `decide` and the gates are told about the world. Gathered from the forge before the transaction begins;
 * nothing in core can ask for more. A fact that could not be established is null or `unknown`, never guessed:
 * a gate that needs it answers "cannot tell", and that blocks.
 */
import type { ActorKind } from '../audit/event.ts';
import type { Policy, PolicyPeople } from '../policy/policy.ts';
import type { Role } from '../policy/holders.ts';
import type { Deploying } from '../deploy/deploying.ts';
import type { Neighbours } from '../time/neighbours.ts';
import type { TemplateStanding } from '../template/standing.ts';
import type { ForgedReport } from './forged.ts';
import type { Person } from './stamp.ts';

export type Actor = Person & {
  readonly kind: ActorKind;
  readonly roles: readonly Role[];
  /** What the forge calls their right in the repository; absent where it was not asked. */
  readonly permission?: string;
  /** What that right builds on, where the forge names it: it counts where the policy does not know the right. */
  readonly permissionBelow?: string;
};

export type PullReview = {
  readonly by: Actor;
  readonly state: 'approved' | 'changes_requested' | 'commented' | 'dismissed';
  readonly commit: string;
  readonly at: string;
};

/** A linked pull request as observed now. */
export type PullFacts = {
  readonly repoId: string;
  readonly number: number;
  readonly head: string;
  /** The branch it would be merged into; absent where the forge does not say. */
  readonly base?: string;
  readonly author: Person;
  /** Committers, commit authors and co-authors, as far as the forge resolves them to accounts. */
  readonly contributors: readonly Person[];
  readonly reviews: readonly PullReview[];
  /** All checks and statuses on the head except our own. `none`: nothing has reported. */
  readonly checks: 'passed' | 'failed' | 'pending' | 'none' | 'unknown';
  readonly failing: readonly string[];
  /** Since when our check, which names the change, stands on the head; null: not yet; absent: it cannot be told. */
  readonly shownSince?: string | null;
  readonly merged: boolean;
  readonly open: boolean;
  /**
   * Places of the policy that it would loosen, of one that edits it. Absent: it edits no policy; null: it does, or may,
   * and it cannot be told what.
   */
  readonly loosens?: readonly string[] | null;
  /**
   * Ids of the members of each team that owns changed files, by its name in CODEOWNERS; null: no such team, or it is not
   * shown; absent: nobody looked.
   */
  readonly ownerTeams?: Readonly<Record<string, readonly string[] | null>>;
  /** What rules ask of it; absent where nobody looked. */
  readonly detail?: PullDetail;
  /** Each check and status on the head except ours, the newest of its name and reporter; absent where nobody looked. */
  readonly reports?: readonly CheckReport[];
  /** What others said on the head under a name of ours; absent where nobody did, or nobody looked. */
  readonly forged?: readonly ForgedReport[];
  /** The newest commit status under the name of our check, whoever wrote it; absent where there is none. */
  readonly namesake?: Namesake;
};

export type Namesake = {
  readonly ours: boolean;
  /** In a word of the forge. */
  readonly says: string;
  readonly text: string;
};

export type PullFile = {
  readonly path: string;
  /** Its name before, when it was renamed. */
  readonly previous: string | null;
  readonly added: number;
  readonly deleted: number;
  /** The forge's id of exactly what it holds; absent or null where it does not say. */
  readonly blob?: string | null;
};

export type PullCommit = {
  readonly sha: string;
  /** Id of the tree: equal trees hold equal files. */
  readonly tree: string | null;
  readonly parents: readonly string[];
  /** The forge has verified its signature. */
  readonly signed: boolean;
  /** Committer and authors, as far as the forge resolves them. */
  readonly by: readonly Person[];
};

export type PullDetail = {
  readonly title: string;
  /** LF line ends. */
  readonly body: string;
  readonly draft: boolean;
  readonly sourceBranch: string;
  /** From another repository. */
  readonly fork: boolean;
  readonly labels: readonly string[];
  /** Null: the forge does not list all of them, or would not say. */
  readonly files: readonly PullFile[] | null;
  readonly commits: readonly PullCommit[] | null;
  /** The CODEOWNERS file of the target branch; null: none; absent: nobody looked. */
  readonly owners?: string | null;
};

export type CheckReport = {
  readonly name: string;
  readonly says: 'passed' | 'failed' | 'pending';
  readonly via: 'check' | 'status';
  /** Slug of the app, or login of the account; empty when the forge does not say. */
  readonly from: string;
  /** The workflow that it is a job of, where the forge says. */
  readonly workflow: string | null;
  readonly url: string | null;
};

/**
 * Another repository of the workspace in which an open pull request of the change stands: what is in force there, and
 * who has which roles there.
 */
export type Elsewhere = Pick<Facts, 'policy' | 'policyPeople' | 'people' | 'peopleAreSome'> & {
  readonly repoId: string;
  readonly repo: string;
};

export type Facts = {
  /** By our clock, ISO 8601 UTC: what deadlines are compared with, and windows when the act was not witnessed. */
  readonly now: string;
  /** When the act happened by the forge's clock: what decides whether an approval came after the last edit. */
  readonly occurredAt: string;
  /** A delivery of the forge told of the act, so that `occurredAt` can be believed however late it came. */
  readonly witnessed?: true;
  readonly actor: Actor;
  readonly policy: Policy;
  /** Who stands behind the teams and logins of the policy; absent: nobody looked, and a rule that needs it cannot tell. */
  readonly policyPeople?: PolicyPeople;
  /** Everyone with access to the repository and their roles; null when the forge would not say. */
  readonly people: readonly Actor[] | null;
  /** The forge lists nobody: `people` are those whom the change knows, each asked for by name. There may be others. */
  readonly peopleAreSome?: true;
  /** Where people sign in again for this change; null: that is not set up; absent: nobody looked. */
  readonly signInAt?: string | null;
  /** Of the template that the plan was made of; absent where there is none, or nobody looked. */
  readonly template?: TemplateStanding;
  /** Other changes and opened freezes, as the decision's own transaction sees them; absent: nobody looked. */
  readonly neighbours?: Neighbours;
  /** The deployment that is asked about; absent: none is. */
  readonly deploying?: Deploying;
  /** Linked pull requests as observed now; a linked one that is missing here could not be read. */
  readonly pulls: readonly PullFacts[];
  /** Of each other repository with a linked pull request that is open; one that is missing here was not looked at. */
  readonly elsewhere?: readonly Elsewhere[];
  /** The repository whose pull requests alone are asked; absent: all. */
  readonly scope?: string;
  /** Our clock minus the database's, in milliseconds; null when unknown. More than 5,000 either way: cannot tell. */
  readonly clockSkewMs: number | null;
};
