/**
 * A forge as it really was: which text, head, rules and roles stood at which moment, and who said what while they did.
 * Clocks tell whole seconds; the order inside a second is known here and to nobody else. What happens is told by
 * deliveries that may come late, twice, in any order, or not at all.
 */
import type { Command } from '../../../src/core/change/command.ts';
import type { Actor, Facts, PullFacts } from '../../../src/core/change/facts.ts';
import type { Person } from '../../../src/core/change/stamp.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import type { Plan } from '../../../src/core/plan/plan.ts';
import { DEFAULT_POLICY } from '../../../src/core/policy/default-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Role } from '../../../src/core/policy/holders.ts';
import { pullDetail, pullFacts } from '../change-kit.ts';
import { CERT_ROTATION, readable, step, withAnswer } from '../change-plans.ts';
import { REPO, TITLE } from '../change-verbs.ts';
import type { Chance } from './chance.ts';

export const PULL = 701;
export const OPENED = '2026-11-22T03:31:00Z';

const MAY: readonly Role[] = ['engineer', 'maintainer'];
const man = (login: string): Actor => ({ id: `id-${login}`, login, kind: 'human', roles: MAY });
export const AUTHOR = man('author');
const OPERATOR = man('operator');
const EDITOR = man('editor');
const PUSHER = man('pusher');
const APPROVERS = ['ada', 'ben', 'cleo'].map(man);
const BOT: Actor = { ...man('bot'), kind: 'bot' };
const SPEAKERS = [...APPROVERS, ...APPROVERS, EDITOR, PUSHER, AUTHOR, BOT];
const UNKNOWN: Actor = { id: 'unknown', login: 'unknown', kind: 'unknown', roles: [] };
export const SYSTEM: Actor = { id: '0', login: 'holdpoint', kind: 'system', roles: [] };

/** Somebody's yes, and what stood when it was said. */
export type Spoken = {
  readonly by: Actor;
  readonly channel: 'command' | 'review';
  readonly digest: string;
  readonly head: string;
  readonly base: string;
};

export type Delivery = {
  /** The identity of what happened: the same twice is one act. */
  readonly key: string;
  readonly by: Actor;
  readonly at: string;
  readonly command: Command;
  readonly spoken?: Spoken;
  readonly digest?: string;
};

export function planAt(revision: number): Plan {
  const plan: Plan = {
    ...CERT_ROTATION,
    secondPerson: null,
    steps: [step('E1', 'Switch'), step('V1', 'Look')],
  };
  return withAnswer(plan, 'what', `Replace the certificate, text ${String(revision)}.`);
}

function policyAt(version: number): Policy {
  const categories = DEFAULT_POLICY.categories.map((one) => ({ ...one, leadTimeHours: 0 }));
  return { ...DEFAULT_POLICY, categories, version: `file:00000000000${String(version)}` };
}

const FIRST = digestPlan(planAt(0));
const POLICIES = Array.from({ length: 10 }, (_, version) => policyAt(version));

export class ModelForge {
  readonly queue: Delivery[] = [];
  /** Who wrote each text, by digest. */
  readonly writers = new Map<string, string>([[FIRST, AUTHOR.id]]);
  /** Every head ever, and the tree that it holds. */
  readonly trees = new Map<string, string>([['head-0', 'tree-0']]);
  readonly pushers: Person[] = [AUTHOR];
  private readonly chance: Chance;
  private readonly without = new Set<string>();
  private count = 0;
  private seconds = 1;
  private revision = 0;
  private head = 'head-0';
  private base = 'main';
  private version = 0;
  private plan = planAt(0);
  digest = FIRST;

  constructor(chance: Chance) {
    this.chance = chance;
  }

  get now(): string {
    return new Date(Date.parse(OPENED) + this.seconds * 1_000).toISOString().replace('.000Z', 'Z');
  }
  passes(): void {
    this.seconds += this.chance.below(3);
  }

  /** What is seen by whoever looks now. */
  facts(by: Actor, occurredAt: string, witnessed: boolean): Facts {
    const people = [AUTHOR, OPERATOR, EDITOR, PUSHER, BOT, ...APPROVERS].map((one) =>
      this.asNow(one),
    );
    return {
      ...{ now: this.now, occurredAt, actor: this.asNow(by), people, clockSkewMs: 0 },
      ...(witnessed ? { witnessed: true } : {}),
      policy: this.policy(),
      pulls: [this.pull()],
    };
  }
  private policy(): Policy {
    return POLICIES[this.version] ?? policyAt(this.version);
  }
  private asNow(one: Actor): Actor {
    return this.without.has(one.id) ? { ...one, roles: ['viewer'] } : one;
  }
  private pull(): PullFacts {
    const tree = this.trees.get(this.head) ?? null;
    const commits = [{ sha: this.head, tree, parents: [], signed: false, by: [] }];
    return pullFacts(PULL, {
      ...{ head: this.head, base: this.base, author: AUTHOR, contributors: [...this.pushers] },
      shownSince: OPENED,
      detail: pullDetail({ commits }),
    });
  }

  edits(): void {
    this.revision += 1;
    const by = this.chance.among([AUTHOR, EDITOR, EDITOR]);
    this.plan = planAt(this.revision);
    this.digest = digestPlan(this.plan);
    this.writers.set(this.digest, by.id);
    this.tells(by, { type: 'record_plan', title: TITLE, reading: readable(this.plan) });
  }
  pushes(): void {
    const tree = this.chance.hits(30) ? this.trees.get(this.head) : undefined;
    this.count += 1;
    this.head = `head-${String(this.count)}`;
    this.trees.set(this.head, tree ?? `tree-${String(this.count)}`);
    const by = this.chance.among([AUTHOR, AUTHOR, PUSHER]);
    this.pushers.push(by);
    this.tells(by, { ...this.noteHead(), pushed: true });
  }
  turns(): void {
    // There and never back: two turns that nobody saw leave nothing to be told.
    this.base = 'next';
    this.tells(AUTHOR, this.noteHead());
  }
  approves(channel: Spoken['channel']): void {
    const by = this.chance.among(SPEAKERS);
    // A page that was opened long ago: the review names the commit that it showed.
    const old = channel === 'review' && this.chance.hits(15);
    const head = old ? this.chance.among([...this.trees.keys()]) : this.head;
    const commit = channel === 'review' ? head : null;
    const { digest, base } = this;
    const command: Command = { type: 'approve', note: '', channel, commit };
    this.tells(by, command, { by, channel, digest, head, base });
  }
  withdraws(): void {
    this.tells(this.chance.among(APPROVERS), { type: 'withdraw' });
  }
  dismisses(): void {
    const person = this.chance.among(APPROVERS);
    this.tells(AUTHOR, { type: 'note_review_dismissed', person });
  }
  starts(): void {
    this.tells(OPERATOR, { type: 'start', authoriser: null });
  }
  /** Told by a delivery of its own, some time later. */
  changesRules(): void {
    this.version += 1;
    this.tells(SYSTEM, { type: 'note_policy' });
  }
  /** Nobody tells of it. */
  movesRole(): void {
    const { id } = this.chance.among(APPROVERS);
    if (!this.without.delete(id)) this.without.add(id);
  }

  /** What a sweep finds: the text and the head of now, by nobody. */
  swept(): readonly Delivery[] {
    const writers = [AUTHOR, EDITOR].filter(({ id }) => [...this.writers.values()].includes(id));
    const reading = readable(this.plan);
    const found: readonly (readonly [Actor, Command])[] = [
      [UNKNOWN, { type: 'record_plan', title: TITLE, reading, editors: writers }],
      [SYSTEM, this.noteHead()],
      [SYSTEM, { type: 'note_policy' }],
    ];
    const { now: at, digest } = this;
    return found.map(([by, command]) => ({ key: '', by, at, command, digest }));
  }

  private noteHead(): Extract<Command, { readonly type: 'note_head' }> {
    const { head, base } = this;
    return { type: 'note_head', repoId: REPO.repoId, pull: PULL, head, base };
  }
  private tells(by: Actor, command: Command, spoken?: Spoken): void {
    this.count += 1;
    const { now: at, digest } = this;
    const said = spoken === undefined ? {} : { spoken };
    const edited = command.type === 'record_plan' ? { digest } : {};
    const key = `${command.type} ${String(this.count)}`;
    this.queue.push({ key, by, at, command, ...said, ...edited });
  }
}
