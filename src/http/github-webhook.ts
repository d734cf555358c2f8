/**
 * Takes GitHub's deliveries: authenticate, store, answer. It decides nothing and reads nothing of the body's
 * meaning. A 2xx is sent only after the delivery is committed, because GitHub never sends one again by itself;
 * when the store does not answer in time the sender is told so, and the delivery list will bring it back.
 */
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { calmWake } from './calm-wake.ts';
import { MOST_BODY_BYTES, readHeaders } from './delivery-headers.ts';
import type { DeliveryHeaders } from './delivery-headers.ts';
import { readBody } from './read-body.ts';
import type { BodyRead, Room } from './read-body.ts';
import { sendAnswer } from './route.ts';
import type { Answer, Route } from './route.ts';
import { verifySignature } from './verify-signature.ts';

export const GITHUB_WEBHOOK_PATH = '/api/github/webhooks';

export type Delivery = {
  readonly forge: 'github';
  readonly guid: string;
  readonly event: string;
  /** A hint for lists, as the body begins; null when it does not begin with one. */
  readonly action: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** As it was signed. */
  readonly body: Uint8Array;
  readonly bodySha256: Uint8Array;
  /** ISO 8601 UTC. */
  readonly receivedAt: string;
  readonly source: 'webhook';
};

export type GithubWebhook = {
  readonly appId: string;
  readonly secrets: readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Resolves after the commit. */
  readonly receive: (delivery: Delivery) => Promise<'stored' | 'duplicate'>;
  /** Not waited for, and called for several deliveries together: a wake-up may be lost. */
  readonly wake: () => Promise<void> | void;
  readonly bodyTimeoutMs?: number;
  readonly storeTimeoutMs?: number;
};

type Calm = Omit<GithubWebhook, 'wake'> & { readonly wake: () => void };

const BODY_TIMEOUT_MS = 8_000;
const STORE_TIMEOUT_MS = 3_000;
const WAKE_GAP_MS = 200;
const ROOM_BYTES = 64 * 1024 * 1024;
/** What a refused sender may still push into a connection that is kept. */
const DRAIN_BYTES = 64 * 1024;

export function githubWebhook(options: GithubWebhook): Route {
  const given = { ...options, wake: calmWake({ ...options, gapMs: WAKE_GAP_MS }) };
  const room: Room = { taken: 0, mostBytes: ROOM_BYTES };
  return {
    path: GITHUB_WEBHOOK_PATH,
    methods: ['POST'],
    handle: async (request, response) => {
      const read = readHeaders(request.headers, given.appId);
      if ('refusal' in read) {
        turnAway(request, response, read.refusal);
        return;
      }
      const limits = {
        mostBytes: MOST_BODY_BYTES,
        timeoutMs: given.bodyTimeoutMs ?? BODY_TIMEOUT_MS,
        room,
      };
      const body = await readBody(request, limits);
      if (body.kind !== 'read') {
        turnAway(request, response, UNREAD[body.kind]);
        return;
      }
      sendAnswer(response, await take(given, read.headers, body.bytes));
    },
  };
}

const UNREAD: Readonly<Record<Exclude<BodyRead['kind'], 'read'>, Answer>> = {
  too_large: { status: 413, body: { error: 'the body is too large' } },
  too_slow: { status: 408, body: { error: 'the body took too long' } },
  no_room: { status: 503, body: { error: 'too much is being received at once' } },
  gone: { status: 400, body: { error: 'the body ended early' } },
};

/** Answers without reading on. A sender who has much more to say loses the connection. */
function turnAway(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const announced = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (!request.complete && !(announced <= DRAIN_BYTES)) {
    response.setHeader('connection', 'close');
    request.pause();
  }
  sendAnswer(response, answer);
}

async function take(given: Calm, headers: DeliveryHeaders, body: Buffer): Promise<Answer> {
  if (!verifySignature(body, headers.signature, given.secrets)) {
    given.log.warn(
      { action: 'delivery_refused', delivery: headers.guid },
      'a delivery was not signed with our secret',
    );
    return { status: 401, body: { error: 'the signature does not fit' } };
  }
  // GitHub asks whether somebody is here; it is about no workspace, and there is nothing to keep.
  if (headers.event === 'ping') return { status: 202, body: { status: 'pong' } };
  const outcome = await store(given, {
    forge: 'github',
    guid: headers.guid,
    event: headers.event,
    action: leadingAction(body),
    headers: headers.kept,
    body,
    bodySha256: hash('sha256', body, 'buffer'),
    receivedAt: given.clock.now().toISOString(),
    source: 'webhook',
  });
  if (outcome === 'failed')
    return { status: 503, body: { error: 'the delivery could not be stored; send it again' } };
  given.wake();
  return { status: 202, body: { status: outcome } };
}

async function store(given: Calm, delivery: Delivery): Promise<'stored' | 'duplicate' | 'failed'> {
  const lateMs = given.storeTimeoutMs ?? STORE_TIMEOUT_MS;
  const fields = { action: 'delivery_not_stored', delivery: delivery.guid };
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, lateMs, 'late');
    });
    const outcome = await Promise.race([given.receive(delivery), late]);
    if (outcome !== 'late') return outcome;
    given.log.error(fields, 'the database took too long to store a delivery');
  } catch (error) {
    given.log.error({ ...fields, err: error }, 'the database did not store a delivery');
  } finally {
    clearTimeout(timer);
  }
  return 'failed';
}

const ACTION_OPENS = Buffer.from('{"action":"');
const LONGEST_ACTION = 50;

/** GitHub's bodies begin with the action when they have one; parsing megabytes for a hint would cost too much. */
function leadingAction(body: Buffer): string | null {
  if (!body.subarray(0, ACTION_OPENS.length).equals(ACTION_OPENS)) return null;
  const end = body.indexOf('"', ACTION_OPENS.length);
  if (end === -1 || end - ACTION_OPENS.length > LONGEST_ACTION) return null;
  const action = body.toString('latin1', ACTION_OPENS.length, end);
  return /^[a-z_]+$/.test(action) ? action : null;
}
