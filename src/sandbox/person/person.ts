/*
 * A person at the keyboard. Each verb is done at once, with the rights the person has at that moment, and
 * refuses as the forge would (`ForgeRefusal`, with the HTTP status it would have had). Records are returned as
 * they stand after the act.
 */
import type { Comment, Issue, Reaction, ReactionContent } from '../state/conversations.ts';
import type { Repository } from '../state/repositories.ts';
import type { Scene, World } from '../state/world.ts';
import {
  addComment,
  deleteComment,
  editComment,
  minimizeComment,
  react,
} from '../acts/comments.ts';
import { findAccount, findComment, findIssue, findLabel, findRepository } from '../acts/find.ts';
import type { IssueChange, OpenIssueInput } from '../acts/issues.ts';
import { deleteIssue, editIssue, lockIssue, openIssue, unlockIssue } from '../acts/issues.ts';
import type { LabelInput } from '../acts/labels.ts';
import { addLabels, createLabel, deleteLabel, editLabel, removeLabel } from '../acts/labels.ts';
import { notFound } from '../acts/refuse.ts';
import type { Tick } from './ticks.ts';
import { setBoxes } from './ticks.ts';

/** An issue or pull request: `lighthouse-freight/operations#12`. */
export type SubjectRef = string;

export type TickOptions = {
  /** The text the person's browser still showed; without it, the current text. */
  readonly shown?: string;
  /** The web page saves with CRLF line ends; `lf` keeps them as they are. */
  readonly lineEnds?: 'crlf' | 'lf';
};

export type Conversation = {
  readonly login: string;
  openIssue(repo: string, input: OpenIssueInput): Issue;
  editIssue(subject: SubjectRef, change: IssueChange): Issue;
  closeIssue(subject: SubjectRef, reason?: 'completed' | 'not_planned'): Issue;
  reopenIssue(subject: SubjectRef): Issue;
  deleteIssue(subject: SubjectRef): void;
  lock(subject: SubjectRef, reason?: string): void;
  unlock(subject: SubjectRef): void;
  comment(subject: SubjectRef, body: string): Comment;
  editComment(commentId: number, body: string): Comment;
  deleteComment(commentId: number): void;
  hideComment(commentId: number, reason?: string): Comment;
  react(
    target: { readonly commentId: number } | { readonly subject: SubjectRef },
    content: ReactionContent,
  ): Reaction;
  /** Ticks the box whose line carries `<!-- marker -->`, in a comment. */
  tick(commentId: number, marker: string, options?: TickOptions): Comment;
  untick(commentId: number, marker: string, options?: TickOptions): Comment;
  /** Several boxes saved in one edit. */
  tickSeveral(commentId: number, ticks: readonly Tick[], options?: TickOptions): Comment;
  addLabel(subject: SubjectRef, name: string): void;
  removeLabel(subject: SubjectRef, name: string): void;
  createLabel(repo: string, input: LabelInput): void;
  editLabel(repo: string, name: string, input: Partial<LabelInput>): void;
  deleteLabel(repo: string, name: string): void;
};

export type Person = Conversation;

export type Desk = {
  readonly scene: () => Scene;
  readonly repository: (fullName: string) => Repository;
  readonly subject: (ref: SubjectRef) => Issue;
};

export function createDesk(world: World, login: string): Desk {
  const scene = (): Scene => ({
    world,
    actor: { kind: 'person', user: findAccount(world, login) },
  });
  const repository = (fullName: string): Repository => {
    const [owner, name] = fullName.split('/');
    return findRepository(scene(), owner ?? '', name ?? '');
  };
  const subject = (ref: SubjectRef): Issue => {
    const cut = ref.lastIndexOf('#');
    return findIssue(world, repository(ref.slice(0, cut)), Number(ref.slice(cut + 1)));
  };
  return { scene, repository, subject };
}

function conversation(world: World, desk: Desk): Omit<Conversation, 'login'> {
  const { scene, repository, subject } = desk;
  const comment = (id: number): Comment => {
    const repoId = world.comments.get(id)?.repoId;
    const repo = repoId === undefined ? undefined : world.repositories.get(repoId);
    if (repo === undefined) throw notFound();
    return findComment(world, repo, id);
  };
  const tickSeveral: Conversation['tickSeveral'] = (id, ticks, { shown, lineEnds = 'lf' } = {}) => {
    const target = comment(id);
    const ticked = setBoxes(shown ?? target.body, ticks);
    return editComment(
      scene(),
      target,
      lineEnds === 'crlf' ? ticked.replace(/\r?\n/g, '\r\n') : ticked,
    );
  };
  return {
    openIssue: (repo, input) => openIssue(scene(), repository(repo), input),
    editIssue: (ref, change) => editIssue(scene(), subject(ref), change),
    closeIssue: (ref, reason = 'completed') =>
      editIssue(scene(), subject(ref), { state: 'closed', stateReason: reason }),
    reopenIssue: (ref) => editIssue(scene(), subject(ref), { state: 'open' }),
    deleteIssue: (ref) => {
      deleteIssue(scene(), subject(ref));
    },
    lock: (ref, reason) => {
      lockIssue(scene(), subject(ref), reason ?? null);
    },
    unlock: (ref) => {
      unlockIssue(scene(), subject(ref));
    },
    comment: (ref, body) => addComment(scene(), subject(ref), body),
    editComment: (id, body) => editComment(scene(), comment(id), body),
    deleteComment: (id) => {
      deleteComment(scene(), comment(id));
    },
    hideComment: (id, reason = 'resolved') => minimizeComment(scene(), comment(id), reason),
    react: (target, content) =>
      react(
        scene(),
        'commentId' in target ? comment(target.commentId) : subject(target.subject),
        content,
      ).reaction,
    tickSeveral,
    tick: (id, marker, options) => tickSeveral(id, [{ marker, checked: true }], options),
    untick: (id, marker, options) => tickSeveral(id, [{ marker, checked: false }], options),
    addLabel: (ref, name) => {
      addLabels(scene(), subject(ref), [name]);
    },
    removeLabel: (ref, name) => {
      removeLabel(scene(), subject(ref), name);
    },
    createLabel: (repo, input) => {
      createLabel(scene(), repository(repo), input);
    },
    editLabel: (repo, name, input) => {
      editLabel(scene(), findLabel(world, repository(repo), name), input);
    },
    deleteLabel: (repo, name) => {
      deleteLabel(scene(), findLabel(world, repository(repo), name));
    },
  };
}

export function createPerson(world: World, login: string): Person {
  return { login, ...conversation(world, createDesk(world, login)) };
}
