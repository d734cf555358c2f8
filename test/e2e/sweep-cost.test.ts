// What a sweep costs when many changes are open and nothing happens: little, and no more the more there are. What moved
// is read at once all the same, and none of the quiet ones is forgotten.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDeadLetters, setAsideDelivery } from '../../src/store/dead-letters.ts';
import { sweepChange } from '../../src/worker/sweep-change.ts';
import { sweep } from '../../src/worker/sweep.ts';
import { lastComment, openGround, post, type Ground, type Sheet } from './fault-ground.ts';

const MANY = 50;
const sheets: Sheet[] = [];
let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
  for (let count = 0; count < MANY; count += 1)
    sheets.push(await ground.draft(`Limits ${String(count)}`));
  await sweep(house());
  await quarterPasses();
  await sweep(house());
  await quarterPasses();
}, 180_000);

afterAll(async () => {
  await ground.close();
});

const house = () => ground.company.application().house;
const sandbox = () => ground.company.sandbox;

async function quarterPasses(): Promise<void> {
  const { clock, settle } = ground.company;
  clock.moveTo(new Date(clock.now().getTime() + 15 * 60_000).toISOString());
  await settle();
}

async function requestsDuring(act: () => Promise<unknown>): Promise<number> {
  const before = sandbox().requests.all().length;
  await act();
  await ground.company.settle();
  return sandbox().requests.all().length - before;
}

/** Issues of changes whose comments were read. */
async function readDuring(act: () => Promise<unknown>): Promise<readonly number[]> {
  const before = sandbox().requests.all().length;
  await act();
  const paths = sandbox()
    .requests.all()
    .slice(before)
    .map(({ path }) => /\/issues\/(\d+)\/comments$/u.exec(path)?.[1]);
  await ground.company.settle();
  return [...new Set(paths.flatMap((number) => (number === undefined ? [] : [Number(number)])))];
}

describe('a sweep over fifty quiet changes', () => {
  it('costs less than half of reading all of them', async () => {
    const [place] = await house().app.observeWorkspaces();
    if (place === undefined) throw new Error('the company has no workspace');
    const forge = await house().app.forge(place.workspace);
    const whole = await requestsDuring(async () => {
      for (const { number } of sheets)
        await sweepChange({ house: house(), forge, ...place }, number);
    });
    await quarterPasses();
    const swept = await requestsDuring(() => sweep(house()));
    expect(swept).toBeLessThan(whole / 2);
  });

  it('writes nothing, because what stands on the forge does not move with the clock', async () => {
    await quarterPasses();
    const before = sandbox().requests.all().length;
    await sweep(house());
    await ground.company.settle();
    const asked = sandbox().requests.all().slice(before);
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter(({ read }) => !read).map(({ path }) => path)).toEqual([]);
  });

  it('has read each of them after three', async () => {
    const read = new Set<number>();
    for (let round = 0; round < 3; round += 1) {
      await quarterPasses();
      for (const issue of await readDuring(() => sweep(house()))) read.add(issue);
    }
    expect(read.size).toBe(MANY);
  });

  it('reads the one that moved while deliveries were lost, whenever it was read last', async () => {
    await quarterPasses();
    const seen = await readDuring(() => sweep(house()));
    const sheet = sheets.find((one) => seen.includes(one.issue().number));
    if (sheet === undefined) throw new Error('the sweep read nothing');
    await quarterPasses();
    sandbox().faults.onDelivery({ trouble: { kind: 'drop' } });
    sandbox().as('mara-ops').comment(sheet.ref, '/chg submit');
    sandbox().faults.clear();
    await sweep(house());
    await ground.company.settle();
    expect(await sheet.events()).toContain('mara-ops submitted');
  });

  it('gives each of the others its turn while twenty-one cannot be read', async () => {
    const trouble = { kind: 'refuse', status: 403 } as const;
    for (const { issue } of sheets.slice(0, 21)) {
      const path = `/issues/${String(issue().number)}/comments`;
      sandbox().faults.onRequest({ method: 'GET', path, trouble });
    }
    const read = new Set<number>();
    for (let round = 0; round < 4; round += 1) {
      await quarterPasses();
      const found = await readDuring(() => sweep(house()).catch(() => 0));
      for (const number of found) read.add(number);
    }
    sandbox().faults.clear();
    const others = sheets.slice(21).map(({ issue }) => issue().number);
    expect(others.filter((number) => !read.has(number))).toEqual([]);
  });

  it('owes one that moved a look until it could be read, however long that takes', async () => {
    await quarterPasses();
    // Read just now, so that it is not its turn for a while.
    const seen = await readDuring(() => sweep(house()));
    const sheet = sheets.find((one) => seen.includes(one.issue().number));
    if (sheet === undefined) throw new Error('the sweep read nothing');
    sandbox().faults.onDelivery({ trouble: { kind: 'drop' } });
    sandbox().as('mara-ops').comment(sheet.ref, '/chg cancel not needed any more');
    sandbox().faults.clear();
    const path = `/issues/${String(sheet.issue().number)}/comments`;
    const trouble = { kind: 'refuse', status: 403 } as const;
    sandbox().faults.onRequest({ method: 'GET', path, trouble });
    for (let round = 0; round < 2; round += 1) {
      await quarterPasses();
      await expect(sweep(house())).rejects.toThrow();
    }
    sandbox().faults.clear();
    await quarterPasses();
    await sweep(house());
    await ground.company.settle();
    expect(await sheet.events()).toContain('mara-ops cancelled');
  });

  it('opens the gates of one whose lost delivery was set aside, at the next sweep', async () => {
    // Of twenty that were just read, so that by turns alone it would not be looked at.
    await quarterPasses();
    const seen = await readDuring(() => sweep(house()));
    const sheet = sheets.findLast((one) => seen.includes(one.issue().number));
    if (sheet === undefined) throw new Error('the sweep read nothing');
    const stopped = async (): Promise<number> =>
      (await ground.world.change(sheet.number)).stopped.length;
    ground.later();
    sandbox().as('tomas-sre').comment(sheet.ref, 'Fine so far');
    await ground.company.settle();
    const { body } = lastComment(ground, sheet);
    await post(ground, body.replaceAll('"created_at":', '"made_at":'));
    await ground.company.settle();
    expect(await stopped()).toBe(1);
    await quarterPasses();
    await sweep(house());
    const letter = (await listDeadLetters(house().db, 10)).at(-1);
    if (letter === undefined) throw new Error('nothing was given up');
    expect(await setAsideDelivery(house().db, letter.id, 'ops: it said nothing')).toBe(true);
    await quarterPasses();
    await sweep(house());
    await ground.company.settle();
    expect(await stopped()).toBe(0);
  });
});
