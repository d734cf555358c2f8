/**
 * What a change of some assets touches besides: what they are part of, and their own parts, however far. What stands
 * beside them under one roof is not touched.
 *
 * What must stay true: an asset that the catalogue does not list is kin to itself alone; nothing is ever lost, and a
 * circle, should one get here, ends.
 */
import type { Asset, Catalogue } from './catalogue.ts';
import { compileGlobs } from './glob.ts';
import type { Glob } from './glob.ts';

type Tree = {
  /** All keys are in lower case. */
  readonly byName: ReadonlyMap<string, Asset>;
  readonly parts: ReadonlyMap<string, readonly string[]>;
  /** Keys of `byName`, in order: those that begin alike stand together. */
  readonly names: readonly string[];
  /** What has been asked before; the same list is never another one. */
  readonly kin: WeakMap<readonly string[], Kin>;
  readonly matched: WeakMap<readonly string[], ReadonlySet<string>>;
};

type Kin = {
  readonly names: readonly string[];
  /** Lower case. */
  readonly listed: ReadonlySet<string>;
  /** Those that the catalogue does not list. */
  readonly others: readonly string[];
};

const trees = new WeakMap<Catalogue, Tree>();

/** Ids or globs of assets, in any case → these, all above and all below them, as the catalogue spells them. */
export function kinOf(catalogue: Catalogue, assets: readonly string[]): readonly string[] {
  return kinIn(treeOf(catalogue), assets).names;
}

/** Whether one of the globs is about one of the assets or their kin. Null: a glob cannot be read. */
export function isAbout(
  globs: readonly string[],
  assets: readonly string[],
  catalogue: Catalogue,
): boolean | null {
  const read = compileGlobs(globs, 'name');
  if (read === null) return null;
  const tree = treeOf(catalogue);
  const { listed, others } = kinIn(tree, assets);
  return (
    overlap(matchedBy(tree, globs, read), listed) ||
    read.some(({ matches }) => others.some(matches))
  );
}

/** The smaller of the two is gone through. */
function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const [less, more] = one.size < other.size ? [one, other] : [other, one];
  for (const name of less) if (more.has(name)) return true;
  return false;
}

function kinIn(tree: Tree, assets: readonly string[]): Kin {
  const known = tree.kin.get(assets);
  if (known !== undefined) return known;
  const named = assets.flatMap((one) => (isGlob(one) ? [one, ...matching(tree, one)] : [one]));
  const found = [
    ...reach(named, (name) => tree.byName.get(name)?.parents ?? []),
    ...reach(named, (name) => tree.parts.get(name) ?? []),
  ];
  const names = [...new Set(found.map((name) => tree.byName.get(name.toLowerCase())?.id ?? name))];
  const isListed = (name: string): boolean => tree.byName.has(name.toLowerCase());
  const listed = new Set(names.filter(isListed).map((name) => name.toLowerCase()));
  const kin = { names, listed, others: names.filter((name) => !isListed(name)) };
  tree.kin.set(assets, kin);
  return kin;
}

function matchedBy(
  tree: Tree,
  globs: readonly string[],
  read: readonly Glob[],
): ReadonlySet<string> {
  const known = tree.matched.get(globs);
  if (known !== undefined) return known;
  const matched = new Set(
    read.flatMap((glob) => beginningWith(tree, glob.prefix).filter(glob.matches)),
  );
  tree.matched.set(globs, matched);
  return matched;
}

function beginningWith({ names }: Tree, prefix: string): readonly string[] {
  let [from, to] = [0, names.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((names[middle] ?? '') < prefix) from = middle + 1;
    else to = middle;
  }
  while (names[to]?.startsWith(prefix) === true) to += 1;
  return names.slice(from, to);
}

function treeOf(catalogue: Catalogue): Tree {
  const known = trees.get(catalogue);
  if (known !== undefined) return known;
  const byName = new Map(catalogue.assets.map((asset) => [asset.id.toLowerCase(), asset]));
  const parts = new Map<string, string[]>();
  for (const { id, parents } of catalogue.assets)
    for (const parent of parents) {
      const name = parent.toLowerCase();
      const known = parts.get(name);
      if (known === undefined) parts.set(name, [id]);
      else known.push(id);
    }
  const names = [...byName.keys()].toSorted();
  const tree = { byName, parts, names, kin: new WeakMap(), matched: new WeakMap() };
  trees.set(catalogue, tree);
  return tree;
}

function reach(
  names: readonly string[],
  next: (name: string) => readonly string[],
): readonly string[] {
  const seen = new Map<string, string>();
  const open = names.toReversed();
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const key = name.toLowerCase();
    if (seen.has(key)) continue;
    seen.set(key, name);
    open.push(...next(key));
  }
  return [...seen.values()];
}

function isGlob(text: string): boolean {
  return /[*?{]/u.test(text);
}

function matching({ byName }: Tree, glob: string): readonly string[] {
  const read = compileGlobs([glob], 'name');
  if (read === null) return [];
  const names = [...byName.keys()];
  return names.filter((name) => read.some(({ matches }) => matches(name)));
}
