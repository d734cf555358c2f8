/*
 * Comments and reactions. Anyone with write access may edit anybody's comment; the edit keeps the author and
 * adds a revision. Reactions raise no webhook.
 */
import type { Comment, Issue, Reaction, ReactionContent } from '../state/conversations.ts';
import { nodeId } from '../state/ids.ts';
import type { Scene } from '../state/world.ts';
import { stamp } from '../state/world.ts';
import { repoOf } from '../json/conversations.ts';
import { forbidden, invalid, notFound } from './refuse.ts';
import type { Need } from './rights.ts';
import { can, demand } from './rights.ts';
import { tellComment, viaApp } from './tell.ts';
import { demandBody } from './texts.ts';

const talking: Need = {
  role: 'read',
  permission: ['issues', 'write'],
  orPermission: ['pull_requests', 'write'],
};
const writing: Need = { ...talking, role: 'write' };

function demandText(body: string): void {
  if (body.trim() === '')
    throw invalid({ resource: 'IssueComment', field: 'body', code: 'missing_field' });
  demandBody('IssueComment', body);
}

export function addComment(scene: Scene, issue: Issue, body: string): Comment {
  const { world, actor } = scene;
  const repo = repoOf(world, issue);
  demand(scene, repo, { ...talking, what: 'Commenting' });
  if (issue.locked && !can(scene, repo, writing))
    throw forbidden('Unable to create comment because issue is locked.');
  demandText(body);
  const id = world.ids.next('comment');
  const now = stamp(world);
  const comment = world.comments.put({
    id,
    nodeId: nodeId('comment', id),
    repoId: repo.id,
    issueId: issue.id,
    userId: actor.user.id,
    viaAppId: viaApp(scene),
    body,
    createdAt: now,
    updatedAt: now,
    edits: [{ editorId: actor.user.id, editedAt: now, text: body }],
    minimizedReason: null,
  });
  world.issues.patch(issue.id, { updatedAt: now });
  tellComment(scene, comment, { action: 'created' });
  return comment;
}

function demandHold(scene: Scene, comment: Comment, what: string): void {
  const own = scene.actor.kind === 'person' && scene.actor.user.id === comment.userId;
  demand(scene, repoOf(scene.world, comment), { ...(own ? talking : writing), what });
}

export function editComment(scene: Scene, comment: Comment, body: string): Comment {
  const { world, actor } = scene;
  demandHold(scene, comment, 'Editing somebody else’s comment');
  demandText(body);
  if (body === comment.body) return comment;
  const now = stamp(world);
  const edits = [...comment.edits, { editorId: actor.user.id, editedAt: now, text: body }];
  const after = world.comments.patch(comment.id, { body, edits, updatedAt: now });
  world.issues.patch(comment.issueId, { updatedAt: now });
  tellComment(scene, after, {
    action: 'edited',
    extra: { changes: { body: { from: comment.body } } },
  });
  return after;
}

export function deleteComment(scene: Scene, comment: Comment): void {
  demandHold(scene, comment, 'Deleting somebody else’s comment');
  scene.world.comments.remove(comment.id);
  tellComment(scene, comment, { action: 'deleted' });
}

export function minimizeComment(scene: Scene, comment: Comment, reason: string | null): Comment {
  const own = scene.actor.kind === 'person' && scene.actor.user.id === comment.userId;
  const need: Need = own ? talking : { ...talking, role: 'triage' };
  demand(scene, repoOf(scene.world, comment), { ...need, what: 'Hiding a comment' });
  return scene.world.comments.patch(comment.id, { minimizedReason: reason });
}

/** Returns the reaction and whether it is new: reacting twice alike answers with the first one. */
export function react(
  scene: Scene,
  target: Issue | Comment,
  content: ReactionContent,
): { readonly reaction: Reaction; readonly created: boolean } {
  const { world, actor } = scene;
  const subject: Reaction['subject'] = {
    kind: 'issueId' in target ? 'comment' : 'issue',
    id: target.id,
  };
  demand(scene, repoOf(world, target), { ...talking, what: 'Reacting' });
  const before = world.reactions
    .of(`${subject.kind}:${subject.id}`)
    .find((row) => row.userId === actor.user.id && row.content === content);
  if (before !== undefined) return { reaction: before, created: false };
  const id = world.ids.next('reaction');
  const reaction = world.reactions.put({
    id,
    nodeId: nodeId('reaction', id),
    repoId: target.repoId,
    subject,
    userId: actor.user.id,
    content,
    createdAt: stamp(world),
  });
  return { reaction, created: true };
}

export function removeReaction(scene: Scene, target: Issue | Comment, reactionId: number): void {
  const kind = 'issueId' in target ? 'comment' : 'issue';
  const reaction = scene.world.reactions.get(reactionId);
  if (reaction === undefined || reaction.subject.kind !== kind || reaction.subject.id !== target.id)
    throw notFound();
  const own = reaction.userId === scene.actor.user.id;
  demand(scene, repoOf(scene.world, target), {
    ...(own ? talking : { ...talking, role: 'admin' }),
    what: 'Removing somebody else’s reaction',
  });
  if (!own) throw forbidden('Only the person who reacted can take the reaction back.');
  scene.world.reactions.remove(reactionId);
}
