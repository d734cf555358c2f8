/**
 * The record comment: one page that says within ten seconds what is next, who must do it and why, and holds
 * everything a reviewer, an operator or a second person needs below that.
 *
 * What must stay true: at most COMMENT_BUDGET units; the first lines, the boxes and the footer are never left out;
 * what is left out is counted. The last line is the marker.
 */
import type { PhaseView, RecordView } from '../core/desired/view.ts';
import { changeName } from '../core/change/state.ts';
import { detailSections } from './details.ts';
import { dutyLines } from './duty.ts';
import { factsLines, stopLines } from './facts-line.ts';
import { COMMENT_BUDGET, keepWhole } from './length.ts';
import { join, lines, md, NOTHING, type Markdown } from './markdown.ts';
import { postReviewLines } from './post-review.ts';
import { problemItem } from './problem.ts';
import { code, inline, markerLine } from './safe-text.ts';
import { renderSections } from './section.ts';
import { reminderText, situationText } from './situation.ts';
import { renderStep, type Detail, type StepFrame } from './step.ts';
import { template } from './template.ts';
import { PHASE_WORDS } from './words.ts';
import { whoText } from './who.ts';

type RecordModel = {
  readonly symbol: Markdown;
  readonly headline: Markdown;
  readonly next: Markdown;
  readonly why: Markdown;
  readonly name: Markdown;
  readonly who: Markdown;
  readonly reminders: readonly Markdown[];
  readonly facts: readonly Markdown[];
  readonly stop: readonly Markdown[];
  readonly problems: readonly Markdown[];
  readonly phases: readonly Markdown[];
  readonly sections: readonly Markdown[];
  readonly seq: number;
  readonly hash: Markdown;
  readonly marker: Markdown;
};

const RECORD = template<RecordModel>('record');
const DETAILS: readonly Detail[] = ['all', 'short', 'bare'];
/** For the folded parts, when the checklist alone could fill the comment. */
const RESERVE = 4_000;
const PROBLEMS_ROOM = 8_000;

export function renderRecord(view: RecordView, marker: string): string {
  const frame = frameOf(view, marker);
  const bones = RECORD({ ...frame, phases: [], sections: [] }).length;
  const owed = [
    ...postReviewLines(view.postReview, view.clock),
    ...dutyLines(view.duties, view.clock),
  ];
  const phases = [...checklistWithin(view, COMMENT_BUDGET - bones - RESERVE), ...owed];
  const used = phases.reduce((sum, phase) => sum + phase.length + 2, bones);
  const sections = renderSections(detailSections(view), COMMENT_BUDGET - used - 10);
  return RECORD({ ...frame, phases, sections }).trimEnd();
}

function frameOf(view: RecordView, marker: string): Omit<RecordModel, 'phases' | 'sections'> {
  const { kept, left } = keepWhole(view.problems.map(problemItem), PROBLEMS_ROOM);
  const remark = left === 0 ? [] : [md`*… ${left} more; correct these first.*`];
  return {
    ...situationText(view.situation, view, view.clock),
    name: inline(changeName(view.number)),
    who: whoText(view.who),
    reminders: view.reminders.map((reminder) => reminderText(reminder, view.clock)),
    facts: factsLines(view),
    stop: stopLines(view),
    problems: [...kept, ...remark],
    seq: view.event.seq,
    hash: code(`${view.event.hash.slice(0, 12)}…`),
    marker: markerLine(marker),
  };
}

/** With as much detail as fits. When not even the bare lines do, the last ones are counted instead. */
function checklistWithin(view: RecordView, room: number): readonly Markdown[] {
  for (const detail of DETAILS) {
    const phases = checklistOf(view, detail, room);
    if (detail === 'bare' || phases.reduce((sum, phase) => sum + phase.length + 2, 0) <= room)
      return phases;
  }
  return [];
}

function checklistOf(view: RecordView, detail: Detail, room: number): readonly Markdown[] {
  const frame: StepFrame = {
    clock: view.clock,
    day: view.started?.at ?? view.window?.start ?? new Date(0).toISOString(),
    detail,
    goingBack: view.state === 'rolled_back' && view.ended === null,
  };
  const share =
    detail === 'bare'
      ? Math.floor(room / Math.max(1, view.phases.length))
      : Number.MAX_SAFE_INTEGER;
  const drawn = view.phases.map((phase) => ({
    ...phaseLines(phase, frame, share - 200),
    folded: isFolded(view, phase),
  }));
  return groups(drawn).map(({ folded, phases }) =>
    folded ? fold(phases) : lines(phases.flatMap(({ title, rows }) => [md`**${title}**`, ...rows])),
  );
}

type PhaseLines = { readonly title: Markdown; readonly rows: readonly Markdown[] };

function phaseLines(phase: PhaseView, frame: StepFrame, room: number): PhaseLines {
  const title = md`${PHASE_WORDS[phase.phase]} · ${phase.finished} of ${phase.steps.length}`;
  const { kept, left } = keepWhole(
    phase.steps.map((step) => renderStep(step, frame)),
    room,
  );
  const remark =
    left === 0 ? [] : [md`\n*… ${left} more steps left out here; read them in the issue.*`];
  return { title, rows: [...kept, ...remark] };
}

/** One fold for phases that are folded side by side. */
function fold(phases: readonly PhaseLines[]): Markdown {
  const summary = join(
    phases.map(({ title }) => title),
    md` — `,
  );
  const several = phases.length > 1;
  const inside = phases.map(({ title, rows }) =>
    lines(several ? [md`**${title}**`, ...rows] : rows),
  );
  return lines([
    md`<details><summary>${summary}</summary>`,
    NOTHING,
    join(inside, md`\n\n`),
    NOTHING,
    md`</details>`,
  ]);
}

type Group = { readonly folded: boolean; readonly phases: readonly PhaseLines[] };

function groups(drawn: readonly (PhaseLines & { readonly folded: boolean })[]): readonly Group[] {
  return drawn.reduce<readonly Group[]>((all, phase) => {
    const last = all.at(-1);
    if (last?.folded === true && phase.folded)
      return [...all.slice(0, -1), { folded: true, phases: [...last.phases, phase] }];
    return [...all, { folded: phase.folded, phases: [phase] }];
  }, []);
}

/** Open is what somebody is working on now. */
function isFolded(
  { state, ended, started }: RecordView,
  { phase, steps, finished }: PhaseView,
): boolean {
  if (ended !== null) return true;
  if (started === null)
    return phase !== 'preflight' || (state !== 'approved' && state !== 'scheduled');
  if (state === 'rolled_back') return phase !== 'execution';
  return phase === 'preflight' && finished === steps.length;
}
