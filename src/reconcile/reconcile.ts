/**
 * One request, one name: "make the forge show change n of this workspace as it is". Nobody says what happened;
 * webhooks only hint, and this run reads what should be there and what is there, and writes the difference. So a
 * lost, doubled or late wake-up changes nothing, and a run that dies half-way is simply run again. One run per
 * change at a time (the queue sees to it).
 *
 *   read the page (state, what we wrote last)  →  look at the forge  →  draw the target  →  diff  →  carry out, in order
 *
 * It never decides: when the forge shows something that needs an event (a tick nobody reported, an issue that is
 * gone), it asks the worker through `Reports` and comes back.
 */
import { isUnderOtherRules } from '../core/change/decide-policy.ts';
import type { Change } from '../core/change/state.ts';
import type { Facts, PullFacts } from '../core/change/facts.ts';
import { nextEdge } from '../core/time/freeze.ts';
import { ForgeFault } from '../forge/fault.ts';
import type { Forge } from '../forge/port.ts';
import type { Mark } from '../store/dirty.ts';
import { namesakesOf, tellForged, type ForgedTeller } from './namesakes.ts';
import { blankRow, type Book, type Page, type Tidying } from './book.ts';
import { carryOut, type CarriedOut } from './carry-out.ts';
import { diff } from './diff.ts';
import { waitForWord, type EditReports } from './explain.ts';
import { holdBack, type Held } from './hold-back.ts';
import { reachableChecks } from './lost-pulls.ts';
import { factsOf, isUnexplained, look, see, seeChecks } from './observe.ts';
import type { Looked, PeopleSeen } from './observe.ts';
import type { Eyes, PolicySeen } from './eyes.ts';
import { ComeBack, outcomeOf, type Outcome } from './outcome.ts';
import { waitedSince, type Pace, type Run } from './run.ts';
import type { Step, Target } from './step.ts';
import { doubtedBy, isSeen, MISSING, RECORD, REDRAW, UNEXPLAINED } from './surface-names.ts';
import { draw } from './target.ts';

/** What the reconciler finds but may not decide. */
export type Reports = EditReports & {
  readonly issueGone: (workspace: string, change: number) => Promise<void>;
  readonly forged: ForgedTeller;
  /** The change waits under other rules than these, which are in force. False when there was nothing to record. */
  readonly policyChanged: (
    workspace: string,
    change: Change,
    policy: PolicySeen,
  ) => Promise<boolean>;
};

export type Reconciler = {
  readonly forge: (workspace: string) => Promise<Forge>;
  readonly book: (workspace: string) => Book;
  readonly people: (forge: Forge, page: Page) => Promise<PeopleSeen>;
  readonly reports: Reports;
  readonly eyes: (forge: Forge) => Eyes;
  readonly titlePrefix: boolean;
  readonly pace: Pace;
  readonly waitClock: () => string;
};

/** `mark`: what the run was working towards; null when there was nothing to work on. */
export type Reconciled = Outcome & { readonly mark: Mark | null };

export async function reconcile(
  parts: Reconciler,
  workspace: string,
  change: number,
): Promise<Reconciled> {
  const book = parts.book(workspace);
  const page = await book.read(change);
  if (page === null) {
    const why = `change ${String(change)} is not in workspace ${workspace}`;
    return { kind: 'stuck', why, mark: null };
  }
  const { mark } = page;
  try {
    return { ...(await perform(parts, await beginRun(parts, { workspace, book, page }))), mark };
  } catch (error) {
    return { ...outcomeOf(error, parts.pace, mark.attempts), mark };
  }
}

type Begun = Pick<Run, 'book' | 'page'> & { readonly workspace: string };

async function beginRun(parts: Reconciler, { workspace, book, page }: Begun): Promise<Run> {
  const { titlePrefix, pace, waitClock } = parts;
  const eyes = parts.eyes(await parts.forge(workspace));
  const { repoId: id, repo: name, issue } = page.change;
  const repo = { id, name };
  const policy = await eyes.policyOf(repo);
  return {
    ...eyes,
    ...{ book, page, repo, issue, policy, titlePrefix, pace, waitClock },
    // One run, one set of rules.
    policyOf: async (other) => (other.id === id ? policy : eyes.policyOf(other)),
  };
}

/** Before anything is shown under other rules than the record knows of, the record is told. */
async function demandKnownRules({ reports }: Reconciler, run: Run): Promise<void> {
  const { change } = run.page;
  if (change.issueGone !== null || !isUnderOtherRules(change, run.policy.policy)) return;
  if (await reports.policyChanged(run.forge.workspace, change, run.policy))
    throw new ComeBack(0, 'other rules are in force; that was recorded');
  throw new ComeBack(run.pace.retryMs, 'other rules are in force; that could not be recorded');
}

async function perform(parts: Reconciler, run: Run): Promise<Outcome> {
  const looked = await look(run);
  if (looked.issue !== null) await demandKnownRules(parts, run);
  const people = await parts.people(run.forge, run.page);
  const facts = await factsOf(run, run.page.change, people);
  const { pulls } = facts;
  await tellForged(run, pulls, parts.reports.forged);
  const drawn = await draw(run, facts, looked.issue);
  const { checks, laterMs } = await reachableChecks(run, drawn.checks, pulls);
  const target = { ...drawn, checks };
  if (looked.issue === null)
    return withoutIssue(parts, run, { drawn: target, looked, laterMs, pulls });
  const { issue, record } = looked;
  const waitsMs = isUnexplained(run.page, record)
    ? await waitForWord(run, parts.reports, { comment: record, drawn: bodyOf(target) })
    : null;
  const seen = await see(run, { issue, record, pulls }, target);
  const steps = diff(target, {
    ...seen,
    statuses: namesakesOf(pulls),
    redraw: run.page.surfaces.has(REDRAW),
  });
  const held = holdBack(run, steps, waitsMs);
  const carried = await carryOut(run, held.now, looked);
  const tidying = tidyingAfter(run, { steps, held, carried }, looked);
  return conclude(run, { held, carried, tidying, laterMs, againAt: againAt(run, facts) });
}

/** A freeze begins or ends although nothing happens; whatever has ended waits for none. */
function againAt({ page: { change } }: Run, facts: Facts): string | null {
  return change.ended === null ? nextEdge(change, facts, facts.now) : null;
}

function bodyOf(target: Target): string | null {
  return target.comments.find(({ surface }) => surface === RECORD)?.body ?? null;
}

type Bare = {
  readonly drawn: Target;
  readonly looked: Looked;
  readonly pulls: readonly PullFacts[];
  readonly laterMs: number | null;
};

const ANSWERS: ReadonlySet<Step['kind']> = new Set([
  'create_check',
  'update_check',
  'write_status',
]);

/**
 * Without its issue a change has nothing to show but its answers to pull requests; and under rules that its record was
 * not told of, no yes.
 */
async function withoutIssue(parts: Reconciler, run: Run, bare: Bare): Promise<Outcome> {
  const { drawn, looked, laterMs, pulls } = bare;
  const unshown =
    run.page.change.issueGone === null ? await judgeAbsence(parts, run, looked) : null;
  const isStrange = isUnderOtherRules(run.page.change, run.policy.policy);
  const isAnswered = ({ repo, content }: Target['checks'][number]): boolean =>
    (!looked.reused || repo.id !== run.repo.id) && !(isStrange && content.conclusion === 'success');
  const target = { ...drawn, checks: drawn.checks.filter(isAnswered) };
  const there = { title: target.title ?? '', labels: target.labels.map(({ name }) => name) };
  const seen = { ...there, registry: [], open: target.open ?? true, comments: new Map() };
  const checks = await seeChecks(run, target, pulls);
  const statuses = namesakesOf(pulls);
  const all = diff(target, { ...seen, checks, statuses, requested: new Map() });
  const answers = all.filter(({ kind }) => ANSWERS.has(kind));
  const held = holdBack(run, answers, null);
  const carried = await carryOut(run, held.now, looked);
  if (unshown !== null) throw unshown;
  return conclude(run, { held, carried, tidying: { put: [], drop: [] }, laterMs, againAt: null });
}

/**
 * New things are shown late by forges, so an issue must have been missing for a while before it counts as gone; and
 * its repository has to be there. One that was taken out of the app's hands shows nothing, and may be back tomorrow:
 * that is trouble, told in the answer, and proves nothing of the issue.
 */
async function judgeAbsence(
  parts: Reconciler,
  run: Run,
  { reused }: Looked,
): Promise<ForgeFault | null> {
  const { change, surfaces } = run.page;
  const since = surfaces.get(MISSING)?.intentAt ?? null;
  const put = [{ ...blankRow(MISSING), intentAt: run.waitClock() }];
  if (since === null) await run.book.tidy(change.number, { put, drop: [] });
  const rest = since === null ? run.pace.goneMs : run.pace.goneMs - waitedSince(run, since);
  if (rest > 0) throw new ComeBack(rest, 'the issue is not found');
  if (!reused && !(await run.forge.showsIssues(run.repo))) {
    await run.book.drop(change.number, MISSING);
    const what = `expected to see the issues of ${run.repo.name}: the forge does not show them to the app`;
    return new ForgeFault('unreachable', `${what}; give it access again, or turn issues on`);
  }
  await parts.reports.issueGone(run.forge.workspace, change.number);
  throw new ComeBack(0, 'the issue is gone; that was recorded');
}

type Attempt = { readonly held: Held; readonly carried: CarriedOut };
type Planned = Attempt & { readonly steps: readonly Step[] };

/** Notes that have served: texts that the record no longer shows, doubts that were looked into. */
function tidyingAfter(run: Run, { steps, held, carried }: Planned, { record }: Looked): Tidying {
  const names = [...run.page.surfaces.keys()];
  const wrote = (surface: string): boolean => carried.done.some((step) => isComment(step, surface));
  const settled = (surface: string): boolean =>
    wrote(surface) || !steps.some((step) => isComment(step, surface));
  const explained = !isUnexplained(run.page, record);
  const drop = names.filter((name) => {
    if (isSeen(name)) return wrote(RECORD);
    if (name === UNEXPLAINED) return explained;
    if (name === MISSING) return true;
    if (name === REDRAW) return carried.putOff === null;
    const doubted = doubtedBy(name);
    return doubted !== null && settled(doubted);
  });
  return { put: carried.putOff === null ? held.notes : [], drop };
}

function isComment(step: Step, surface: string): boolean {
  return step.kind === 'write_comment' && step.surface === surface;
}

type Concluding = Attempt & {
  readonly tidying: Tidying;
  readonly laterMs: number | null;
  readonly againAt: string | null;
};

async function conclude(
  run: Run,
  { held, carried, tidying, laterMs, againAt: next }: Concluding,
): Promise<Outcome> {
  const { number } = run.page.change;
  const waits = [held.laterMs, carried.putOff?.afterMs ?? null, laterMs].filter(
    (ms) => ms !== null,
  );
  const problems = [
    ...carried.problems,
    ...held.fought.map((surface) => `${surface} keeps being changed back by somebody else`),
  ];
  if (waits.length > 0 || problems.length > 0) await run.book.tidy(number, tidying);
  if (waits.length > 0) {
    const why = carried.putOff?.message ?? 'one surface is looked at again a little later';
    return { kind: 'again', afterMs: Math.min(...waits), why };
  }
  if (problems.length > 0) return { kind: 'stuck', why: problems.join('; ') };
  const settled = await run.book.settle(number, run.page.mark, tidying);
  return settled
    ? { kind: 'done', writes: carried.writes, againAt: next }
    : { kind: 'again', afterMs: 0, why: 'the change moved on' };
}
