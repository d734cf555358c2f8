/**
 * Who may use which verb, before a team's own policy says otherwise. Keys are command types; where one verb asks
 * more of some people than of others, the second right has a key of its own (`rollback_for_operator`).
 *
 * What must stay true: a verb that is not listed is refused to everybody. What is the author's to do (cancel, lower a
 * lead time in draft) asks for a role as well: whoever has lost their access has lost these rights with it.
 */
import type { Role } from './holders.ts';

const ENGINEERS: readonly Role[] = [
  'engineer',
  'maintainer',
  'lead',
  'incident_commander',
  'admin',
];
const APPROVERS: readonly Role[] = ['maintainer', 'lead'];
const LEADS: readonly Role[] = ['lead'];
const COMMANDERS: readonly Role[] = ['incident_commander', 'lead'];
const FREEZERS: readonly Role[] = [...COMMANDERS, 'admin'];
const EVERYBODY: readonly Role[] = ['viewer', 'auditor', ...ENGINEERS];

export const VERB_ROLES: Readonly<Record<string, readonly Role[]>> = {
  open: ENGINEERS,
  submit: ENGINEERS,
  approve: APPROVERS,
  request_changes: ENGINEERS,
  block: ENGINEERS,
  unblock: ENGINEERS,
  /** Lifting a block that somebody else set. */
  unblock_for_blocker: LEADS,
  concern: ENGINEERS,
  resolve: ENGINEERS,
  /** Resolving a concern that somebody else raised. */
  resolve_for_raiser: APPROVERS,
  /** By command; whoever may label sets it by the label or by command as well. */
  hold: ENGINEERS,
  /** Lifting a hold that somebody else set. */
  unhold: ENGINEERS,
  reject: APPROVERS,
  withdraw: ENGINEERS,
  /** Beside it, whoever a rule asks for may give that voice. */
  delegate: APPROVERS,
  schedule: ENGINEERS,
  rehearse: ENGINEERS,
  rehearsed: ENGINEERS,
  start: ENGINEERS,
  begin: ENGINEERS,
  done: ENGINEERS,
  untick: ENGINEERS,
  observe: ENGINEERS,
  skip: ENGINEERS,
  confirm: ENGINEERS,
  decline: ENGINEERS,
  /** Being the second person although the plan names another. */
  confirm_unnamed: APPROVERS,
  waive: APPROVERS,
  extend: ENGINEERS,
  extend_for_operator: [...APPROVERS, 'incident_commander'],
  pause: ENGINEERS,
  resume: ENGINEERS,
  handover: ENGINEERS,
  /** Offering a running change to somebody when the operator cannot. */
  handover_for_operator: LEADS,
  accept: ENGINEERS,
  complete: ENGINEERS,
  complete_for_operator: APPROVERS,
  rollback: ENGINEERS,
  rollback_for_operator: [...APPROVERS, 'incident_commander'],
  recovered: ENGINEERS,
  recovered_for_operator: [...APPROVERS, 'incident_commander'],
  reopen: ENGINEERS,
  cancel: APPROVERS,
  /** Calling off one's own change. */
  cancel_own: ENGINEERS,
  authorise: [...APPROVERS, 'incident_commander'],
  /** Confirming an emergency although another was named as its authoriser. */
  authorise_unnamed: COMMANDERS,
  review: APPROVERS,
  review_template: APPROVERS,
  fulfil: ENGINEERS,
  /** The author's, in draft. */
  override: ENGINEERS,
  /** Once the draft is submitted, the person whom a gate constrains no longer lowers it. */
  override_after_draft: APPROVERS,
  /** Opening one by issue, or making it another. */
  freeze: FREEZERS,
  thaw: FREEZERS,
  /** Of a freeze that allows it and names nobody. */
  override_freeze: ['admin'],
  cancel_override: ENGINEERS,
  /** Of a conflict, by the author or operator of the other change. */
  acknowledge: ENGINEERS,
  /** In their place. */
  acknowledge_for_other: APPROVERS,
  depend: ENGINEERS,
  undepend: ENGINEERS,
  /** Asking for one; who stands on the bypass list of the policy needs nobody's answer. */
  bypass: ENGINEERS,
  /** Which of them answer is said by the bypass reviewers of the policy. */
  grant: EVERYBODY,
  deny: EVERYBODY,
  link: ENGINEERS,
  unlink: ENGINEERS,
  ask: EVERYBODY,
};
