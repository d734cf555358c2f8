/**
 * The cast of the matrix: one actor for each way of standing to a change. Whoever is to be refused for what they did has
 * every role besides, so that nothing but the deed can be the reason.
 */
import type { Actor } from '../../../src/core/change/facts.ts';
import type { Role } from '../../../src/core/policy/holders.ts';

const ALL_HANDS: readonly Role[] = ['engineer', 'maintainer', 'lead'];

export const CAST = {
  author: human('author', ALL_HANDS),
  plan_editor: human('plan_editor', ALL_HANDS),
  committer: human('committer', ALL_HANDS),
  co_author: human('co_author', ALL_HANDS),
  pusher: human('pusher', ALL_HANDS),
  /** The second account of the author, where the policy knows of it. */
  linked_account: human('linked_account', ALL_HANDS),
  operator: human('operator', ['engineer', 'maintainer']),
  approver: human('approver', ['engineer', 'maintainer']),
  boss: human('boss', ALL_HANDS),
  security: human('security', ['engineer', 'maintainer']),
  blocker: human('blocker', ['engineer']),
  second_person: human('second_person', ['engineer']),
  successor: human('successor', ['engineer']),
  delegator: human('delegator', ['lead']),
  /** Has the voice of the delegator. */
  delegate: human('delegate', ['engineer']),
  /** To whom others offer their voice. */
  reserve: human('reserve', ['engineer']),
  viewer: human('viewer', ['viewer']),
  triager: { ...human('triager', ['viewer']), permission: 'triage' },
  engineer: human('engineer', ['engineer']),
  maintainer: human('maintainer', ['maintainer']),
  lead: human('lead', ['lead']),
  incident_commander: human('incident_commander', ['incident_commander']),
  /** Named in the plan of every emergency. */
  authoriser: human('authoriser', ['incident_commander', 'maintainer']),
  admin: human('admin', ['admin']),
  auditor: human('auditor', ['auditor']),
  stranger: human('stranger', []),
  /** Approved, and was an approver then. */
  former_maintainer: human('former_maintainer', []),
  bot: { ...human('bot', [...ALL_HANDS, 'incident_commander', 'admin']), kind: 'bot' },
  nobody_known: { ...human('nobody_known', ALL_HANDS), kind: 'unknown' },
  system: { ...human('system', ALL_HANDS), kind: 'system' },
} as const satisfies Readonly<Record<string, Actor>>;

export type Name = keyof typeof CAST;
export const NAMES: readonly Name[] = Object.keys(CAST).filter(isName);

/** As they were while they still had their roles. */
export const FORMER_THEN: Actor = { ...CAST.former_maintainer, roles: ALL_HANDS };

export const THEN: readonly Actor[] = NAMES.map((name) =>
  name === 'former_maintainer' ? FORMER_THEN : CAST[name],
);
export const NOW: readonly Actor[] = NAMES.map((name) => CAST[name]);

function isName(name: string): name is Name {
  return Object.hasOwn(CAST, name);
}

function human(login: string, roles: readonly Role[]): Actor {
  return { id: `id-of-${login}`, login, kind: 'human', roles };
}
