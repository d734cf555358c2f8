/**
 * What every verb of the adapter works with: the API of one installation and who we are in it. A repository is
 * addressed by name and recognised by id, so that a name that came to belong to another repository is noticed.
 */
import type { Person } from '../../core/change/stamp.ts';
import type { Role } from '../../core/policy/holders.ts';
import type { NoticeActor, RepoRef } from '../../core/intent/notice.ts';
import type { Answer, Api } from './api.ts';
import type { Lacks } from './lacks.ts';
import type { Bot } from './seen.ts';

export type Site = {
  readonly api: Api;
  readonly self: Person;
  readonly bot: Bot;
  /** Tells who wrote what we wrote. */
  readonly learn: (author: NoticeActor) => void;
  readonly lacks: Lacks;
  readonly nowMs: () => number;
  readonly appId: string;
  /** What the account of this workspace is called now. */
  readonly account: () => Promise<string>;
  /** Where GitHub links a check of ours that names no page of its own. */
  readonly appUrl: string | null;
  readonly rolesOf: (permission: string) => readonly Role[];
};

export function named(repo: RepoRef): { readonly owner: string; readonly repo: string } {
  const slash = repo.name.indexOf('/');
  return { owner: repo.name.slice(0, slash), repo: repo.name.slice(slash + 1) };
}

/**
 * GitHub redirects a renamed repository and a transferred issue alike, to `/repositories/<id>/…`. The first is
 * the same repository; the second has left it.
 */
export function leftRepository({ url }: Answer, repo: RepoRef): boolean {
  const mark = '/repositories/';
  const at = url.indexOf(mark);
  if (at === -1) return false;
  const id = url.slice(at + mark.length).split('/', 1)[0];
  return id !== repo.id;
}
