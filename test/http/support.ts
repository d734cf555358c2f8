// A server with a store that is told what to do, and a client that can behave badly.
import { createConnection } from 'node:net';
import { pino } from 'pino';
import { startServer } from '../../src/http/server.ts';
import type { RunningServer, ServerOptions } from '../../src/http/server.ts';
import type { Delivery } from '../../src/http/github-webhook.ts';
import { sign } from '../../src/http/verify-signature.ts';

export const SECRET = 'the-current-secret-of-32-characters!';
export const PREVIOUS = 'the-previous-secret-of-32-characters';
export const APP_ID = '4711';

export type Place = {
  readonly server: RunningServer;
  readonly url: string;
  readonly port: number;
  readonly stored: Delivery[];
  readonly woken: () => number;
  readonly logged: () => string;
};

export async function openPlace(options: Partial<ServerOptions> = {}): Promise<Place> {
  const stored: Delivery[] = [];
  let wakes = 0;
  let log = '';
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log: pino({ level: 'debug' }, { write: (line: string) => (log += line) }),
    clock: { now: () => new Date('2026-11-22T04:36:00.000Z') },
    github: { appId: APP_ID, secrets: [SECRET, PREVIOUS] },
    receive: (delivery) => {
      const known = stored.some(({ guid }) => guid === delivery.guid);
      if (!known) stored.push(delivery);
      return Promise.resolve(known ? 'duplicate' : 'stored');
    },
    wake: () => {
      wakes += 1;
    },
    readiness: () => Promise.resolve({ database: true, migrated: true, worker: true }),
    ...options,
  });
  const { port } = server.address;
  return {
    server,
    port,
    url: `http://127.0.0.1:${String(port)}`,
    stored,
    woken: () => wakes,
    logged: () => log,
  };
}

export const BODY = '{"action":"created","issue":{"number":1}}';

export function headersFor(body: string | Buffer, secret = SECRET): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/abc',
    'x-github-event': 'issue_comment',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-github-hook-id': '1',
    'x-github-hook-installation-target-type': 'integration',
    'x-github-hook-installation-target-id': APP_ID,
    'x-hub-signature-256': sign(Buffer.from(body), secret),
  };
}

/** Sends text as it stands and returns whatever came back before the connection ended or the time was over. */
export function sendRaw(
  port: number,
  parts: readonly (string | Buffer)[],
  waitMs = 5_000,
): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = createConnection({ port, host: '127.0.0.1' });
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(end, waitMs);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n\r\n') && answer.endsWith('}\n')) end();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      end();
    });
    for (const part of parts) socket.write(part);
  });
}

export function rawHead(
  headers: Readonly<Record<string, string>>,
  path = '/api/github/webhooks',
): string {
  const lines = Object.entries({ host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
