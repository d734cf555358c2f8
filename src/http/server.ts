/**
 * The HTTP server: limits against slow and endless senders, routing by exact path, and an end that lets running
 * answers finish. What goes wrong inside is logged and answered with a bare 500.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { githubWebhook } from './github-webhook.ts';
import type { GithubWebhook } from './github-webhook.ts';
import { healthRoutes } from './health.ts';
import type { Readiness } from './health.ts';
import { sendAnswer } from './route.ts';
import type { Handler, Route } from './route.ts';

export type ServerOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: Logger;
  readonly clock: Clock;
  readonly github: Pick<GithubWebhook, 'appId' | 'secrets' | 'bodyTimeoutMs' | 'storeTimeoutMs'>;
  readonly receive: GithubWebhook['receive'];
  readonly wake: GithubWebhook['wake'];
  readonly readiness: () => Promise<Readiness>;
  /** More routes, such as pages and the API. */
  readonly routes?: readonly Route[];
};

export type RunningServer = {
  readonly address: AddressInfo;
  /** Takes no more requests, lets running ones finish for so long, then cuts them. */
  readonly close: (graceMs?: number) => Promise<void>;
};

const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  keepAliveTimeout: 15_000,
  maxHeaderSize: 16 * 1024,
};
const CLOSE_GRACE_MS = 10_000;
const IDLE_CHECK_MS = 50;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { github, receive, wake, clock, log } = options;
  const routes = [
    githubWebhook({ ...github, receive, wake, clock, log }),
    ...healthRoutes(options.readiness),
    ...(options.routes ?? []),
  ];
  const server = createServer(LIMITS, dispatch(routes, log));
  const address = await listen(server, options);
  return { address, close: (graceMs = CLOSE_GRACE_MS) => close(server, graceMs) };
}

function dispatch(
  routes: readonly Route[],
  log: Logger,
): (request: IncomingMessage, response: ServerResponse) => void {
  const byPath = new Map(routes.map((route) => [route.path, route]));
  const respond: Handler = (request, response) => {
    const route = byPath.get(pathOf(request.url ?? '/'));
    if (route === undefined) return turnAway(request, response, 404);
    if (!route.methods.includes(request.method ?? '')) {
      response.setHeader('allow', route.methods.join(', '));
      return turnAway(request, response, 405);
    }
    return route.handle(request, response);
  };
  return (request, response) => {
    void answerOrFail(respond, { request, response, log });
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly log: Logger;
};

async function answerOrFail(respond: Handler, { request, response, log }: Exchange): Promise<void> {
  try {
    await respond(request, response);
  } catch (error) {
    log.error(
      { action: 'request_failed', path: pathOf(request.url ?? '/'), err: error },
      'a request could not be answered',
    );
    if (response.headersSent) response.destroy();
    else sendAnswer(response, { status: 500, body: { error: 'internal' } });
  }
}

function turnAway(request: IncomingMessage, response: ServerResponse, status: 404 | 405): void {
  // A body nobody asked for is not read.
  if (
    request.headers['content-length'] !== undefined ||
    request.headers['transfer-encoding'] !== undefined
  ) {
    response.setHeader('connection', 'close');
  }
  sendAnswer(response, {
    status,
    body: { error: status === 404 ? 'there is nothing here' : 'not with this method' },
  });
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

function listen(
  server: Server,
  { host, port }: Pick<ServerOptions, 'host' | 'port'>,
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string')
        reject(new Error('the server listens on no port'));
      else resolve(address);
    });
  });
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    // Connections become idle as their answers end; each is closed then, and the rest when the grace is over.
    const idle = setInterval(() => {
      server.closeIdleConnections();
    }, IDLE_CHECK_MS);
    const cut = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(cut);
      resolve();
    });
  });
}
