/**
 * How a change is brought from one moment to the next by commands alone, in every category, with and without a linked pull
 * request. What was done on the way is written down beside it in words of our own (`Told`): the oracle reads that, never
 * the folded change.
 */
import type { Command } from '../../../src/core/change/command.ts';
import type { Actor, PullFacts } from '../../../src/core/change/facts.ts';
import type { Change, StateName } from '../../../src/core/change/state.ts';
import type { Category, Level, Plan } from '../../../src/core/plan/plan.ts';
import { accepted } from '../change-beginnings.ts';
import { pullFacts, setTheStage } from '../change-kit.ts';
import type { Stage } from '../change-kit.ts';
import { CERT_ROTATION, readable, step, WINDOW, withAnswer } from '../change-plans.ts';
import { REPO, TITLE } from '../change-verbs.ts';
import { asksSignIn, isAgreed } from './agreement.ts';
import { CAST, FORMER_THEN, THEN } from './cast.ts';
import type { Name } from './cast.ts';
import { BEHIND_NAMES } from './policies.ts';
import { PULL } from './told.ts';
import type { Objection, Setting, Told } from './told.ts';

const RISK: Readonly<Record<Category, Level>> = {
  standard: 'low',
  normal: 'medium',
  significant: 'high',
  emergency: 'critical',
};

export type Scene = { readonly told: Told; readonly stage: Stage; readonly change: Change };
type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function planOf(category: Category): Plan {
  const plan: Plan = {
    ...CERT_ROTATION,
    ...{ category, risk: RISK[category], secondPerson: 'second_person', operator: 'operator' },
    steps: [
      step('P1', 'Compare the fingerprints'),
      step('E1', 'Switch and look', { tags: ['hold'] }),
      step('E2', 'Warm the cache', { tags: ['optional'] }),
      step('V1', 'Place a test order'),
    ],
  };
  return withAnswer(plan, 'authorised_by', '@authoriser, by phone');
}

export function opening(author: Actor, plan = planOf('normal')): Command {
  return {
    ...{ type: 'open', ...REPO, issueId: '5001', issue: 12, title: TITLE, author },
    ...{ issueUrl: 'https://forge.example/12', reading: readable(plan), editors: [] },
  };
}

export class Play {
  readonly stage: Stage;
  readonly told: Mutable<Told>;
  plan: Plan;
  constructor(setting: Setting) {
    const { regime, pull, category } = setting;
    this.plan = planOf(category);
    const world = { policy: regime.under, policyPeople: BEHIND_NAMES, people: THEN };
    this.stage = setTheStage({ ...world, pulls: pull ? [code('first')] : [] });
    this.told = {
      ...setting,
      ...{ moment: '', state: 'draft', approved: [], executors: [], objections: [] },
      ...{ inWindow: false, booked: false, preflight: false, hold: 'ahead', rest: false },
      ...{ paused: false, offered: false, delegated: false, moved: false },
      ...{ signed: [], unsigned: [], tick: 0, asked: null, answered: null, passed: null },
      ...{ suspended: false, reviewedBy: null, recovered: false },
      ...{ unreviewed: false, pushers: pull ? ['pusher'] : [] },
    };
  }
  does(name: Name, command: Command): void {
    const actor = name === 'former_maintainer' ? FORMER_THEN : CAST[name];
    accepted(this.stage.act(actor, command));
  }
  isIn(state: StateName): boolean {
    return this.stage.change.state === state;
  }
  is(told: Partial<Told>): void {
    Object.assign(this.told, told);
  }
  draft(): void {
    const { plan } = this;
    this.does('author', opening(CAST.author, plan));
    const edited = readable(withAnswer(plan, 'why', 'It expires in ten days.'));
    this.does('plan_editor', { type: 'record_plan', title: TITLE, reading: edited });
    if (!this.told.pull) return;
    const { repoId } = REPO;
    this.does('author', { type: 'link', ...REPO, pull: PULL, head: 'first' });
    this.stage.world.pulls = [code('second')];
    const head = { repoId, pull: PULL, head: 'second', pushed: true } as const;
    this.does('pusher', { type: 'note_head', ...head });
  }
  review(): void {
    this.draft();
    this.does('author', { type: 'submit' });
    const { delegate: to } = CAST;
    // Nobody gives a voice that they do not have.
    const said = { type: 'delegate', to, toLogin: to.login, reason: 'on a plane' } as const;
    this.does('delegator', said);
    this.is({ state: 'review', delegated: true });
  }
  /** They approve, and sign in where that is asked of them; whether they may is said. */
  speaks(name: Name): boolean {
    const approve = { type: 'approve', note: '', channel: 'command', commit: null } as const;
    const actor = name === 'former_maintainer' ? FORMER_THEN : CAST[name];
    if (this.stage.act(actor, approve).kind !== 'accepted') return false;
    this.is({ approved: [...this.told.approved, name] });
    if (asksSignIn(this.told)) this.signs(name);
    return true;
  }
  signs(...names: readonly Name[]): void {
    for (const name of names) this.does(name, { type: 'note_identity' });
    this.is({ signed: [...this.told.signed, ...names] });
  }
  approved(voices: readonly Name[] = ['security', 'approver', 'boss']): void {
    this.review();
    for (const name of voices) {
      if (this.isIn('approved')) break;
      if (!this.speaks(name)) continue;
      if (this.isIn('approved') !== isAgreed(this.told, this.told.approved))
        throw new Error(`${this.told.approved.join(', ')}: enough, or not?`);
    }
    this.is({ state: 'approved' });
  }
  /** All have spoken whose word does not complete it. */
  oneVoiceShort(): void {
    this.review();
    for (const name of ['security', 'boss', 'approver'] as const) {
      if (isAgreed(this.told, [...this.told.approved, name])) break;
      this.speaks(name);
    }
  }
  walksFirst(): void {
    this.stage.clock.set('2026-11-22T03:10:00Z');
    this.does('engineer', { type: 'done', step: 'P1', observed: 'equal', via: 'command' });
    this.is({ preflight: true, signed: [] });
  }
  ready(): void {
    this.walksFirst();
    this.stage.clock.set(WINDOW.start);
    this.is({ inWindow: true });
  }
  scheduled(voices?: readonly Name[]): void {
    this.approved(voices);
    this.does('operator', { type: 'schedule', window: null });
    this.is({ state: 'scheduled', booked: true });
    this.ready();
  }
  objects(...said: readonly Objection[]): void {
    for (const one of said) this.does('blocker', OBJECTING[one]);
    this.is({ objections: said });
  }
  running(): void {
    if (this.told.category === 'emergency') {
      this.review();
      this.ready();
    } else this.scheduled();
    this.does('operator', { type: 'start', authoriser: null });
    this.is({ state: 'in_progress', executors: ['operator'] });
  }
  atHold(): void {
    this.running();
    this.does('operator', { type: 'done', step: 'E1', observed: '', via: 'tick' });
    this.is({ hold: 'ticked', tick: this.stage.log.length });
  }
  afterHold(): void {
    this.atHold();
    this.does('operator', { type: 'observe', step: 'E1', observed: 'new serial' });
    this.does('second_person', { type: 'confirm', step: 'E1', observed: 'I see it too' });
    this.is({ hold: 'confirmed' });
  }
  /** Shown by the button, which carries no words. */
  pressed(): void {
    this.atHold();
    this.does('operator', { type: 'observe', step: 'E1', observed: 'new serial' });
    const { tick: pressed } = this.told;
    this.does('second_person', { type: 'confirm', step: 'E1', observed: '', pressed });
    this.is({ hold: 'pressed' });
  }
  finished(): void {
    this.afterHold();
    this.walksOn();
  }
  walksOn(): void {
    this.does('operator', { type: 'skip', step: 'E2', reason: 'warm already' });
    this.does('operator', { type: 'done', step: 'V1', observed: 'ordered', via: 'command' });
    this.is({ rest: true });
  }
  completed(): void {
    this.finished();
    this.does('operator', { type: 'complete', code: 'successful', notes: 'As planned.' });
    this.is({ state: 'completed' });
  }
}

const TEXT = 'The release train is on that night.';
const OBJECTING: Readonly<Record<Objection, Command>> = {
  block: { type: 'block', text: TEXT },
  concern: { type: 'concern', name: 'old-clients', text: TEXT },
  hold: { type: 'hold', reason: TEXT, via: 'command' },
  request: { type: 'request_changes', text: TEXT },
};

export function code(head: string): PullFacts {
  const { committer, co_author, approver } = CAST;
  const at = '2026-11-19T09:30:00Z';
  return pullFacts(PULL, {
    head,
    author: committer,
    contributors: [committer, co_author],
    reviews: [{ by: approver, state: 'approved', commit: head, at }],
  });
}
