/**
 * What one policy lets pass that another did not: the question behind "a repository may tighten, never loosen", and
 * behind a pull request that edits a policy.
 *
 * What must stay true: the table below names every part of a policy. A part that decides is compared; what cannot be
 * shown to be no looser is a loosening. A policy never loosens itself.
 */
import type { Level } from '../plan/plan.ts';
import { compareById, join, shown } from './compare.ts';
import type { Loosening, Pair } from './compare.ts';
import { holdsAll, isWithin, sameAs } from './implies.ts';
import {
  looserCheck,
  looserDuty,
  isNoLonger,
  isNoLower,
  looserKind,
  looserApprovals,
  looserCategories,
  looserRule,
  looserMethod,
  looserSection,
} from './looser-parts.ts';
import { looserCalendar, looserCatalogue, looserRisk } from './looser-time.ts';
import { NOBODY, ROLES } from './holders.ts';
import type { Policy } from './policy.ts';
import type { Role } from './holders.ts';
import { kindsDenied, rolesAskedFor } from './policy-walk.ts';
import { looserWatch } from './unauthorised.ts';

/** Without version, problems and sources: what two policies say. */
export type Said = Omit<Policy, 'version' | 'sameAs' | 'problems' | 'sources'>;

type Compare = (from: Said, to: Said) => readonly Loosening[];

const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];

/** Rights by which somebody stops or takes back what goes wrong: fewer who may is looser. */
const GUARDING: readonly string[] = [
  'block',
  'request_changes',
  'concern',
  'hold',
  'pause',
  'decline',
  'reject',
  'withdraw',
  'rollback',
  'rollback_for_operator',
];

const PARTS: Readonly<Record<keyof Said, Compare | null>> = {
  document: null,
  locale: null,
  categories: (a, b) =>
    looserCategories({ from: a.categories, to: b.categories, at: 'categories' }),
  categoryFloorByRisk: (a, b) =>
    LEVELS.flatMap((level) => {
      const [from, to] = [a.categoryFloorByRisk[level], b.categoryFloorByRisk[level]];
      return isNoLower(from, to) ? [] : [{ what: `risk_floors.${level}`, from, to }];
    }),
  rolesByPermission: looserPermissions,
  roleHolders: looserHolders,
  verbRoles: looserRights,
  linkedAccounts: looserLinks,
  kinds: looserKinds,
  approvalRules: (a, b) =>
    looserApprovals({ from: a.approvalRules, to: b.approvalRules, at: 'approvals' }),
  rules: (a, b) => compareById({ from: a.rules, to: b.rules, at: 'rules' }, looserRule),
  checks: (a, b) => compareById({ from: a.checks, to: b.checks, at: 'checks' }, looserCheck),
  sections: (a, b) =>
    compareById({ from: a.sections, to: b.sections, at: 'sections' }, looserSection),
  // To be copied into a plan; what a plan must hold is asked for by rules.
  stepSets: null,
  reviewChecklist: (a, b) =>
    fewer({ from: a.reviewChecklist, to: b.reviewChecklist, at: 'review_checklist' }),
  rollbackMethods: (a, b) =>
    compareById(
      { from: a.rollbackMethods, to: b.rollbackMethods, at: 'rollback.methods' },
      looserMethod,
    ),
  rollbackCriteria: (a, b) =>
    fewer({ from: a.rollbackCriteria, to: b.rollbackCriteria, at: 'rollback.criteria' }),
  duties: (a, b) =>
    compareById({ from: a.duties, to: b.duties, at: 'emergency.duties' }, looserDuty),
  failureReview: looserFailureReview,
  ownPulls: (a, b) => more({ from: a.ownPulls, to: b.ownPulls, at: 'own_pull_requests' }),
  mergeMethod: (a, b) =>
    a.mergeMethod === 'any' || b.mergeMethod === 'squash'
      ? []
      : [{ what: 'merge_method', from: a.mergeMethod, to: b.mergeMethod }],
  // Whom a request asks; who may answer is decided elsewhere.
  reviewRequests: null,
  bypass: looserBypass,
  reauthentication: looserSignIn,
  overrides: looserOverrides,
  retentionDays: ({ retentionDays: from }, { retentionDays: to }) =>
    to === null || (from !== null && to >= from)
      ? []
      : [{ what: 'retention_days', from: shown(from), to: shown(to) }],
  compliance: null,
  catalogue: (a, b) => looserCatalogue(a.catalogue, b.catalogue),
  calendar: (a, b) =>
    looserCalendar(a.calendar, b.calendar, { from: a.catalogue, to: b.catalogue, at: 'assets' }),
  riskModel: (a, b) => looserRisk(a.riskModel, b.riskModel),
  unauthorised: (a, b) => looserWatch(a.unauthorised, b.unauthorised),
};

/** In the order of the shape; empty when nothing passes under `to` that did not pass under `from`. */
export function loosenings(from: Said, to: Said): readonly Loosening[] {
  return Object.values(PARTS).flatMap((compare) => compare?.(from, to) ?? []);
}

function looserFailureReview(
  { failureReview: from }: Said,
  { failureReview: to }: Said,
): readonly Loosening[] {
  const at = 'post_implementation_review';
  const ends = fewer({ from: from.after, to: to.after, at: `${at}.after` });
  if (to.after.length === 0 || isNoLonger(from.withinHours, to.withinHours)) return ends;
  const [before, after] = [shown(from.withinHours), shown(to.withinHours)];
  return [...ends, { what: `${at}.within_hours`, from: before, to: after }];
}

function more({ from, to, at }: Pair<readonly string[]>): readonly Loosening[] {
  return holdsAll(from, to) ? [] : [{ what: at, from: shown(from), to: shown(to) }];
}

function fewer({ from, to, at }: Pair<readonly string[]>): readonly Loosening[] {
  return holdsAll(to, from) ? [] : [{ what: at, from: shown(from), to: shown(to) }];
}

/** A role given away is looser; one taken back as well, where a rule applies to those who hold it. */
function looserPermissions(a: Said, b: Said): readonly Loosening[] {
  const asked = rolesAskedFor(a);
  const names = new Set([...Object.keys(a.rolesByPermission), ...Object.keys(b.rolesByPermission)]);
  return [...names].flatMap((name) => {
    const [from, to] = [a, b].map(({ rolesByPermission }) => given(rolesByPermission, name));
    const kept = (from ?? []).filter((role) => asked.has(role));
    const pair = { from: from ?? [], to: to ?? [], at: join('permissions', name) };
    return holdsAll(pair.to, kept) ? more(pair) : [...fewer({ ...pair, from: kept })];
  });
}

function looserHolders(a: Said, b: Said): readonly Loosening[] {
  const asked = rolesAskedFor(a);
  return ROLES.flatMap((role) => {
    const [from, to] = [a.roleHolders[role] ?? NOBODY, b.roleHolders[role] ?? NOBODY];
    if (isWithin(to, from) && (!asked.has(role) || isWithin(from, to))) return [];
    return [{ what: `roles.${role}`, from: shown(namesOf(from)), to: shown(namesOf(to)) }];
  });
}

function namesOf({ roles, teams, people }: typeof NOBODY): readonly string[] {
  return [...roles, ...teams, ...people];
}

function looserRights(a: Said, b: Said): readonly Loosening[] {
  const verbs = new Set([...Object.keys(a.verbRoles), ...Object.keys(b.verbRoles)]);
  return [...verbs].flatMap((verb) => {
    const pair = {
      from: given(a.verbRoles, verb),
      to: given(b.verbRoles, verb),
      at: join('rights', verb),
    };
    const widened = more(pair);
    return widened.length > 0 || !GUARDING.includes(verb) ? widened : fewer(pair);
  });
}

function given(roles: Readonly<Record<string, readonly Role[]>>, name: string): readonly Role[] {
  return Object.hasOwn(roles, name) ? (roles[name] ?? []) : [];
}

/** Accounts that were one human's still are. */
function looserLinks(a: Said, b: Said): readonly Loosening[] {
  const after = b.linkedAccounts.map((group) => group.map((login) => login.toLowerCase()));
  return a.linkedAccounts.flatMap((group) => {
    const logins = group.map((login) => login.toLowerCase());
    if (after.some((linked) => holdsAll(linked, logins))) return [];
    return [{ what: 'linked_accounts', from: shown(group), to: 'not linked' }];
  });
}

function looserKinds(a: Said, b: Said): readonly Loosening[] {
  const denied = kindsDenied(a);
  return compareById({ from: a.kinds, to: b.kinds, at: 'kinds' }, (pair) => {
    const looser = looserKind(pair);
    const isSame = sameAs(pair.from, pair.to);
    if (looser.length > 0 || isSame || !denied.has(pair.from.id)) return looser;
    // Where a rule applies to what is not of this kind, being of it more often is looser.
    return [{ what: pair.at, from: 'a kind that a rule leaves out', to: 'wider' }];
  });
}

function looserBypass(a: Said, b: Said): readonly Loosening[] {
  const [before, after] = [a.bypass, b.bypass];
  const told = (at: string, from: typeof NOBODY, to: typeof NOBODY): readonly Loosening[] => [
    { what: `bypass.${at}`, from: shown(namesOf(from)), to: shown(namesOf(to)) },
  ];
  const gone = namesOf(before.reviewers).length > 0 && namesOf(after.reviewers).length === 0;
  const wider = !isWithin(after.reviewers, before.reviewers);
  return [
    ...(isWithin(after.may, before.may) ? [] : told('may', before.may, after.may)),
    ...(gone || wider ? told('reviewers', before.reviewers, after.reviewers) : []),
  ];
}

function looserSignIn(
  { reauthentication: from }: Said,
  { reauthentication: to }: Said,
): readonly Loosening[] {
  if (from === null) return [];
  const isKept =
    to !== null &&
    holdsAll(to.categories, from.categories) &&
    isNoLonger(from.withinMinutes, to.withinMinutes);
  return isKept ? [] : [{ what: 'reauthentication', from: shown(from), to: shown(to) }];
}

function looserOverrides(a: Said, b: Said): readonly Loosening[] {
  const before = new Map(Object.entries(a.overrides));
  return Object.entries(b.overrides).flatMap(([code, to]) => {
    const from = before.get(code);
    const isKept =
      from !== undefined && isNoLonger(from.hours, to.hours) && (from.sticky || !to.sticky);
    return isKept ? [] : [{ what: join('overrides', code), from: shown(from), to: shown(to) }];
  });
}
