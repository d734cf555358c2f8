/**
 * How what a sweep found reaches the door that deliveries come through. It was not witnessed and says so (source
 * `sweep`); what has an author of its own (a comment, a review) is theirs, everything else is nobody's.
 */
import type { CommentSeen, NoticeActor, NoticeFact, RepoRef } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import type { House } from './house.ts';
import { takeNotice } from './take-delivery.ts';

export type Place = {
  readonly house: House;
  readonly forge: Forge;
  readonly account: string;
  readonly installation: string;
};

export const NOBODY: NoticeActor = { id: '0', login: 'unknown', kind: 'unknown' };

export type Finding = {
  readonly repo: RepoRef;
  readonly actor: NoticeActor;
  readonly occurredAt: string;
  readonly fact: NoticeFact;
};

export async function hand({ house, forge, ...place }: Place, finding: Finding): Promise<void> {
  const notice = { ...finding, ...place, workspace: forge.workspace, echo: false };
  await takeNotice(house, notice, { source: { kind: 'sweep', delivery: null } });
}

export type Thread = { readonly repo: RepoRef; readonly number: number; readonly onPull: boolean };

export async function handComments(
  place: Place,
  comments: readonly CommentSeen[],
  { repo, number, onPull }: Thread,
): Promise<void> {
  for (const comment of comments) {
    if (comment.ours || comment.createdAt !== comment.updatedAt) continue;
    const fact = { kind: 'comment_created', issue: number, onPull, comment } as const;
    const { author: actor, createdAt: occurredAt } = comment;
    await hand(place, { repo, actor, occurredAt, fact });
  }
}
