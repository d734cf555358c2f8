/*
 * Takes what happened, addresses it to the app's installations and delivers it, one attempt after the other in
 * the order it happened (unless a fault says otherwise). Nothing is ever retried; every attempt is recorded.
 * Without a webhook address nothing is sent and nothing recorded, as for an app whose webhook is inactive.
 */
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
  announce(happening: Happening): void;
  /** Sends a recorded delivery again under the same guid. */
  redeliver(delivery: Delivery): void;
  setHook(change: Partial<Hook>): void;
  hook(): Hook;
  settled(): Promise<void>;
};

export type MailroomPorts = {
  readonly world: () => World;
  readonly appId: number;
  readonly hookId: number;
  readonly hook: Hook;
  readonly chance: Chance;
  readonly faults: FaultDesk;
  readonly timeoutMs: number;
  readonly onPayload?: ((event: string, payload: Json) => void) | undefined;
};

export function createMailroom(ports: MailroomPorts): Mailroom {
  const { faults, chance } = ports;
  let hook = ports.hook;
  let line: Promise<void> = Promise.resolve();
  let pending = 0;

  const envelopeOf = (parcel: Parcel, url: string): Envelope => ({
    url,
    guid: parcel.guid,
    event: parcel.event,
    body: parcel.requestBody,
    secret: hook.secret,
    hookId: ports.hookId,
    appId: ports.appId,
    timeoutMs: ports.timeoutMs,
  });

  const record = (parcel: Parcel, envelope: Envelope, outcome: Outcome): void => {
    const world = ports.world();
    const deliveredAt = world.clock.now().toISOString();
    world.deliveries.put({
      ...parcel,
      ...outcome,
      id: world.ids.next('delivery'),
      deliveredAt,
      url: envelope.url,
      requestHeaders: headersOf(envelope),
    });
  };

  const queue = (parcel: Parcel): void => {
    const { url } = hook;
    if (url === null) return;
    pending += 1;
    const envelope = envelopeOf(parcel, url);
    line = line.then(async () => {
      record(parcel, envelope, await send(envelope));
      pending -= 1;
    });
  };

  const dispatch = (parcel: Parcel): void => {
    const trouble = faults.troubleForDelivery(parcel);
    switch (trouble?.kind) {
      case undefined:
        queue(parcel);
        return;
      case 'drop':
        return;
      case 'fail': {
        const { status = 'failed to connect to host', statusCode = 502 } = trouble;
        const envelope = envelopeOf(parcel, hook.url ?? '');
        record(parcel, envelope, {
          status,
          statusCode,
          durationSeconds: 0,
          responseHeaders: {},
          responseBody: '',
        });
        return;
      }
      case 'duplicate':
        queue(parcel);
        queue(trouble.newGuid ? { ...parcel, guid: makeGuid(chance) } : parcel);
        return;
      case 'hold':
        faults.hold(() => {
          queue(parcel);
        });
        return;
      case 'delay':
        pending += 1;
        setTimeout(() => {
          pending -= 1;
          queue(parcel);
        }, trouble.delayMs);
    }
  };

  const announce = (happening: Happening): void => {
    const world = ports.world();
    const guid = makeGuid(chance);
    for (const installation of world.installations.of(happening.ownerId)) {
      if (installation.appId !== ports.appId || !hears(installation, happening)) continue;
      const payload = payloadOf(world, installation, happening);
      ports.onPayload?.(happening.event, payload);
      const { event, action, repoId } = happening;
      const requestBody = JSON.stringify(payload);
      dispatch({
        guid,
        event,
        action,
        installationId: installation.id,
        repositoryId: repoId,
        requestBody,
        redelivery: false,
      });
    }
  };

  return {
    announce,
    redeliver: ({ guid, event, action, installationId, repositoryId, requestBody }) => {
      dispatch({
        guid,
        event,
        action,
        installationId,
        repositoryId,
        requestBody,
        redelivery: true,
      });
    },
    setHook: (change) => {
      hook = { ...hook, ...change };
    },
    hook: () => hook,
    settled: async () => {
      while (pending > 0) {
        await line;
        if (pending > 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
  };
}
