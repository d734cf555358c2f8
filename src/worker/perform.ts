/**
 * The transaction of an act, under the workspace's head row: is this act already known, what does the change look
 * like now, decide, append, project, set timers, note the answers to give, mark the delivery done, wake the
 * reconciler. All of it or nothing; whatever happens to the process, nothing noted here is forgotten.
 *
 * Deadlines that passed before the act happened come first, so that a late timer tells the same story as a punctual
 * one.
 */
import type { EventSource, NewEvent, StoredEvent } from '../core/audit/event.ts';
import type { JsonObject } from '../core/audit/canonical.ts';
import { decide, type Decision } from '../core/change/decide.ts';
import type { Command } from '../core/change/command.ts';
import type { ChangeEvent } from '../core/change/event.ts';
import { evolve } from '../core/change/evolve.ts';
import type { Facts } from '../core/change/facts.ts';
import { changeName, type Change } from '../core/change/state.ts';
import { timersOf, type Timer } from '../core/change/timers.ts';
import type { Intention } from '../core/intent/intention.ts';
import { asking } from '../core/intent/known.ts';
import { aroundOf } from '../core/time/around.ts';
import { claimAct } from '../store/acts.ts';
import { holdMark, wantLook } from '../store/dirty.ts';
import { allocateNumber, append } from '../store/event-log.ts';
import type { Tx } from '../store/in-workspace.ts';
import { lockHead, type HeadLock } from '../store/lock.ts';
import { readNeighbours } from '../store/neighbours.ts';
import type { ActRequest } from './act-request.ts';
import { pendingAnswers } from './answers.ts';
import { awaitsSettling, SYSTEM_ACTOR } from './gather.ts';
import type { House } from './house.ts';
import { loadChange } from '../store/load-change.ts';
import { project } from './project.ts';
import { touchFreezesOf } from './touch-freezes.ts';
import { wakeNeighbours } from './wake-neighbours.ts';
import { wakeReconcile } from './wakes.ts';
import { ownChangesOf } from './yield-own.ts';

/** The facts are about other pull requests than the change has now, or lack what it waits for since. */
export const MOVED = 'moved';
/** What the request was judged by is not so any more: whoever made it has to look again. */
export const OVERTAKEN = 'overtaken';

export type Moment = {
  readonly tx: Tx;
  readonly before: Change | null;
  readonly facts: Facts;
};

export async function perform(
  house: House,
  request: ActRequest,
  { tx, before, facts }: Moment,
): Promise<readonly number[] | typeof MOVED | typeof OVERTAKEN> {
  const lock = await lockHead(tx);
  if ((await request.holds?.(tx)) === false) return OVERTAKEN;
  const from = request.change === null ? null : await loadChange(tx, request.change);
  if (pullsOf(from) !== pullsOf(before) || awaitsSettling(from) !== awaitsSettling(before))
    return MOVED;
  if (from !== null) await holdMark(tx, from.number);
  let change =
    from === null ? null : await beforehand(house, lock, { change: from, facts, request });
  for (const intention of request.intentions) {
    change = await performOne(house, request, { lock, change, intention, facts });
  }
  // A second thought that changed nothing has nothing to show; whether to look is noted with the notice itself.
  const told = request.intentions.some(({ command }) => command.type !== 'reconsider');
  if (change !== null && (told || change !== from))
    await show(house, request, { lock, from, change, facts });
  await request.beside?.(tx);
  return change === null ? [] : [change.number];
}

type Shown = {
  readonly lock: HeadLock;
  readonly from: Change | null;
  readonly change: Change;
  readonly facts: Facts;
};

/** What became part of this change is no change of its own any more. */
async function yieldOwn(
  house: House,
  request: ActRequest,
  { lock, from, change, facts }: Shown,
): Promise<void> {
  const url = request.intentions.find(({ command }) => command.type === 'link')?.url ?? null;
  for (const own of await ownChangesOf(lock, { before: from, after: change })) {
    await holdMark(lock.tx, own.number);
    const act = { key: `elsewhere:${String(own.number)}:${String(change.number)}`, url };
    const intention = asking(own.number, { type: 'note_elsewhere', to: change.number }, act);
    const ended = await performOne(house, request, { lock, change: own, intention, facts });
    if (ended !== null) await show(house, request, { lock, from: own, change: ended, facts });
  }
}

async function show(house: House, request: ActRequest, shown: Shown): Promise<void> {
  const { lock, from, change, facts } = shown;
  const { tx } = lock;
  const at = facts.now;
  const moved = await project(house, lock, { before: from, after: change });
  // An answer without an event, or a fact that only gates look at, has to be shown as well.
  if (!moved) await wantLook(tx, change.number, at);
  else {
    await wakeNeighbours(tx, { before: from, after: change, facts });
    await touchFreezesOf(tx, { before: from, after: change, facts });
    await yieldOwn(house, request, shown);
  }
  await wakeReconcile(tx, { workspace: tx.workspace, change: change.number });
}

function pullsOf(change: Change | null): string {
  return (change?.pulls ?? []).map(({ repoId, number }) => `${repoId}#${String(number)}`).join();
}

type One = {
  readonly lock: HeadLock;
  readonly change: Change | null;
  readonly intention: Intention;
  readonly facts: Facts;
};

async function performOne(house: House, request: ActRequest, given: One): Promise<Change | null> {
  const { lock, intention } = given;
  const facts = await withNeighbours(lock, given);
  const one = { ...given, facts };
  const decision = decide(one.change, intention.command, facts);
  // Nobody was heard, so nothing counted: whoever may open it may still do so, by the same label.
  const unheard = one.change === null && decision.kind === 'refused';
  // A look is no act: every cause is a reason to look, and two of them may fall into one second.
  const counts = !unheard && intention.command.type !== 'reconsider';
  if (counts && !(await claimAct(lock, intention.key))) return one.change;
  const { source, occurredAt } = request;
  const told = { ...source, ref: intention.ref, url: intention.url };
  const stored = await record(one, decision.events, { source: told, occurredAt });
  const change = stored.reduce<Change | null>((state, event) => evolve(state, event), one.change);
  report(house, one, { decision, change });
  if (change !== null) {
    const { repo } = request;
    const actor = facts.actor.id;
    await pendingAnswers(lock, { change, actor, intention, repo, decision, stored });
  }
  return change;
}

/** What others do is read here, where nobody else can move: whoever comes second sees whoever came first. */
async function withNeighbours(
  { tx }: HeadLock,
  { change, facts, intention }: Pick<One, 'change' | 'facts'> & Partial<Pick<One, 'intention'>>,
): Promise<Facts> {
  if (change === null) return facts;
  const around = aroundOf(change, facts, intention?.command);
  return { ...facts, neighbours: await readNeighbours(tx, around, facts.now) };
}

type Ringing = {
  readonly change: Change;
  readonly facts: Facts;
  readonly request: Pick<ActRequest, 'occurredAt' | 'restates'>;
};

/** What has happened by the time of the act, and without it. */
async function beforehand(house: House, lock: HeadLock, ringing: Ringing): Promise<Change> {
  const change = await ring(house, lock, ringing);
  const { facts, request } = ringing;
  if (request.restates === undefined || request.restates.length === 0) return change;
  const command = { type: 'note_restated', deliveries: request.restates } as const;
  return tellAlone(house, lock, { change, facts, command });
}

/** What time alone has made happen up to the act, in the order in which it was due. */
async function ring(house: House, lock: HeadLock, ringing: Ringing): Promise<Change> {
  const { facts, request } = ringing;
  let { change } = ringing;
  const rung = new Set<string>();
  for (;;) {
    const timer = firstDue(change, request.occurredAt, rung);
    if (timer === undefined) return change;
    rung.add(nameOf(timer));
    const { name, dueAt: occurredAt } = timer;
    const told = {
      change,
      facts: { ...facts, occurredAt },
      command: { type: 'timer', name } as const,
    };
    change = await tellAlone(house, lock, told);
  }
}

type Alone = {
  readonly change: Change;
  readonly facts: Facts;
  readonly command: Extract<Command, { type: 'timer' | 'note_restated' }>;
};

/** What happens beside the act, and by nobody's hand. */
async function tellAlone(house: House, lock: HeadLock, told: Alone): Promise<Change> {
  const { command } = told;
  const seen = await withNeighbours(lock, told);
  const facts = { ...seen, actor: SYSTEM_ACTOR };
  const decision = decide(told.change, command, facts);
  const kind = command.type === 'timer' ? 'timer' : 'system';
  const one = { lock, change: told.change, facts, intention: { command } };
  const stored = await record(one, decision.events, {
    source: { kind, delivery: null, ref: null, url: null },
    occurredAt: facts.occurredAt,
  });
  const change = stored.reduce<Change>((state, event) => evolve(state, event), told.change);
  report(house, one, { decision, change });
  return change;
}

function firstDue(change: Change, until: string, rung: ReadonlySet<string>): Timer | undefined {
  return timersOf(change)
    .filter((timer) => Date.parse(timer.dueAt) <= Date.parse(until) && !rung.has(nameOf(timer)))
    .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))[0];
}

function nameOf({ name, dueAt }: Timer): string {
  return `${name} ${dueAt}`;
}

type Told = { readonly source: EventSource; readonly occurredAt: string };

async function record(
  one: Pick<One, 'lock' | 'change' | 'facts'>,
  events: readonly ChangeEvent[],
  { source, occurredAt }: Told,
): Promise<readonly StoredEvent[]> {
  if (events.length === 0) return [];
  const number = one.change?.number ?? (await allocateNumber(one.lock));
  const { actor, now, policy } = one.facts;
  return append(
    one.lock,
    events.map((event): NewEvent => ({
      type: event.type,
      change: number,
      actor: { id: actor.id, login: actor.login, kind: actor.kind, roles: actor.roles },
      source,
      occurredAt,
      observedAt: now,
      policy: policy.version,
      // JSON by construction: event data holds strings, numbers, booleans, null and lists and objects of them.
      data: event.data as JsonObject,
      texts: event.texts,
    })),
  );
}

type Reported = {
  readonly facts: Facts;
  readonly intention: Pick<Intention, 'command'>;
};

function report(
  house: House,
  one: Reported,
  result: { readonly decision: Decision; readonly change: Change | null },
): void {
  const { decision, change } = result;
  const verb = one.intention.command.type;
  const fields = {
    change_id: change === null ? null : changeName(change.number),
    actor: one.facts.actor.id,
    action: decision.kind === 'refused' ? 'gate_rejected' : verb,
  };
  if (decision.kind === 'refused') {
    house.log.info({ ...fields, verb, code: decision.refusal.code }, 'command refused');
    return;
  }
  for (const event of decision.events)
    house.log.info({ ...fields, event: event.type }, 'event recorded');
}
