/**
 * The mirror of what a change waits for, and of what it is, in the forge's own terms. A row of the notebook says for each
 * link whose it is: what people linked themselves is theirs, and what we linked and they took off stays off.
 *
 * What must stay true: nothing is read where nothing is to be shown, and nothing of ours depends on it: whatever the
 * forge refuses here is noted and left.
 */
import type { DesiredNative } from '../core/desired/native.ts';
import { CHANGE_TYPE } from '../core/desired/native.ts';
import type { FieldValue, IssueField } from '../forge/port.ts';
import type { IssueSeen } from '../core/intent/notice.ts';
import { blankRow, type Page } from './book.ts';
import type { Run } from './run.ts';
import type { Seen, Step } from './step.ts';
import { textDigest } from './text-digest.ts';

const BLOCKER = 'native:blocker:';
const TYPE = 'native:type';
const FIELDS = 'native:fields';

/** By whom it was linked, or that the forge would not; what we linked ourselves has no problem. */
type Problem = 'theirs' | 'refused';

export function seeNative(page: Page, { type, fields }: IssueSeen): NonNullable<Seen['native']> {
  const names = [...page.surfaces.keys()].filter((name) => name.startsWith(BLOCKER));
  return {
    blockers: names.map((name) => name.slice(BLOCKER.length)),
    // Where issues have no types there is none to give.
    isTyped: type !== null || page.surfaces.has(TYPE),
    ...(fields === true ? { fields: page.surfaces.get(FIELDS)?.digest ?? null } : {}),
  };
}

/** What is to be linked, then what is not; and the type, once. */
export function diffNative(
  target: DesiredNative | null | undefined,
  seen: Seen['native'],
): readonly Step[] {
  if (target === null || target === undefined || seen === undefined) return [];
  const { blockers, fields } = target;
  const isWritten = seen.fields === undefined || seen.fields === digestOf(fields);
  const values: readonly Step[] = isWritten ? [] : [{ kind: 'set_fields', fields }];
  if (blockers === null) return values;
  const missing = blockers.filter((id) => !seen.blockers.includes(id));
  const over = seen.blockers.filter((id) => !blockers.includes(id));
  return [
    ...values,
    ...missing.map((blocker): Step => ({ kind: 'add_blocker', blocker })),
    ...over.map((blocker): Step => ({ kind: 'remove_blocker', blocker })),
    ...(seen.isTyped ? [] : [{ kind: 'set_type' } as const]),
  ];
}

export type NativeStep = Extract<
  Step,
  { readonly kind: 'add_blocker' | 'remove_blocker' | 'set_type' | 'set_fields' }
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
    case 'set_fields':
      return setFields(run, step.fields);
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

type Fields = DesiredNative['fields'];

function digestOf(fields: Fields): string {
  return textDigest(JSON.stringify(fields));
}

/** Once for each set of values: whoever writes another one there is left alone until ours are others. */
async function setFields(run: Run, fields: Fields): Promise<number> {
  const { forge, repo, issue, page, book } = run;
  const there = await forge.observeIssueFields(repo);
  const values = fields.flatMap((one) => valueFor(one, there));
  if (values.length === 0) return 0;
  const isDone = await forge.setIssueFields(repo, issue, values);
  const row = { ...blankRow(FIELDS), digest: digestOf(fields), writtenAt: run.waitClock() };
  await book.write(page.change.number, { ...row, problem: isDone ? null : 'refused' });
  return isDone ? 1 : 0;
}

/** None where there is no such field, or it does not offer that choice. */
function valueFor(
  { name, value }: Fields[number],
  there: readonly IssueField[],
): readonly FieldValue[] {
  const field = there.find((one) => isSame(one.name, name));
  if (field === undefined) return [];
  const { id, kind, choices } = field;
  if (kind === 'text') return [{ id, value }];
  if (kind === 'date')
    return value.includes('T') ? [{ id, value: value.slice(0, value.indexOf('T')) }] : [];
  return choices.filter((one) => isSame(one, value)).map((one) => ({ id, value: one }));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

async function noted(run: Run, surface: string, problem: Problem | null): Promise<number> {
  const row = { ...blankRow(surface), digest: textDigest(surface), problem };
  await run.book.write(run.page.change.number, { ...row, writtenAt: run.waitClock() });
  return 0;
}
