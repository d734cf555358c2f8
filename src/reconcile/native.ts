/**
 * The mirror of what a change waits for, and of what it is, in the forge's own terms. A row of the notebook says for each
 * link whose it is: what people linked themselves is theirs, and what we linked and they took off stays off.
 *
 * What must stay true: nothing is read where nothing is to be shown, and nothing of ours depends on it: whatever the
 * forge refuses here is noted and left.
 */
import type { DesiredNative } from '../core/desired/native.ts';
import { CHANGE_TYPE } from '../core/desired/native.ts';
import type { IssueSeen } from '../core/intent/notice.ts';
import { blankRow, type Page } from './book.ts';
import type { Run } from './run.ts';
import type { Seen, Step } from './step.ts';
import { textDigest } from './text-digest.ts';

const BLOCKER = 'native:blocker:';
const TYPE = 'native:type';

/** By whom it was linked, or that the forge would not; what we linked ourselves has no problem. */
type Problem = 'theirs' | 'refused';

export function seeNative(page: Page, { type }: IssueSeen): NonNullable<Seen['native']> {
  const names = [...page.surfaces.keys()].filter((name) => name.startsWith(BLOCKER));
  return {
    blockers: names.map((name) => name.slice(BLOCKER.length)),
    // Where issues have no types there is none to give.
    isTyped: type !== null || page.surfaces.has(TYPE),
  };
}

/** What is to be linked, then what is not; and the type, once. */
export function diffNative(
  target: DesiredNative | null | undefined,
  seen: Seen['native'],
): readonly Step[] {
  if (target === null || target === undefined || seen === undefined) return [];
  const { blockers } = target;
  const missing = blockers.filter((id) => !seen.blockers.includes(id));
  const over = seen.blockers.filter((id) => !blockers.includes(id));
  return [
    ...missing.map((blocker): Step => ({ kind: 'add_blocker', blocker })),
    ...over.map((blocker): Step => ({ kind: 'remove_blocker', blocker })),
    ...(seen.isTyped ? [] : [{ kind: 'set_type' } as const]),
  ];
}

export type NativeStep = Extract<
  Step,
  { readonly kind: 'add_blocker' | 'remove_blocker' | 'set_type' }
>;

/** Returns how many writes reached the forge. */
export async function applyNative(run: Run, step: NativeStep): Promise<number> {
  switch (step.kind) {
    case 'add_blocker':
      return addBlocker(run, step.blocker);
    case 'remove_blocker':
      return removeBlocker(run, step.blocker);
    case 'set_type':
      return setType(run);
  }
}

async function addBlocker(run: Run, blocker: string): Promise<number> {
  const { forge, repo, issue } = run;
  const there = await forge.observeBlockers(repo, issue);
  // The forge has no such thing, or not for us. Nothing is noted: it may have tomorrow.
  if (there === null) return 0;
  if (there.includes(blocker)) return noted(run, `${BLOCKER}${blocker}`, 'theirs');
  const isDone = await forge.addBlocker(repo, issue, blocker);
  await noted(run, `${BLOCKER}${blocker}`, isDone ? null : 'refused');
  return isDone ? 1 : 0;
}

async function removeBlocker({ forge, repo, issue, page, book }: Run, id: string): Promise<number> {
  const row = page.surfaces.get(`${BLOCKER}${id}`);
  const isOurs = row?.problem === null;
  if (isOurs) await forge.removeBlocker(repo, issue, id);
  await book.drop(page.change.number, `${BLOCKER}${id}`);
  return isOurs ? 1 : 0;
}

/** Whoever takes it off, or chooses another, is left alone. */
async function setType(run: Run): Promise<number> {
  const { forge, repo, issue } = run;
  const types = await forge.observeIssueTypes(repo);
  const name = types.find((one) => one.toLowerCase() === CHANGE_TYPE);
  if (name === undefined) return 0;
  const isDone = await forge.setIssueType(repo, issue, name);
  await noted(run, TYPE, isDone ? null : 'refused');
  return isDone ? 1 : 0;
}

async function noted(run: Run, surface: string, problem: Problem | null): Promise<number> {
  const row = { ...blankRow(surface), digest: textDigest(surface), problem };
  await run.book.write(run.page.change.number, { ...row, writtenAt: run.waitClock() });
  return 0;
}
