/**
 * No freeze stands. Booking looks at the whole window, the start at what is left of it, a merge and a deployment at
 * their moment: from when it was asked until now, so that neither a late delivery nor an early word slips past.
 *
 * What must stay true: an override passes those freezes that stood when it was given, for the window that was meant, and
 * only where the freeze allows any; the gate says itself what is set aside. No emergency passes: a freeze that is to
 * let them says so by its scope or by a priority.
 */
import type { Facts } from '../change/facts.ts';
import { actedAt, toMs } from '../change/moment.ts';
import type { RefusalCode, RefusalFacts } from '../change/refusal.ts';
import type { Override } from '../change/spoken.ts';
import type { Change } from '../change/state.ts';
import type { Freeze } from '../policy/calendar.ts';
import { isNobody } from '../policy/holders.ts';
import type { Policy } from '../policy/policy.ts';
import { rolesForVerb } from '../policy/rights.ts';
import { freezesOf, freezesOver } from '../time/freeze.ts';
import type { FreezeHit } from '../time/freeze.ts';
import type { Stretch } from '../time/recurrence.ts';
import { cannotTell, met, notApplicable, unmet } from './gate.ts';
import type { Asked, Finding, Gate, Way } from './gate.ts';
import { isActive, overrideFacts } from './override.ts';
import { windowFor } from './window-for.ts';

const CODE = 'freeze_window_blocked';

export const freeze: Gate = {
  id: 'freeze',
  title: 'No freeze',
  code: 'freeze_window_blocked',
  purposes: ['submit', 'schedule', 'start', 'merge', 'deploy'],
  wakesOn: [
    'plan_recorded',
    'scheduled',
    'started',
    'overridden',
    'override_cancelled',
    'override_expired',
    'timer',
  ],
  bypassedInEmergency: false,
  setsAside: true,
  judge: (asked) => {
    const { change, facts } = asked;
    if (freezesOf(facts).length === 0) return notApplicable('none_configured');
    const stretch = stretchOf(asked);
    if (stretch === null) return notApplicable('no_window');
    const { hits, letting } = freezesOver(change, facts, stretch);
    const blocking = hits.filter(({ freeze: one }) => passOf(one, change, facts) === null);
    const [first] = blocking;
    if (first !== undefined)
      return unmet(freezeFacts(first, asked, blocking), wayOut(asked, blocking));
    // What was opened by issue cannot be seen from here.
    if (facts.neighbours === undefined) return cannotTell('neighbours');
    const [passed] = hits;
    if (passed !== undefined) return setAside(passed, asked, hits);
    const through = letting.map(({ title }) => title);
    return through.length === 0 ? met() : met({ through, priority: change.priority ?? '' });
  },
};

/** The stretch of time that the act is about; null: nobody has named one yet. */
function stretchOf({ change, facts, purpose }: Asked): Stretch | null {
  const window = windowFor(change);
  if (purpose === 'submit' || purpose === 'schedule')
    return window === null ? null : { start: toMs(window.start), end: toMs(window.end) };
  const start = Math.min(toMs(actedAt(facts)), toMs(facts.occurredAt), toMs(facts.now));
  const end = toMs(facts.now) + 1;
  const isRun = purpose === 'start' && window !== null;
  return { start, end: isRun ? Math.max(end, toMs(window.end)) : end };
}

/** The override by which this freeze is passed; null: none. */
export function passOf(one: Freeze, change: Change, facts: Facts): Override | null {
  if (!one.allowOverride) return null;
  const passes = change.overrides.filter(
    (pass) => pass.gate === CODE && pass.freezes.includes(one.id) && isForWindow(pass, change),
  );
  return passes.find((pass) => isActive(pass, change, facts)) ?? null;
}

/** The window that was meant, or a shorter one; what is added to it while it runs is checked by whoever adds it. */
function isForWindow({ windowStart, windowEnd }: Override, change: Change): boolean {
  const { start = null, end = null } = windowFor(change) ?? {};
  if (!isSame(windowStart, start)) return false;
  if (windowEnd === null || end === null) return true;
  const booked = change.state === 'in_progress' ? (change.extensions[0]?.from ?? end) : end;
  return toMs(booked) <= toMs(windowEnd);
}

function isSame(left: string | null, right: string | null): boolean {
  return left === right || (left !== null && right !== null && toMs(left) === toMs(right));
}

/** What an override or a bypass that is given now is about: freezes over the window, or over this moment. */
export function frozenNow(change: Change, facts: Facts): readonly FreezeHit[] {
  const now = toMs(facts.now);
  const window = windowFor(change);
  const stretch =
    window === null || toMs(window.end) <= now
      ? { start: now, end: now + 1 }
      : { start: toMs(window.start), end: toMs(window.end) };
  return freezesOver(change, facts, stretch).hits;
}

/** What a word that passes this gate is bound to, beside plan and code. */
export function frozenBy(
  gate: RefusalCode,
  { change, facts }: Pick<Asked, 'change' | 'facts'>,
): Pick<Override, 'freezes' | 'windowStart' | 'windowEnd'> {
  if (gate !== CODE) return { freezes: [], windowStart: null, windowEnd: null };
  const freezes = frozenNow(change, facts).map((hit) => hit.freeze.id);
  const { start = null, end = null } = windowFor(change) ?? {};
  return { freezes, windowStart: start, windowEnd: end };
}

/** Logins, teams and roles of those who may override it. */
export function overridersOf({ overrideBy }: Freeze, policy: Policy): readonly string[] {
  const { roles, teams, people } = overrideBy;
  if (isNobody(overrideBy)) return rolesForVerb(policy, 'override_freeze');
  return [...people, ...teams, ...roles];
}

export function freezeFacts(
  { freeze: one, start, end }: FreezeHit,
  { change, facts }: Pick<Asked, 'change' | 'facts'>,
  all: readonly FreezeHit[],
): RefusalFacts {
  const others = all.slice(1).map(({ freeze: { title } }) => title);
  const isFixed = all.some(({ freeze: { allowOverride } }) => !allowOverride);
  return {
    freeze: one.title,
    reason: one.reason,
    owner: one.owner,
    ...(start === null ? {} : { start }),
    ...(end === null ? {} : { end }),
    zone: windowFor(change)?.zone ?? one.zone,
    what: one.mode,
    overridable: isFixed ? 'no' : 'yes',
    may: isFixed ? [] : overridersOf(one, facts.policy),
    ...(others.length === 0 ? {} : { others }),
    ...(one.issue === null ? {} : { page: one.issue.url }),
  };
}

function wayOut({ change, facts, purpose }: Asked, blocking: readonly FreezeHit[]): Way {
  const freezes = blocking.map(({ freeze: one }) => one);
  const fixed = freezes.find(({ allowOverride }) => !allowOverride);
  const [first] = freezes;
  const link = freezes.find(({ issue }) => issue !== null)?.issue?.url ?? null;
  if (fixed === undefined && first !== undefined)
    return {
      who: overridersOf(first, facts.policy),
      next: '/chg override freeze_window_blocked <reason>',
      link,
    };
  if (purpose === 'schedule' || purpose === 'start')
    return { who: [change.author.login], next: '/chg schedule <start>/<end> <zone>', link };
  return { who: [change.author.login], link: link ?? change.issueUrl };
}

/** Each freeze is passed; whoever passed the first is named. */
function setAside(first: FreezeHit, asked: Asked, hits: readonly FreezeHit[]): Finding {
  const { change, facts } = asked;
  const pass = passOf(first.freeze, change, facts);
  if (pass === null) return met();
  const why = { why: 'overridden', would: 'unmet', ...overrideFacts(pass) };
  return {
    kind: 'not_applicable',
    facts: { ...freezeFacts(first, asked, hits), ...why },
    link: pass.url,
  };
}
