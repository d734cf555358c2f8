/*
 * Finding things by the names people and URLs use. What is not there, and what the actor may not see, is the
 * same 404.
 */
import type { Account, Actor } from '../state/accounts.ts';
import type { Comment, Issue } from '../state/conversations.ts';
import type { PullRequest } from '../state/pulls.ts';
import type { Commit, Label, Repository } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import { notFound } from './refuse.ts';
import { sees } from './rights.ts';

function found<Row>(row: Row | undefined): Row {
  if (row === undefined) throw notFound();
  return row;
}

export function findAccount(world: World, login: string): Account {
  return found(world.accounts.find(login.toLowerCase()));
}

export function findRepository(scene: Scene<Actor>, owner: string, name: string): Repository {
  const repo = lookUpRepository(scene.world, `${owner}/${name}`);
  if (!sees(scene, repo)) throw notFound();
  return repo;
}

/** By `owner/name`, without asking whether anybody may see it. */
export function lookUpRepository(world: World, fullName: string): Repository {
  const cut = fullName.indexOf('/');
  const owner = world.accounts.find(fullName.slice(0, cut).toLowerCase());
  if (owner === undefined) throw notFound();
  return found(world.repositories.find(`${owner.id}/${fullName.slice(cut + 1).toLowerCase()}`));
}

export function findIssue(world: World, repo: Repository, number: number): Issue {
  return found(world.issues.find(`${repo.id}#${number}`));
}

export function findPull(world: World, repo: Repository, number: number): PullRequest {
  return found(world.pulls.find(`${repo.id}#${number}`));
}

export function findComment(world: World, repo: Repository, id: number): Comment {
  const comment = found(world.comments.get(id));
  if (comment.repoId !== repo.id) throw notFound();
  return comment;
}

export function findLabel(world: World, repo: Repository, name: string): Label {
  return found(world.labels.find(`${repo.id}/${name.toLowerCase()}`));
}

export function findCommit(world: World, repo: Repository, sha: string): Commit {
  return found(world.commits.find(`${repo.id}:${sha}`));
}

/** A branch, a full ref, a tag, or a sha of at least seven characters. */
export function resolveRef(world: World, repo: Repository, ref: string): Commit | undefined {
  const name = ref.startsWith('refs/') ? ref.slice(5) : ref;
  const sha =
    repo.refs.get(name) ?? repo.refs.get(`heads/${name}`) ?? repo.refs.get(`tags/${name}`);
  if (sha !== undefined) return world.commits.find(`${repo.id}:${sha}`);
  const exact = world.commits.find(`${repo.id}:${ref}`);
  if (exact !== undefined || ref.length < 7 || !/^[0-9a-f]+$/.test(ref)) return exact;
  return world.commits.of(repo.id).find((commit) => commit.sha.startsWith(ref));
}
