// A server in a process of its own, for the receive benchmark: what it is given, and how it says where it listens.
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export type Given = {
  readonly databaseUrl: string;
  readonly secret: string;
  readonly poolSize: number;
};

const STARTING_MS = 20_000;

export type Child = { readonly port: number; readonly stop: () => Promise<void> };

/** In the child, which does not outlive its parent. */
export function given(): Given {
  process.once('disconnect', () => process.exit());
  return JSON.parse(process.argv[2] ?? '{}') as Given;
}

/** In the child. */
export function announce(address: AddressInfo | string | null): void {
  process.send?.(address);
}

/** In the parent. */
export async function startChild(file: URL, what: Given): Promise<Child> {
  const child = fork(file, [JSON.stringify(what)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [address] = (await once(child, 'message', {
    signal: AbortSignal.timeout(STARTING_MS),
  })) as [AddressInfo];
  return { port: address.port, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
