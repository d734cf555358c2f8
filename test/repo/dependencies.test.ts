// Every package is a promise to keep up with somebody else's code: it needs a reason, an exact version and a
// checksum, and it may not run anything while it is installed.
import { describe, expect, test } from 'vitest';

import { read, readManifest } from './repository.ts';

type Locked = {
  readonly version: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
};

const manifest = readManifest();
const lock = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<Record<string, Locked>>;
};
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

/** Name, licence and reason of each row of the tables in docs/dependencies.md. */
const rows = read('docs/dependencies.md')
  .split('\n')
  .map((line) => /^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$/.exec(line))
  .filter((match) => match !== null)
  .map(([, name = '', licence = '', reason = '']) => ({ name, licence, reason }));

describe('a package', () => {
  test('that runs in production stands in docs/dependencies.md with its reason', () => {
    const needed = [
      ...Object.keys(manifest.dependencies),
      ...Object.keys(manifest.optionalDependencies),
    ];
    expect(rows.map(({ name }) => name).sort()).toEqual(needed.sort());
    expect(rows.filter(({ reason }) => reason.trim() === '')).toEqual([]);
  });

  test('has the licence that docs/dependencies.md gives', () => {
    const stated = rows.map(({ name, licence }) => [name, licence.split(',')[0]]);
    const found = rows.map(({ name }) => [name, lock.packages[`node_modules/${name}`]?.license]);
    expect(stated).toEqual(found);
  });

  test('is pinned exactly', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const all = { ...dependencies, ...devDependencies, ...optionalDependencies };
    const loose = Object.entries(all).filter(
      ([, version]) => !/^\d+\.\d+\.\d+[\w.-]*$/.test(version),
    );
    expect(loose).toEqual([]);
  });

  test('carries a checksum and no address of a registry in the lock file', () => {
    expect(locked.length).toBeGreaterThan(300);
    expect(locked.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))).toEqual([]);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(read('package-lock.json')).not.toMatch(/"[^"]*https?:\/\/[^"]*\.tgz"/);
  });

  test('may not run a script while it is installed, and none that production needs would', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    const wanting = locked.filter(
      ([, { hasInstallScript, dev, optional }]) => hasInstallScript && !dev && !optional,
    );
    expect(wanting).toEqual([]);
  });

  test('of the lock file is the one that package.json asks for', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(lock.packages['']).toMatchObject({
      dependencies,
      devDependencies,
      optionalDependencies,
    });
  });
});
