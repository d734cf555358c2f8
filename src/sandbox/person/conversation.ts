/*
 * What a person does on an issue page: open, write, tick, label, react, close.
 */
import type {
  Comment,
  Issue,
  IssueField,
  Reaction,
  ReactionContent,
} from '../state/conversations.ts';
import type { Label } from '../state/repositories.ts';
import {
  addComment,
  deleteComment,
  editComment,
  minimizeComment,
  react,
} from '../acts/comments.ts';
import { findLabel } from '../acts/find.ts';
import type { IssueChange, OpenIssueInput } from '../acts/issues.ts';
import { deleteIssue, editIssue, lockIssue, openIssue, unlockIssue } from '../acts/issues.ts';
import type { LabelInput } from '../acts/labels.ts';
import { addLabels, createLabel, deleteLabel, editLabel, removeLabel } from '../acts/labels.ts';
import {
  addPart,
  blockIssue,
  offerIssueFields,
  offerIssueTypes,
  unblockIssue,
} from '../acts/linked-issues.ts';
import { renameRepository, transferIssue } from '../acts/move.ts';
import type { Desk, SubjectRef } from './desk.ts';
import type { Tick } from './ticks.ts';
import { setBoxes } from './ticks.ts';

export type TickOptions = {
  /** The text the person's browser still showed; without it, the current text. */
  readonly shown?: string;
  /** `crlf`: saved with the line ends the web page uses. */
  readonly lineEnds?: 'crlf';
};

export type IssueVerbs = {
  readonly openIssue: (repo: string, input: OpenIssueInput) => Issue;
  readonly editIssue: (subject: SubjectRef, change: IssueChange) => Issue;
  readonly closeIssue: (subject: SubjectRef, reason?: 'completed' | 'not_planned') => Issue;
  readonly reopenIssue: (subject: SubjectRef) => Issue;
  readonly deleteIssue: (subject: SubjectRef) => void;
  /** To another repository of the same owner; returns the issue as it stands there. */
  readonly transferIssue: (subject: SubjectRef, repo: string) => Issue;
  readonly renameRepository: (repo: string, name: string) => void;
  readonly lock: (subject: SubjectRef, reason?: string) => void;
  readonly unlock: (subject: SubjectRef) => void;
  readonly blockIssue: (subject: SubjectRef, by: SubjectRef) => void;
  readonly unblockIssue: (subject: SubjectRef, by: SubjectRef) => void;
  readonly addPart: (parent: SubjectRef, part: SubjectRef) => void;
  /** For the whole account of the repository. */
  readonly offerIssueTypes: (repo: string, names: readonly string[]) => void;
  readonly offerIssueFields: (repo: string, fields: readonly Omit<IssueField, 'id'>[]) => void;
};

export type CommentVerbs = {
  readonly comment: (subject: SubjectRef, body: string) => Comment;
  readonly editComment: (commentId: number, body: string) => Comment;
  readonly deleteComment: (commentId: number) => void;
  readonly hideComment: (commentId: number, reason?: string) => Comment;
  readonly reactToComment: (commentId: number, content: ReactionContent) => Reaction;
  readonly reactToIssue: (subject: SubjectRef, content: ReactionContent) => Reaction;
  /** Ticks the box whose line carries `<!-- marker -->`, in a comment. */
  readonly tick: (commentId: number, marker: string, options?: TickOptions) => Comment;
  readonly untick: (commentId: number, marker: string, options?: TickOptions) => Comment;
  /** Several boxes saved in one edit. */
  readonly tickSeveral: (
    commentId: number,
    ticks: readonly Tick[],
    options?: TickOptions,
  ) => Comment;
};

export type LabelVerbs = {
  readonly addLabel: (subject: SubjectRef, name: string) => void;
  readonly removeLabel: (subject: SubjectRef, name: string) => void;
  readonly createLabel: (repo: string, input: LabelInput) => Label;
  readonly editLabel: (repo: string, name: string, input: Partial<LabelInput>) => Label;
  readonly deleteLabel: (repo: string, name: string) => void;
};

export function issueVerbs({ scene, repository, issue }: Desk): IssueVerbs {
  return {
    openIssue: (repo, input) => openIssue(scene(), repository(repo), input),
    editIssue: (ref, change) => editIssue(scene(), issue(ref), change),
    closeIssue: (ref, reason = 'completed') =>
      editIssue(scene(), issue(ref), { state: 'closed', stateReason: reason }),
    reopenIssue: (ref) => editIssue(scene(), issue(ref), { state: 'open' }),
    deleteIssue: (ref) => {
      deleteIssue(scene(), issue(ref));
    },
    transferIssue: (ref, repo) => transferIssue(scene(), issue(ref), repository(repo)),
    renameRepository: (repo, name) => {
      renameRepository(scene(), repository(repo), name);
    },
    lock: (ref, reason) => {
      lockIssue(scene(), issue(ref), reason ?? null);
    },
    unlock: (ref) => {
      unlockIssue(scene(), issue(ref));
    },
    blockIssue: (ref, by) => {
      blockIssue(scene(), issue(ref), issue(by).id);
    },
    unblockIssue: (ref, by) => {
      unblockIssue(scene(), issue(ref), issue(by).id);
    },
    addPart: (parent, part) => {
      addPart(scene(), issue(parent), issue(part).id);
    },
    offerIssueTypes: (repo, names) => {
      offerIssueTypes(scene(), repository(repo), names);
    },
    offerIssueFields: (repo, fields) => {
      offerIssueFields(scene(), repository(repo), fields);
    },
  };
}

export function commentVerbs({ scene, issue, comment }: Desk): CommentVerbs {
  const tickSeveral: CommentVerbs['tickSeveral'] = (id, ticks, { shown, lineEnds } = {}) => {
    const target = comment(id);
    const ticked = setBoxes(shown ?? target.body, ticks);
    return editComment(
      scene(),
      target,
      lineEnds === 'crlf' ? ticked.replace(/\r?\n/g, '\r\n') : ticked,
    );
  };
  return {
    comment: (ref, body) => addComment(scene(), issue(ref), body),
    editComment: (id, body) => editComment(scene(), comment(id), body),
    deleteComment: (id) => {
      deleteComment(scene(), comment(id));
    },
    hideComment: (id, reason = 'resolved') => minimizeComment(scene(), comment(id), reason),
    reactToComment: (id, content) => react(scene(), comment(id), content).reaction,
    reactToIssue: (ref, content) => react(scene(), issue(ref), content).reaction,
    tickSeveral,
    tick: (id, marker, options) => tickSeveral(id, [{ marker, checked: true }], options),
    untick: (id, marker, options) => tickSeveral(id, [{ marker, checked: false }], options),
  };
}

export function labelVerbs({ world, scene, repository, issue }: Desk): LabelVerbs {
  return {
    addLabel: (ref, name) => {
      addLabels(scene(), issue(ref), [name]);
    },
    removeLabel: (ref, name) => {
      removeLabel(scene(), issue(ref), name);
    },
    createLabel: (repo, input) => createLabel(scene(), repository(repo), input),
    editLabel: (repo, name, input) =>
      editLabel(scene(), findLabel(world, repository(repo), name), input),
    deleteLabel: (repo, name) => {
      deleteLabel(scene(), findLabel(world, repository(repo), name));
    },
  };
}
