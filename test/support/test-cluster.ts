// Where a test run keeps its PostgreSQL. Memory when there is room for it, since CREATE DATABASE writes
// whole files; and named after the run's process, so that what a killed run left behind can be told from a
// run that is going on next door.
import { existsSync, readFileSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'holdpoint-test-';
const roomNeeded = 512 * 1024 * 1024;
const memory = '/dev/shm';

export function clusterDirectory(): string {
  const root = hasRoom(memory) ? memory : tmpdir();
  sweep(root);
  return join(root, `${prefix}${String(process.pid)}`);
}

function hasRoom(path: string): boolean {
  if (!existsSync(path)) return false;
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize >= roomNeeded;
}

function sweep(root: string): void {
  for (const name of readdirSync(root).filter((each) => each.startsWith(prefix))) {
    if (isRunning(Number(name.slice(prefix.length)))) continue;
    const dir = join(root, name);
    stopServer(join(dir, 'postgres/pg/postmaster.pid'));
    rmSync(dir, { recursive: true, force: true });
  }
}

function stopServer(lockFile: string): void {
  if (!existsSync(lockFile)) return;
  const pid = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
  if (isPostgres(pid)) process.kill(pid, 'SIGQUIT');
}

function isPostgres(pid: number): boolean {
  const name = `/proc/${String(pid)}/comm`;
  return existsSync(name) && readFileSync(name, 'utf8').trim() === 'postgres';
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
