/*
 * Turns something that happened to a subject into the webhook it raises. The same act on an issue and on a
 * pull request has two event names on the forge; the choice is made here and nowhere else.
 */
import type { Comment, Issue, IssueEventDetail } from '../state/conversations.ts';
import { nodeId } from '../state/ids.ts';
import type { JsonObject } from '../state/json-value.ts';
import type { Repository } from '../state/repositories.ts';
import type { Happening, Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { commentJson, issueJson, repoOf } from '../json/conversations.ts';
import { pullJson } from '../json/pulls.ts';

export type Telling = Pick<Happening, 'event' | 'action' | 'body'> & {
  readonly onlyAppId?: number;
};

export function tellRepository(scene: Scene, repo: Repository, telling: Telling): void {
  scene.world.announce({
    ...telling,
    ownerId: repo.ownerId,
    repoId: repo.id,
    senderId: scene.actor.user.id,
  });
}

/** `issues.<action>` for an issue, `pull_request.<action>` for a pull request. */
export function tellSubject(
  scene: Scene,
  issue: Issue,
  telling: { readonly action: string; readonly extra?: JsonObject },
): void {
  const { world } = scene;
  const pull = issue.isPull ? world.pulls.get(issue.id) : undefined;
  const body =
    pull === undefined
      ? { issue: issueJson(world, issue), ...telling.extra }
      : { number: issue.number, pull_request: pullJson(world, pull), ...telling.extra };
  tellRepository(scene, repoOf(world, issue), {
    event: pull === undefined ? 'issues' : 'pull_request',
    action: telling.action,
    body,
  });
}

export function tellComment(
  scene: Scene,
  comment: Comment,
  telling: { readonly action: string; readonly extra?: JsonObject },
): void {
  const { world } = scene;
  const issue = world.issues.get(comment.issueId);
  if (issue === undefined) return;
  tellRepository(scene, repoOf(world, issue), {
    event: 'issue_comment',
    action: telling.action,
    body: {
      ...telling.extra,
      issue: issueJson(world, issue),
      comment: commentJson(world, comment),
    },
  });
}

export function recordEvent(scene: Scene, issue: Issue, detail: IssueEventDetail): void {
  const { world, actor } = scene;
  const id = world.ids.next('issueEvent');
  world.issueEvents.put({
    id,
    nodeId: nodeId('issueEvent', id),
    repoId: issue.repoId,
    issueId: issue.id,
    actorId: actor.user.id,
    viaAppId: actor.kind === 'installation' ? actor.app.id : null,
    createdAt: stamp(world),
    detail,
  });
}

export function viaApp(scene: Scene): number | null {
  return scene.actor.kind === 'installation' ? scene.actor.app.id : null;
}
