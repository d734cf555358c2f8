/**
 * What a change waits for, as people wrote it: `CHG-00005` or `#12` at the beginning of a line of the form's answer, and
 * `Depends-On:` or `Merge-After:` on lines of their own in the text of a linked pull request. Whatever else stands
 * there is a note. Beside these stands what somebody added by command or on the forge.
 *
 * What must stay true: reading is linear, and a line names one change or none. Nothing that was written is ever left out
 * because it names nobody: what is not there is told as unknown.
 */
import type { Awaited, DependencyKind } from '../change/awaited.ts';
import type { Facts } from '../change/facts.ts';
import { changeName } from '../change/state.ts';
import type { Change } from '../change/state.ts';
import { planShown } from '../change/binding.ts';
import { isPull } from '../change/pull-key.ts';
import { findOpenLines } from '../intent/open-lines.ts';
import { splitLines } from '../plan/body.ts';
import type { Neighbour } from './neighbours.ts';

export type Dependency = {
  readonly kind: DependencyKind;
  /** Asked for by the merge of the pull request alone, `Merge-After:`. */
  readonly mergeOnly: boolean;
  readonly on:
    | { readonly kind: 'change'; readonly number: number }
    | { readonly kind: 'issue'; readonly repoId: string; readonly issue: number };
  /** As it was written, `#12`. */
  readonly text: string;
  /** `plan`, a pull request, `owner/name#7`, or how somebody said so, `command` or `forge`. */
  readonly where: string;
};

/** More lines than anybody reads are not looked up; that there is another one is still said, and stops. */
export const MOST_DEPENDENCIES = 50;

const WORDS = [
  { word: 'depends-on:', mergeOnly: false },
  { word: 'merge-after:', mergeOnly: true },
] as const;

/** Of the plan, or while it runs of the plan in force; each change once, the stricter word for it. */
export function dependenciesOf(change: Change, pulls: Facts['pulls'] = []): readonly Dependency[] {
  const answer = planShown(change)?.answers['dependencies'] ?? '';
  const planned = splitLines(answer).flatMap((line) =>
    readLine(withoutMarker(line.trim()), { repoId: change.repoId, where: 'plan' }),
  );
  const inPulls = change.pulls.flatMap((linked) => {
    const body = pulls.find((pull) => isPull(pull, linked))?.detail?.body ?? '';
    const where = `${linked.repo}#${String(linked.number)}`;
    return linked.merged ? [] : namedIn(body, { repoId: linked.repoId, where });
  });
  const said = change.awaited.map(dependencyOn);
  return strictest([...planned, ...said, ...inPulls]).slice(0, MOST_DEPENDENCIES + 1);
}

export function dependencyOn({
  other: number,
  kind,
  via: where,
}: Pick<Awaited, 'other' | 'kind' | 'via'>): Dependency {
  const on = { kind: 'change', number } as const;
  return { kind, mergeOnly: false, on, text: changeName(number), where };
}

type Place = Pick<Dependency, 'where'> & { readonly repoId: string };

function namedIn(body: string, place: Place): readonly Dependency[] {
  if (!hasWord(body)) return [];
  const lines = splitLines(body);
  const { open } = findOpenLines(lines);
  return lines.flatMap((line, at) => {
    const text = line.trim();
    const found = WORDS.find(({ word }) => text.toLowerCase().startsWith(word));
    if (open[at] !== true || found === undefined) return [];
    const read = readLine(text.slice(found.word.length).trim(), place);
    return read.map((one) => ({ ...one, mergeOnly: found.mergeOnly }));
  });
}

function hasWord(body: string): boolean {
  const small = body.toLowerCase();
  return WORDS.some(({ word }) => small.includes(word));
}

const REFERENCE = /^(?:CHG-|#)(?<number>[0-9]{1,9})(?![0-9A-Za-z_-])/iu;
const KIND = /^\s{0,3}\((?<kind>outcome|order)\)/iu;

function readLine(text: string, { repoId, where }: Place): readonly Dependency[] {
  const found = REFERENCE.exec(text);
  if (found === null) return [];
  const number = Number(found.groups?.['number']);
  const kind = KIND.exec(text.slice(found[0].length))?.groups?.['kind']?.toLowerCase();
  const on = text.startsWith('#')
    ? ({ kind: 'issue', repoId, issue: number } as const)
    : ({ kind: 'change', number } as const);
  const said = { text: found[0], where, mergeOnly: false };
  return [{ ...said, on, kind: kind === 'outcome' ? 'outcome' : 'order' }];
}

function withoutMarker(line: string): string {
  return /^[-*+]\s/u.test(line) ? line.slice(1).trimStart() : line;
}

function strictest(all: readonly Dependency[]): readonly Dependency[] {
  const byName = new Map<string, Dependency>();
  for (const one of all) {
    const name = nameOf(one);
    const known = byName.get(name);
    if (known === undefined) byName.set(name, one);
    else
      byName.set(name, {
        ...known,
        kind: known.kind === 'outcome' ? 'outcome' : one.kind,
        mergeOnly: known.mergeOnly && one.mergeOnly,
      });
  }
  return [...byName.values()];
}

function nameOf({ on }: Dependency): string {
  return on.kind === 'change' ? String(on.number) : `${on.repoId}#${String(on.issue)}`;
}

/** The change that is meant, among those that were looked up; undefined: there is none. */
export function findDependency(
  { on }: Dependency,
  known: readonly Neighbour[],
): Neighbour | undefined {
  if (on.kind === 'change') return known.find(({ number }) => number === on.number);
  // A pull request that was opened again is a change again: the newest is meant.
  return known
    .filter(({ repoId, issue }) => repoId === on.repoId && issue === on.issue)
    .toSorted((a, b) => b.number - a.number)[0];
}
