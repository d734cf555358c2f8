/**
 * Looks at the forge: what is there now. The record comment is read every time, because people write in it; other
 * comments are trusted to be as they were written until a delivery says otherwise. An edit of the record that no
 * delivery has explained yet is never overwritten: it may hold somebody's tick.
 */
import type { Change } from '../core/change/state.ts';
import type { Facts, PullFacts, Actor } from '../core/change/facts.ts';
import type { CommentSeen, IssueSeen, RepoRef } from '../core/intent/notice.ts';
import type { Page } from './book.ts';
import { textDigest } from './diff.ts';
import type { Run } from './run.ts';
import type { Seen, Target } from './step.ts';

export const RECORD = 'record';
/** The text of the record comment that the last processed delivery carried. */
export const RECORD_SEEN = 'record:seen';

export type Looked = {
  readonly issue: IssueSeen;
  readonly record: CommentSeen | null;
};

/** null: the issue is gone. */
export async function look(run: Run): Promise<Looked | null> {
  const issue = await run.forge.observeIssue(run.repo, run.issue);
  if (issue === null) return null;
  const id = run.page.surfaces.get(RECORD)?.forgeId ?? null;
  return { issue, record: id === null ? null : await run.forge.observeComment(run.repo, id) };
}

/** An edit of the record that neither we nor any processed delivery made. */
export function isUnexplained(page: Page, record: CommentSeen | null): boolean {
  if (record === null) return false;
  const digest = textDigest(record.body);
  const written = page.surfaces.get(RECORD)?.digest ?? null;
  return written !== null && digest !== written && digest !== page.surfaces.get(RECORD_SEEN)?.digest;
}

/** Linked pull requests as they are now; one that cannot be read is left out, and its gate cannot tell. */
export async function lookAtPulls(run: Run): Promise<readonly PullFacts[]> {
  return observePulls(run.forge, run.page.change);
}

export async function observePulls(
  forge: { readonly observePullFacts: (repo: RepoRef, pull: number) => Promise<PullFacts | null> },
  change: Change,
): Promise<readonly PullFacts[]> {
  const read = await Promise.all(
    change.pulls.map((pull) => forge.observePullFacts({ id: pull.repoId, name: pull.repo }, pull.number)),
  );
  return read.filter((facts) => facts !== null);
}

/** The facts that the views are drawn from: the app itself looks, with everybody's roles. */
export function worldFacts(run: Run, pulls: readonly PullFacts[], people: readonly Actor[] | null): Facts {
  return {
    now: run.now(),
    occurredAt: run.now(),
    actor: { ...run.forge.self, kind: 'system', roles: [] },
    policy: run.policy,
    people,
    pulls,
    clockSkewMs: 0,
  };
}

/** What the surfaces of `target` show now. */
export async function see(run: Run, looked: Looked, target: Target): Promise<Seen> {
  const { surfaces } = run.page;
  const wanting = target.labels.some((label) => !looked.issue.labels.includes(label.name));
  const registry = wanting ? await run.forge.observeLabels(run.repo) : [];
  const comments = new Map<string, { digest: string | null; retired: boolean }>();
  for (const [name, row] of surfaces) {
    if (row.forgeId !== null) comments.set(name, { digest: row.digest, retired: row.problem === 'retired' });
  }
  const recordDigest = looked.record === null ? null : textDigest(looked.record.body);
  if (surfaces.has(RECORD)) comments.set(RECORD, { digest: recordDigest, retired: false });
  const checks = new Map<string, { id: string; content: Target['checks'][number]['content'] }>();
  for (const { repo, sha } of target.checks) {
    const check = await run.forge.observeCheck(repo, sha);
    if (check !== null) checks.set(`${repo.id}:${sha}`, check);
  }
  return {
    title: looked.issue.title,
    labels: looked.issue.labels,
    registry: registry.map((label) => label.name),
    open: looked.issue.open,
    comments,
    checks,
    requested: askedReviewers(surfaces.keys()),
  };
}

function askedReviewers(surfaces: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const asked = new Map<string, string[]>();
  for (const surface of surfaces) {
    const [kind, repo, pull, login] = surface.split(':');
    if (kind !== 'reviewer' || repo === undefined || pull === undefined || login === undefined) continue;
    const key = `${repo}:${pull}`;
    asked.set(key, [...(asked.get(key) ?? []), login]);
  }
  return asked;
}
