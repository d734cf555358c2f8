/**
 * Assets and environments that a plan names and the catalogue does not list, each with the nearest that it does: told
 * in draft and review, never a refusal, because a catalogue is never complete.
 *
 * What must stay true: where the catalogue lists nothing of a kind, nothing is asked of it; the work is bounded, since
 * the names are anybody's.
 */
import { nearest } from '../plan/nearest.ts';
import type { Plan, PlanProblem } from '../plan/plan.ts';
import { quote } from '../plan/quote.ts';
import type { Catalogue } from './catalogue.ts';

const MOST_TOLD = 10;
const MOST_EDITS = 3;

type Row = { readonly id: string };

export function unlistedNames(plan: Plan, catalogue: Catalogue): readonly PlanProblem[] {
  const { assets, environments, services } = catalogue;
  return [
    ...unknownIn(plan.assets, assets).map((name) => {
      const problem = unlisted('assets', name, assets);
      return { ...problem, ...serviceNamed(name, services) };
    }),
    ...unknownIn(plan.environments, environments).map((name) =>
      unlisted('environments', name, environments),
    ),
  ];
}

function unknownIn(names: readonly string[], rows: readonly Row[]): readonly string[] {
  if (rows.length === 0) return [];
  const known = new Set(rows.map(({ id }) => id.toLowerCase()));
  return names.filter((name) => !known.has(name.toLowerCase())).slice(0, MOST_TOLD);
}

function unlisted(
  field: 'assets' | 'environments',
  name: string,
  rows: readonly Row[],
): PlanProblem {
  const known = rows.map(({ id }) => id);
  const near = nearest(name, known, Math.min(MOST_EDITS, Math.floor(name.length / 2)));
  return {
    code: 'name_unknown',
    field,
    line: null,
    expected: `a name that the policy lists among its ${field}`,
    found: quote(name),
    remedy:
      near === null
        ? 'check the name; if it is right, it is yet to be listed in the policy'
        : `did you mean ${quote(near)}?`,
  };
}

/** A service is not what is touched: the assets are, on which it stands. */
function serviceNamed(
  name: string,
  services: Catalogue['services'],
): Partial<Pick<PlanProblem, 'found' | 'remedy'>> {
  const service = services.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (service === undefined) return {};
  const on = service.assets.length === 0 ? '' : `: ${service.assets.join(', ')}`;
  return {
    found: `${quote(name)}, which is a service`,
    remedy: `name the assets that it stands on${on}`,
  };
}
