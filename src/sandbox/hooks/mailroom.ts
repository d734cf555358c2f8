/*
 * Takes what happened, addresses it to the app's installations and delivers it, one attempt after the other in
 * the order it happened (unless a fault says otherwise). Nothing is ever retried; every attempt is recorded.
 * Without a webhook address nothing is sent and nothing recorded, as for an app whose webhook is inactive.
 */
import type { App } from '../state/accounts.ts';
import type { FaultDesk } from '../faults.ts';
import type { Chance } from '../state/chance.ts';
import { makeGuid } from '../state/chance.ts';
import type { Delivery } from '../state/deliveries.ts';
import type { Json } from '../state/json-value.ts';
import type { Happening, World } from '../state/world.ts';
import { hears, payloadOf } from './payload.ts';
import type { Envelope, Outcome } from './send.ts';
import { headersOf, send } from './send.ts';

export type Hook = { readonly url: string | null; readonly secret: string };

type Parcel = Pick<
  Delivery,
  'guid' | 'event' | 'action' | 'installationId' | 'repositoryId' | 'requestBody' | 'redelivery'
>;

export type Mailroom = {
  readonly announce: (happening: Happening) => void;
  /** Sends a recorded delivery again under the same guid. */
  readonly redeliver: (delivery: Delivery) => void;
  readonly ping: (app: App) => void;
  readonly setHook: (change: Partial<Hook>) => void;
  readonly hook: () => Hook;
  readonly settled: () => Promise<void>;
};

export type MailroomPorts = {
  readonly world: () => World;
  readonly appId: number;
  readonly hookId: number;
  readonly chance: Chance;
  readonly faults: FaultDesk;
  readonly timeoutMs: number;
  readonly onPayload?: ((event: string, payload: Json) => void) | undefined;
};

/** `line` ends when everything queued so far was answered; `pending` also counts what waits for its delay. */
type Room = { readonly ports: MailroomPorts; hook: Hook; line: Promise<void>; pending: number };

function envelopeOf(room: Room, parcel: Parcel, url: string): Envelope {
  const { appId, hookId, timeoutMs } = room.ports;
  const { guid, event, requestBody: body } = parcel;
  return { url, guid, event, body, secret: room.hook.secret, hookId, appId, timeoutMs };
}

function record(
  room: Room,
  parcel: Parcel,
  told: { readonly envelope: Envelope; readonly outcome: Outcome },
): void {
  const world = room.ports.world();
  const { envelope, outcome } = told;
  const deliveredAt = world.clock.now().toISOString();
  const requestHeaders = headersOf(envelope);
  world.deliveries.put({
    ...parcel,
    ...outcome,
    id: world.ids.next('delivery'),
    deliveredAt,
    url: envelope.url,
    requestHeaders,
  });
}

function queue(room: Room, parcel: Parcel): void {
  const { url } = room.hook;
  if (url === null) return;
  const envelope = envelopeOf(room, parcel, url);
  const deliver = async (): Promise<void> => {
    record(room, parcel, { envelope, outcome: await send(envelope) });
    room.pending -= 1;
  };
  room.pending += 1;
  room.line = room.line.then(deliver);
}

function dispatch(room: Room, parcel: Parcel): void {
  const { faults, chance } = room.ports;
  const trouble = faults.troubleForDelivery(parcel);
  switch (trouble?.kind) {
    case undefined:
      queue(room, parcel);
      return;
    case 'drop':
      return;
    case 'fail': {
      const { status = 'failed to connect to host', statusCode = 502 } = trouble;
      const outcome = {
        status,
        statusCode,
        durationSeconds: 0,
        responseHeaders: {},
        responseBody: '',
      };
      record(room, parcel, { envelope: envelopeOf(room, parcel, room.hook.url ?? ''), outcome });
      return;
    }
    case 'duplicate':
      queue(room, parcel);
      queue(room, trouble.newGuid ? { ...parcel, guid: makeGuid(chance) } : parcel);
      return;
    case 'hold':
      faults.hold(() => {
        queue(room, parcel);
      });
      return;
    case 'delay':
      room.pending += 1;
      setTimeout(() => {
        room.pending -= 1;
        queue(room, parcel);
      }, trouble.delayMs);
  }
}

function announce(room: Room, happening: Happening): void {
  const { ports } = room;
  const world = ports.world();
  const guid = makeGuid(ports.chance);
  const { event, action, repoId: repositoryId } = happening;
  for (const installation of world.installations.of(happening.ownerId)) {
    if (installation.appId !== ports.appId || !hears(installation, happening)) continue;
    const payload = payloadOf(world, installation, happening);
    ports.onPayload?.(event, payload);
    const requestBody = JSON.stringify(payload);
    dispatch(room, {
      guid,
      event,
      action,
      installationId: installation.id,
      repositoryId,
      requestBody,
      redelivery: false,
    });
  }
}

const wisdom = 'Speak like a human.';

/** The ping of an app's own webhook; it belongs to no installation and carries no sender. */
function ping(room: Room, app: App): void {
  const { hookId, chance, onPayload } = room.ports;
  const made = app.createdAt;
  const config = {
    content_type: 'json',
    insecure_ssl: '0',
    secret: '********',
    url: room.hook.url ?? '',
  };
  const hook = {
    type: 'App',
    id: hookId,
    name: 'web',
    active: true,
    events: [...app.events],
    config,
    created_at: made,
    updated_at: made,
    app_id: app.id,
  };
  const payload = { zen: wisdom, hook_id: hookId, hook };
  onPayload?.('ping', payload);
  const requestBody = JSON.stringify(payload);
  dispatch(room, {
    guid: makeGuid(chance),
    event: 'ping',
    action: null,
    installationId: null,
    repositoryId: null,
    requestBody,
    redelivery: false,
  });
}

async function settled(room: Room): Promise<void> {
  while (room.pending > 0) {
    await room.line;
    if (room.pending > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export function createMailroom(ports: MailroomPorts, hook: Hook): Mailroom {
  const room: Room = { ports, hook, line: Promise.resolve(), pending: 0 };
  return {
    announce: (happening) => {
      announce(room, happening);
    },
    redeliver: ({ guid, event, action, installationId, repositoryId, requestBody }) => {
      dispatch(room, {
        guid,
        event,
        action,
        installationId,
        repositoryId,
        requestBody,
        redelivery: true,
      });
    },
    ping: (app) => {
      ping(room, app);
    },
    setHook: (change) => {
      room.hook = { ...room.hook, ...change };
    },
    hook: () => room.hook,
    settled: () => settled(room),
  };
}
