/*
 * The timeline of an issue: its events, comments, reviews and commits in order of time. Edits of the body do
 * not appear in it, as on the forge.
 */
import type { Issue } from '../state/conversations.ts';
import { commitsBetween } from '../state/history.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { World } from '../state/world.ts';
import { userJson } from './accounts.ts';
import { gitCommitJson } from './commits.ts';
import { issueEventJson, repoOf, restCommentJson } from './conversations.ts';
import { reviewJson } from './pulls.ts';

export type TimelineEntry = { readonly at: string; readonly json: JsonObject };

export function timelineOf(world: World, issue: Issue): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const pull = world.pulls.get(issue.id);
  if (pull !== undefined) {
    for (const commit of commitsBetween(world, pull.repoId, {
      base: pull.baseSha,
      head: pull.headSha,
    })) {
      entries.push({
        at: commit.committer.date,
        json: { event: 'committed', ...gitCommitJson(world, repoOf(world, pull), commit) },
      });
    }
    for (const review of world.reviews.of(pull.id)) {
      entries.push({
        at: review.submittedAt,
        json: {
          event: 'reviewed',
          ...reviewJson(world, review),
          state: review.state.toLowerCase(),
        },
      });
    }
  }
  for (const event of world.issueEvents.of(issue.id))
    entries.push({ at: event.createdAt, json: issueEventJson(world, event) });
  for (const comment of world.comments.of(issue.id)) {
    const actor = userJson(world, comment.userId);
    entries.push({
      at: comment.createdAt,
      json: { event: 'commented', actor, ...restCommentJson(world, comment) },
    });
  }
  return entries.toSorted((one, other) => one.at.localeCompare(other.at));
}
