/**
 * One step of the checklist: its box with the hidden marker, what is expected beside what was seen, who and when,
 * and what keeps it shut. A box is an address for a tick, nothing more.
 *
 * What must stay true: exactly one box and one marker a step, however the words in it look.
 */
import type { StepView } from '../core/desired/view.ts';
import type { HoldProgress, StepProgress } from '../core/change/state.ts';
import type { Step } from '../core/plan/plan.ts';
import { formatMinutes } from '../core/time/window.ts';
import { orRemark } from './length.ts';
import { asMarkdown, lines, md, type Markdown } from './markdown.ts';
import { refusalText } from './refusal.ts';
import { code, inline, login } from './safe-text.ts';
import { span, timeOfDay, type Clock } from './when.ts';

/** `all`: everything; `short`: without what is not needed now; `bare`: the line alone. */
export type Detail = 'all' | 'short' | 'bare';

export type StepFrame = {
  readonly clock: Clock;
  /** The day whose date need not be said. */
  readonly day: string;
  readonly detail: Detail;
  /** While rolling back, the way back of every step that was done is shown. */
  readonly goingBack: boolean;
};

const LONGEST_TEXT: Readonly<Record<Detail, number>> = { all: 1_500, short: 300, bare: 120 };

export function renderStep(view: StepView, frame: StepFrame): Markdown {
  const { step, progress } = view;
  const ticked = progress.status === 'done' || progress.status === 'skipped';
  const box = asMarkdown(`- [${ticked ? 'x' : ' '}] <!-- chg:${markerId(step.id)} -->`);
  const head = md`${box} ${titleOf(step)} ${words(step.text, frame)}${duration(step)}${standingText(view)}`;
  if (frame.detail === 'bare') return head;
  const details = [
    ...plannedLines(view, frame),
    ...doneLines(progress, frame, step.id),
    ...holdLines(progress.hold, progress, frame),
    ...refusedLines(progress, frame),
  ];
  return lines([head, ...details.map((line) => md`  ${line}`)]);
}

/** Ids are ours (P1, E12, V3a); anything else never becomes a marker. */
function markerId(id: string): string {
  return /^[PEV]\d{1,4}[a-z]?$/u.test(id) ? id : 'unknown';
}

function titleOf(step: Step): Markdown {
  const id = inline(step.id);
  const marks = step.tags.map((tag) => (tag === 'hold' ? md` · HOLD` : md` · ${asMarkdown(tag)}`));
  return md`**${id}${asMarkdown(marks.join(''))}**`;
}

function duration({ minutes }: Step): Markdown {
  return minutes === null ? md`` : md` · ${inline(formatMinutes(minutes))}`;
}

function standingText({ standing }: StepView): Markdown {
  if (standing.kind === 'current') return md` · **open**`;
  if (standing.kind === 'shut' && standing.by !== null)
    return md` · *shut by ${inline(standing.by)}*`;
  return md``;
}

function plannedLines(view: StepView, frame: StepFrame): readonly Markdown[] {
  const { step, progress, standing } = view;
  const over = standing.kind === 'done' || standing.kind === 'skipped';
  const isNow = !over && standing.kind !== 'shut' && standing.kind !== 'later';
  const wantsAll = frame.detail === 'all' || isNow;
  const wantsBack = frame.goingBack ? progress.status === 'done' : !over && wantsAll;
  return [
    ...line(md`expected`, wantsAll || !over ? step.expect : null, frame),
    ...line(md`back`, wantsBack ? step.rollback : null, frame),
    ...(over || !wantsAll ? [] : remarks(step, frame)),
    ...rehearsedLines(view, frame),
  ];
}

/** Beside a step that is over only where there is room. */
function rehearsedLines({ rehearsed, progress }: StepView, frame: StepFrame): readonly Markdown[] {
  if (rehearsed === null || (progress.finished !== null && frame.detail !== 'all')) return [];
  const { by, environment, minutes, observed } = rehearsed;
  return [
    md`rehearsed in ${code(environment)} in ${inline(formatMinutes(minutes))}: ${login(by.login)} saw: ${words(observed, frame)}`,
  ];
}

function remarks(step: Step, frame: StepFrame): readonly Markdown[] {
  return [
    ...line(md`stop if`, step.abort, frame),
    ...(step.owner === null ? [] : [md`owner: ${login(step.owner)}`]),
    ...line(md`keep`, step.evidence, frame),
    ...line(md`covers`, step.covers?.join(', ') ?? null, frame),
    ...step.notes.flatMap((note) => line(md`note`, note, frame)),
  ];
}

function line(label: Markdown, text: string | null, frame: StepFrame): readonly Markdown[] {
  return text === null ? [] : [md`${label}: ${words(text, frame)}`];
}

function doneLines(progress: StepProgress, frame: StepFrame, id: string): readonly Markdown[] {
  const { status, finished, observed } = progress;
  if (finished === null) return [];
  const stamp = md`${timeOfDay(finished.at, frame.day, frame.clock)} ${login(finished.by.login)}`;
  if (status === 'skipped') return [md`${stamp} skipped it: ${words(observed ?? '', frame)}`];
  if (observed === null)
    return [
      md`${stamp} ticked it · **what was seen?** \`${asMarkdown(markerId(id))}: <what you saw>\` in a comment`,
    ];
  return [md`${stamp} saw: ${words(observed, frame)}`];
}

function holdLines(
  hold: HoldProgress | null,
  progress: StepProgress,
  frame: StepFrame,
): readonly Markdown[] {
  if (hold === null) return [];
  if (hold.status === 'waiting' || hold.stamp === null) return [md`**not confirmed yet**`];
  const stamp = md`${timeOfDay(hold.stamp.at, frame.day, frame.clock)} ${login(hold.stamp.by.login)}`;
  const after =
    progress.finished === null ? md`` : md`, ${span(progress.finished.at, hold.stamp.at)} later`;
  const { observed } = hold;
  const seen =
    observed === null ? md`**what was seen is not written yet**` : words(observed, frame);
  switch (hold.status) {
    case 'confirmed':
      return [md`${stamp} **confirmed**${after}: ${seen}`];
    case 'declined':
      return [md`${stamp} **declined**${after}: ${seen}`];
    case 'waived':
      return [md`${stamp} **waived** the second person${after}: ${seen}`];
  }
}

/** It stands there until the step moves on; beside a step that is done it says why a box was ticked again. */
function refusedLines({ refused }: StepProgress, frame: StepFrame): readonly Markdown[] {
  if (refused === null) return [];
  const { title } = refusalText(refused.code, {}, frame.clock);
  return [
    md`*${timeOfDay(refused.at, frame.day, frame.clock)} ${login(refused.by.login)} was refused: ${title}*`,
  ];
}

function words(text: string, frame: StepFrame): Markdown {
  return orRemark(inline(text), LONGEST_TEXT[frame.detail], md`the issue`);
}
