/**
 * Which steps of a plan wait. The first rewrite of a comment goes out at once, the next one of the same comment
 * when the pause is over. And whoever keeps undoing what we write, a person's script or another bot, is not fought
 * for ever: what was put back five times without an event in between is left alone for ten minutes, and somebody
 * is told. Only the record, and our answer on a commit, are never left to them: they are put back all the same, once a
 * minute, and who changed them stands in the log of the change.
 */
import { blankRow, type SurfaceRow } from './book.ts';
import { waitedSince, type Run } from './run.ts';
import type { Step } from './step.ts';
import { fightSurface, RECORD } from './surface-names.ts';
import { textDigest } from './text-digest.ts';

export type Held = {
  readonly now: readonly Step[];
  /** Milliseconds until the first of the others may go; null when nothing waits. */
  readonly laterMs: number | null;
  /** Surfaces that somebody keeps changing back. */
  readonly fought: readonly string[];
  /** To be noted once the steps were carried out. */
  readonly notes: readonly SurfaceRow[];
};

const MOST_RESTORATIONS = 5;
const TRUCE_MS = 600_000;
const STUBBORN_PAUSE_MS = 60_000;

/** `recordWaitsMs`: an edit of the record is to be explained first. */
export function holdBack(run: Run, steps: readonly Step[], recordWaitsMs: number | null): Held {
  const fights = ['labels', 'title', 'open'].flatMap((about) => judgeFight(run, steps, about));
  const lost = new Set(fights.filter(({ isLost }) => isLost).map(({ about }) => about));
  const answers = steps.flatMap((step) => (isOver(step) ? [judgeAnswer(run, step)] : []));
  const late = answers.filter(({ restMs }) => restMs > 0);
  const waits = [
    ...(recordWaitsMs === null ? [] : [recordWaitsMs]),
    ...late.map(({ restMs }) => restMs),
  ];
  const fought: string[] = [...lost];
  const punctual = steps.filter((step) => !late.some((answer) => answer.step === step));
  const now = punctual.filter((step) => {
    if (step.kind !== 'write_comment') return !lost.has(aboutOf(step) ?? '');
    if (step.surface === RECORD && recordWaitsMs !== null) return false;
    const row = run.page.surfaces.get(step.surface);
    if (row?.forgeId === undefined || row.forgeId === null || row.writtenAt === null) return true;
    const isFight =
      isRestoration(run, row, textDigest(step.body)) && row.attempts >= MOST_RESTORATIONS;
    if (isFight && step.surface !== RECORD) {
      fought.push(step.surface);
      return false;
    }
    const pause = isFight ? STUBBORN_PAUSE_MS : run.pace.coalesceMs;
    const rest = pause - waitedSince(run, row.writtenAt);
    if (rest > 0) waits.push(rest);
    return rest <= 0;
  });
  const given = answers.filter(({ restMs }) => restMs <= 0);
  const notes = [...fights.filter(({ isLost }) => !isLost), ...given].map(({ row }) => row);
  return { now, laterMs: waits.length === 0 ? null : Math.min(...waits), fought, notes };
}

type Fight = { readonly about: string; readonly isLost: boolean; readonly row: SurfaceRow };

/** The same steps as last time: what they did was undone. */
function judgeFight(run: Run, steps: readonly Step[], about: string): readonly Fight[] {
  const ours = steps.filter((step) => aboutOf(step) === about);
  if (ours.length === 0) return [];
  const surface = fightSurface(about);
  const digest = textDigest(JSON.stringify(ours));
  const row = run.page.surfaces.get(surface) ?? blankRow(surface);
  const again = isRestoration(run, row, digest);
  const isLost = again && row.attempts >= MOST_RESTORATIONS;
  const attempts = again ? row.attempts + 1 : 0;
  return [{ about, isLost, row: { ...row, digest, attempts, writtenAt: run.waitClock() } }];
}

type Answer = { readonly step: Step; readonly restMs: number; readonly row: SurfaceRow };

type Over = Extract<Step, { readonly kind: 'create_check' | 'write_status' }>;

/** Whatever it says: a check is made anew on a commit only where somebody else's stands over ours. */
function isOver(step: Step): step is Over {
  return step.kind === 'create_check' || (step.kind === 'write_status' && step.over);
}

function judgeAnswer(run: Run, step: Over): Answer {
  const what = step.kind === 'create_check' ? 'check' : 'status';
  const about = `${what}:${step.repo.id}:${step.sha}`;
  const surface = fightSurface(about);
  const digest = textDigest(about);
  const row = run.page.surfaces.get(surface) ?? blankRow(surface);
  const again = isRestoration(run, row, digest);
  const isFight = again && row.attempts >= MOST_RESTORATIONS;
  const restMs =
    isFight && row.writtenAt !== null ? STUBBORN_PAUSE_MS - waitedSince(run, row.writtenAt) : 0;
  const attempts = again ? row.attempts + 1 : 0;
  return { step, restMs, row: { ...row, digest, attempts, writtenAt: run.waitClock() } };
}

function isRestoration(run: Run, row: SurfaceRow, digest: string): boolean {
  return (
    row.digest === digest && row.writtenAt !== null && waitedSince(run, row.writtenAt) < TRUCE_MS
  );
}

function aboutOf(step: Step): string | null {
  switch (step.kind) {
    case 'create_label':
    case 'add_labels':
    case 'remove_label':
      return 'labels';
    case 'set_title':
      return 'title';
    case 'reopen_issue':
    case 'close_issue':
      return 'open';
    default:
      return null;
  }
}
