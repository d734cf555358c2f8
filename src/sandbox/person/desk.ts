/*
 * How a person's verbs find things: by `owner/name`, by `owner/name#12`, by comment id; always as that person,
 * with the rights of the moment.
 */
import type { Comment, Issue } from '../state/conversations.ts';
import type { PullRequest } from '../state/pulls.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { findAccount, findComment, findIssue, findPull, findRepository } from '../acts/find.ts';
import { notFound } from '../acts/refuse.ts';

/** An issue or pull request: `lighthouse-freight/operations#12`. */
export type SubjectRef = string;

export type Desk = {
  readonly world: World;
  readonly scene: () => Scene;
  readonly repository: (fullName: string) => Repository;
  readonly issue: (ref: SubjectRef) => Issue;
  readonly pull: (ref: SubjectRef) => PullRequest;
  readonly comment: (id: number) => Comment;
};

function split(ref: SubjectRef): { readonly fullName: string; readonly number: number } {
  const cut = ref.lastIndexOf('#');
  return { fullName: ref.slice(0, cut), number: Number(ref.slice(cut + 1)) };
}

export function createDesk(world: World, login: string): Desk {
  const scene = (): Scene => ({
    world,
    actor: { kind: 'person', user: findAccount(world, login) },
  });
  const repository = (fullName: string): Repository => {
    const [owner, name] = fullName.split('/');
    return findRepository(scene(), owner ?? '', name ?? '');
  };
  const within = (row: { readonly repoId: number } | undefined): Repository => {
    const repo = row === undefined ? undefined : world.repositories.get(row.repoId);
    const owner = repo === undefined ? undefined : world.accounts.get(repo.ownerId);
    if (repo === undefined || owner === undefined) throw notFound();
    return findRepository(scene(), owner.login, repo.name);
  };
  return {
    world,
    scene,
    repository,
    issue: (ref) => findIssue(world, repository(split(ref).fullName), split(ref).number),
    pull: (ref) => findPull(world, repository(split(ref).fullName), split(ref).number),
    comment: (id) => findComment(world, within(world.comments.get(id)), id),
  };
}
