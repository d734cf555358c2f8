/*
 * Opening and changing pull requests. Branches live in the same repository; forks are not modelled. Title, body
 * and state are the issue side's and go through `editIssue`.
 */
import { commitsBetween, headOf } from '../state/history.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { PullRequest } from '../state/pulls.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { teamJson, userJson } from '../json/accounts.ts';
import { repoOf } from '../json/conversations.ts';
import { issueOf } from '../json/pulls.ts';
import type { CommitInput } from './commits.ts';
import { push } from './commits.ts';
import { insertIssue } from './issues.ts';
import { invalid, unprocessable } from './refuse.ts';
import type { Need } from './rights.ts';
import { atLeast, can, demand, roleOf } from './rights.ts';
import { recordEvent, tellSubject } from './tell.ts';
import { demandBody, demandTitle } from './texts.ts';

const proposing: Need = { role: 'read', permission: ['pull_requests', 'write'] };

export type OpenPullInput = {
  readonly head: string;
  readonly base?: string;
  readonly title: string;
  readonly body?: string | null;
  readonly draft?: boolean;
  readonly fork?: boolean;
  /** Pushed to the head branch first; the branch is made when it does not exist. */
  readonly commits?: readonly CommitInput[];
};

function custom(message: string): Error {
  return invalid({ resource: 'PullRequest', field: 'head', code: 'custom', message });
}

function demandPair(
  scene: Scene,
  repo: Repository,
  pair: { readonly head: string; readonly base: string },
): { readonly headSha: string; readonly baseSha: string } {
  const { world } = scene;
  const head = headOf(world, repo, pair.head);
  const base = headOf(world, repo, pair.base);
  if (head === undefined)
    throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  if (base === undefined)
    throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  if (commitsBetween(world, repo.id, { base: base.sha, head: head.sha }).length === 0)
    throw custom(`No commits between ${pair.base} and ${pair.head}`);
  const twin = world.pulls
    .of(repo.id)
    .find(
      (pull) =>
        pull.headRef === pair.head &&
        pull.baseRef === pair.base &&
        world.issues.get(pull.id)?.state === 'open',
    );
  if (twin !== undefined) throw custom(`A pull request already exists for ${pair.head}.`);
  return { headSha: head.sha, baseSha: base.sha };
}

export function openPullRequest(scene: Scene, repo: Repository, input: OpenPullInput): PullRequest {
  const { world, actor } = scene;
  demand(scene, repo, { ...proposing, what: 'Opening a pull request' });
  const base = input.base ?? repo.defaultBranch;
  if (input.commits !== undefined)
    push(scene, repo, { branch: input.head, commits: input.commits, from: base });
  demandTitle(input.title);
  demandBody('PullRequest', input.body ?? '');
  const { headSha, baseSha } = demandPair(scene, repo, { head: input.head, base });
  const issue = insertIssue(scene, repo, {
    title: input.title,
    body: input.body ?? null,
    isPull: true,
  });
  const pull = world.pulls.put({
    id: issue.id,
    publicId: world.ids.next('pull'),
    nodeId: issue.nodeId,
    repoId: repo.id,
    number: issue.number,
    draft: input.draft === true,
    fork: input.fork === true,
    headRef: input.head,
    headSha,
    baseRef: base,
    baseSha,
    merged: false,
    mergedAt: null,
    mergedById: null,
    mergeCommitSha: null,
    lastPusherId: actor.user.id,
    requestedReviewerIds: [],
    requestedTeamIds: [],
  });
  tellSubject(scene, issue, { action: 'opened' });
  return pull;
}

/** Changes where the pull request is to be merged into. */
export function retarget(scene: Scene, pull: PullRequest, base: string): PullRequest {
  const { world } = scene;
  if (base === pull.baseRef) return pull;
  const repo = repoOf(world, pull);
  demandAuthorOrWriter(scene, pull, 'Changing the base of a pull request');
  const target = headOf(world, repo, base);
  if (target === undefined)
    throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  const after = world.pulls.patch(pull.id, { baseRef: base, baseSha: target.sha });
  const changes: JsonObject = {
    base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } },
  };
  tellSubject(scene, world.issues.patch(pull.id, { updatedAt: stamp(world) }), {
    action: 'edited',
    extra: { changes },
  });
  return after;
}

function demandAuthorOrWriter(scene: Scene, pull: PullRequest, what: string): void {
  const own =
    scene.actor.kind === 'person' && issueOf(scene.world, pull).userId === scene.actor.user.id;
  demand(scene, repoOf(scene.world, pull), { ...proposing, role: own ? 'read' : 'write', what });
}

export function setDraft(scene: Scene, pull: PullRequest, draft: boolean): PullRequest {
  const { world } = scene;
  if (draft === pull.draft) return pull;
  demandAuthorOrWriter(scene, pull, 'Changing the draft state');
  const after = world.pulls.patch(pull.id, { draft });
  const issue = world.issues.patch(pull.id, { updatedAt: stamp(world) });
  recordEvent(scene, issue, {
    kind: draft ? 'convert_to_draft' : 'ready_for_review',
    commitSha: null,
  });
  tellSubject(scene, issue, { action: draft ? 'converted_to_draft' : 'ready_for_review' });
  return after;
}

export type ReviewersInput = {
  readonly reviewers: readonly string[];
  readonly teams: readonly string[];
};
type Wanted = { readonly kind: 'user' | 'team'; readonly id: number };

function wantedReviewers(
  scene: Scene,
  pull: PullRequest,
  input: ReviewersInput,
): readonly Wanted[] {
  const { world } = scene;
  const repo = repoOf(world, pull);
  const people = input.reviewers.map((login): Wanted => {
    const user = world.accounts.find(login.toLowerCase());
    if (user === undefined || !atLeast(roleOf(world, repo, user), 'read')) {
      throw unprocessable(
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator.',
      );
    }
    if (user.id === issueOf(world, pull).userId)
      throw unprocessable('Review cannot be requested from pull request author.');
    return { kind: 'user', id: user.id };
  });
  const teams = input.teams.map((slug): Wanted => {
    const team = world.teams.find(`${repo.ownerId}/${slug}`);
    if (team === undefined)
      throw unprocessable('Could not resolve to a node with the global id of the team.');
    return { kind: 'team', id: team.id };
  });
  return [...people, ...teams];
}

function tellRequest(
  scene: Scene,
  pullId: number,
  told: { readonly wanted: Wanted; readonly removed: boolean },
): void {
  const { world } = scene;
  const { wanted, removed } = told;
  const issue = world.issues.get(pullId);
  if (issue === undefined) return;
  const team = wanted.kind === 'team' ? world.teams.get(wanted.id) : undefined;
  const extra: JsonObject =
    team === undefined
      ? { requested_reviewer: userJson(world, wanted.id) }
      : { requested_team: teamJson(world, team) };
  const ids = { reviewerId: team === undefined ? wanted.id : null, teamId: team?.id ?? null };
  recordEvent(scene, issue, {
    kind: removed ? 'review_request_removed' : 'review_requested',
    ...ids,
  });
  tellSubject(scene, issue, {
    action: removed ? 'review_request_removed' : 'review_requested',
    extra,
  });
}

export function requestReviewers(
  scene: Scene,
  pull: PullRequest,
  input: ReviewersInput,
): PullRequest {
  const { world } = scene;
  const steering: Need = { ...proposing, role: 'triage' };
  if (!can(scene, repoOf(world, pull), steering))
    demandAuthorOrWriter(scene, pull, 'Requesting a review');
  for (const wanted of wantedReviewers(scene, pull, input)) {
    const now = world.pulls.get(pull.id) ?? pull;
    const field = wanted.kind === 'user' ? 'requestedReviewerIds' : 'requestedTeamIds';
    if (now[field].includes(wanted.id)) continue;
    world.pulls.patch(pull.id, { [field]: [...now[field], wanted.id] });
    tellRequest(scene, pull.id, { wanted, removed: false });
  }
  return world.pulls.get(pull.id) ?? pull;
}

export function withdrawReviewers(
  scene: Scene,
  pull: PullRequest,
  input: ReviewersInput,
): PullRequest {
  const { world } = scene;
  demandAuthorOrWriter(scene, pull, 'Withdrawing a review request');
  for (const wanted of wantedReviewers(scene, pull, input)) {
    const now = world.pulls.get(pull.id) ?? pull;
    const field = wanted.kind === 'user' ? 'requestedReviewerIds' : 'requestedTeamIds';
    if (!now[field].includes(wanted.id)) continue;
    world.pulls.patch(pull.id, { [field]: now[field].filter((id) => id !== wanted.id) });
    tellRequest(scene, pull.id, { wanted, removed: true });
  }
  return world.pulls.get(pull.id) ?? pull;
}
