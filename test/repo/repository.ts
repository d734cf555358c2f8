// The checkout as the house-rule tests see it: its files, and the few that they all read.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Paths from the root, with forward slashes, in a steady order. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

type Packages = Readonly<Record<string, string>>;

export type Manifest = {
  readonly version: string;
  readonly scripts: Packages;
  readonly files: readonly string[];
  readonly dependencies: Packages;
  readonly devDependencies: Packages;
  readonly optionalDependencies: Packages;
};

export function readManifest(): Manifest {
  return JSON.parse(read('package.json')) as Manifest;
}
