/**
 * Comments. A new one by a person may hold commands and observations. An edited one never does: words that were
 * changed after others read them ask for nothing. Two comments of ours are watched: ticks in the record, and
 * anything else that is done to the record or to the evidence.
 *
 * What must stay true: commands come only from `comment_created`, by a person, in that person's own comment, as it
 * was first written.
 */
import type { Command } from '../change/command.ts';
import type { Change } from '../change/state.ts';
import { findTarget } from './address.ts';
import { intendSpoken } from './intend-own.ts';
import type { Intention } from './intention.ts';
import { commentKey, lineKey, tickKey } from './key.ts';
import { asking, byPerson } from './known.ts';
import type { Known, NoticeOf } from './known.ts';
import type { CommentSeen } from './notice.ts';
import { isDuty, misread, readCommand } from './read-command.ts';
import type { CommandLine } from './read-command.ts';
import { MOST_COMMANDS, parseSlash } from './slash.ts';
import type { SlashLine } from './slash.ts';
import { readTicks } from './ticks.ts';
import { findVerb, isFreezing } from './verbs.ts';

const LONGEST_LINE_SHOWN = 80;

export function intendComment(
  notice: NoticeOf<'comment_created'>,
  known: Known,
): readonly Intention[] {
  const { comment, onPull } = notice.fact;
  if (!isOriginal(notice) || notice.repo === null) return [];
  const heard = onPull ? [] : observableSteps(known.change);
  const { repo } = notice;
  return parseSlash(comment.body, heard).flatMap((line): readonly Intention[] => {
    const act = {
      key: lineKey(comment, line.line),
      url: comment.url,
      ref: `comment:${comment.id}`,
    };
    if (line.kind === 'left_out') return [leftOut(line, { notice, known, repo }, act)];
    if (line.kind === 'command') return intendLine(line, { notice, known, repo }, act);
    const command = observing(line);
    return [asking(known.change?.number ?? null, command, act)];
  });
}

function observing({ step, text }: Extract<SlashLine, { kind: 'observation' }>): Command {
  return isDuty(step)
    ? { type: 'fulfil', duty: step, what: text, via: 'command' }
    : { type: 'observe', step, observed: text };
}

function ticking(step: string): Command {
  return isDuty(step)
    ? { type: 'fulfil', duty: step, what: '', via: 'tick' }
    : { type: 'done', step, observed: '', via: 'tick' };
}

type Heard = {
  readonly notice: NoticeOf<'comment_created'>;
  readonly known: Known;
  readonly repo: { readonly id: string; readonly name: string };
};

type Act = { readonly key: string; readonly url: string; readonly ref: string };

/** One answer for all that was not read, from the change that the first of it was meant for. */
function leftOut(
  { count, first }: Extract<SlashLine, { kind: 'left_out' }>,
  { notice, known }: Heard,
  act: Act,
): Intention {
  const { onPull } = notice.fact;
  const target = first.kind === 'command' ? findTarget(first, known, onPull) : null;
  const meant = target?.kind === 'change' ? target.number : target?.change;
  const facts = { count: String(count), most: String(MOST_COMMANDS) };
  const told = misread('', 'commands_left_out', { ...facts, first: asTyped(first) });
  return asking(meant ?? known.change?.number ?? null, told, act);
}

/** Enough of it to be found again. */
function asTyped(line: Exclude<SlashLine, { kind: 'left_out' }>): string {
  const [words] = (line.kind === 'command' ? line.rest : line.text).split('\n', 1);
  const begins = line.kind === 'command' ? `/chg ${line.verb}` : `${line.step}:`;
  return `${begins} ${words ?? ''}`.trim().slice(0, LONGEST_LINE_SHOWN).toWellFormed();
}

function intendLine(line: CommandLine, heard: Heard, act: Act): readonly Intention[] {
  const { onPull, issue } = heard.notice.fact;
  // It is taken where freezes are.
  if (!onPull && heard.known.change === null && isFreezing(line.verb)) return [];
  if (onPull && findVerb(line.verb)?.command === 'open') {
    const opened = intendSpoken({ repo: heard.repo, number: issue, act }, heard.known);
    if (opened !== null) return opened;
  }
  const target = findTarget(line, heard.known, onPull);
  if (target.kind === 'unclear')
    return [asking(target.change, misread(line.verb, target.code, target.facts), act)];
  const place = {
    repo: heard.repo,
    pull: onPull ? issue : null,
    zone: zoneOf(target.change),
    now: heard.notice.fact.comment.createdAt,
  };
  return [asking(target.number, readCommand(target.line, place), act)];
}

/** Somebody's own new comment, not touched since: a sweep may find one that was edited before we ever saw it. */
function isOriginal(notice: NoticeOf<'comment_created'>): boolean {
  const { comment } = notice.fact;
  const own = comment.author.id === notice.actor.id && !comment.ours;
  return own && byPerson(notice) && comment.createdAt === comment.updatedAt;
}

/** Before the walk begins, `E3: why not earlier?` is a question of a reviewer. */
function observableSteps(change: Change | null): readonly string[] {
  if (change === null) return [];
  const duties = (change.emergency?.duties ?? []).map(({ id }) => id);
  if (!['approved', 'scheduled', 'in_progress'].includes(change.state)) return duties;
  const plan = change.planInForce ?? change.plan;
  const steps = [...(plan?.steps ?? []).map(({ id }) => id), ...Object.keys(change.steps)];
  return [...new Set([...steps, ...duties])];
}

function zoneOf(change: Change | null): string {
  const plan = change?.planInForce ?? change?.plan;
  return change?.window?.zone ?? plan?.window?.zone ?? plan?.answers['timezone'] ?? 'UTC';
}

export function intendCommentEdited(
  notice: NoticeOf<'comment_edited'>,
  known: Known,
): readonly Intention[] {
  const { comment } = notice.fact;
  const { change } = known;
  if (change === null) return [];
  if (comment.id === known.recordComment)
    return intendRecordEdited(notice, change, known.lastRecordBody);
  return tamperedWith(comment, known, 'edited');
}

function intendRecordEdited(
  notice: NoticeOf<'comment_edited'>,
  change: Change,
  lastBody: string | null,
): readonly Intention[] {
  const { comment } = notice.fact;
  const edited = { key: commentKey('edited', comment), url: comment.url };
  const before = notice.fact.before ?? lastBody;
  // Without the text before, nobody can say which tick is whose.
  if (before === null) return [asking(change.number, { type: 'reconsider' }, edited)];
  const ticks = readTicks(before, comment.body);
  const moved = new Map<string, Command>();
  for (const step of ticks.ticked) moved.set(step, ticking(step));
  for (const step of ticks.unticked)
    moved.set(step, isDuty(step) ? { type: 'reconsider' } : { type: 'untick', step });
  const requests = ticks.moved.flatMap((step) => {
    const command = byPerson(notice) ? moved.get(step) : undefined;
    return command === undefined
      ? []
      : [asking(change.number, command, { ...edited, key: tickKey(comment, step) })];
  });
  const foreign = byPerson(notice) ? [] : ticks.moved;
  const detail = describeEdit({ ...ticks, foreign });
  return detail === ''
    ? requests
    : [...requests, asking(change.number, tampering('record', 'edited', detail), edited)];
}

/** Says what was done beside ticking, with step ids only; empty when nothing was. */
function describeEdit(edit: {
  readonly textChanged: boolean;
  readonly lost: readonly string[];
  readonly forged: readonly string[];
  readonly foreign: readonly string[];
}): string {
  const parts = [
    edit.textChanged ? 'text changed' : '',
    edit.lost.length > 0 ? `boxes taken out: ${edit.lost.join(', ')}` : '',
    edit.forged.length > 0 ? `boxes that are not ours: ${edit.forged.slice(0, 20).join(', ')}` : '',
    edit.foreign.length > 0 ? `boxes moved by a machine: ${edit.foreign.join(', ')}` : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

export function intendCommentDeleted(
  notice: NoticeOf<'comment_deleted'>,
  known: Known,
): readonly Intention[] {
  return tamperedWith(notice.fact.comment, known, 'deleted');
}

type Watched = 'record' | 'evidence' | 'announcement' | 'reply';

/** Whatever we said: the words in it would be taken for ours. */
function tamperedWith(
  comment: CommentSeen,
  known: Known,
  how: 'edited' | 'deleted',
): readonly Intention[] {
  const surface = watchedAs(comment, known);
  if (known.change === null || surface === null) return [];
  const act = { key: commentKey(how, comment), url: comment.url };
  const detail = `the ${surface} comment was ${how}`;
  return [asking(known.change.number, tampering(surface, how, detail), act)];
}

function watchedAs(comment: CommentSeen, known: Known): Watched | null {
  if (comment.id === known.recordComment) return 'record';
  if (known.evidenceComments.includes(comment.id)) return 'evidence';
  return known.otherComment?.id === comment.id ? known.otherComment.surface : null;
}

function tampering(surface: Watched, how: 'edited' | 'deleted', detail: string): Command {
  return { type: 'note_tampering', surface, how, detail };
}
