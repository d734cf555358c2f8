/**
 * One story of chance: a model forge, the deliveries that it sends, and an app of which `decide`, `evolve` and `judge`
 * are real. Facts are gathered first and decided on later, as the worker does. What was really approved is asked of the
 * forge's own memory.
 */
import { decide } from '../../../src/core/change/decide.ts';
import { evolve } from '../../../src/core/change/evolve.ts';
import type { Facts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import { blockers, judge } from '../../../src/core/gate/judge.ts';
import { seal } from '../change-kit.ts';
import { accepted } from '../change-beginnings.ts';
import { readable } from '../change-plans.ts';
import { REPO, TITLE } from '../change-verbs.ts';
import { chanceOf } from './chance.ts';
import type { Chance } from './chance.ts';
import { AUTHOR, ModelForge, OPENED, planAt, PULL, SYSTEM } from './model-forge.ts';
import type { Delivery, Spoken } from './model-forge.ts';
import type { Command } from '../../../src/core/change/command.ts';

const ACTS = 70;

/** Taken up, and looked up; not yet decided. */
type Taken = {
  readonly delivery: Delivery;
  readonly facts: Facts;
  readonly read: string | null;
};
/**
 * What was said, as it was taken: an approval speaks under the rules that were in force when it was taken. Of a text that
 * nobody has told of yet (`untold`) nobody knows: whoever approves it is taken to mean the one on record.
 */
type Heard = Spoken & {
  readonly key: string;
  readonly policy: string;
  readonly at: string;
  readonly untold: boolean;
};

/** A change in review with its pull request, as every story begins. */
export function begun(): Change {
  const forge = new ModelForge(chanceOf(0));
  const steps: readonly Command[] = [
    {
      ...{ type: 'open', ...REPO, issueId: '5001', issue: 12, title: TITLE, author: AUTHOR },
      ...{ issueUrl: 'https://forge.example/12', reading: readable(planAt(0)), editors: [] },
    },
    { type: 'link', ...REPO, pull: PULL, head: 'head-0', base: 'main' },
    { type: 'submit' },
  ];
  let change: Change | null = null;
  for (const command of steps) {
    const facts = forge.facts(AUTHOR, OPENED, true);
    for (const event of accepted(decide(change, command, facts)))
      change = evolve(change, seal(event, { seq: (change?.lastSeq ?? 0) + 1, facts, when: {} }));
  }
  if (change === null) throw new Error('nobody opened it');
  return change;
}

export class Telling {
  starts = 0;
  merges = 0;
  approvals = 0;
  refused = 0;
  readonly wrong: string[] = [];
  private readonly seed: number;
  private readonly chance: Chance;
  private readonly forge: ModelForge;
  private readonly diary: string[] = [];
  private readonly known = new Set<string>();
  private readonly underWay: Taken[] = [];
  /** Texts that were on record at some time. */
  private readonly told = new Set<string | null>();
  private heard: readonly Heard[] = [];
  private change: Change;

  constructor(seed: number, beginning: Change) {
    this.seed = seed;
    this.chance = chanceOf(seed);
    this.forge = new ModelForge(this.chance);
    this.change = beginning;
    this.told.add(beginning.digest);
  }

  play(): void {
    for (let act = 0; act < ACTS && this.wrong.length === 0; act += 1) {
      this.forge.passes();
      this.acts(this.chance.below(100));
      this.asksForMerge();
    }
  }

  private acts(dice: number): void {
    const { forge } = this;
    if (dice < 3) forge.edits();
    else if (dice < 8) forge.pushes();
    else if (dice < 9) forge.turns();
    else if (dice < 24) forge.approves('command');
    else if (dice < 34) forge.approves('review');
    else if (dice < 36) forge.withdraws();
    else if (dice < 38) forge.dismisses();
    else if (dice < 39) forge.changesRules();
    else if (dice < 42) forge.movesRole();
    else if (dice < 50) forge.starts();
    else if (dice < 53) this.sweeps();
    else if (dice < 56) this.loses();
    else if (dice < 88) this.takes();
    else this.decides();
  }

  private loses(): void {
    const { queue } = this.forge;
    if (queue.length > 0) queue.splice(this.chance.below(queue.length), 1);
  }

  /** Mostly in order, not always; sometimes it comes again. */
  private takes(): void {
    const { queue } = this.forge;
    const at = this.chance.hits(70) ? 0 : this.chance.below(Math.max(1, queue.length));
    const [delivery] = this.chance.hits(15) ? queue.slice(at, at + 1) : queue.splice(at, 1);
    if (delivery === undefined) return;
    this.gathers(delivery, true);
    if (this.chance.hits(75)) this.decides();
  }

  private sweeps(): void {
    for (const delivery of this.forge.swept()) {
      this.gathers(delivery, false);
      this.decides();
    }
  }

  private gathers(delivery: Delivery, witnessed: boolean): void {
    const { by, at, digest } = delivery;
    const { digest: read } = this.change;
    // An older text, while the one that was read is the one that stands.
    if (digest !== undefined && digest !== read && this.forge.digest === read) return;
    this.underWay.push({ delivery, read, facts: this.forge.facts(by, at, witnessed) });
  }

  private decides(): void {
    const [taken] = this.underWay.splice(this.chance.below(this.underWay.length), 1);
    if (taken === undefined) return;
    const { delivery, facts, read } = taken;
    const { command, spoken, key } = delivery;
    if (key !== '' && this.known.has(key)) return;
    // Another text was read in the meantime: it is looked at again.
    if (delivery.digest !== undefined && read !== this.change.digest) return;
    this.known.add(key);
    const before = this.change;
    const decision = decide(before, command, facts);
    const { lastSeq } = before;
    for (const [index, event] of decision.events.entries())
      this.change = evolve(this.change, seal(event, { seq: lastSeq + 1 + index, facts, when: {} }));
    this.told.add(this.change.digest);
    const types = decision.events.map(({ type }) => type);
    this.diary.push(
      `${facts.now} ${key} ${delivery.by.login} ${command.type} of ${delivery.at}: ${types.join(', ')}`,
    );
    if (command.type === 'approve')
      this[decision.kind === 'refused' ? 'refused' : 'approvals'] += 1;
    if (decision.kind === 'refused') return;
    if (spoken !== undefined)
      this.heard = [
        ...this.heard,
        {
          ...{ ...spoken, key, at: delivery.at, policy: facts.policy.version },
          untold: !this.told.has(spoken.digest),
        },
      ];
    if (command.type === 'withdraw') this.forgets(({ by }) => by.id === delivery.by.id);
    if (command.type === 'note_review_dismissed') {
      const { id } = command.person;
      this.forgets(({ by, channel }) => by.id === id && channel === 'review');
    }
    if (types.includes('started')) {
      this.starts += 1;
      this.asks('started', before.digest, facts);
    }
  }

  private forgets(isMeant: (one: Heard) => boolean): void {
    this.heard = this.heard.filter((one) => !isMeant(one));
  }

  private asksForMerge(): void {
    if (this.change.state !== 'in_progress') return;
    const facts = this.forge.facts(SYSTEM, this.forge.now, false);
    if (blockers(judge(this.change, facts, 'merge')).length > 0) return;
    this.merges += 1;
    this.asks('may be merged', this.change.digestInForce, facts);
  }

  private asks(what: string, digest: string | null, facts: Facts): void {
    if (digest !== null && this.heard.some((one) => this.isFor(one, digest, facts))) return;
    const heard = this.heard.map((one) => JSON.stringify({ ...one, by: one.by.login }));
    const now = JSON.stringify({
      digest,
      policy: facts.policy.version,
      head: facts.pulls[0]?.head,
      base: facts.pulls[0]?.base,
    });
    this.wrong.push(
      [`seed ${String(this.seed)}: ${what} on nothing`, now, ...heard, ...this.diary].join('\n'),
    );
  }

  /** Given to this text, this code, under this policy, by somebody who may, then and now, and had no hand in it. */
  private isFor({ by, ...one }: Heard, digest: string, { pulls, policy, people }: Facts): boolean {
    const { writers, trees } = this.forge;
    const [pull] = pulls;
    const isSame = pull !== undefined && trees.get(one.head) === trees.get(pull.head);
    const person = people?.find(({ id }) => id === by.id);
    const hands = [
      AUTHOR.id,
      writers.get(digest),
      ...(pull?.contributors ?? []).map(({ id }) => id),
    ];
    return (
      (one.digest === digest || one.untold || this.isOfWorkAtHand(one)) &&
      isSame &&
      one.base === pull.base &&
      one.policy === policy.version &&
      by.kind === 'human' &&
      person?.roles.includes('maintainer') === true &&
      !hands.includes(by.id)
    );
  }

  /** Once it runs the plan in force is what is shown and spoken of, whatever is written into the issue. */
  private isOfWorkAtHand({ at }: Pick<Heard, 'at'>): boolean {
    const { startedAt } = this.change.times;
    return startedAt !== null && at > startedAt;
  }
}
