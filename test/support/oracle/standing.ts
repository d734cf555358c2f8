/**
 * What the oracle knows of people: who may use a verb, who had a hand in plan or code, who has a voice. Written from the
 * description of the product and the tables of a policy; nothing that decides in the core is asked.
 */
import type { Actor } from '../../../src/core/change/facts.ts';
import type { CategoryRule } from '../../../src/core/policy/policy.ts';
import type { Holders } from '../../../src/core/policy/holders.ts';
import type { StateName } from '../../../src/core/change/state.ts';
import { CAST } from './cast.ts';
import type { Name } from './cast.ts';
import type { ActName } from './acts.ts';
import type { Told } from './told.ts';

export type Cell = {
  readonly told: Told;
  readonly name: Name;
  readonly actor: Actor;
  readonly act: ActName;
};
export type Codes = readonly string[];
export const FINE: Codes = [];

const BEFORE: readonly StateName[] = ['draft', 'review', 'approved', 'scheduled'];
const AGREED: readonly StateName[] = ['approved', 'scheduled'];
const READING: readonly StateName[] = ['review', ...AGREED];
const RUNNING: readonly StateName[] = ['in_progress'];
const WORKING: readonly StateName[] = [...AGREED, ...RUNNING];
const OPEN: readonly StateName[] = [...BEFORE, ...RUNNING];
const LONG: readonly StateName[] = [...OPEN, 'completed'];
const OVER: readonly StateName[] = ['completed', 'rolled_back'];
const NOWHERE: readonly StateName[] = [];
const EVERYWHERE: readonly StateName[] = [...LONG, 'rolled_back', 'rejected', 'cancelled'];

type Row = { readonly ordinary: readonly StateName[]; readonly emergency: readonly StateName[] };
const both = (states: readonly StateName[]): Row => ({ ordinary: states, emergency: states });
const WALKED: Row = { ordinary: WORKING, emergency: OPEN };
const AFTER: Row = { ordinary: NOWHERE, emergency: [...RUNNING, ...OVER] };

/** "Life of a change", turned round: in which states a verb means anything. */
const STATES_OF: Readonly<Record<ActName, Row>> = {
  submit: both(['draft', 'review']),
  approve: both([...READING, ...RUNNING]),
  request_changes: both(READING),
  block: both(BEFORE),
  unblock: both(BEFORE),
  concern: both(OPEN),
  resolve: both(LONG),
  hold: both(LONG),
  unhold: both(LONG),
  reject: both(['review']),
  withdraw: both(READING),
  delegate: both(READING),
  override: both(OPEN),
  bypass: both(OPEN),
  grant: both(OPEN),
  deny: both(OPEN),
  cancel_override: both(OPEN),
  schedule: both(AGREED),
  link: { ordinary: OPEN, emergency: [...OPEN, ...OVER] },
  unlink: both(BEFORE),
  cancel: both(BEFORE),
  start: WALKED,
  begin: WALKED,
  done: WALKED,
  untick: WALKED,
  observe: WALKED,
  skip: WALKED,
  confirm: WALKED,
  press: WALKED,
  press_late: WALKED,
  decline: WALKED,
  waive: WALKED,
  pause: both(RUNNING),
  resume: both(RUNNING),
  handover: both(RUNNING),
  accept: both(RUNNING),
  complete: both(RUNNING),
  rollback: both(RUNNING),
  recovered: both(['rolled_back']),
  reopen: both(['completed']),
  authorise: AFTER,
  review: both(OVER),
  review_template: both(OVER),
  fulfil: AFTER,
  note_identity: both(EVERYWHERE),
  ask: both(EVERYWHERE),
};

export function outOfState({ told, act }: Cell): Codes {
  const { ordinary, emergency } = STATES_OF[act];
  const states = told.category === 'emergency' ? emergency : ordinary;
  return states.includes(told.state) ? FINE : ['not_in_state'];
}

/** A right that the policy gives to nobody is nobody's; of one that cannot be used, that is said. */
export function lacks({ told, actor }: Cell, right: string): Codes {
  const { verbRoles, problems } = told.regime.asked;
  const needed = Object.entries(verbRoles).find(([verb]) => verb === right)?.[1] ?? [];
  if (actor.roles.some((role) => needed.includes(role))) return FINE;
  return problems.length > 0 ? ['not_permitted', 'policy_invalid'] : ['not_permitted'];
}

export function may(cell: Cell, right: string): boolean {
  return lacks(cell, right).length === 0;
}

export function ruleOf({ told }: Cell): CategoryRule | undefined {
  return told.regime.asked.categories.find(({ category }) => category === told.category);
}

/** Under any account that the policy knows to be theirs. */
export function isAuthor({ told, actor }: Pick<Cell, 'told' | 'actor'>): boolean {
  const accounts = told.regime.asked.linkedAccounts.filter((group) =>
    group.includes(CAST.author.login),
  );
  return actor.id === CAST.author.id || accounts.some((group) => group.includes(actor.login));
}

/** Author under any account, plan editors, and whoever wrote, committed or pushed code: never, whatever their roles. */
export function hands({ told, name, actor }: Cell): Codes {
  if (isAuthor({ told, actor })) return ['self_approval'];
  if (name === 'plan_editor') return ['plan_editor_approval'];
  const wroteCode: readonly Name[] = ['committer', 'co_author', ...told.pushers];
  return told.pull && wroteCode.includes(name) ? ['self_approval'] : FINE;
}

/** Their own voice: for the category, or for something that a rule asks for. */
export function hasVoice(cell: Cell): boolean {
  const { told, actor, name } = cell;
  const rule = ruleOf(cell);
  const isApprover =
    may(cell, 'approve') &&
    (rule === undefined || actor.roles.some((role) => rule.approverRoles.includes(role)));
  if (isApprover) return true;
  // The stricter policy asks the team and a lead for everything; the others have rules for kinds that nobody names here.
  if (told.regime.id !== 'strict') return false;
  return name === 'security' || actor.roles.includes('lead');
}

export function isOperator({ told, name }: Cell): boolean {
  return told.executors.includes(name);
}

/** What an approval or start rests on is gone: other rules, an approver without the role. */
export function agreementLost({ told }: Cell): Codes {
  const { under, asked } = told.regime;
  const isOther = under.version !== asked.version;
  const lost = told.moment.includes('lost the role');
  return isOther || lost ? ['approval_stale', 'approval_missing'] : FINE;
}

/** A policy with problems, or without a rule for the category, lets nothing pass. */
export function noRule(cell: Cell): Codes {
  const isUsable = cell.told.regime.asked.problems.length === 0;
  return isUsable && ruleOf(cell) !== undefined ? FINE : ['policy_invalid'];
}

/** Somebody whom the policy names by role, login or team. */
export function isAmong({ actor, name }: Cell, { roles, people, teams }: Holders): boolean {
  const isInTeam = teams.includes('security') && name === 'security';
  return isInTeam || people.includes(actor.login) || actor.roles.some((one) => roles.includes(one));
}

export function isStillAwaited({ state, category }: Told): boolean {
  return OPEN.includes(state) || (category === 'emergency' && OVER.includes(state));
}
