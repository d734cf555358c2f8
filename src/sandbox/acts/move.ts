/*
 * Things that go elsewhere: a repository takes a new name, an issue goes to another repository of the same
 * owner. The old addresses stay known, so that the API can point from them to the new ones; what was moved
 * keeps its texts, its author and its history of edits, and loses labels that the new place does not have.
 */
import type { Issue } from '../state/conversations.ts';
import { nodeId } from '../state/ids.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { issueJson, repoOf } from '../json/conversations.ts';
import { repositoryJson } from '../json/repositories.ts';
import { takeNumber } from './issues.ts';
import { invalid, unprocessable } from './refuse.ts';
import { demand } from './rights.ts';
import { tellRepository } from './tell.ts';

export function renameRepository(scene: Scene, repo: Repository, name: string): Repository {
  const { world } = scene;
  const need = { role: 'admin', permission: ['administration', 'write'] } as const;
  demand(scene, repo, { ...need, what: 'Renaming a repository' });
  if (world.repositories.find(`${repo.ownerId}/${name.toLowerCase()}`) !== undefined) {
    throw invalid({ resource: 'Repository', field: 'name', code: 'already_exists' });
  }
  world.formerNames.set(`${repo.ownerId}/${repo.name.toLowerCase()}`, repo.id);
  world.formerNames.delete(`${repo.ownerId}/${name.toLowerCase()}`);
  const after = world.repositories.patch(repo.id, { name, updatedAt: stamp(world) });
  const changes = { repository: { name: { from: repo.name } } };
  tellRepository(scene, after, { event: 'repository', action: 'renamed', body: { changes } });
  return after;
}

function copyTo(scene: Scene, issue: Issue, target: Repository): Issue {
  const { world } = scene;
  const id = world.ids.next('issue');
  const labelIds = issue.labelIds.flatMap((labelId) => {
    const name = world.labels.get(labelId)?.name.toLowerCase() ?? '';
    return world.labels.find(`${target.id}/${name}`)?.id ?? [];
  });
  const moved = world.issues.put({
    ...issue,
    id,
    nodeId: nodeId('issue', id),
    repoId: target.id,
    number: takeNumber(scene, target),
    labelIds,
    updatedAt: stamp(world),
  });
  for (const comment of world.comments.of(issue.id)) {
    const commentId = world.ids.next('comment');
    const place = { id: commentId, nodeId: nodeId('comment', commentId), repoId: target.id };
    world.comments.put({ ...comment, ...place, issueId: id });
    world.comments.remove(comment.id);
  }
  return moved;
}

export function transferIssue(scene: Scene, issue: Issue, target: Repository): Issue {
  const { world } = scene;
  const from = repoOf(world, issue);
  const need = {
    role: 'write',
    permission: ['issues', 'write'],
    what: 'Transferring an issue',
  } as const;
  demand(scene, from, need);
  demand(scene, target, need);
  if (issue.isPull || from.ownerId !== target.ownerId) {
    throw unprocessable(
      'Only issues can be transferred, and only between repositories of one owner.',
    );
  }
  const shown = issueJson(world, issue);
  const moved = copyTo(scene, issue, target);
  world.issues.remove(issue.id);
  world.movedIssues.set(`${from.id}#${issue.number}`, moved.id);
  const changes = {
    new_issue: issueJson(world, moved),
    new_repository: repositoryJson(world, target),
  };
  tellRepository(scene, from, {
    event: 'issues',
    action: 'transferred',
    body: { issue: shown, changes },
  });
  tellRepository(scene, target, {
    event: 'issues',
    action: 'opened',
    body: {
      issue: issueJson(world, moved),
      changes: { old_issue: shown, old_repository: repositoryJson(world, from) },
    },
  });
  return moved;
}
