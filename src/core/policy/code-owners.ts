/**
 * Whose the changed files are, by the CODEOWNERS file of the branch that they would be merged into. Patterns are read as
 * GitHub documents them: the last one that matches a path says whose it is, one without owners makes it nobody's.
 *
 * What must stay true: linear in the text; a pattern that cannot be read leaves it open who owns what. Where the forge
 * does not list all files, or there are more than can be compared, every owner that the file names is asked: that is
 * strict, and can be met. An address of mail is nobody whom we could know.
 */
import type { Facts, PullFacts, PullFile } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import type { Person } from '../change/stamp.ts';
import { isInScope, isPull } from '../change/pull-key.ts';
import { compileGlobs } from './glob.ts';
import type { Glob } from './glob.ts';
import { pathsToAsk } from './match-files.ts';
import type { Policy } from './policy.ts';
import { either, idBehind, isInTeam } from './roles.ts';
import type { Membership } from './roles.ts';

/** Where it may stand: of several the first counts. */
export const OWNER_PATHS: readonly string[] = [
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
];

/** Paths that have the same owners; owners as they are spelled, without the sign before them. */
export type OwnedPaths = {
  readonly paths: readonly string[];
  readonly owners: readonly string[];
  /** Whose the repository is: teams of theirs, and no others, may stand in a policy without that name. */
  readonly organisation: string;
};

type Owners = Pick<OwnedPaths, 'owners' | 'organisation'>;

type OwnerLine = {
  readonly pattern: string;
  readonly globs: readonly Glob[];
  readonly owners: readonly string[];
};

const READ = new Map<string, readonly OwnerLine[] | null>();
const REMEMBERED = 20;
/** Lines times the files that each could meet. */
const MOST_COMPARED = 1_000_000;

type Found = { readonly lines: readonly OwnerLine[]; readonly owned: OwnersByPath | null };

const FOUND = new WeakMap<readonly PullFile[], Found>();

export function asksOwners({ approvalRules }: Pick<Policy, 'approvalRules'>): boolean {
  return approvalRules.some(({ owners }) => owners);
}

/** Of all changed paths that have owners; null when it cannot be told. */
export function ownedPaths(change: Change, facts: Facts): readonly OwnedPaths[] | null {
  const groups = new Map<string, Owners & { readonly paths: Set<string> }>();
  for (const linked of change.pulls) {
    if (!isInScope(linked, facts)) continue;
    const pull = facts.pulls.find((one) => isPull(one, linked));
    if (pull !== undefined && !pull.open && !pull.merged) continue;
    const owned = pull === undefined ? null : ownedIn(pull);
    if (owned === null) return null;
    const organisation = linked.repo.split('/')[0] ?? '';
    for (const { path, owners } of owned) {
      const key = [organisation, ...owners].join(' ').toLowerCase();
      const group = groups.get(key) ?? { paths: new Set(), owners, organisation };
      group.paths.add(path);
      groups.set(key, group);
    }
  }
  return [...groups.values()].map((group) => ({ ...group, paths: [...group.paths] }));
}

/** Teams among the owners of the changed files. */
export function owningTeams(pull: PullFacts): readonly string[] {
  const owners = (ownedIn(pull) ?? []).flatMap((one) => one.owners);
  return [...new Set(owners.filter((owner) => owner.includes('/')))];
}

/** Owning teams that are gone, or not shown. */
export function owningTeamsGone(
  groups: readonly OwnedPaths[],
  { pulls }: Pick<Facts, 'pulls'>,
): readonly string[] {
  const owners = new Set(groups.flatMap((group) => group.owners));
  return [...owners].filter((owner) => membersOf(owner, pulls) === null);
}

export function isOwner(
  { owners, organisation }: Owners,
  person: Person,
  facts: Facts,
): Membership {
  return either(
    owners.map((owner) =>
      owner.includes('/')
        ? isInOwningTeam({ owner, organisation }, person, facts)
        : isBehind(owner, person, facts),
    ),
  );
}

/** A small set of people among whom every group has one of its owners: the one who owns most is asked first. */
export function suggestOwners<T extends Person>(
  groups: readonly OwnedPaths[],
  people: readonly T[],
  facts: Facts,
): readonly T[] {
  const chosen: T[] = [];
  let open = groups;
  for (;;) {
    const owns = (person: T): readonly OwnedPaths[] =>
      open.filter((group) => isOwner(group, person, facts) === 'yes');
    const [best] = people.toSorted((a, b) => owns(b).length - owns(a).length);
    const done = best === undefined ? [] : owns(best);
    if (best === undefined || done.length === 0) return chosen;
    chosen.push(best);
    open = open.filter((group) => !done.includes(group));
  }
}

type Owned = { readonly path: string; readonly owners: readonly string[] };

function ownedIn({ detail }: PullFacts): readonly Owned[] | null {
  if (detail?.owners === undefined) return null;
  const lines = detail.owners === null ? [] : readOwners(detail.owners);
  if (lines === null) return null;
  const owned = detail.files === null ? null : ownedAmong(detail.files, lines);
  const found = owned ?? lines.map(({ pattern, owners }) => ({ path: pattern, owners }));
  return found.filter(({ owners }) => owners.length > 0);
}

/** Null: too much would have to be compared. */
function ownedAmong(
  files: readonly PullFile[],
  lines: readonly OwnerLine[],
): readonly Owned[] | null {
  // Of what was moved both the old place and the new one are somebody's.
  const paths = files.flatMap(({ path, previous }) =>
    previous === null ? [path] : [path, previous],
  );
  const owned = ownersOf(files, new Set(paths), lines);
  return owned === null ? null : paths.map((path) => ({ path, owners: owned.get(path) ?? [] }));
}

type OwnersByPath = ReadonlyMap<string, readonly string[]>;

/** From the last line on: the first that meets a path has it. Null: too much would have to be compared. */
function ownersOf(
  files: readonly PullFile[],
  paths: ReadonlySet<string>,
  lines: readonly OwnerLine[],
): OwnersByPath | null {
  const known = FOUND.get(files);
  if (known?.lines === lines) return known.owned;
  const owned = findOwners(files, paths, lines);
  FOUND.set(files, { lines, owned });
  return owned;
}

function findOwners(
  files: readonly PullFile[],
  paths: ReadonlySet<string>,
  lines: readonly OwnerLine[],
): OwnersByPath | null {
  const owned = new Map<string, readonly string[]>();
  let compared = 0;
  for (const { globs, owners } of lines.toReversed()) {
    if (owned.size === paths.size) return owned;
    for (const glob of globs) {
      const some = pathsToAsk(files, glob);
      compared += some.reduce((sum, { length }) => sum + length, 0);
      if (compared > MOST_COMPARED) return null;
      const met = some.flatMap((group) =>
        group.filter((path) => !owned.has(path) && glob.matches(path)),
      );
      for (const path of met) owned.set(path, owners);
    }
  }
  return owned;
}

/** Null: a pattern in it cannot be read. The same text is read once. */
function readOwners(text: string): readonly OwnerLine[] | null {
  const known = READ.get(text);
  if (known !== undefined) return known;
  const lines = text.split('\n').flatMap((line) => readLine(line) ?? []);
  const read = lines.includes('unreadable')
    ? null
    : lines.filter((line): line is OwnerLine => line !== 'unreadable');
  if (READ.size >= REMEMBERED) READ.clear();
  READ.set(text, read);
  return read;
}

function readLine(line: string): OwnerLine | 'unreadable' | null {
  const words = wordsOf(line);
  const [pattern, ...named] = words;
  // Forges pass over lines that they do not understand: the line before goes on to count.
  if (pattern === undefined || pattern.startsWith('!') || pattern.includes('[')) return null;
  if (named.some((name) => !name.includes('@'))) return null;
  if (pattern.includes('{') || pattern.includes('}')) return 'unreadable';
  const globs = compileGlobs(globsOf(pattern), 'path');
  const owners = named.map((name) => (name.startsWith('@') ? name.slice(1) : name));
  return globs === null ? 'unreadable' : { pattern, globs, owners };
}

/** Parts between blanks, up to a comment; a blank behind a backslash belongs to the path. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  for (let at = 0; at <= line.length; at += 1) {
    const character = line[at] ?? ' ';
    const isEscaped = character === '\\' && line[at + 1] === ' ';
    if (character === '#' && word === '') break;
    if (isEscaped) at += 1;
    if (isEscaped) word += ' ';
    else if (character.trim() !== '') word += character;
    else if (word !== '') {
      words.push(word);
      word = '';
    }
  }
  return words;
}

/** A slash in it ties it to the root; without a star in its last part it means a folder as well, with all below. */
function globsOf(pattern: string): readonly string[] {
  const body = pattern.endsWith('/') ? pattern.slice(0, -1) : pattern;
  const tied = body.includes('/');
  const bare = body.startsWith('/') ? body.slice(1) : body;
  const rooted = tied ? bare : `**/${bare}`;
  if (pattern.endsWith('/')) return [`${rooted}/**`];
  const last = rooted.slice(rooted.lastIndexOf('/') + 1);
  return last.includes('*') ? [rooted] : [rooted, `${rooted}/**`];
}

type OwningTeam = { readonly owner: string; readonly organisation: string };

function isInOwningTeam(
  { owner, organisation }: OwningTeam,
  { id }: Person,
  facts: Facts,
): Membership {
  const members = membersOf(owner, facts.pulls);
  if (members !== undefined) return members?.includes(id) === true ? 'yes' : 'no';
  const whole = isInTeam(owner, id, facts);
  const [theirs = '', team = ''] = owner.split('/');
  const isOurs = theirs.toLowerCase() === organisation.toLowerCase();
  return whole === 'unknown' && isOurs ? isInTeam(team, id, facts) : whole;
}

function isBehind(owner: string, { id, login }: Person, facts: Facts): Membership {
  if (owner.includes('@')) return 'no';
  const behind = idBehind(owner, facts);
  if (behind !== undefined) return behind === id ? 'yes' : 'no';
  return owner.toLowerCase() === login.toLowerCase() ? 'yes' : 'no';
}

function membersOf(team: string, pulls: Facts['pulls']): readonly string[] | null | undefined {
  const looked = pulls.find(({ ownerTeams = {} }) => Object.hasOwn(ownerTeams, team));
  return looked?.ownerTeams?.[team];
}
