import { describe, expect } from 'vitest';
import {
  countInbox,
  forgetDeliveries,
  listDeadLetters,
  listWhereabouts,
  redriveDelivery,
  setAsideDelivery,
} from '../../src/store/dead-letters.ts';
import { knownGuids, receiveDelivery, routeDeliveries } from '../../src/store/inbox.ts';
import { aDelivery, claim, finish, inLane } from './delivered.ts';
import { OURS, test } from './stored.ts';

describe('dead letters', () => {
  test('are given another chance from the beginning', async ({ db }) => {
    const delivery = aDelivery();
    await receiveDelivery(db, delivery);
    await routeDeliveries(db, 100, () => ({ dead: 'no' }));
    const letter = (await listDeadLetters(db, 1000)).find(({ guid }) => guid === delivery.guid);
    expect(await redriveDelivery(db, letter?.id ?? 0)).toBe(true);
    expect(await redriveDelivery(db, letter?.id ?? 0)).toBe(false);
    await routeDeliveries(db, 100, () => ({ workspace: OURS, lane: 'second life' }));
    expect(await claim(db, 'second life')).toMatchObject([{ guid: delivery.guid, attempts: 0 }]);
  });

  test('are counted, and kept when what is done is forgotten', async ({ db }) => {
    await inLane(db, 'old', [
      aDelivery({ receivedAt: '2026-01-01T00:00:00Z' }),
      aDelivery({ receivedAt: '2026-01-01T00:00:00Z' }),
    ]);
    const [done, open] = await claim(db, 'old');
    if (done === undefined) throw new Error('nothing claimed');
    await finish(db, done);
    await receiveDelivery(db, aDelivery({ receivedAt: '2026-01-01T00:00:00Z' }));
    await routeDeliveries(db, 100, () => ({ dead: 'no' }));
    await receiveDelivery(db, aDelivery({ receivedAt: '2026-01-01T00:00:00Z' }));
    const before = await countInbox(db);
    expect(before).toMatchObject({ new: 1, dead: 1 });
    const old = { before: '2026-02-01T00:00:00Z', limit: 10 };
    expect(await forgetDeliveries(db, { ...old, limit: 0 })).toBe(0);
    expect(await forgetDeliveries(db, old)).toBe(1);
    expect(await countInbox(db)).toStrictEqual(before);
    expect(await knownGuids(db, 'github', [done.guid, open?.guid ?? ''])).toStrictEqual([
      open?.guid,
    ]);
  });

  test('that were set aside are done, and are kept with the word of whoever did it', async ({
    db,
  }) => {
    const delivery = aDelivery({ receivedAt: '2026-01-01T00:00:00Z' });
    await receiveDelivery(db, delivery);
    await routeDeliveries(db, 100, () => ({ dead: 'no' }));
    const letter = (await listDeadLetters(db, 1000)).find(({ guid }) => guid === delivery.guid);
    expect(await setAsideDelivery(db, letter?.id ?? 0, 'dee-lead: of no use')).toBe(true);
    expect(await setAsideDelivery(db, letter?.id ?? 0, 'lin-dev: neither')).toBe(false);
    await forgetDeliveries(db, { before: '2026-02-01T00:00:00Z', limit: 10 });
    expect(await listWhereabouts(db, 'github', [delivery.guid, 'never'])).toStrictEqual([
      { guid: delivery.guid, open: false, setAside: 'dee-lead: of no use' },
    ]);
    expect(await receiveDelivery(db, delivery)).toBe('duplicate');
  });
});
