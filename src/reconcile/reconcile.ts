/**
 * One request, one name: "make the forge show change n of this workspace as it is". Nobody says what happened;
 * webhooks only hint, and this run reads what should be there and what is there, and writes the difference. So a
 * lost, doubled or late wake-up changes nothing, and a run that dies half-way is simply run again. One run per
 * change at a time (the queue sees to it).
 *
 *   read the page (state, what we wrote last)  →  look at the forge  →  draw the target  →  diff  →  apply, in order
 *
 * It never decides: when the forge shows something that needs an event (a tick nobody reported, an issue that is
 * gone), it asks the worker through `Reports` and comes back.
 */
import type { Actor } from '../core/change/facts.ts';
import type { Policy } from '../core/policy/policy.ts';
import type { Forge } from '../forge/port.ts';
import { apply } from './apply.ts';
import type { Book, Page } from './book.ts';
import { blankRow } from './book.ts';
import { diff, textDigest } from './diff.ts';
import { isUnexplained, look, lookAtPulls, RECORD, RECORD_SEEN, see, worldFacts, type Looked } from './observe.ts';
import { ComeBack, outcomeOf, type Outcome } from './outcome.ts';
import type { Pace, Run } from './run.ts';
import type { Step } from './step.ts';
import { draw } from './target.ts';

/** What the reconciler finds but may not decide. */
export type Reports = {
  /** Compare the forge's delivery list with the inbox now: something is missing. */
  readonly missedDelivery: (workspace: string) => Promise<void>;
  /** An edit of the record that nothing explains after a minute. */
  readonly orphanEdit: (workspace: string, change: number, texts: { readonly written: string | null; readonly found: string }) => Promise<void>;
  readonly issueGone: (workspace: string, change: number) => Promise<void>;
};

export type Reconciler = {
  readonly forge: (workspace: string) => Promise<Forge>;
  readonly book: (workspace: string) => Book;
  readonly people: (forge: Forge, page: Page) => Promise<readonly Actor[] | null>;
  readonly reports: Reports;
  readonly policy: Policy;
  readonly titlePrefix: boolean;
  readonly pace: Pace;
  readonly now: () => string;
  readonly waitClock: () => string;
};

/** More rewrites than this without a new event: somebody else keeps changing it back. */
const REWRITES_PER_EVENT = 5;

/** `version`: what the run was working towards; null when there was nothing to work on. */
export type Reconciled = Outcome & { readonly version: number | null };

export async function reconcile(parts: Reconciler, workspace: string, change: number): Promise<Reconciled> {
  const book = parts.book(workspace);
  const page = await book.read(change);
  if (page === null) return { kind: 'stuck', why: `change ${String(change)} is not in workspace ${workspace}`, version: null };
  try {
    const forge = await parts.forge(workspace);
    const repo = { id: page.change.repoId, name: page.change.repo };
    const run: Run = { forge, book, page, repo, issue: page.change.issue, policy: parts.policy, titlePrefix: parts.titlePrefix, pace: parts.pace, now: parts.now, waitClock: parts.waitClock };
    return { ...(await perform(parts, run)), version: page.version };
  } catch (error) {
    return { ...outcomeOf(error, parts.pace.settleMs), version: page.version };
  }
}

async function perform(parts: Reconciler, run: Run): Promise<Outcome> {
  const looked = await look(run);
  if (looked === null) {
    await parts.reports.issueGone(run.forge.workspace, run.page.change.number);
    return { kind: 'stuck', why: 'the issue is gone or no longer visible' };
  }
  if (isUnexplained(run.page, looked.record)) await explain(parts, run, looked);
  const [pulls, people] = await Promise.all([lookAtPulls(run), parts.people(run.forge, run.page)]);
  const target = await draw(run, worldFacts(run, pulls, people));
  const steps = diff(target, await see(run, looked, target));
  const held = holdBack(run, steps);
  let writes = 0;
  for (const step of held.now) writes += await apply(run, step);
  if (held.later > 0) return { kind: 'again', afterMs: held.later, why: 'rewrites of one surface are coalesced' };
  const settled = await run.book.settle(run.page.change.number, run.page.version);
  return settled ? { kind: 'done', writes } : { kind: 'again', afterMs: 0, why: 'the change moved on' };
}

/** The first rewrite goes out at once; the next one of the same surface waits until the pause is over. */
function holdBack(run: Run, steps: readonly Step[]): { readonly now: readonly Step[]; readonly later: number } {
  let later = 0;
  const now = steps.filter((step) => {
    if (step.kind !== 'write_comment') return true;
    const row = run.page.surfaces.get(step.surface);
    if (row?.writtenAt === undefined || row.writtenAt === null || row.forgeId === null) return true;
    if (row.attempts > REWRITES_PER_EVENT) throw new ComeBack(600_000, `${step.surface} keeps being changed back by somebody else`);
    const rest = run.pace.coalesceMs - (Date.parse(run.waitClock()) - Date.parse(row.writtenAt));
    if (rest > 0) later = Math.max(later, rest);
    return rest <= 0;
  });
  return { now, later };
}

/** Waits for the delivery that explains an edit; asks for it; and at last has it recorded as an orphan. */
async function explain(parts: Reconciler, run: Run, looked: Looked): Promise<void> {
  const found = looked.record?.body ?? '';
  const digest = textDigest(found);
  const number = run.page.change.number;
  const surface = 'record:unexplained';
  const row = run.page.surfaces.get(surface);
  const since = row?.digest === digest ? row.intentAt : null;
  if (since === null) {
    await run.book.write(number, { ...blankRow(surface), digest, intentAt: run.waitClock() });
    throw new ComeBack(run.pace.explainMs, 'an edit of the record that no delivery explains yet');
  }
  const waited = Date.parse(run.waitClock()) - Date.parse(since);
  if (waited < run.pace.orphanMs) {
    await parts.reports.missedDelivery(run.forge.workspace);
    throw new ComeBack(Math.max(run.pace.explainMs, 250), 'still waiting for the delivery that explains an edit of the record');
  }
  await parts.reports.orphanEdit(run.forge.workspace, number, { written: null, found });
  await run.book.write(number, { ...blankRow(RECORD_SEEN), digest });
  throw new ComeBack(0, `an unexplained edit of the ${RECORD} was recorded`);
}
