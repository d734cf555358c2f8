/** Laws of the tally: no order lets an author count, more voices never undo, and a tree is met as plain logic says. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/core/change/facts.ts';
import type { Approval } from '../../src/core/change/spoken.ts';
import type { Change } from '../../src/core/change/state.ts';
import { tally } from '../../src/core/policy/tally.ts';
import type { Tally } from '../../src/core/policy/tally.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { ApprovalRule, ApprovalTree } from '../../src/core/policy/rule.ts';
import { accepted } from '../support/change-beginnings.ts';
import { pullFacts, setTheStage } from '../support/change-kit.ts';
import { HOLDPOINT, PEOPLE } from '../support/change-people.ts';
import { ALWAYS, leaf, NEVER, rule, ruled, TEAMS, WHO_KNOWS } from '../core/policy/ruled.ts';

const VOICES: readonly Actor[] = Object.values(PEOPLE);
/** The author, who wrote code, who pushed it, and the second account of the author. */
const BARRED = [PEOPLE.mara, PEOPLE.lin, PEOPLE.omar, PEOPLE.tomas];
const LINKED = [['mara-ops', 'tomas-sre']];

function inReview(): { change: Change; facts: (policy: Policy) => Parameters<typeof tally>[1] } {
  const policy = ruled(null, [], { linkedAccounts: LINKED });
  const stage = setTheStage({ policy, policyPeople: TEAMS, pulls: [pullFacts(701)] });
  stage.given.draft();
  accepted(stage.mara.links(701));
  accepted(stage.forge.reportsPush(701, 'second', PEOPLE.omar));
  accepted(stage.mara.submits());
  const { change } = stage;
  return { change, facts: (other) => ({ ...stage.factsFor(HOLDPOINT), policy: other }) };
}

const SCENE = inReview();

function spoken(by: Actor, at: number, policy: Policy): Approval {
  return {
    ...{ by: { id: by.id, login: by.login }, roles: by.roles, url: null, seq: 1_000 + at },
    at: '2026-11-21T09:00:00Z',
    ...{ digest: SCENE.change.digest ?? '', heads: ['second'], trees: [''], contents: [''] },
    ...{
      policy: policy.version,
      elsewhere: [],
      channel: 'command',
      note: null,
      voided: null,
      tallied: null,
    },
  };
}

function countOf(policy: Policy, voices: readonly Actor[]): Tally {
  const approvals = voices.map((by, at) => spoken(by, at, policy));
  return tally({ ...SCENE.change, approvals }, SCENE.facts(policy));
}

const RULES = {
  a: (stage: number, count: number) =>
    rule('a', { teams: ['security'] }, { stage, count, title: 'a' }),
  b: (stage: number, count: number) => rule('b', { roles: ['lead'] }, { stage, count, title: 'b' }),
  c: (stage: number, count: number) =>
    rule('c', { roles: ['maintainer'], people: ['sora-sec'] }, { stage, count, title: 'c' }),
};
type Id = keyof typeof RULES;
const HOLDERS: Readonly<Record<Id, readonly string[]>> = {
  a: [PEOPLE.sora.id, PEOPLE.omar.id],
  b: [PEOPLE.dee.id],
  c: [PEOPLE.jonas.id, PEOPLE.priya.id, PEOPLE.tomas.id, PEOPLE.omar.id, PEOPLE.sora.id],
};
const CATEGORY = [...HOLDERS.c.filter((id) => id !== PEOPLE.sora.id), PEOPLE.dee.id];

const ids = fc.constantFrom<Id>('a', 'b', 'c');
const { tree } = fc.letrec<{ tree: ApprovalTree; group: ApprovalTree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    ids.map(leaf),
    fc.record({
      kind: fc.constant('if' as const),
      when: fc.constantFrom(ALWAYS, NEVER, WHO_KNOWS),
      then: tie('tree'),
    }),
    tie('group'),
  ),
  group: fc.record({
    kind: fc.constantFrom('and' as const, 'or' as const),
    of: fc.array(tie('tree'), { maxLength: 3 }),
  }),
}));
const voices = fc.array(fc.constantFrom(...VOICES), { maxLength: 8 });
const numbers = fc.record({
  a: fc.integer({ min: 1, max: 2 }),
  b: fc.constant(1),
  c: fc.integer({ min: 1, max: 3 }),
});
const stages = fc.record({
  a: fc.integer({ min: 1, max: 3 }),
  b: fc.integer({ min: 1, max: 3 }),
  c: fc.integer({ min: 1, max: 3 }),
});
const asking = fc.record({ asked: tree, count: numbers, stage: stages });
const adding = fc.record({ said: voices, more: voices, at: fc.nat() });
type Numbers = Readonly<Record<Id, number>>;

function policyOf(asked: ApprovalTree, count: Numbers, stage: Numbers): Policy {
  const rules: readonly ApprovalRule[] = [
    RULES.a(stage.a, count.a),
    RULES.b(stage.b, count.b),
    RULES.c(stage.c, count.c),
  ];
  return ruled(asked, rules, { linkedAccounts: LINKED });
}

type Answer = 'yes' | 'no' | 'unknown' | 'skipped' | 'absent';

/** Another way to the same answer: sets of people and plain logic, voice after voice. */
class Oracle {
  readonly count: Numbers;
  readonly stage: Numbers;
  readonly said: readonly string[];
  constructor(count: Numbers, stage: Numbers, said: readonly Actor[]) {
    this.count = count;
    this.stage = stage;
    const barred = BARRED.map(({ id }) => id);
    this.said = said.map(({ id }) => (barred.includes(id) ? '' : id));
  }
  isMet(id: Id, asked: ApprovalTree, upTo: number): boolean {
    const from = this.opensAt(this.stage[id], asked, upTo);
    if (from === null) return false;
    const heard = this.said.slice(from, upTo).filter((one) => HOLDERS[id].includes(one));
    return new Set(heard).size >= this.count[id];
  }
  opensAt(stage: number, asked: ApprovalTree, upTo: number): number | null {
    if (!leavesIn(asked).some((id) => this.stage[id] < stage)) return 0;
    for (let end = 0; end <= upTo; end += 1) {
      const answer = this.answer(asked, (id) => {
        if (this.stage[id] >= stage) return 'absent';
        return this.isMet(id, asked, end) ? 'yes' : 'no';
      });
      if (answer === 'yes' || answer === 'skipped' || answer === 'absent') return end;
    }
    return null;
  }
  answer(one: ApprovalTree, leafOf: (id: Id) => Answer): Answer {
    if (one.kind === 'rule') return leafOf(one.id as Id);
    if (one.kind === 'if') {
      if (one.when === NEVER) return 'skipped';
      const then = this.answer(one.then, leafOf);
      if (one.when === ALWAYS) return then;
      return then === 'absent' ? 'absent' : 'unknown';
    }
    const answers = one.of.map((other) => this.answer(other, leafOf));
    const isAll = answers.length > 0 && answers.includes('absent');
    const here = answers.filter((answer) => answer !== 'skipped' && answer !== 'absent');
    if (here.length === 0) return isAll ? 'absent' : 'no';
    if (one.kind === 'and') {
      if (here.includes('no')) return 'no';
      return here.includes('unknown') ? 'unknown' : 'yes';
    }
    if (here.includes('yes')) return 'yes';
    return here.includes('unknown') ? 'unknown' : 'no';
  }
}

function leavesIn(one: ApprovalTree): readonly Id[] {
  if (one.kind === 'rule') return [one.id as Id];
  if (one.kind === 'if') return one.when === NEVER ? [] : leavesIn(one.then);
  return one.of.flatMap(leavesIn);
}

describe('an approval tree', () => {
  it('is met when another way of counting says so, and only then', () => {
    fc.assert(
      fc.property(asking, voices, ({ asked, count, stage }, said) => {
        const found = countOf(policyOf(asked, count, stage), said);
        const oracle = new Oracle(count, stage, said);
        const answer = oracle.answer(asked, (id) =>
          oracle.isMet(id, asked, said.length) ? 'yes' : 'no',
        );
        const words = { yes: 'met', no: 'not_met', unknown: 'cannot_tell', skipped: 'skipped' };
        expect(found.rules[0]?.answer).toBe(words[answer as keyof typeof words]);
        const own = oracle.said.some((id) => CATEGORY.includes(id));
        expect(found.enough).toBe(own && (answer === 'yes' || answer === 'skipped'));
      }),
      { numRuns: 1_500 },
    );
  });

  it('that is met stays met when more is said, while nothing waits for a stage', () => {
    const same = { a: 1, b: 1, c: 1 };
    fc.assert(
      fc.property(asking, adding, ({ asked, count }, { said, more, at }) => {
        const policy = policyOf(asked, count, same);
        const place = at % (said.length + 1);
        const all = [...said.slice(0, place), ...more, ...said.slice(place)];
        if (countOf(policy, said).enough) expect(countOf(policy, all).enough).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('who had a hand in it', () => {
  it('never counts, in any order, for any part', () => {
    fc.assert(
      fc.property(asking, voices, ({ asked, count, stage }, said) => {
        const found = countOf(policyOf(asked, count, stage), said);
        const counted = found.parts.flatMap((part) => part.counted).map(({ by }) => by.id);
        const eligible = found.parts.flatMap((part) => part.eligible).map(({ id }) => id);
        for (const { id } of BARRED) {
          expect(counted).not.toContain(id);
          expect(eligible).not.toContain(id);
        }
      }),
      { numRuns: 500 },
    );
  });
});
