/**
 * By what a change is found again when the next one like it is planned: its title and steps as words, and facets that
 * are the same or not: assets, kinds that its form names, the template that it was made of.
 *
 * What must stay true: a facet is spelled here and nowhere else. Whose change it was is no facet: nobody is looked up.
 */
import { planShown } from '../change/binding.ts';
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { isInvalid } from '../policy/invalid-policy.ts';
import { kinOf } from '../policy/kin.ts';
import { kindsOf } from '../policy/match.ts';

/** What is kept of a change that has ended. */
export type Findable = { readonly words: string; readonly facets: readonly string[] };

/** What past changes are asked for, by the one that is planned. */
export type AskedPast = {
  readonly number: number;
  readonly repoId: string;
  readonly title: string;
  readonly words: string;
  /** Facets of its own weigh more than those of its kin. */
  readonly facets: readonly string[];
  readonly kin: readonly string[];
  readonly groups: readonly PastGroup[];
};

export type PastGroup = {
  readonly by: 'template' | 'kind' | 'team' | 'assets';
  readonly name: string;
  /** Any of them. */
  readonly facets: readonly string[];
};

export function findableOf(change: Change): Findable {
  const plan = planShown(change);
  const named = (plan?.answers['kinds'] ?? '').split(/[,\n]/u);
  const template = plan?.template?.id;
  return {
    words: (plan?.steps ?? []).map(({ text }) => text).join('\n'),
    facets: [
      ...(plan?.assets ?? []).map(ofAsset),
      ...named.filter((option) => option.trim() !== '').map(ofKind),
      ...(template === undefined ? [] : [ofTemplate(template)]),
    ],
  };
}

export function askPast(change: Change, facts: Facts): AskedPast {
  const { words, facets } = findableOf(change);
  const { number, repoId, title } = change;
  const assets = planShown(change)?.assets ?? [];
  const related = kinOf(facts.policy.catalogue, assets).map(ofAsset);
  const kin = related.filter((one) => !facets.includes(one));
  const groups = isInvalid(facts.policy) ? [] : groupsOf(change, facts);
  return { number, repoId, title, words, facets, kin, groups };
}

/** Most facets of one group that are looked for. */
const MOST_FACETS = 200;

/** Made of the same template, of the same kind, of assets of the same team, of the same assets. */
function groupsOf(change: Change, facts: Facts): readonly PastGroup[] {
  const plan = planShown(change);
  const template = plan?.template?.id;
  const { assets: known } = facts.policy.catalogue;
  const assets = plan?.assets ?? [];
  const own = new Set(assets.map(ofAsset));
  const teams = known
    .filter(({ id }) => own.has(ofAsset(id)))
    .flatMap(({ owners }) => owners.teams);
  const groups: readonly PastGroup[] = [
    ...(template === undefined ? [] : [templateGroup(template)]),
    ...kindsOf(change, facts)
      .filter(({ answer }) => answer.kind === 'holds')
      .map(({ kind: { id, title, scope } }) => {
        return { by: 'kind', name: title, facets: [ofKind(scope ?? title), ofKind(id)] } as const;
      }),
    ...[...new Set(teams)].map((team) => {
      const theirs = known.filter(({ owners }) => owners.teams.includes(team));
      return { by: 'team', name: team, facets: theirs.map(({ id }) => ofAsset(id)) } as const;
    }),
    ...(assets.length === 0
      ? []
      : [{ by: 'assets', name: assets.join(', '), facets: [...own] } as const]),
  ];
  return groups.map((group) => ({ ...group, facets: group.facets.slice(0, MOST_FACETS) }));
}

/** Changes made of a template, in any version. */
export function templateGroup(id: string): PastGroup {
  return { by: 'template', name: id, facets: [ofTemplate(id)] };
}

function ofTemplate(id: string): string {
  return `template:${id}`;
}

function ofAsset(id: string): string {
  return `asset:${id.toLowerCase()}`;
}

function ofKind(option: string): string {
  return `kind:${option.trim().toLowerCase()}`;
}
