/**
 * Which changed files a pattern meets. A policy may ask hundreds of patterns about thousands of files, so the files are
 * sorted once by what patterns say most: whole parts of a path, and endings.
 *
 * What must stay true: the sorting only leaves out files that the pattern cannot meet; the pattern itself decides.
 */
import type { PullFile } from '../change/facts.ts';
import type { Glob } from './glob.ts';

type FileIndex = {
  readonly paths: readonly string[];
  readonly bySegment: ReadonlyMap<string, readonly string[]>;
  readonly byExtension: ReadonlyMap<string, readonly string[]>;
};

const known = new WeakMap<readonly PullFile[], FileIndex>();

export function meetsAny(files: readonly PullFile[], globs: readonly Glob[]): boolean {
  const index = indexOf(files);
  return globs.some((glob) => candidates(index, glob).some(glob.matches));
}

/** Every file, under every name it had, and at least one. */
export function meetsAll(files: readonly PullFile[], globs: readonly Glob[]): boolean {
  const { paths } = indexOf(files);
  return paths.length > 0 && paths.every((path) => globs.some(({ matches }) => matches(path)));
}

function candidates(index: FileIndex, { segments, extension }: Glob): readonly string[] {
  const ways = segments.map((segment) => index.bySegment.get(segment) ?? []);
  if (extension !== null) ways.push(index.byExtension.get(extension) ?? []);
  return ways.reduce((least, way) => (way.length < least.length ? way : least), index.paths);
}

function indexOf(files: readonly PullFile[]): FileIndex {
  const made = known.get(files);
  if (made !== undefined) return made;
  const names = files.flatMap(({ path, previous }) =>
    previous === null ? [path] : [path, previous],
  );
  const paths = [...new Set(names)];
  const bySegment = new Map<string, string[]>();
  const byExtension = new Map<string, string[]>();
  for (const path of paths) {
    for (const segment of new Set(path.split('/'))) put(bySegment, segment, path);
    const dot = path.lastIndexOf('.');
    if (dot >= 0) put(byExtension, path.slice(dot + 1), path);
  }
  const index = { paths, bySegment, byExtension };
  known.set(files, index);
  return index;
}

function put(map: Map<string, string[]>, key: string, path: string): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [path]);
  else there.push(path);
}
