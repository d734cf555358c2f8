/**
 * Which part of a policy comes from which file: the last one that says it. What no file says is built in.
 */
import type { FileData } from './file-shape.ts';
import type { Content } from './lay-over.ts';
import { printPolicy } from './print-policy.ts';
import type { Layer } from './read-policy.ts';

export type Origin = {
  /** As the file calls it: `rules`, `categories.standard`. */
  readonly part: string;
  readonly from: Layer['from'] | 'built-in';
  /** What of it; empty: all of it, it is one thing. */
  readonly names: readonly string[];
  /** The names were laid below and are not there any more. */
  readonly takenOut: boolean;
};

/** Maps whose entries are maps of names themselves. */
const DEEP: readonly string[] = ['categories', 'rollback', 'emergency'];

export function originsOf(policy: Content, layers: readonly Layer[]): readonly Origin[] {
  const tops = childrenOf(printPolicy(policy)).filter(([key]) => key !== 'policy');
  const parts = tops.flatMap(([key, value]): readonly Part[] =>
    DEEP.includes(key)
      ? childrenOf(value).map(([name, inner]) => ({ path: [key, name], value: inner, layers }))
      : [{ path: [key], value, layers }],
  );
  return parts.flatMap(origins);
}

type Part = {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly layers: readonly Layer[];
};

function origins({ path, value, layers }: Part): readonly Origin[] {
  const part = path.join('.');
  const names = childrenOf(value).map(([name]) => name);
  const sayers = ['built-in', ...layers.map(({ from }) => from)] as const;
  if (names.length === 0 && !isMap(value))
    return [{ part, from: sayerOf(path, layers), names: [], takenOut: false }];
  const own = sayers.flatMap((from): readonly Origin[] => {
    const said = names.filter((name) => sayerOf([...path, name], layers) === from);
    return said.length === 0 ? [] : [{ part, from, names: said, takenOut: false }];
  });
  const gone = layers.flatMap(({ from, data }): readonly Origin[] => {
    const nulls = childrenOf(at(data, path)).filter(
      ([name, said]) => said === null && !names.includes(name),
    );
    if (nulls.length === 0) return [];
    return [{ part, from, names: nulls.map(([name]) => name), takenOut: true }];
  });
  return [...own, ...gone];
}

function sayerOf(path: readonly string[], layers: readonly Layer[]): Origin['from'] {
  return layers.findLast(({ data }) => at(data, path) !== undefined)?.from ?? 'built-in';
}

function at(data: FileData | null, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) => childrenOf(value).find(([name]) => name === key)?.[1],
    data,
  );
}

function childrenOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.flatMap(rowOf);
  return isMap(value) ? Object.entries(value) : [];
}

/** Of a list whose rows have ids, each by its own. */
function rowOf(row: unknown): readonly (readonly [string, unknown])[] {
  const [, id] = isMap(row) ? (Object.entries(row).find(([key]) => key === 'id') ?? []) : [];
  return typeof id === 'string' ? [[id, row]] : [];
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
