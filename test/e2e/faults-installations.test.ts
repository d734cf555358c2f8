// Deliveries for accounts in which the app may do nothing: suspended there, or not installed. They are given up after
// a few tries, ask little of the forge, and concern nobody else.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { listDeadLetters, redriveDelivery } from '../../src/store/dead-letters.ts';
import { wakeRoute } from '../../src/worker/wakes.ts';
import { lastComment, openGround, post, type Ground, type Sheet } from './fault-ground.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
}, 60_000);

afterAll(async () => {
  await ground.close();
});

const house = () => ground.company.application().house;

afterEach(() => {
  suspend(null);
});

function suspend(at: string | null): void {
  const { installations } = ground.company.sandbox.world;
  for (const installation of installations.all())
    installations.put({ ...installation, suspendedAt: at });
}

/** What the forge sends when a comment is made, as if it were another one. */
async function said(sheet: Sheet, text: string): Promise<string> {
  ground.later();
  ground.company.sandbox.as('mara-ops').comment(sheet.ref, 'Soon');
  await ground.company.settle();
  const payload = JSON.parse(lastComment(ground, sheet).body) as {
    comment: { id: number; body: string };
  };
  payload.comment.id += 7_000_000;
  payload.comment.body = text;
  return JSON.stringify(payload);
}

describe('a delivery for a suspended installation', () => {
  it('is given up after a few tries, and can be worked off when the suspension ends', async () => {
    const { sandbox, settle } = ground.company;
    const sheet = await ground.draft('A change');
    const neighbour = await ground.draft('Its neighbour');
    const [body, before] = [await said(sheet, '/chg submit'), await neighbour.events()];
    const asked = sandbox.requests.all().length;
    suspend('2026-12-07T09:00:00Z');
    expect(await post(ground, body)).toBe(202);
    const letters = () => listDeadLetters(house().db, 100);
    await expect.poll(letters, { timeout: 60_000 }).toHaveLength(1);
    const [dead] = await letters();
    expect(dead).toMatchObject({
      attempts: 6,
      lane: expect.stringContaining('github:9812') as string,
    });
    // Six tries, and what else looks meanwhile.
    expect(sandbox.requests.all().length - asked).toBeLessThan(60);
    expect(await neighbour.events()).toEqual(before);
    suspend(null);
    expect(await redriveDelivery(house().db, dead?.id ?? 0)).toBe(true);
    await wakeRoute(house().db);
    await settle();
    expect(await sheet.events()).toContain('mara-ops submitted');
  });
});

describe('deliveries for accounts in which the app is not installed', () => {
  it('are given up, whoever they name, and the list of installations is read once for all of them', async () => {
    const { sandbox, settle } = ground.company;
    const sheet = await ground.draft('A change');
    const body = await said(sheet, '/chg submit');
    const before = await sheet.events();
    const looks = (): number =>
      sandbox.requests.all().filter(({ path }) => path.endsWith('/app/installations')).length;
    const looked = looks();
    for (let account = 0; account < 10; account += 1) {
      const foreign = body.replaceAll('"id":9812', `"id":${String(5_550_000 + account)}`);
      expect(await post(ground, foreign, { guid: randomUUID() })).toBe(202);
    }
    await settle();
    const dead = (await listDeadLetters(house().db, 100)).slice(-10);
    expect(dead.map(({ attempts }) => attempts)).toEqual(dead.map(() => 6));
    expect(new Set(dead.map(({ workspace }) => workspace)).size).toBe(10);
    expect(looks() - looked).toBeLessThanOrEqual(1);
    expect(await sheet.events()).toEqual(before);
  });
});
