/**
 * "Where can I deploy?" of the environments that a policy knows: which are free, which are locked or frozen now, by whom
 * and why.
 *
 * What must stay true: a freeze that may be about it is told, also where it is about some categories alone: whoever asks
 * here has named no change, and is not sent where most would be stopped.
 */
import type { Calendar, Freeze } from '../policy/calendar.ts';
import type { Catalogue, Environment } from '../policy/catalogue.ts';
import type { Category } from '../plan/plan.ts';
import { compileGlobs } from '../policy/glob.ts';
import { isAbout } from '../policy/kin.ts';
import { nextOf } from '../time/freeze.ts';
import { stretchesOf } from '../time/recurrence.ts';
import type { EnvironmentLock } from './deploying.ts';
import { mayMean } from './deployment.ts';

export type Place = {
  readonly environment: string;
  readonly title: string;
  readonly production: boolean;
  readonly standing: 'free' | 'locked' | 'frozen';
  readonly locks: readonly EnvironmentLock[];
  readonly freezes: readonly {
    readonly id: string;
    readonly title: string;
    readonly reason: string;
    readonly owner: string;
    /** Null: there is no end in sight. */
    readonly until: string | null;
    /** Empty: all. */
    readonly categories: readonly Category[];
  }[];
};

export type Where = {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  readonly locks: readonly EnvironmentLock[];
  /** `owner/name` */
  readonly repository: string;
  /** Null: any. */
  readonly asset: string | null;
  readonly now: string;
};

export function placesOf(where: Where): readonly Place[] {
  const { asset, catalogue } = where;
  const takes = ({ assets }: Environment): boolean =>
    asset === null || matches(assets, asset) || isAbout(assets, [asset], catalogue) !== false;
  return catalogue.environments.filter(takes).map((environment) => placeOf(where, environment));
}

function placeOf(where: Where, place: Environment): Place {
  const { id, title, production } = place;
  const locks = where.locks.filter(
    ({ environment }) => environment === null || mayMean(place, environment),
  );
  const freezes = freezesAt(where, id);
  const standing = locks.length > 0 ? 'locked' : freezes.length > 0 ? 'frozen' : 'free';
  return { environment: id, title, production, standing, locks, freezes };
}

function freezesAt(where: Where, environment: string): Place['freezes'] {
  const at = Date.parse(where.now);
  const about = where.calendar.freezes.filter((freeze) => isMeant(where, environment, freeze));
  const holds = (freeze: Freeze): boolean =>
    stretchesOf(freeze.when, freeze.zone, { start: at, end: at + 1 }).length > 0;
  const allows = about.filter(({ mode }) => mode === 'allow');
  const isAllowed = allows.length === 0 || allows.some(holds);
  return about
    .filter((freeze) => (freeze.mode === 'deny' ? holds(freeze) : !isAllowed))
    .map((freeze) => {
      const { id, title, reason, owner, mode, scope } = freeze;
      const next = nextOf(freeze, at);
      const end = mode === 'deny' ? next?.end : next?.start;
      const until = end === undefined ? null : new Date(end).toISOString();
      return { id, title, reason, owner, until, categories: scope.categories };
    });
}

function isMeant(where: Where, environment: string, { scope }: Freeze): boolean {
  const { asset, catalogue, repository } = where;
  const isOfAsset =
    scope.assets.length === 0 ||
    asset === null ||
    isAbout(scope.assets, [asset], catalogue) !== false;
  return (
    isOfAsset && matches(scope.environments, environment) && matches(scope.repositories, repository)
  );
}

/** An empty list is about everything, and so is one that cannot be read. */
function matches(globs: readonly string[], name: string): boolean {
  const read = compileGlobs(globs, 'name');
  return globs.length === 0 || read === null || read.some((glob) => glob.matches(name));
}
