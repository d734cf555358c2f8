// Repositories that the app cannot see any more: taken out of its hands, or gone, with the name left to another. What
// cannot be seen proves nothing; what cannot be answered is told and left alone.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweep } from '../../src/worker/sweep.ts';
import { openGround, operations, type Ground, type Sheet } from './fault-ground.ts';

const checkout = operations.replace(/\/.*/u, '/checkout');
let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
}, 60_000);

afterAll(async () => {
  await ground.close();
});

const house = () => ground.company.application().house;
const sandbox = () => ground.company.sandbox;

/** Which repositories the app is installed on. */
function selects(repositories: 'all' | readonly string[]): void {
  const chosen =
    repositories === 'all'
      ? repositories
      : new Set(repositories.map((name) => sandbox().repository(name).id));
  const { installations } = sandbox().world;
  for (const one of installations.all()) installations.put({ ...one, repositories: chosen });
}

/** Answers to the question whether the repository is there at all. */
function looksAt(name: string): number {
  return sandbox()
    .requests.all()
    .filter(({ path }) => path.endsWith(`/repos/${name}`)).length;
}

function proposes(sheet: Sheet, branch: string): string {
  ground.later();
  const { number } = sandbox()
    .as('lin-dev')
    .openPullRequest(checkout, {
      head: branch,
      title: branch,
      body: `Change: CHG-${String(sheet.number).padStart(5, '0')}`,
      commits: [
        { message: branch, author: 'lin-dev', files: { [`${branch}.ts`]: 'export {};\n' } },
      ],
    });
  return `${checkout}#${String(number)}`;
}

describe('a repository that is taken out of the app’s hands', () => {
  it('is waited for: none of its changes counts as deleted, and all go on when it is back', async () => {
    const sheet = await ground.draft('Limits');
    const before = await sheet.events();
    selects([checkout]);
    await sweep(house());
    await expect.poll(() => looksAt(operations), { timeout: 60_000 }).toBeGreaterThan(1);
    expect(await sheet.events()).toEqual(before);
    expect((await ground.world.change(sheet.number)).issueGone).toBeNull();
    selects('all');
    ground.later();
    sandbox().as('mara-ops').comment(sheet.ref, '/chg submit');
    await ground.company.settle();
    expect(await sheet.events()).toContain('mara-ops submitted');
    expect(sheet.record().body).toContain('/chg approve');
  }, 60_000);

  it('does not hide that an issue was deleted while it was away', async () => {
    const sheet = await ground.draft('Deleted meanwhile');
    selects([checkout]);
    sandbox().as('dee-lead').deleteIssue(sheet.ref);
    await sweep(house());
    selects('all');
    await sweep(house());
    await ground.company.settle();
    expect((await sheet.events()).at(-1)).toMatch(/issue_moved deleted$/u);
  }, 60_000);
});

describe('a pull request in a repository whose name went to another one', () => {
  it('is answered no more, the record says that it cannot be read, and the change comes to rest', async () => {
    const sheet = await ground.draft('Squatted');
    proposes(sheet, 'squatted');
    await ground.company.settle();
    expect((await ground.world.change(sheet.number)).pulls).toHaveLength(1);
    sandbox().as('dee-lead').renameRepository(checkout, 'checkout-2025');
    const [owner = '', name = ''] = checkout.split('/');
    sandbox().createRepository({ owner, name, private: true });
    ground.later();
    sandbox().as('mara-ops').comment(sheet.ref, '/chg submit');
    await ground.company.settle();
    const { dirty } = await ground.company.application().pendingWork();
    expect(dirty).toBe(0);
    const [here] = sheet.ours('record ');
    expect(here?.body).toContain('a pull request could not be read');
    const squatted = sandbox().repository(checkout).id;
    expect(
      sandbox()
        .world.checkRuns.all()
        .filter(({ repoId }) => repoId === squatted),
    ).toEqual([]);
    const asked = sandbox().requests.all().length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(sandbox().requests.all().length).toBe(asked);
  }, 60_000);
});
