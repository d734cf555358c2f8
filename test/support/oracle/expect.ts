/**
 * The oracle: of a person, a verb and a moment it says `yes`, `idle` (nothing to do: nothing may happen), or every code
 * with which a refusal would be right. One rule a verb, in the order of the commands in the description of the product.
 */
import type { ActName } from './acts.ts';
import { delegateAt, stepAt, verbOf } from './acts.ts';
import { asksSignIn, isAgreed } from './agreement.ts';
import { CAST } from './cast.ts';
import { denies, grants, passes } from './expect-bypass.ts';
import {
  agreementLost,
  FINE,
  hands,
  hasVoice,
  isAuthor,
  isOperator,
  isStillAwaited,
  lacks,
  may,
  noRule,
  outOfState,
  ruleOf,
} from './standing.ts';
import type { Name } from './cast.ts';
import type { Objection, Told } from './told.ts';
import type { Cell, Codes } from './standing.ts';

export type Expected =
  /** `completes`: with this word it is approved. */
  | { readonly kind: 'yes'; readonly completes: boolean }
  | { readonly kind: 'idle' }
  | { readonly kind: 'no'; readonly codes: Codes };
type Rule = (cell: Cell) => Codes | 'idle';

const FORBIDDEN: Codes = ['not_permitted'];
const fine: Rule = () => FINE;

/** These ask for another right than their own, or for none. */
const OWN_RIGHT: readonly ActName[] = [
  'approve',
  'delegate',
  'cancel',
  'hold',
  'unhold',
  'override',
];

export function expected(cell: Cell): Expected {
  if (cell.act === 'note_identity') return signsIn(cell);
  const human = cell.actor.kind === 'human' ? FINE : FORBIDDEN;
  const role = OWN_RIGHT.includes(cell.act) ? FINE : lacks(cell, verbOf(cell.act));
  const said = RULES[cell.act](cell);
  const codes = [...human, ...outOfState(cell), ...role, ...(said === 'idle' ? [] : said)];
  if (codes.length > 0) return { kind: 'no', codes };
  if (said === 'idle' || cell.act === 'ask') return { kind: 'idle' };
  return { kind: 'yes', completes: cell.act === 'approve' && completes(cell) };
}

/** Only what was said under the rules of now counts; whoever objects is heard first, and may lift it with this word. */
function completes(cell: Cell): boolean {
  const { told, name } = cell;
  const { under, asked } = told.regime;
  const standing = under.version === asked.version ? told.approved : [];
  const objecting = told.objections.filter((one) => one !== 'hold');
  if (told.unreviewed && (ruleOf(cell)?.pullReviewsNeeded ?? 1) > 0) return false;
  if (told.state !== 'review' || objecting.length > 0 || noRule(cell).length > 0) return false;
  const voices = [...standing.filter((one) => one !== name), name];
  if (!asksSignIn(told)) return isAgreed(told, voices);
  const signs = cell.act === 'note_identity';
  const isHeard = (one: Name): boolean => told.signed.includes(one) || (signs && one === name);
  return isAgreed(told, (signs ? standing : voices).filter(isHeard));
}

/** Noted of whoever has a word to give, or has given one; nobody is refused it, and nothing else comes of it. */
function signsIn(cell: Cell): Expected {
  const { told, name, actor } = cell;
  const isAsked = actor.kind === 'human' && asksSignIn(told) && isStillAwaited(told);
  const givesTheWord = told.category === 'emergency' && may(cell, 'authorise');
  const speaks = told.approved.includes(name) || speaksHere(cell) || givesTheWord;
  return isAsked && speaks ? { kind: 'yes', completes: completes(cell) } : { kind: 'idle' };
}

const operatorOr: Rule = (cell) =>
  isOperator(cell) || may(cell, `${cell.act}_for_operator`) ? FINE : FORBIDDEN;

/** The button opens the next step as well; only the words are owed. */
function isShown(hold: Told['hold']): boolean {
  return hold === 'pressed' || hold === 'confirmed';
}

/** Steps in order, by the operator once it runs, and none while it is paused. */
const walks: Rule = (cell) => {
  const { told } = cell;
  const step = cell.act === 'skip' ? 'E2' : stepAt(told);
  const isRunning = told.state === 'in_progress';
  if (told.rest) return ['already_done', 'not_permitted', 'change_paused'];
  if (!isRunning) return step === 'P1' ? FINE : ['not_in_state', 'out_of_order_step'];
  const isOpen = step === 'E1' ? told.hold === 'ahead' : isShown(told.hold);
  return [
    ...(isOpen ? [] : ['out_of_order_step']),
    ...(told.paused ? ['change_paused'] : []),
    ...operatorOr(cell),
  ];
};

const looks: Rule = (cell) => {
  const { told, act, name } = cell;
  // A button that was drawn before the step was done is about nothing.
  if (told.hold === 'ahead')
    return act === 'press' ? 'idle' : ['out_of_order_step', 'not_in_state'];
  const isOwed = told.hold === 'pressed' && act === 'confirm';
  if (isShown(told.hold) && !isOwed)
    return verbOf(act) === 'confirm' && name === 'second_person' ? 'idle' : ['already_done'];
  if (isOperator(cell)) return ['second_person_required'];
  if (act === 'waive' || name === 'second_person') return FINE;
  return lacks(cell, 'confirm_unnamed');
};

const STOPS: Readonly<Record<Objection, string>> = {
  block: 'change_blocked',
  concern: 'concern_open',
  hold: 'on_hold',
  request: 'changes_requested',
};

/** A hold stops only what acts on production; haste passes a request for changes. */
function stopped({ told }: Cell, passed: Objection): Codes {
  return told.objections.filter((one) => one !== passed).map((one) => STOPS[one]);
}

const starts: Rule = (cell) => {
  const { told, name } = cell;
  if (told.state === 'in_progress') return isOperator(cell) ? 'idle' : ['already_done'];
  if (told.category === 'emergency') {
    const roles = ruleOf(cell)?.authoriserRoles ?? [];
    const given = CAST.authoriser.roles.some((role) => roles.includes(role));
    const word = given && name !== 'authoriser' ? [] : ['authorisation_required'];
    return [...stopped(cell, 'request'), ...word, ...noRule(cell)];
  }
  return [
    ...stopped(cell, 'request'),
    ...(told.inWindow ? [] : ['window_not_open', 'window_closed']),
    ...(told.preflight || told.passed !== null ? [] : ['preflight_steps_open']),
    ...(told.moved ? ['ref_changed', 'stale_review', 'approval_missing'] : []),
    ...agreementLost(cell),
    ...noRule(cell),
  ];
};

const DELEGATOR = { name: 'delegator', actor: CAST.delegator } as const;

function mayLend(giver: Cell): boolean {
  return hasVoice(giver) && hands(giver).length === 0;
}

/** With a voice of their own, or that of the delegator. */
function speaksHere(cell: Cell): boolean {
  const isLent = cell.name === 'delegate' && cell.told.delegated;
  return hasVoice(cell) || (isLent && mayLend({ ...cell, ...DELEGATOR }));
}

const approves: Rule = (cell) => {
  const { told, name } = cell;
  const { regime } = told;
  const voice = speaksHere(cell);
  const codes = [
    ...hands(cell),
    ...(voice ? [] : ['not_permitted', 'policy_invalid']),
    ...(told.moved ? ['ref_changed'] : []),
  ];
  const isHeard = told.approved.includes(name) && !told.unsigned.includes(name);
  const isGiven = isHeard && regime.under.version === regime.asked.version;
  return codes.length === 0 && isGiven ? 'idle' : codes;
};

const delegates: Rule = (cell) => {
  const to = delegateAt(cell.told);
  const other = { ...cell, name: to, actor: CAST[to] };
  const takes = may(other, 'submit') && hands(other).length === 0;
  return [...hands(cell), ...(hasVoice(cell) && takes ? [] : ['not_permitted', 'policy_invalid'])];
};

const overrides: Rule = (cell) => {
  const { told } = cell;
  const isListed = Object.keys(told.regime.asked.overrides).includes('lead_time_violation');
  const gate = isListed ? [] : ['gate_unknown'];
  if (!isAuthor(cell)) return [...lacks(cell, 'override_after_draft'), ...gate];
  const own = told.state === 'draft' ? lacks(cell, 'override') : ['self_approval'];
  return [...own, ...gate];
};

const resolves: Rule = (cell) => {
  if (!cell.told.objections.includes('concern')) return ['concern_unknown'];
  if (cell.name === 'blocker') return FINE;
  return isAuthor(cell) ? ['self_approval'] : lacks(cell, 'resolve_for_raiser');
};

const authorises: Rule = (cell) => {
  const { actor, name } = cell;
  const isSigned = !asksSignIn(cell.told) || cell.told.signed.includes(name);
  const own = [
    ...(isOperator(cell) ? ['second_person_required'] : []),
    ...(isSigned ? [] : ['reauthentication_due']),
  ];
  if (may(cell, 'authorise_unnamed')) return own;
  const roles = ruleOf(cell)?.authoriserRoles ?? [];
  const isNamed = name === 'authoriser' && actor.roles.some((role) => roles.includes(role));
  return isNamed ? own : [...own, ...FORBIDDEN];
};

/** What failed is looked at by somebody who neither wrote it nor carried it out. */
const looksAtTemplate: Rule = (cell) => {
  const { told, name } = cell;
  if (told.reviewedBy === name) return 'idle';
  if (told.reviewedBy !== null) return ['already_done'];
  if (!told.suspended) return ['template_not_suspended'];
  return [...(isOperator(cell) ? ['second_person_required'] : []), ...hands(cell)];
};

const RULES: Readonly<Record<Exclude<ActName, 'note_identity'>, Rule>> = {
  submit: (cell) => (cell.told.state === 'review' ? 'idle' : noRule(cell)),
  approve: approves,
  request_changes: ({ name }) => (name === 'author' ? FORBIDDEN : FINE),
  block: fine,
  unblock: (cell) => {
    if (!cell.told.objections.includes('block')) return 'idle';
    return cell.name === 'blocker' ? FINE : lacks(cell, 'unblock_for_blocker');
  },
  concern: fine,
  resolve: resolves,
  hold: (cell) => {
    if (cell.told.objections.includes('hold')) return 'idle';
    return cell.actor.permission === 'triage' ? FINE : lacks(cell, 'hold');
  },
  unhold: (cell) => {
    if (!cell.told.objections.includes('hold')) return 'idle';
    return cell.name === 'blocker' ? FINE : lacks(cell, 'unhold');
  },
  reject: fine,
  withdraw: ({ told, name }) => {
    const asked = told.objections.includes('request') && name === 'blocker';
    const gave = told.delegated && name === 'delegator';
    return asked || gave || told.approved.includes(name) ? FINE : 'idle';
  },
  delegate: delegates,
  override: overrides,
  bypass: passes,
  grant: grants,
  deny: denies,
  cancel_override: ({ told }) =>
    Object.keys(told.regime.asked.overrides).includes('lead_time_violation')
      ? 'idle'
      : ['gate_unknown'],
  schedule: (cell) => [...stopped(cell, 'hold'), ...agreementLost(cell), ...noRule(cell)],
  link: fine,
  unlink: ({ told }) => (told.pull ? FINE : 'idle'),
  cancel: (cell) => lacks(cell, cell.name === 'author' ? 'cancel_own' : 'cancel'),
  start: starts,
  begin: walks,
  done: walks,
  untick: ({ told }) => (told.preflight ? ['already_done'] : 'idle'),
  observe: (cell) => {
    const { hold } = cell.told;
    if (hold === 'ahead') return ['out_of_order_step', 'not_in_state'];
    if (isShown(hold)) return ['already_done'];
    return isOperator(cell) ? FINE : FORBIDDEN;
  },
  skip: walks,
  confirm: looks,
  press: looks,
  press_late: ({ told }) => (told.hold === 'ahead' ? 'idle' : ['out_of_order_step']),
  decline: looks,
  waive: looks,
  pause: ({ told }) => (told.paused ? 'idle' : FINE),
  resume: ({ told }) => (told.paused ? FINE : 'idle'),
  handover: (cell) => {
    const codes = operatorOr(cell);
    return codes === FINE && cell.told.offered ? 'idle' : codes;
  },
  accept: ({ told, name }) => (told.offered && name === 'successor' ? FINE : FORBIDDEN),
  complete: (cell) => {
    const { rest, paused, hold } = cell.told;
    const open = rest ? [] : ['required_steps_open', 'hold_point_open', 'observation_missing'];
    const own = operatorOr(cell);
    return [
      ...open,
      ...(hold === 'pressed' ? ['observation_missing'] : []),
      ...(paused ? ['change_paused'] : []),
      ...(own === 'idle' ? [] : own),
      ...noRule(cell),
    ];
  },
  rollback: operatorOr,
  recovered: (cell) => {
    const codes = operatorOr(cell);
    return codes === FINE && cell.told.recovered ? 'idle' : codes;
  },
  reopen: fine,
  authorise: authorises,
  review: (cell) => {
    const { category, recovered } = cell.told;
    if (category !== 'emergency' && !recovered) return ['review_not_owed'];
    return [...(isOperator(cell) ? ['second_person_required'] : []), ...hands(cell)];
  },
  review_template: looksAtTemplate,
  fulfil: fine,
  ask: fine,
};
