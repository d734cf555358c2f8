/**
 * Whether a window of the calendar is about a change: each list of its scope that is not empty narrows it.
 *
 * What must stay true: what a change does not say narrows nothing. One that names no asset may touch any, and one whose
 * category is not chosen may become any: a freeze is never escaped by leaving an answer out.
 */
import { planShown } from '../change/binding.ts';
import type { Change } from '../change/state.ts';
import type { Scope } from '../policy/calendar.ts';
import type { Catalogue } from '../policy/catalogue.ts';
import { compileGlobs } from '../policy/glob.ts';
import { isAbout } from '../policy/kin.ts';

/** A list of globs that cannot be read is about everything. */
export function isInScope(scope: Scope, change: Change, catalogue: Catalogue): boolean {
  const { assets, environments, categories, repositories } = scope;
  const plan = planShown(change);
  const repos = [change.repo, ...change.pulls.map(({ repo }) => repo)];
  return (
    (categories.length === 0 || change.category === null || categories.includes(change.category)) &&
    isAmong(repositories, repos) &&
    isAmong(environments, plan?.environments ?? []) &&
    isOnAssets(assets, plan?.assets ?? [], catalogue)
  );
}

/** A change of a part, or of what it is part of, counts. */
function isOnAssets(
  globs: readonly string[],
  assets: readonly string[],
  catalogue: Catalogue,
): boolean {
  return globs.length === 0 || assets.length === 0 || isAbout(globs, assets, catalogue) !== false;
}

function isAmong(globs: readonly string[], names: readonly string[]): boolean {
  if (globs.length === 0 || names.length === 0) return true;
  const read = compileGlobs(globs, 'name');
  return read === null || names.some((name) => read.some(({ matches }) => matches(name)));
}
