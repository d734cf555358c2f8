/**
 * What predicates ask of the linked pull requests: files, lines, branches, labels, titles, checks, signatures, people.
 *
 * What must stay true: without a pull request none of them holds. One that cannot be read, or of which nobody looked up
 * what is asked, leaves the answer open wherever it could turn it round. One that is closed without a merge brings
 * nothing into production and is not asked.
 */
import type { CheckReport, Facts, PullFacts } from '../change/facts.ts';
import { isInScope, isPull } from '../change/pull-key.ts';
import type { Change } from '../change/state.ts';
import type { Person } from '../change/stamp.ts';
import { allOf, anyOf, hidden, says } from './answer.ts';
import type { Match } from './answer.ts';
import { compileGlobs } from './glob.ts';
import type { GlobKind } from './glob.ts';
import { meetsAll, meetsAny } from './match-files.ts';
import { isAmong } from './match-people.ts';
import { isOwnName } from './own-labels.ts';
import type { Predicate } from './predicate.ts';

type Leaf<K extends Predicate['kind']> = Extract<Predicate, { readonly kind: K }>;

export type PullLeaf = Leaf<
  | 'contributor'
  | 'paths'
  | 'only_paths'
  | 'branch'
  | 'source_branch'
  | 'lines'
  | 'label'
  | 'title'
  | 'status'
  | 'workflow'
  | 'signed'
>;

type World = { readonly change: Change; readonly facts: Facts };

/** Null: linked, but the forge would not say. */
type Seen = PullFacts | null;

export function matchPulls(leaf: PullLeaf, world: World): Match {
  const pulls = pullsOf(world);
  if (pulls.length === 0) return says(false, 'no_pull_requests');
  switch (leaf.kind) {
    case 'paths':
    case 'only_paths':
      return matchFiles(leaf, pulls);
    case 'branch':
      return matchNames(leaf, { pulls, kind: 'path', read: ({ base }) => single(base) });
    case 'source_branch':
      return matchNames(leaf, {
        pulls,
        kind: 'path',
        read: ({ detail }) => single(detail?.sourceBranch),
      });
    case 'label':
      return matchNames(leaf, {
        pulls,
        kind: 'name',
        read: ({ detail }) => detail?.labels.filter((name) => !isOwnName(name)) ?? null,
      });
    case 'title':
      return matchNames(leaf, { pulls, kind: 'name', read: ({ detail }) => single(detail?.title) });
    case 'lines':
      return matchLines(leaf, pulls);
    case 'status':
    case 'workflow':
      return allOf(pulls.map((pull) => matchReports(leaf, pull)));
    case 'signed':
      return allOf(pulls.map(matchSigned));
    case 'contributor':
      return matchContributors(leaf, pulls, world);
  }
}

function pullsOf({ change, facts }: World): readonly Seen[] {
  return change.pulls
    .filter((linked) => isInScope(linked, facts))
    .map((linked) => facts.pulls.find((pull) => isPull(pull, linked)) ?? null)
    .filter((pull) => pull === null || pull.open || pull.merged);
}

function matchFiles(leaf: Leaf<'paths' | 'only_paths'>, pulls: readonly Seen[]): Match {
  const globs = compileGlobs(leaf.globs, 'path');
  if (globs === null) return hidden('policy');
  const answers = pulls.map((pull) => {
    if (pull === null) return hidden('pulls');
    const files = pull.detail?.files ?? null;
    if (files === null) return hidden('files');
    return says((leaf.kind === 'paths' ? meetsAny : meetsAll)(files, globs), leaf.kind);
  });
  return leaf.kind === 'paths' ? anyOf(answers) : allOf(answers);
}

type Names = {
  readonly pulls: readonly Seen[];
  readonly kind: GlobKind;
  /** Null: nobody looked. */
  readonly read: (pull: PullFacts) => readonly string[] | null;
};

function matchNames(
  leaf: Leaf<'branch' | 'source_branch' | 'label' | 'title'>,
  { pulls, kind, read }: Names,
): Match {
  const globs = compileGlobs(leaf.globs, kind);
  if (globs === null) return hidden('policy');
  return anyOf(
    pulls.map((pull) => {
      if (pull === null) return hidden('pulls');
      const names = read(pull);
      if (names === null) return hidden('pull_text');
      return says(
        names.some((name) => globs.some(({ matches }) => matches(name))),
        leaf.kind,
      );
    }),
  );
}

function single(name: string | undefined): readonly string[] | null {
  return name === undefined || name === '' ? null : [name];
}

/** What is known may be enough although not all is known: lines only add up. */
function matchLines({ of, atLeast }: Leaf<'lines'>, pulls: readonly Seen[]): Match {
  let sum = 0;
  let isWhole = true;
  for (const pull of pulls) {
    const files = pull?.detail?.files ?? null;
    isWhole &&= files !== null;
    for (const { added, deleted } of files ?? [])
      sum += (of === 'deleted' ? 0 : added) + (of === 'added' ? 0 : deleted);
  }
  if (sum >= atLeast) return says(true, 'lines');
  if (isWhole) return says(false, 'lines');
  return hidden(pulls.includes(null) ? 'pulls' : 'files');
}

/** All that goes by one of the names has passed, and something does. */
function matchReports(leaf: Leaf<'status' | 'workflow'>, pull: Seen): Match {
  if (pull === null) return hidden('pulls');
  if (pull.reports === undefined) return hidden('checks');
  const wanted = leaf.names.map((name) => name.toLowerCase());
  const own = pull.reports.filter((report) => wanted.includes(nameOf(leaf, report)));
  if (own.some(({ says: said }) => said !== 'passed')) return says(false, leaf.kind);
  // A job whose workflow the forge does not tell may belong to any of them.
  const isHidden =
    leaf.kind === 'workflow' &&
    pull.reports.some(
      ({ via, workflow, from }) =>
        via === 'check' && workflow === null && from === 'github-actions',
    );
  return isHidden ? hidden('checks') : says(own.length > 0, leaf.kind);
}

/** A workflow is known by its name, or by its file, with or without the folder. */
function nameOf(leaf: Leaf<'status' | 'workflow'>, { name, workflow }: CheckReport): string {
  if (leaf.kind === 'status') return name.toLowerCase();
  return (workflow ?? '').replace('.github/workflows/', '').toLowerCase();
}

function matchSigned(pull: Seen): Match {
  if (pull === null) return hidden('pulls');
  const commits = pull.detail?.commits ?? null;
  if (commits === null) return hidden('commits');
  return says(commits.length > 0 && commits.every(({ signed }) => signed), 'signed');
}

function matchContributors(
  { holders, who }: Leaf<'contributor'>,
  pulls: readonly Seen[],
  { change, facts }: World,
): Match {
  const answers = pulls.flatMap((pull): readonly Match[] => {
    if (pull === null) return [hidden('pulls')];
    const pushed = change.pushers.filter((one) => isPull(one, pull)).map(({ by }) => by);
    const commits = pull.detail?.commits ?? null;
    const everybody = [...handsIn(pull), ...pushed];
    // Whoever the forge cannot name may be anybody.
    const isWhole = commits !== null && commits.every(({ by }) => by.length > 0);
    return [
      ...unique(everybody).map((person) => isAmong(holders, person, { facts, why: 'contributor' })),
      ...(isWhole ? [] : [hidden('commits')]),
    ];
  });
  return who === 'any' ? anyOf(answers) : allOf(answers);
}

function handsIn({ author, contributors, detail }: PullFacts): readonly Person[] {
  return [author, ...contributors, ...(detail?.commits ?? []).flatMap(({ by }) => by)];
}

function unique(people: readonly Person[]): readonly Person[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
