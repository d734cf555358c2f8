// Where an embedded cluster lives, and as whom it runs. PostgreSQL refuses to run as root, and its socket
// address holds about a hundred bytes; both are settled here, before anything is created. A directory in a
// place that everybody may write to is used only when it is ours alone: its name can be guessed.
//
// - Run as root, the server becomes `postgres`, or else `nobody`; both need only their line in /etc/passwd.
// - A data directory which that account cannot reach (a checkout in /root) moves to /var/tmp/holdpoint-<hash>.
// - A data directory too deep for a socket address keeps its data; only the socket moves to <tmp>/holdpoint-<hash>.
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** The system account that a server started by root runs as; absent for everybody else. */
export type Account = { readonly uid: number; readonly gid: number };

export type Place = {
  /** Holds the data, the log and usually the socket; mode 0700. */
  readonly dir: string;
  readonly data: string;
  readonly log: string;
  readonly socketDir: string;
};

export const socketPort = 5432;

/** 104 bytes on macOS, 108 on Linux, the closing zero included. */
const socketAddressBytes = 103;

export async function findAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const rows = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const row = ['postgres', 'nobody'].flatMap((name) => rows.filter((each) => each[0] === name))[0];
  if (row === undefined) {
    throw new Error(
      'The embedded PostgreSQL does not run as root, and neither an account `postgres` nor `nobody` ' +
        'exists for it. Start as an ordinary user, or set DATABASE_URL to a server of your own.',
    );
  }
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

/** Whether an account without rights of its own may read and pass through everything on the way. */
export async function isReachableByOthers(path: string): Promise<boolean> {
  for (let part = resolve(path); ; part = dirname(part)) {
    if (((await stat(part)).mode & 0o001) === 0) return false;
    if (part === dirname(part)) return true;
  }
}

export function shortName(of: string): string {
  return `holdpoint-${createHash('sha256').update(of).digest('hex').slice(0, 12)}`;
}

/** Makes a directory for one account alone, or makes sure that the one found is exactly that. */
export async function claimDirectory(path: string, owner: Account | undefined): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!isFileExists(error)) throw error;
  });
  const found = await lstat(path);
  const trusted = [process.getuid?.(), owner?.uid];
  if (!found.isDirectory() || !trusted.includes(found.uid)) {
    throw new Error(
      `Expected ${path} to be a directory of ours, found ${found.isDirectory() ? 'one' : 'something else'} ` +
        `owned by user id ${String(found.uid)}. Remove it, or choose another DATA_DIR.`,
    );
  }
  await chmod(path, 0o700);
  if (owner !== undefined) await chown(path, owner.uid, owner.gid);
}

/** The data directory is the app's; the database has the folder `postgres` in it for itself. */
export async function settlePlace(wanted: string, account: Account | undefined): Promise<Place> {
  // Parents keep the usual mode: with 0700 the server's account could not pass through them.
  await mkdir(wanted, { recursive: true });
  const asked = join(await realpath(wanted), 'postgres');
  const within = account === undefined || (await isReachableByOthers(dirname(asked)));
  const dir = within ? asked : join('/var/tmp', shortName(asked));
  await refuseOthersFiles(dir);
  await claimDirectory(dir, account);
  const socketDir = fitsSocket(dir) ? dir : shortSocketDir(dir);
  if (socketDir !== dir) await claimDirectory(socketDir, account);
  return { dir, data: join(dir, 'pg'), log: join(dir, 'postgres.log'), socketDir };
}

/** Claiming changes owner and mode: never those of a directory that was made for something else. */
async function refuseOthersFiles(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => []);
  const ours = names.some((name) => name.startsWith('pg') || name.startsWith('postgres.log'));
  if (names.length === 0 || ours) return;
  throw new Error(
    `Expected ${dir} to be empty or to hold an embedded PostgreSQL, found ${basename(names[0] ?? '')} ` +
      'and no database. Choose a directory of its own.',
  );
}

function shortSocketDir(dir: string): string {
  const usual = join(tmpdir(), shortName(dir));
  return fitsSocket(usual) ? usual : join('/tmp', shortName(dir));
}

function fitsSocket(dir: string): boolean {
  return Buffer.byteLength(join(dir, `.s.PGSQL.${String(socketPort)}.lock`)) <= socketAddressBytes;
}

export function isFileExists(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
