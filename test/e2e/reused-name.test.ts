// A repository that is renamed or deleted leaves its name to whoever takes it next. What is found under an old name
// belongs to another repository: nothing is written there, and nobody's rights there count here.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGround, operations, type Ground, type Sheet } from './fault-ground.ts';
import { sweep } from '../../src/worker/sweep.ts';

const checkout = operations.replace(/\/.*/u, '/checkout');
let ground: Ground;
let sheet: Sheet;
let pull: string;

const sandbox = () => ground.company.sandbox;
const settle = () => ground.company.settle();

beforeAll(async () => {
  ground = await openGround();
  sheet = await ground.draft('Limits');
  pull = `${checkout}#${String(
    sandbox()
      .as('lin-dev')
      .openPullRequest(checkout, {
        head: 'limits',
        title: 'Limits',
        body: 'Change: CHG-00001',
        commits: [{ message: 'Limit', author: 'lin-dev', files: { 'limits.ts': 'export {};\n' } }],
      }).number,
  )}`;
  await settle();
  expect((await ground.world.change(sheet.number)).pulls).toHaveLength(1);
  sandbox().as('dee-lead').renameRepository(operations, 'operations-2025');
  const [owner = '', name = ''] = operations.split('/');
  sandbox().createRepository({ owner, name, private: true });
  sandbox().addCollaborator(operations, { login: 'nina-cs', role: 'admin' });
  await settle();
}, 60_000);

afterAll(async () => {
  await ground.close();
});

/** As many issues as the old repository had, so that one of them has the number of the change. */
function namesake(): { readonly id: number; readonly ref: string } {
  for (;;) {
    const { id, number } = sandbox().as('nina-cs').openIssue(operations, {
      title: 'Something else',
      body: 'Nothing to do with any change.',
      labels: [],
    });
    if (number === sheet.issue().number) return { id, ref: `${operations}#${String(number)}` };
  }
}

describe('an issue of another repository under the old name', () => {
  it('is never written to, and its comments are no commands', async () => {
    const other = namesake();
    ground.later();
    sandbox().as('nina-cs').comment(other.ref, '/chg cancel I own this now');
    await settle();
    await sweep(ground.company.application().house);
    await settle();
    const issue = sandbox().world.issues.get(other.id);
    expect(issue).toMatchObject({ title: 'Something else', labelIds: [], state: 'open' });
    expect(
      sandbox()
        .world.comments.of(other.id)
        .map(({ body }) => body),
    ).toEqual(['/chg cancel I own this now']);
    const change = await ground.world.change(sheet.number);
    expect(change).toMatchObject({ state: 'draft', title: 'Limits', revision: 1 });
  });

  it('is no reason to believe that the change is still there: it counts as gone', async () => {
    expect((await ground.world.change(sheet.number)).issueGone).toBe('deleted');
  });
});

describe('rights in the repository that has the name now', () => {
  it('are none in the one that had it: a word from elsewhere is judged by nobody’s role', async () => {
    ground.later();
    sandbox().addCollaborator(checkout, { login: 'nina-cs', role: 'read' });
    sandbox().as('nina-cs').comment(pull, '/chg block I am an admin of operations now');
    await settle();
    const events = await sheet.events();
    expect(events).toContain('nina-cs refused not_permitted');
    expect((await ground.world.change(sheet.number)).objections).toEqual([]);
  });
});
