/**
 * What Holdpoint needs of a forge, and all it may know of one. `observe…` reads; every other verb is one write
 * and one step of a reconciler's plan. Writes are never retried here: they throw `ForgeFault`, and the caller
 * reads back. Reads may be retried inside. Ids are the forge's numeric ids as text.
 */
import type {
  CommentSeen,
  IssueSeen,
  NoticeActor,
  PullSeen,
  RepoRef,
  ReviewSeen,
} from '../core/intent/notice.ts';
import type { Actor, PullFacts } from '../core/change/facts.ts';
import type { OurName } from '../core/change/forged.ts';
import type { Person } from '../core/change/stamp.ts';
import type { SignIn } from './sign-in.ts';

/** Beside the gate's own check; both names are what branch rules know and never change. */
export type OtherCheck = 'holdpoint/policy';

export type CheckContent = {
  /** Absent: the gate's, `holdpoint`. */
  readonly name?: OtherCheck;
  readonly conclusion: 'success' | 'failure' | 'action_required';
  readonly title: string;
  readonly summary: string;
  readonly externalId: string;
  readonly detailsUrl: string | null;
  /** At most three. What a forge shows does not tell which ones are there; absent: they stay as they are. */
  readonly buttons?: readonly CheckButton[];
};

/** `label` and `identifier` have at most 20 characters, `description` 40. */
export type CheckButton = {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
};

/** A commit status, written only where one of somebody else's stands under a name of ours. */
export type StatusContent = {
  readonly name: OurName;
  readonly says: 'success' | 'failure';
  /** At most 140 characters. */
  readonly text: string;
  readonly url: string | null;
};

/** Our word on a deployment that waits; `answer` null: only why it still does. */
export type DeploymentWord = {
  readonly run: string;
  readonly environment: string;
  readonly answer: 'approved' | 'rejected' | null;
  /** At most 1,024 characters, Markdown. */
  readonly comment: string;
};

export type Reaction = 'eyes' | '+1' | 'confused';

/** A text file; `blob` is the forge's id of exactly these bytes. */
export type FileSeen = { readonly text: string; readonly blob: string };
export type FolderFile = { readonly path: string; readonly seen: FileSeen | 'too_large' };

/** What the rules of a branch ask for, as far as they are shown to us; null: not shown. */
export type GateSeen = {
  /** Our check must have passed before a merge. */
  readonly required: boolean | null;
  /** It must come from our app; null as well where it is not required. */
  readonly pinned: boolean | null;
  /** Who may merge without it, in words of the forge (`OrganizationAdmin`, `RepositoryRole 5, always`). */
  readonly bypassers: readonly string[] | null;
  readonly queued: boolean | null;
  /** A push takes approving reviews away. */
  readonly dismissesStale: boolean | null;
};

export type MergeGroup = {
  /** `refs/heads/gh-readonly-queue/main/pr-104-<sha>` */
  readonly headRef: string;
  readonly baseSha: string;
  readonly headSha: string;
};

/** What is known already, so that it need not be asked for. */
export type PullKnown = {
  /** Who is known to have pushed to it, beside those whom its commits name: none of them vouches for it. */
  readonly pushers?: readonly Person[];
  /** Everyone with access to its repository, read just now; null and absent: not known. */
  readonly people?: readonly Actor[] | null;
  /** What exactly each file holds has to be told too. */
  readonly exact?: boolean;
};

/** A field that issues may have. `choices`: the only values that it takes, of one that is chosen. */
export type IssueField = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'text' | 'date' | 'choice';
  readonly choices: readonly string[];
};

/** Of a date `2026-11-22`, of a choice its name. */
export type FieldValue = { readonly id: string; readonly value: string };

/** A forge seen through one installation, so that nothing of another workspace can be reached. */
export type Forge = {
  readonly kind: 'github';
  readonly workspace: string;
  /** Our own account as the forge shows it, for "did we write this?". */
  readonly self: Person;

  observeRepositories(): Promise<readonly RepoRef[]>;
  /** False: it is not shown to us, has become another one, or has no issues at all; that says nothing of a single issue. */
  showsIssues(repo: RepoRef): Promise<boolean>;
  /** null: gone, moved or no longer visible. */
  observeIssue(repo: RepoRef, issue: number): Promise<IssueSeen | null>;
  /** Issues with the marker label, changed since (ISO), oldest change first. */
  observeIssuesSince(
    repo: RepoRef,
    since: string | null,
    label: string,
  ): Promise<readonly IssueSeen[]>;
  /** Issues with this label that we opened ourselves, closed ones as well. */
  observeOurIssues(repo: RepoRef, label: string): Promise<readonly IssueSeen[]>;
  /** Open pull requests, those that moved last, newest move first; one page, as many as the forge puts on it. */
  observeOpenPulls(repo: RepoRef): Promise<readonly PullSeen[]>;
  /** Everybody who ever edited an issue's text; null when the forge cannot tell. */
  observeIssueEditors(repo: RepoRef, issue: number): Promise<readonly NoticeActor[] | null>;
  observeComment(repo: RepoRef, comment: string): Promise<CommentSeen | null>;
  /** All pages. */
  observeComments(repo: RepoRef, issue: number): Promise<readonly CommentSeen[]>;
  /** Who edited this comment last, when the forge can tell; null when it cannot. */
  observeCommentEditor(
    comment: CommentSeen,
  ): Promise<{ readonly by: NoticeActor; readonly at: string } | null>;
  /** The role an account holds in a repository right now; strangers and unknown accounts have none. */
  observeActor(repo: RepoRef, person: NoticeActor): Promise<Actor>;
  /** Everyone with access and their roles; null when the forge does not say. */
  observePeople(repo: RepoRef): Promise<readonly Actor[] | null>;
  observePerson(login: string): Promise<NoticeActor | null>;
  /**
   * Members of a team and of the teams below it. `leads` is a team of the workspace's own organisation, `other/leads` of
   * another. null: there is no such team, or it is not shown to us.
   */
  observeTeam(team: string): Promise<readonly Person[] | null>;
  /**
   * A file, at the default branch without `ref`. null only when the forge says that there is none; one that cannot be
   * read throws, or a policy that is there would look like none.
   */
  observeFile(repo: RepoRef, path: string, ref?: string): Promise<FileSeen | 'too_large' | null>;
  /**
   * The files of a folder, at the default branch without `ref`, none of those below it; null only when there is no such
   * folder.
   */
  observeFolder(repo: RepoRef, path: string, ref?: string): Promise<readonly FolderFile[] | null>;
  /** null: the repository has no commit yet, or is gone. */
  observeDefaultBranch(
    repo: RepoRef,
  ): Promise<{ readonly name: string; readonly head: string } | null>;
  observePull(repo: RepoRef, pull: number): Promise<PullSeen | null>;
  /** Pull requests by which a commit came, or would come; none where the forge does not say. */
  observePullsOfCommit(repo: RepoRef, sha: string): Promise<readonly PullSeen[]>;
  /**
   * All that gates and rules ask of a pull request, at one head; null when it cannot be read, or people pushed while it
   * was.
   */
  observePullFacts(repo: RepoRef, pull: number, known?: PullKnown): Promise<PullFacts | null>;
  /** Everybody who ever edited its description; null when the forge cannot tell. */
  observePullEditors(repo: RepoRef, pull: number): Promise<readonly NoticeActor[] | null>;
  /** Of each person the review that stands, oldest first; none where the forge does not list them. */
  observeReviews(repo: RepoRef, pull: number): Promise<readonly ReviewSeen[]>;
  observeCheck(
    repo: RepoRef,
    sha: string,
    name?: OtherCheck,
  ): Promise<{ readonly id: string; readonly content: CheckContent } | null>;
  /** Numbers of the pull requests that a group of the merge queue brings together; null: it cannot be told. */
  observeMergeGroup(repo: RepoRef, group: MergeGroup): Promise<readonly number[] | null>;
  observeGate(repo: RepoRef, branch: string): Promise<GateSeen>;
  observeLabels(
    repo: RepoRef,
  ): Promise<
    readonly { readonly name: string; readonly color: string; readonly description: string }[]
  >;
  observeRequestedReviewers(repo: RepoRef, pull: number): Promise<readonly string[]>;
  /** A reaction of ours on a comment. */
  observeReactions(
    repo: RepoRef,
    comment: string,
  ): Promise<readonly { readonly id: string; readonly content: string }[]>;

  /** Labels that are not there yet are made. */
  createIssue(
    repo: RepoRef,
    issue: { readonly title: string; readonly body: string; readonly label: string },
  ): Promise<number>;
  /** Only of an issue that we opened: the text of any other belongs to people. `reopens`: although somebody closed it. */
  rewriteIssue(
    repo: RepoRef,
    issue: number,
    to: { readonly body: string; readonly reopens: boolean },
  ): Promise<void>;
  /** Ids of the issues that the forge itself shows this one blocked by; null: it has no such thing here. */
  observeBlockers(repo: RepoRef, issue: number): Promise<readonly string[] | null>;
  /** Names of the types that issues may be of; none where the forge has no such thing. Kept for a day. */
  observeIssueTypes(repo: RepoRef): Promise<readonly string[]>;
  /** Fields that issues may have, as above. */
  observeIssueFields(repo: RepoRef): Promise<readonly IssueField[]>;

  createComment(repo: RepoRef, issue: number, body: string): Promise<CommentSeen>;
  editComment(repo: RepoRef, comment: string, body: string): Promise<CommentSeen>;
  deleteComment(repo: RepoRef, comment: string): Promise<void>;
  minimiseComment(comment: CommentSeen, why: 'resolved' | 'outdated'): Promise<void>;
  react(repo: RepoRef, comment: string, reaction: Reaction): Promise<void>;
  unreact(repo: RepoRef, comment: string, reactionId: string): Promise<void>;
  setTitle(repo: RepoRef, issue: number, title: string): Promise<void>;
  createLabel(
    repo: RepoRef,
    label: { readonly name: string; readonly color: string; readonly description: string },
  ): Promise<void>;
  addLabels(repo: RepoRef, issue: number, labels: readonly string[]): Promise<void>;
  removeLabel(repo: RepoRef, issue: number, label: string): Promise<void>;
  closeIssue(repo: RepoRef, issue: number, reason: 'completed' | 'not_planned'): Promise<void>;
  reopenIssue(repo: RepoRef, issue: number): Promise<void>;
  /** False, here and in the next three: the forge would not. */
  addBlocker(repo: RepoRef, issue: number, blocker: string): Promise<boolean>;
  removeBlocker(repo: RepoRef, issue: number, blocker: string): Promise<boolean>;
  setIssueType(repo: RepoRef, issue: number, type: string): Promise<boolean>;
  /** Values of other fields stay. */
  setIssueFields(repo: RepoRef, issue: number, values: readonly FieldValue[]): Promise<boolean>;
  createCheck(repo: RepoRef, sha: string, content: CheckContent): Promise<{ readonly id: string }>;
  updateCheck(repo: RepoRef, id: string, content: CheckContent): Promise<void>;
  /** False: the forge does not let us write statuses. */
  writeStatus(repo: RepoRef, sha: string, content: StatusContent): Promise<boolean>;
  /** False: nothing waits there any more. */
  answerDeployment(repo: RepoRef, word: DeploymentWord): Promise<boolean>;
  requestReviewers(repo: RepoRef, pull: number, logins: readonly string[]): Promise<void>;
};

/** One delivery as the forge's own list remembers it. */
export type ListedDelivery = {
  readonly id: string;
  readonly guid: string;
  readonly event: string;
  readonly deliveredAt: string;
};

export type FetchedDelivery = ListedDelivery & {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** The forge as an application: every workspace it is installed in, and its delivery list. */
export type ForgeApp = {
  readonly kind: 'github';
  /** The forge of one workspace; throws `ForgeFault` not_found when we are not installed there any more. */
  forge(workspace: string): Promise<Forge>;
  observeWorkspaces(): Promise<
    readonly {
      readonly workspace: string;
      readonly account: string;
      readonly installation: string;
      /** Rights and events that we need and were not given, in words of the forge; null: not told. */
      readonly lacking: readonly string[] | null;
      /** Where somebody sees and changes what we may; null: not told. */
      readonly page: string | null;
    }[]
  >;
  /** Newest first, back to `until`; null when the forge has no such list. */
  observeDeliveries(until: string): Promise<readonly ListedDelivery[] | null>;
  fetchDelivery(id: string): Promise<FetchedDelivery | null>;
  /** Null: it was not set up. */
  readonly signIn: SignIn | null;
};
