/**
 * Which changed files a pattern meets. A policy may ask hundreds of patterns about thousands of files, so the files are
 * sorted once by what patterns say most: whole folders, whole names, and endings.
 *
 * What must stay true: the sorting only leaves out files that the pattern cannot meet; the pattern itself decides.
 */
import type { PullFile } from '../change/facts.ts';
import type { Glob } from './glob.ts';

type Paths = readonly string[];

type FileIndex = {
  /** Under every name they had. */
  readonly paths: Paths;
  /** By each part of a folder: the files of the folders that have it. */
  readonly byPart: ReadonlyMap<string, readonly Paths[]>;
  readonly byName: ReadonlyMap<string, Paths>;
  readonly byExtension: ReadonlyMap<string, Paths>;
};

const known = new WeakMap<readonly PullFile[], FileIndex>();

/** Under every name they had, the files that the pattern could meet: it has to be asked about each. */
export function pathsToAsk(files: readonly PullFile[], glob: Glob): readonly Paths[] {
  return candidates(indexOf(files), glob);
}

export function meetsAny(files: readonly PullFile[], globs: readonly Glob[]): boolean {
  const index = indexOf(files);
  return globs.some((glob) => candidates(index, glob).some((some) => some.some(glob.matches)));
}

/** Every file, under every name it had, and at least one. */
export function meetsAll(files: readonly PullFile[], globs: readonly Glob[]): boolean {
  const { paths } = indexOf(files);
  return paths.length > 0 && paths.every((path) => globs.some(({ matches }) => matches(path)));
}

function candidates(index: FileIndex, { folders, name, extension }: Glob): readonly Paths[] {
  const ways: (readonly Paths[])[] = folders.map((part) => index.byPart.get(part) ?? []);
  if (name !== null) ways.push([index.byName.get(name) ?? []]);
  if (extension !== null) ways.push([index.byExtension.get(extension) ?? []]);
  let least: readonly Paths[] = [index.paths];
  let size = index.paths.length;
  for (const way of ways) {
    const files = way.reduce((sum, { length }) => sum + length, 0);
    if (files < size) [least, size] = [way, files];
  }
  return least;
}

function indexOf(files: readonly PullFile[]): FileIndex {
  const made = known.get(files);
  if (made !== undefined) return made;
  const paths: string[] = [];
  for (const { path, previous } of files) {
    paths.push(path);
    if (previous !== null) paths.push(previous);
  }
  const byFolder = grouped(paths, (path) => path.slice(0, path.lastIndexOf('/') + 1));
  const byPart = new Map<string, Paths[]>();
  for (const [folder, inside] of byFolder)
    for (const part of new Set(folder.split('/').slice(0, -1))) put(byPart, part, inside);
  const index = {
    paths,
    byPart,
    byName: grouped(paths, (path) => path.slice(path.lastIndexOf('/') + 1)),
    byExtension: grouped(paths, (path) => path.slice(path.lastIndexOf('.') + 1)),
  };
  known.set(files, index);
  return index;
}

function grouped(
  paths: readonly string[],
  keyOf: (path: string) => string,
): ReadonlyMap<string, Paths> {
  const groups = new Map<string, string[]>();
  for (const path of paths) put(groups, keyOf(path), path);
  return groups;
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
}
