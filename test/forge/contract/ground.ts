// What a forge must offer to be tried: people who act on it by themselves, and trouble on demand. An adapter brings
// its own ground; the promises are written once.
import type { NoticeActor, RepoRef } from '../../../src/core/intent/notice.ts';
import type { Forge, ForgeApp, MergeGroup } from '../../../src/forge/port.ts';

export type Trouble =
  /** The work is done, the answer is lost. */
  | 'answer_lost'
  /** The work is done, the answer is an error of the server. */
  | 'error_after'
  /** The work is done, and nobody ever answers. */
  | 'silence_after'
  /** The work is not done, the answer is an error of the server. */
  | 'error_before'
  /** The connection breaks before anything happens. */
  | 'cut'
  /** The forge asks for silence for two minutes. */
  | 'limited';

export type Ground = {
  readonly app: ForgeApp;
  readonly forge: Forge;
  readonly workspace: string;
  readonly repo: RepoRef;
  /** Asks for trouble with the next `times` requests of this kind, on this address. */
  trouble(
    kind: Trouble,
    on: { readonly method: string; readonly path: string; readonly times?: number },
  ): void;
  calm(): void;
  /** Requests of the app that reached the forge since `forgetRequests`. */
  requests(method?: string): number;
  forgetRequests(): void;
  person(login: string): NoticeActor;
  openIssue(
    by: string,
    input: { readonly title: string; readonly body?: string; readonly labels?: readonly string[] },
  ): number;
  editIssue(
    by: string,
    issue: number,
    change: { readonly body?: string; readonly title?: string },
  ): void;
  deleteIssue(issue: number): void;
  closeIssue(by: string, issue: number): void;
  comment(by: string, issue: number, body: string): string;
  editComment(by: string, comment: string, body: string): void;
  deleteComment(by: string, comment: string): void;
  addLabel(by: string, issue: number, label: string): void;
  reactToComment(by: string, comment: string): void;
  setRole(
    login: string,
    role: 'read' | 'triage' | 'write' | 'maintain' | 'admin' | 'none',
    customName?: string,
  ): void;
  rename(login: string, to: string): void;
  stranger(login: string): NoticeActor;
  /** Opens a pull request of one commit per author given; returns number and head. */
  openPull(
    by: string,
    commits: readonly CommitBy[],
  ): { readonly number: number; readonly head: string };
  push(by: string, pull: number): string;
  /** Several commits with files, signed or not; on the branch of a new pull request. */
  propose(by: string, proposal: Proposal): { readonly number: number; readonly head: string };
  /** Straight onto a branch, the default one without `branch`. */
  putFile(
    by: string,
    file: { readonly path: string; readonly content: string; readonly branch?: string },
  ): string;
  /** A team of the workspace's organisation; `under` names its parent. */
  team(slug: string, members: readonly string[], under?: string): void;
  review(by: string, pull: number, verdict: 'approve' | 'request_changes' | 'comment'): number;
  dismissReview(by: string, review: number): void;
  merge(by: string, pull: number): void;
  setStatus(by: string, status: StatusSet): void;
  reportCheck(
    sha: string,
    name: string,
    conclusion: 'success' | 'failure' | 'neutral' | null,
  ): void;
  /** Labels of the buttons of our check. */
  buttonsOn(sha: string): readonly string[];
  protect(branch: string, rules: Rules): void;
  /** A group of the merge queue, in this order. */
  enqueue(by: string, pulls: readonly number[]): MergeGroup;
  uninstall(): void;
  close(): Promise<void>;
};

export type StatusSet = {
  readonly sha: string;
  readonly context: string;
  readonly state: 'success' | 'failure' | 'pending';
};

export type CommitBy = {
  readonly author: string;
  readonly committer?: string;
  readonly message?: string;
};

export type Proposal = {
  readonly title?: string;
  readonly body?: string;
  readonly draft?: boolean;
  readonly fork?: boolean;
  readonly commits: readonly (CommitBy & {
    readonly files: Readonly<Record<string, string | null>>;
    readonly signed?: boolean;
  })[];
};

export type Rules = {
  /** Our check is required: of anybody, or of our app. */
  readonly required?: 'of_anybody' | 'of_us';
  readonly mergeQueue?: boolean;
  readonly dismissStaleReviews?: boolean;
};

/** The ground of the trial that is running. */
export type Trial = { readonly ground: Ground };

export function openIssue({ ground }: Trial, by: string): number {
  return ground.openIssue(by, { title: 'A change', body: 'one\ntwo' });
}

/** `patienceMs`: how long the adapter waits for an answer. */
export type OpenGround = (options?: {
  readonly patienceMs?: number;
  /** The forge answers no question in one: it has only its single addresses. */
  readonly plain?: boolean;
}) => Promise<Ground>;
