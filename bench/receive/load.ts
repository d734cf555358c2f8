// A lean HTTP client for the receive benchmark: some connections, one request after the other on each, prepared
// bytes. It must cost little, because it shares the machine with the servers it measures.
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';

export type Load = {
  readonly port: number;
  readonly connections: number;
  readonly durationMs: number;
  /** The bytes of the next request. */
  readonly next: () => Buffer;
};

/** Requests a second that were answered 202. Throws on any other answer. */
export async function rateOf({ port, connections, durationMs, next }: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => connect(port)));
  const start = performance.now();
  const deadline = start + durationMs;
  const counts = await Promise.all(sockets.map((socket) => drive(socket, deadline, next)));
  const seconds = (performance.now() - start) / 1_000;
  for (const socket of sockets) socket.destroy();
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}

async function connect(port: number): Promise<Socket> {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}

const ACCEPTED = 'HTTP/1.1 202 ';
/** Both servers end their answer's body with it, and nothing else in an answer does. */
const END = '}\n';

function drive(socket: Socket, deadline: number, next: () => Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0;
    let answer = '';
    const send = (): void => {
      if (performance.now() >= deadline) {
        socket.removeAllListeners();
        resolve(count);
        return;
      }
      socket.write(next());
    };
    socket.on('error', reject);
    socket.on('close', () => {
      reject(new Error('the server closed the connection'));
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (!answer.endsWith(END)) return;
      if (!answer.startsWith(ACCEPTED)) {
        reject(new Error(`not accepted: ${answer.slice(0, 200)}`));
        return;
      }
      count += 1;
      answer = '';
      send();
    });
    send();
  });
}
