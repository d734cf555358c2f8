import { describe, expect } from 'vitest';
import { listDeadLetters } from '../../src/store/dead-letters.ts';
import { append } from '../../src/store/event-log.ts';
import {
  hasUnrouted,
  knownGuids,
  receiveDelivery,
  routeDeliveries,
  UnstorableDeliveryError,
} from '../../src/store/inbox.ts';
import type { InboxRow } from '../../src/store/inbox.ts';
import { inWorkspace } from '../../src/store/in-workspace.ts';
import {
  DeliveryGoneError,
  dueLanes,
  failDelivery,
  finishDelivery,
} from '../../src/store/lanes.ts';
import { aDelivery, claim, finish, inLane } from './delivered.ts';
import { lockHead } from '../../src/store/lock.ts';
import { readEvents } from '../../src/store/read-log.ts';
import { anEvent, aWorkspace, collect, NOW, OURS, test, THEIRS } from './stored.ts';

const later = '2026-11-22T05:00:00Z';

describe('receiving', () => {
  test('a delivery is stored once, however often it is sent', async ({ db }) => {
    const delivery = aDelivery();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => receiveDelivery(db, delivery)),
    );
    expect(answers.toSorted()).toStrictEqual([
      ...Array.from({ length: 7 }, () => 'duplicate'),
      'stored',
    ]);
    expect(await receiveDelivery(db, { ...delivery, source: 'redelivery' })).toBe('duplicate');
    expect(await receiveDelivery(db, { ...delivery, forge: 'forgejo' })).toBe('stored');
    await routeDeliveries(db, 100, () => ({ dead: 'not this test' }));
  });

  test.for([
    ['NUL', Buffer.from('{"a":"\0"}')],
    ['an escaped NUL', Buffer.from('{"a":"\\u0000"}')],
    ['a lone surrogate', Buffer.from('{"a":"\\ud800"}')],
    ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0xff, 0xfe, 0x00])],
    ['no JSON at all', Buffer.from('<xml/>')],
    ['nothing', Buffer.alloc(0)],
    ['twenty thousand brackets', Buffer.from('['.repeat(20_000))],
    ['five megabytes', Buffer.alloc(5_000_000, 0xe9)],
  ] as const)('a body of %s is kept byte for byte', async ([name, body], { db }) => {
    await inLane(db, `body ${name}`, [aDelivery({ body })]);
    const [row] = await claim(db, `body ${name}`);
    expect(Buffer.compare(row?.body ?? Buffer.from('missing'), body)).toBe(0);
  });

  test('of the headers, those are kept that every reader can read', async ({ db }) => {
    const headers = {
      good: 'value',
      'b\u00e4d': 'x',
      bad: 'caf\u00e9',
      nul: 'a\0',
      long: 'x'.repeat(201),
      __proto__: 'p',
    };
    await inLane(db, 'headers', [aDelivery({ headers })]);
    const [row] = await claim(db, 'headers');
    expect(row?.headers).toStrictEqual({ good: 'value' });
  });

  test.for([
    ['id', { guid: '' }],
    ['id', { guid: 'a\0b' }],
    ['id', { guid: 'x'.repeat(201) }],
    ['event', { event: 'caf\u00e9' }],
    ['action', { action: '\n' }],
  ] as const)(
    'a delivery whose %s no forge would send is refused (%j)',
    async ([, given], { db }) => {
      await expect(receiveDelivery(db, aDelivery(given))).rejects.toThrow(UnstorableDeliveryError);
    },
  );

  test('what is known is known by forge and id', async ({ db }) => {
    const delivery = aDelivery();
    await receiveDelivery(db, delivery);
    expect(await knownGuids(db, 'github', [delivery.guid, 'never', 'a\u0001'])).toStrictEqual([
      delivery.guid,
    ]);
    expect(await knownGuids(db, 'forgejo', [delivery.guid])).toStrictEqual([]);
    expect(await knownGuids(db, 'github', [])).toStrictEqual([]);
    await routeDeliveries(db, 100, () => ({ dead: 'not this test' }));
  });
});

describe('routing', () => {
  test('sends each delivery to its lane, oldest first, and says which lanes to wake', async ({
    db,
  }) => {
    const deliveries = [
      aDelivery({ event: 'a' }),
      aDelivery({ event: 'b' }),
      aDelivery({ event: 'a' }),
    ];
    for (const delivery of deliveries) await receiveDelivery(db, delivery);
    expect(await hasUnrouted(db)).toBe(true);
    const routed = await routeDeliveries(db, 100, ({ event }) => ({
      workspace: OURS,
      lane: `route ${event}`,
    }));
    expect(routed).toStrictEqual({ count: 3, dead: 0, lanes: ['route a', 'route b'] });
    expect(await hasUnrouted(db)).toBe(false);
    expect((await claim(db, 'route a')).map(({ guid }) => guid)).toStrictEqual([
      deliveries[0]?.guid,
      deliveries[2]?.guid,
    ]);
  });

  test('what cannot be read is dead at once, with its reason, and its neighbours go on', async ({
    db,
  }) => {
    const [bad, thrown, good] = [aDelivery(), aDelivery(), aDelivery()];
    for (const delivery of [bad, thrown, good]) await receiveDelivery(db, delivery);
    const routed = await routeDeliveries(db, 100, ({ guid }) => {
      if (guid === thrown.guid) throw new Error('deep\0nesting');
      return guid === bad.guid
        ? { dead: 'no installation' }
        : { workspace: OURS, lane: 'neighbour' };
    });
    expect(routed).toMatchObject({ count: 3, dead: 2, lanes: ['neighbour'] });
    const dead = (await listDeadLetters(db, 100)).filter(
      ({ guid }) => guid === bad.guid || guid === thrown.guid,
    );
    expect(dead.map(({ problem }) => problem)).toStrictEqual([
      'no installation',
      'cannot be read: Error: deep\ufffdnesting',
    ]);
  });

  test('replicas share the work: no delivery is routed twice', async ({ db }) => {
    const deliveries = Array.from({ length: 30 }, () => aDelivery({ event: 'shared' }));
    for (const delivery of deliveries) await receiveDelivery(db, delivery);
    const seen: string[] = [];
    const route = ({ guid }: InboxRow) => {
      seen.push(guid);
      return { workspace: OURS, lane: 'shared' };
    };
    const counts = await Promise.all(
      Array.from({ length: 4 }, () => routeDeliveries(db, 10, route)),
    );
    while ((await routeDeliveries(db, 10, route)).count > 0);
    expect(counts.every(({ count: routed }) => routed <= 10)).toBe(true);
    expect(seen.toSorted()).toStrictEqual(deliveries.map(({ guid }) => guid).toSorted());
  });
});

describe('a lane', () => {
  test('keeps its order: what waits for another try holds back what came after it, and only that', async ({
    db,
  }) => {
    await inLane(db, 'order', [aDelivery(), aDelivery(), aDelivery()]);
    await inLane(db, 'beside', [aDelivery()]);
    const [first, second] = await claim(db, 'order');
    if (first === undefined || second === undefined) throw new Error('nothing claimed');
    await finish(db, first);
    await failDelivery(db, second.id, { problem: 'forge_unavailable: 502', retryAt: later });
    expect(await claim(db, 'order')).toStrictEqual([]);
    expect(await claim(db, 'beside')).toHaveLength(1);
    const due = async (now: string) =>
      (await dueLanes(db, now, 100)).filter((lane) => ['order', 'beside'].includes(lane));
    expect(await due(NOW)).toStrictEqual(['beside']);
    expect(await due(later)).toStrictEqual(['order', 'beside']);
    const again = await claim(db, 'order', later);
    expect(again.map(({ attempts, problem }) => ({ attempts, problem }))).toStrictEqual([
      { attempts: 1, problem: 'forge_unavailable: 502' },
      { attempts: 0, problem: null },
    ]);
  });

  test('goes on when a delivery is given up', async ({ db }) => {
    await inLane(db, 'poison', [aDelivery(), aDelivery()]);
    const [poison, next] = await claim(db, 'poison');
    await failDelivery(db, poison?.id ?? 0, { problem: 'malformed', retryAt: null });
    expect((await claim(db, 'poison')).map(({ id }) => id)).toStrictEqual([next?.id]);
    const dead = await listDeadLetters(db, 100);
    expect(dead.find(({ id }) => id === poison?.id)).toMatchObject({
      problem: 'malformed',
      attempts: 1,
      lane: 'poison',
    });
  });

  test('gives up a delivery that ends the process each time it is taken', async ({ db }) => {
    await inLane(db, 'deadly', [aDelivery(), aDelivery()]);
    const [deadly, next] = await claim(db, 'deadly');
    for (let crash = 2; crash <= 5; crash += 1) {
      expect((await claim(db, 'deadly')).map(({ id }) => id)).toStrictEqual([deadly?.id, next?.id]);
    }
    expect((await claim(db, 'deadly')).map(({ id }) => id)).toStrictEqual([next?.id]);
    const dead = await listDeadLetters(db, 100);
    expect(dead.find(({ id }) => id === deadly?.id)?.problem).toContain(
      'the process ended 5 times in a row',
    );
  });

  test('an orderly failure in between is no crash', async ({ db }) => {
    await inLane(db, 'patient', [aDelivery()]);
    for (let failure = 1; failure <= 7; failure += 1) {
      const [row] = await claim(db, 'patient');
      expect(row?.attempts).toBe(failure - 1);
      await failDelivery(db, row?.id ?? 0, { problem: 'x', retryAt: NOW });
    }
    expect(await claim(db, 'patient')).toHaveLength(1);
  });
});

describe('finishing', () => {
  test('belongs to the transaction that recorded the effects', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await receiveDelivery(db, aDelivery());
    await routeDeliveries(db, 100, () => ({ workspace, lane: 'effects' }));
    const [row] = await claim(db, 'effects');
    const work = async (fails: boolean) =>
      inWorkspace(db, workspace, async (tx) => {
        await append(await lockHead(tx), [anEvent()]);
        await finishDelivery(tx, row?.id ?? 0);
        if (fails) throw new Error('lost');
      });
    await expect(work(true)).rejects.toThrow('lost');
    expect(await claim(db, 'effects')).toHaveLength(1);
    await work(false);
    expect(await claim(db, 'effects')).toStrictEqual([]);
    expect(await inWorkspace(db, workspace, (tx) => collect(readEvents(tx)))).toHaveLength(1);
  });

  test('is done by one of two workers; the other one records nothing', async ({ db }) => {
    const workspace = await aWorkspace(db);
    await receiveDelivery(db, aDelivery());
    await routeDeliveries(db, 100, () => ({ workspace, lane: 'twice' }));
    const [row] = await claim(db, 'twice');
    const work = () =>
      inWorkspace(db, workspace, async (tx) => {
        await append(await lockHead(tx), [anEvent()]);
        await finishDelivery(tx, row?.id ?? 0);
      });
    const ends = await Promise.allSettled([work(), work(), work()]);
    const lost = ends.filter((end) => end.status === 'rejected');
    expect(lost.map(({ reason }: { reason: unknown }) => reason)).toStrictEqual([
      expect.any(DeliveryGoneError),
      expect.any(DeliveryGoneError),
    ]);
    expect(await inWorkspace(db, workspace, (tx) => collect(readEvents(tx)))).toHaveLength(1);
  });

  test('is refused to another tenant', async ({ db }) => {
    await inLane(db, 'tenant', [aDelivery()]);
    const [row] = await claim(db, 'tenant');
    if (row === undefined) throw new Error('nothing claimed');
    await expect(finish(db, row, THEIRS)).rejects.toThrow(DeliveryGoneError);
    await finish(db, row);
    await expect(finish(db, row)).rejects.toThrow(DeliveryGoneError);
    // Late news of a failure does not open it again.
    await failDelivery(db, row.id, { problem: 'late', retryAt: NOW });
    expect(await claim(db, 'tenant')).toStrictEqual([]);
  });
});
