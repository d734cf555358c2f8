/**
 * What a change of some assets touches besides: what they are part of, and their own parts, however far. What stands
 * beside them under one roof is not touched.
 *
 * What must stay true: an asset that the catalogue does not list is kin to itself alone; nothing is ever lost, and a
 * circle, should one get here, ends.
 */
import type { Asset, Catalogue } from './catalogue.ts';
import { compileGlobs } from './glob.ts';

type Tree = {
  readonly byName: ReadonlyMap<string, Asset>;
  readonly parts: ReadonlyMap<string, readonly string[]>;
};

const trees = new WeakMap<Catalogue, Tree>();

/** Ids or globs of assets, in any case → these, all above and all below them, as the catalogue spells them. */
export function kinOf(catalogue: Catalogue, assets: readonly string[]): readonly string[] {
  const tree = treeOf(catalogue);
  const named = assets.flatMap((one) => (isGlob(one) ? [one, ...matching(tree, one)] : [one]));
  const found = [
    ...reach(named, (name) => tree.byName.get(name)?.parents ?? []),
    ...reach(named, (name) => tree.parts.get(name) ?? []),
  ];
  return [...new Set(found.map((name) => tree.byName.get(name.toLowerCase())?.id ?? name))];
}

/** Whether one of the globs is about one of the assets or their kin. Null: a glob cannot be read. */
export function isAbout(
  globs: readonly string[],
  assets: readonly string[],
  catalogue: Catalogue,
): boolean | null {
  const read = compileGlobs(globs, 'name');
  if (read === null) return null;
  const kin = kinOf(catalogue, assets);
  return read.some(({ matches }) => kin.some(matches));
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
  const tree = { byName, parts };
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
