/**
 * Others need time to see a change coming. Notice of the plan's own window runs from the submit, or from the edit that
 * moved the window since; notice of any other window runs from when it is asked for. A late approval therefore costs
 * nobody their window, and moving the window in review gains nobody anything.
 */
import { actedAt, addHours, isBefore, laterOf, sameWindow } from '../change/moment.ts';
import type { Window } from '../plan/plan.ts';
import type { Demand } from '../policy/demands.ts';
import type { CategoryRule } from '../policy/policy.ts';
import { findRule, leastRole } from '../policy/rights.ts';
import { met, notApplicable, unmet } from './gate.ts';
import type { Asked, Finding, Gate } from './gate.ts';
import { underRules } from './rules.ts';
import { windowFor } from './window-for.ts';

export const leadTime: Gate = {
  id: 'lead_time',
  title: 'Lead time',
  code: 'lead_time_violation',
  purposes: ['submit', 'schedule'],
  wakesOn: [
    'plan_recorded',
    'submitted',
    'scheduled',
    'overridden',
    'override_cancelled',
    'override_expired',
    'timer',
  ],
  bypassedInEmergency: true,
  judge: (asked) => {
    const { change, facts } = asked;
    const window = windowFor(change);
    const rule = findRule(facts.policy, change.category);
    if (rule === null) return notApplicable('no_category');
    // It is seen coming from the moment it is opened, and nobody books a merge.
    if (change.own !== null) return notApplicable('own_pull');
    if (window === null) return notApplicable('no_window');
    return underRules(asked, ({ leadTimeHours }) => {
      const isByRule = isAskedByRule(rule, leadTimeHours);
      const hours = isByRule ? leadTimeHours.what : rule.leadTimeHours;
      return {
        finding: judgeNotice(asked, window, hours),
        rules: isByRule ? leadTimeHours.rules : [],
      };
    });
  },
};

/** An emergency waits for no rule: its category says what notice it gives. */
function isAskedByRule(
  { category, leadTimeHours }: CategoryRule,
  byRule: Demand<number> | null,
): byRule is Demand<number> {
  return byRule !== null && category !== 'emergency' && byRule.what > leadTimeHours;
}

function judgeNotice(asked: Asked, window: Window, hours: number): Finding {
  if (hours === 0) return notApplicable('no_lead_time');
  const noticed = noticedAt(asked, window);
  const earliest = addHours(noticed, hours);
  const said = {
    hours,
    noticed_at: noticed,
    window_start: window.start,
    earliest,
    latest: addHours(window.start, -hours),
    zone: window.zone,
  };
  if (!isBefore(window.start, earliest)) return met(said);
  return unmet(said, {
    who: overriders(asked),
    next: '/chg override lead_time_violation <reason>',
  });
}

function noticedAt({ change, facts, purpose }: Asked, window: Window): string {
  const { submittedAt } = change.times;
  const isPlanned = sameWindow(window, change.plan?.window ?? null);
  if (purpose === 'submit' || submittedAt === null || !isPlanned) return actedAt(facts);
  return change.windowNamedAt === null ? submittedAt : laterOf(submittedAt, change.windowNamedAt);
}

function overriders({ change, facts }: Asked): readonly string[] {
  return change.state === 'draft'
    ? [change.author.login]
    : leastRole(facts.policy, 'override_after_draft');
}
