/**
 * One act on one change, from request to log: facts first, then one short transaction that holds the workspace's
 * head row: is this act already known, what does the change look like now, decide, append, project, set timers,
 * note the answers to give, mark the delivery done, wake the reconciler. No HTTP inside. When the change moved
 * between reading and locking, nothing is written and the facts are gathered again.
 */
import type { StoredEvent, EventSource, NewEvent } from '../core/audit/event.ts';
import type { JsonObject } from '../core/audit/canonical.ts';
import { decide, type Decision } from '../core/change/decide.ts';
import type { ChangeEvent } from '../core/change/event.ts';
import { evolve } from '../core/change/evolve.ts';
import type { Facts } from '../core/change/facts.ts';
import type { Change } from '../core/change/state.ts';
import { changeName } from '../core/change/state.ts';
import type { Intention } from '../core/intent/intention.ts';
import type { NoticeActor, RepoRef } from '../core/intent/notice.ts';
import type { Forge } from '../forge/port.ts';
import { claimAct } from '../store/acts.ts';
import { allocateNumber, append } from '../store/event-log.ts';
import { inWorkspace, type Tx } from '../store/in-workspace.ts';
import { lockHead, type HeadLock } from '../store/lock.ts';
import { gather, resolve } from './gather.ts';
import type { House } from './house.ts';
import { loadChange, project } from './project.ts';
import { pendingAnswers } from './answers.ts';

export type ActRequest = {
  readonly forge: Forge;
  readonly repo: RepoRef;
  readonly actor: NoticeActor;
  /** null: the intention opens a change. */
  readonly change: number | null;
  readonly intentions: readonly Intention[];
  readonly source: { readonly kind: EventSource['kind']; readonly delivery: string | null };
  /** The forge's time of the act. */
  readonly occurredAt: string;
  /** Written in the same transaction: the delivery is done when its effects are. */
  readonly inSameTransaction?: (tx: Tx) => Promise<void>;
};

const ATTEMPTS = 5;

/** The numbers of the changes that were touched. */
export async function act(house: House, request: ActRequest): Promise<readonly number[]> {
  const intentions = await resolve({ ...request, change: null });
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const before = await readChange(house, request);
    const facts = await gather(house, { ...request, change: before, intentions });
    const done = await inWorkspace(house.db, request.forge.workspace, (tx) =>
      perform(house, { ...request, intentions }, { tx, before, facts }),
    );
    if (done !== 'moved') return done;
  }
  throw new Error(`change ${String(request.change)} kept moving while its facts were read`);
}

async function readChange(house: House, request: ActRequest): Promise<Change | null> {
  const number = request.change;
  if (number === null) return null;
  return inWorkspace(house.db, request.forge.workspace, (tx) => loadChange(tx, number));
}

type Moment = { readonly tx: Tx; readonly before: Change | null; readonly facts: Facts };

async function perform(house: House, request: ActRequest, moment: Moment): Promise<readonly number[] | 'moved'> {
  const lock = await lockHead(moment.tx);
  let change = request.change === null ? null : await loadChange(moment.tx, request.change);
  if (change?.lastSeq !== moment.before?.lastSeq) return 'moved';
  const from = change;
  for (const intention of request.intentions) {
    if (!(await claimAct(lock, intention.key))) continue;
    change = await performOne(house, request, { lock, change, intention, facts: moment.facts });
  }
  if (change !== null) await project(house, lock, { before: from, after: change });
  await request.inSameTransaction?.(moment.tx);
  return change === null ? [] : [change.number];
}

type One = { readonly lock: HeadLock; readonly change: Change | null; readonly intention: Intention; readonly facts: Facts };

async function performOne(house: House, request: ActRequest, one: One): Promise<Change | null> {
  const decision = decide(one.change, one.intention.command, one.facts);
  const stored = decision.events.length === 0 ? [] : await record(request, one, decision.events);
  const change = stored.reduce<Change | null>((state, event) => evolve(state, event), one.change);
  report(house, one, { decision, change });
  if (change !== null) await pendingAnswers(one.lock, { change, intention: one.intention, repo: request.repo, decision, stored });
  return change;
}

async function record(request: ActRequest, one: One, events: readonly ChangeEvent[]): Promise<readonly StoredEvent[]> {
  const number = one.change?.number ?? (await allocateNumber(one.lock));
  const { actor, now, policy } = one.facts;
  return append(
    one.lock,
    events.map(
      (event): NewEvent => ({
        type: event.type,
        change: number,
        actor: { id: actor.id, login: actor.login, kind: actor.kind, roles: actor.roles },
        source: { ...request.source, ref: one.intention.ref, url: one.intention.url },
        occurredAt: request.occurredAt,
        observedAt: now,
        policy: policy.version,
        // JSON by construction: event data holds strings, numbers, booleans, null and lists and objects of them.
        data: event.data as JsonObject,
        texts: event.texts,
      }),
    ),
  );
}

function report(house: House, one: One, result: { readonly decision: Decision; readonly change: Change | null }): void {
  const fields = {
    change_id: result.change === null ? null : changeName(result.change.number),
    actor: one.facts.actor.id,
    action: result.decision.kind === 'refused' ? 'gate_rejected' : one.intention.command.type,
  };
  if (result.decision.kind === 'refused') {
    house.log.info({ ...fields, verb: one.intention.command.type, code: result.decision.refusal.code }, 'command refused');
    return;
  }
  for (const event of result.decision.events) house.log.info({ ...fields, event: event.type }, 'event recorded');
}
