/**
 * A stage on which the core is acted with people's verbs: `given.runningChange()`, `mara.does('E1', 'ok')`. Every act
 * goes through `decide`, every event through `evolve`; nothing is made up but sequence numbers and hashes.
 *
 * Time stands still unless an act is done (a minute each) or `clock.set` moves it.
 */
import type { StoredEvent } from '../../src/core/audit/event.ts';
import type { JsonObject } from '../../src/core/audit/canonical.ts';
import { decide } from '../../src/core/change/decide.ts';
import type { Decision } from '../../src/core/change/decide.ts';
import type { ChangeEvent, ChangeEventType } from '../../src/core/change/event.ts';
import { evolve } from '../../src/core/change/evolve.ts';
import type {
  Actor,
  Elsewhere,
  Facts,
  PullDetail,
  PullFacts,
} from '../../src/core/change/facts.ts';
import type { Change } from '../../src/core/change/state.ts';
import { blockers, judge } from '../../src/core/gate/judge.ts';
import type { Purpose, Verdict } from '../../src/core/gate/verdict.ts';
import { DEFAULT_POLICY } from '../../src/core/policy/default-policy.ts';
import type { Policy, PolicyPeople } from '../../src/core/policy/policy.ts';
import type { TemplateStanding } from '../../src/core/template/standing.ts';
import type { Neighbours } from '../../src/core/time/neighbours.ts';
import { beginnings } from './change-beginnings.ts';
import { EVERYBODY, HOLDPOINT, PEOPLE } from './change-people.ts';
import type { PersonName } from './change-people.ts';
import { forgeVerbs, REPO, verbsOf } from './change-verbs.ts';
import type { Act, Verbs, When } from './change-verbs.ts';

export const NUMBER = 1;
export const OPENED_AT = '2026-11-19T09:02:00Z';

export type Stage = ReturnType<typeof setTheStage>;

/** What can be different from the ordinary while a story is told. */
export type World = {
  policy: Policy;
  policyPeople?: PolicyPeople;
  people: readonly Actor[] | null;
  signInAt?: string | null;
  pulls: readonly PullFacts[];
  elsewhere?: readonly Elsewhere[];
  template?: TemplateStanding;
  neighbours?: Neighbours;
  clockSkewMs: number | null;
};

export function setTheStage(from: Partial<World> = {}) {
  const world: World = {
    policy: DEFAULT_POLICY,
    people: EVERYBODY,
    pulls: [],
    clockSkewMs: 0,
    ...from,
  };
  const log: StoredEvent[] = [];
  let change: Change | null = null;
  let now = OPENED_AT;

  const factsFor = (actor: Actor, when: When = {}): Facts => ({
    ...world,
    now,
    actor,
    occurredAt: when.occurredAt ?? now,
    ...(when.witnessed === true ? { witnessed: true } : {}),
  });
  const store = (event: ChangeEvent, facts: Facts, when: When): void => {
    const stored = seal(event, { seq: log.length + 1, facts, when });
    log.push(stored);
    change = evolve(change, stored);
  };
  const act: Act = (actor, command, when = {}) => {
    const facts = factsFor(actor, when);
    const decision = decide(change, command, facts);
    for (const event of decision.events) store(event, facts, when);
    now = minutesLater(now, 1);
    return decision;
  };
  const theChange = (): Change => {
    if (change === null) throw new Error('nobody has opened a change yet');
    return change;
  };
  const people = Object.fromEntries(
    Object.entries(PEOPLE).map(([name, actor]) => [name, verbsOf(actor, act)]),
  ) as Record<PersonName, Verbs>;
  const forge = forgeVerbs(act, world);

  return {
    world,
    log,
    act,
    ...people,
    forge,
    get change() {
      return theChange();
    },
    get types() {
      return log.map(({ type }) => type as ChangeEventType);
    },
    clock: {
      get now() {
        return now;
      },
      set: (instant: string) => {
        now = instant;
      },
      pass: (minutes: number) => {
        now = minutesLater(now, minutes);
      },
    },
    /** What is in the way of an act at this moment. */
    inTheWayOf: (purpose: Purpose): readonly string[] =>
      blockers(judge(theChange(), factsFor(HOLDPOINT), purpose)).map(({ code }) => code),
    verdict: (purpose: Purpose, gate: string): Verdict => {
      const verdict = judge(theChange(), factsFor(HOLDPOINT), purpose).find(
        (one) => one.gate === gate,
      );
      if (verdict === undefined) throw new Error(`the gate ${gate} is not asked for ${purpose}`);
      return verdict;
    },
    factsFor,
    given: beginnings({ people, clock: (instant) => (now = instant), theChange }),
  };
}

/** The code of the refusal, or `accepted`. */
export function answerOf(decision: Decision): string {
  return decision.kind === 'accepted' ? 'accepted' : decision.refusal.code;
}

export function minutesLater(instant: string, minutes: number): string {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString().replace('.000Z', 'Z');
}

/** An ordinary pull request of code, of which everything was looked up. */
export function pullDetail(more: Partial<PullDetail> = {}): PullDetail {
  const sections = ['What', 'Why', 'Testing', 'Security impact'];
  return {
    title: 'Add the fee',
    body: sections.map((title) => `## ${title}\n\nIt is said here.\n`).join('\n'),
    draft: false,
    sourceBranch: 'fee',
    fork: false,
    labels: [],
    files: [{ path: 'src/fee.ts', previous: null, added: 12, deleted: 3 }],
    commits: [],
    ...more,
  };
}

export function pullFacts(number: number, more: Partial<PullFacts> = {}): PullFacts {
  return {
    repoId: REPO.repoId,
    number,
    head: `head-of-${String(number)}`,
    author: PEOPLE.lin,
    contributors: [PEOPLE.lin],
    reviews: [],
    checks: 'passed',
    failing: [],
    merged: false,
    open: true,
    detail: pullDetail(),
    ...more,
  };
}

type Sealing = { readonly seq: number; readonly facts: Facts; readonly when: When };

export function seal(event: ChangeEvent, { seq, facts, when }: Sealing): StoredEvent {
  const { actor, policy, now, occurredAt } = facts;
  return {
    seq,
    hash: seq.toString(16).padStart(64, '0'),
    prevHash: (seq - 1).toString(16).padStart(64, '0'),
    type: event.type,
    change: NUMBER,
    actor: { id: actor.id, login: actor.login, kind: actor.kind, roles: actor.roles },
    source: {
      kind: 'webhook',
      delivery: `delivery-${String(seq)}`,
      ref: null,
      url: when.url ?? null,
    },
    occurredAt,
    observedAt: now,
    policy: policy.version,
    data: event.data as JsonObject,
    texts: event.texts,
  };
}
