/**
 * What is looser in what a policy says of assets, environments, windows, freezes and risk: taken out, shorter, about
 * less, let through by more people, or suggested lower.
 *
 * What must stay true: what cannot be shown to be no looser is looser. Who is told of what, who is there at which hours,
 * and what a suggestion weighs beyond its floors, decides nothing and is nobody's loosening.
 */
import type { Level } from '../plan/plan.ts';
import type { RiskFloor, RiskModel } from '../risk/model.ts';
import type { Calendar, Freeze, MaintenanceWindow, Scope } from './calendar.ts';
import type { Asset, Catalogue, Environment } from './catalogue.ts';
import { compareById, compareFields, shown } from './compare.ts';
import type { Loosening, Pair, Table } from './compare.ts';
import { compileGlobs } from './glob.ts';
import { isNobody } from './holders.ts';
import type { Holders } from './holders.ts';
import { holdsAll, isWithin, sameAs } from './implies.ts';
import { kinOf } from './kin.ts';

const LADDER: readonly (Level | null)[] = [null, 'low', 'medium', 'high', 'critical'];

const ASSET: Table<Asset> = {
  id: null,
  title: null,
  parents: ['parents', (a, b) => holdsAll(b.parents, a.parents)],
  criticality: ['criticality', (a, b) => isNoLowerLevel(a.criticality, b.criticality)],
  owners: null,
  windowRequired: ['window_required', (a, b) => b.windowRequired || !a.windowRequired],
};

const ENVIRONMENT: Table<Environment> = {
  id: null,
  title: null,
  production: ['production', (a, b) => b.production || !a.production],
  names: ['names', (a, b) => holdsAll(namesOf(b), namesOf(a))],
  after: ['after', (a, b) => holdsAll(b.after, a.after)],
  // Which changes a deployment is matched with: nothing is added to what was said.
  assets: ['assets', (a, b) => a.assets.length === 0 || holdsAll(a.assets, b.assets)],
  receipt: ['receipt', (a, b) => a.receipt || !b.receipt],
  reviewers: ['reviewers', (a, b) => isReviewKept(a.reviewers, b.reviewers)],
  preventSelfReview: ['prevent_self_review', (a, b) => b.preventSelfReview || !a.preventSelfReview],
  waitMinutes: ['wait', (a, b) => b.waitMinutes >= a.waitMinutes],
};

/** Where nobody is named nobody is asked. */
function isReviewKept(from: Holders, to: Holders): boolean {
  return isNobody(from) || (!isNobody(to) && isWithin(to, from));
}

function namesOf({ id, names }: Environment): readonly string[] {
  return names.length === 0 ? [id] : names;
}

export function looserCatalogue(from: Catalogue, to: Catalogue): readonly Loosening[] {
  const assets = { from: from.assets, to: to.assets, at: 'assets' };
  const environments = { from: from.environments, to: to.environments, at: 'environments' };
  return [
    ...compareById(assets, (pair) => compareFields(ASSET, pair)),
    ...compareById(environments, (pair) => compareFields(ENVIRONMENT, pair)),
  ];
}

const FREEZE: Table<Freeze> = {
  id: null,
  title: null,
  reason: null,
  owner: null,
  // How it is shown, where it is once; compared with the times where it comes back.
  zone: null,
  when: ['start', areTimesKept],
  mode: ['mode', (a, b) => a.mode === b.mode],
  scope: ['assets', (a, b) => isNoNarrower(a.scope, b.scope)],
  allowOverride: ['allow_override', (a, b) => a.allowOverride || !b.allowOverride],
  overrideBy: ['override_by', (a, b) => !b.allowOverride || isNoWider(a.overrideBy, b.overrideBy)],
  lets: ['lets', (a, b) => holdsAll(a.lets, b.lets)],
  issue: null,
};

/** What is denied lasts as long, what is allowed no longer. */
function areTimesKept(from: Freeze, to: Freeze): boolean {
  if (from.when.kind === 'recurring' || to.when.kind === 'recurring')
    return sameAs(from.when, to.when) && from.zone === to.zone;
  const [longer, shorter] = from.mode === 'deny' ? [to.when, from.when] : [from.when, to.when];
  const [start, end] = [Date.parse(longer.start), Date.parse(longer.end)];
  return start <= Date.parse(shorter.start) && Date.parse(shorter.end) <= end;
}

function isNoNarrower(from: Scope, to: Scope): boolean {
  const isKept = (before: readonly string[], after: readonly string[]): boolean =>
    after.length === 0 || (before.length > 0 && holdsAll(after, before));
  return (
    isKept(from.assets, to.assets) &&
    isKept(from.environments, to.environments) &&
    isKept(from.categories, to.categories) &&
    isKept(from.repositories, to.repositories)
  );
}

/** Nobody named means a role of the policy, which is neither more nor less than somebody. */
function isNoWider(from: Freeze['overrideBy'], to: Freeze['overrideBy']): boolean {
  return isNobody(from) || isNobody(to) ? sameAs(from, to) : isWithin(to, from);
}

export function looserCalendar(
  from: Calendar,
  to: Calendar,
  catalogues: Pair<Catalogue>,
): readonly Loosening[] {
  const freezes = { from: from.freezes, to: to.freezes, at: 'freezes' };
  return [
    ...compareById(freezes, (pair) => compareFields(FREEZE, pair)),
    ...newlyAllowed(from.freezes, to.freezes),
    ...newlyOpen(from.maintenance, to.maintenance, catalogues),
  ];
}

/** Freezes that allow help each other: beside one, another opens what was shut. */
function newlyAllowed(from: readonly Freeze[], to: readonly Freeze[]): readonly Loosening[] {
  if (!from.some(({ mode }) => mode === 'allow')) return [];
  const before = new Set(from.map(({ id }) => id));
  return to
    .filter(({ id, mode }) => mode === 'allow' && !before.has(id))
    .map(({ id }) => ({ what: `freezes.${id}`, from: 'not there', to: 'allows more times' }));
}

/** Where an asset is changed inside its windows only, another window is another time at which it is. */
function newlyOpen(
  from: readonly MaintenanceWindow[],
  to: readonly MaintenanceWindow[],
  { from: before, to: after }: Pair<Catalogue>,
): readonly Loosening[] {
  const known = new Map(from.map((window) => [window.id, window]));
  const bound = before.assets
    .filter(({ windowRequired }) => windowRequired)
    .map(({ id }) => ({ id, was: kinOf(before, [id]), is: kinOf(after, [id]) }));
  return to.flatMap((window): readonly Loosening[] => {
    const old = known.get(window.id);
    const isSame = old !== undefined && sameAs(old, window);
    const opened = bound.find(
      ({ was, is }) =>
        !(isSame && holdsAll(was, is)) &&
        isAbout(window, is) &&
        !from.some((one) => isAbout(one, was) && isNoShorter(one, window)),
    );
    if (opened === undefined) return [];
    const what = `maintenance_windows.${window.id}`;
    return [{ what, from: 'not there', to: `another time to change ${opened.id}` }];
  });
}

function isAbout({ scope }: MaintenanceWindow, kin: readonly string[]): boolean {
  if (scope.assets.length === 0) return true;
  const globs = compileGlobs(scope.assets, 'name') ?? [];
  return globs.some(({ matches }) => kin.some(matches));
}

/** The very same times, for as much beside assets. */
function isNoShorter(from: MaintenanceWindow, to: MaintenanceWindow): boolean {
  const [was, is] = [from, to].map(({ scope }) => ({ ...scope, assets: [] }));
  if (was === undefined || is === undefined || !isNoNarrower(is, was)) return false;
  return sameAs(from.when, to.when) && from.zone === to.zone;
}

export function looserRisk(from: RiskModel | null, to: RiskModel | null): readonly Loosening[] {
  if (from === null) return [];
  if (to === null) return [{ what: 'risk_model', from: 'a questionnaire', to: 'none' }];
  const floors = from.floors
    .filter((floor) => !to.floors.some((kept) => raisesAsMuch(floor, kept)))
    .map((floor) => ({ what: 'risk_model.floors', from: floorText(floor), to: 'not as high' }));
  const asked = new Set(from.floors.flatMap(({ when }) => Object.keys(when)));
  const points = from.questions
    .filter(({ field }) => asked.has(field))
    .flatMap(({ field, options }) => {
      const now = to.questions.find((question) => question.field === field)?.options ?? {};
      const less = Object.entries(options).find(([text, worth]) => (now[text] ?? 0) < worth);
      if (less === undefined) return [];
      const what = 'risk_model.questions';
      return [{ what, from: `${field}: ${shown(less)}`, to: shown(now[less[0]]) }];
    });
  return [...floors, ...points];
}

/** Wherever the one applies the other does, and raises as high. */
function raisesAsMuch(floor: RiskFloor, kept: RiskFloor): boolean {
  const applies = Object.entries(kept.when).every(
    ([field, points]) => (floor.when[field] ?? -1) >= points,
  );
  return applies && isNoLowerLevel(floor.atLeast, kept.atLeast);
}

function floorText({ when, atLeast }: RiskFloor): string {
  return `at least ${atLeast} where ${shown(when)}`;
}

function isNoLowerLevel(from: Level | null, to: Level | null): boolean {
  return LADDER.indexOf(to) >= LADDER.indexOf(from);
}
