/**
 * What a run of the demo takes from the machine: a folder for its database, new for every run so that two runs
 * never meet, and one port, asked for before anything is started.
 */
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Folder = { readonly path: string; readonly remove: () => void };

export function newFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'holdpoint-demo-'));
  // The database locks its own folder in here; started by root it runs as somebody else, who must get there.
  chmodSync(path, 0o755);
  const remove = (): void => {
    rmSync(path, { recursive: true, force: true });
  };
  return { path, remove };
}

/** Null when the port can be had; otherwise why not, and what to do. */
export async function portTrouble(port: number): Promise<string | null> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const why = code === 'EADDRINUSE' ? 'something else listens there' : code;
    return `Port ${String(port)} cannot be used: ${why}. Choose another: npm run demo -- --port ${String(port === 65_535 ? 4011 : port + 1)}`;
  } finally {
    server.close();
  }
}
