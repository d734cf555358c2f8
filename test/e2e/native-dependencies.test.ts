// The forge's own links between issues: what a change waits for is shown there too, what people link there counts, and
// nothing of it is needed. Not tried against github.com: the sandbox speaks as its published description says.
import { expect, it } from 'vitest';
import { changeName } from '../../src/core/change/state.ts';
import { operations } from '../../src/demo/company.ts';
import { leavesATrace, LIN, MARA, stage, TOMAS, type Tale } from '../support/tale.ts';

const scene = stage();
const { opens, approved } = scene;

/** What our app asks the forge for while this happens, of links and types alone. */
async function asked(act: () => Promise<unknown>): Promise<readonly string[]> {
  const { requests } = scene.world().company.sandbox;
  requests.clear();
  await act();
  return requests
    .all()
    .filter(({ path }) => /depend|issue-(?:types|field)/u.test(path))
    .map(({ method, path }) => `${method} ${path.replace(/^.*\/(issues|issue-types)/u, '$1')}`);
}

const blockers = (tale: Tale): readonly number[] => tale.issueNow().blockedBy;
const person = (who: string) => scene.world().company.sandbox.as(who);

it('costs nothing where nothing is waited for', async () => {
  expect(await asked(() => opens())).toEqual([]);
});

it('what a change waits for is linked once, and parted when it waits no more; what people linked stays', async () => {
  const first = await opens();
  const other = await opens();
  const tale = await opens({ answers: { dependencies: changeName(first.number) } });
  expect(blockers(tale)).toEqual([first.issueNow().id]);
  expect(await asked(() => tale.says(MARA, '/chg status'))).toEqual([]);
  // The plan says so, whoever takes the link off; it is not fought over.
  const at = `issues/${String(tale.issueNow().number)}/dependencies/blocked_by`;
  await tale.does(LIN, 'parts the issues', () => {
    person(LIN).unblockIssue(tale.issue, first.issue);
  });
  expect([blockers(tale), (await tale.change()).awaited]).toEqual([[], []]);
  expect(tale.record()).toContain('Waits for');
  const said = () => tale.says(LIN, `/chg depends ${changeName(other.number)} outcome`);
  expect(await asked(said)).toEqual([`GET ${at}`, `POST ${at}`]);
  expect(blockers(tale)).toEqual([other.issueNow().id]);
  await tale.says(LIN, `/chg depends remove ${changeName(other.number)}`);
  expect(blockers(tale)).toEqual([]);
  await tale.does(LIN, 'links the issues', () => {
    person(LIN).blockIssue(tale.issue, other.issue);
  });
  expect((await tale.change()).awaited).toMatchObject([
    { other: other.number, kind: 'order', via: 'forge', by: { login: LIN } },
  ]);
  expect(tale.record()).toContain('linked on the forge');
  await tale.says(MARA, `/chg depends remove ${changeName(other.number)}`);
  expect([blockers(tale), (await tale.change()).awaited]).toEqual([[other.issueNow().id], []]);
});

it('a link that would close a circle is refused in the record; one to what is no change concerns nobody', async () => {
  const tale = await approved();
  const other = await opens({
    answers: { dependencies: changeName(tale.number) },
  });
  const plain = person(LIN).openIssue(operations, { title: 'No change at all', body: 'Just work' });
  await tale.does(LIN, 'links an issue', () => {
    person(LIN).blockIssue(tale.issue, `${operations}#${String(plain.number)}`);
  });
  expect((await tale.change()).awaited).toEqual([]);
  await tale.does(TOMAS, 'links a change', () => {
    person(TOMAS).blockIssue(tale.issue, other.issue);
  });
  expect(await tale.refusals()).toEqual(['depend dependency_cycle']);
  expect((await tale.change()).state).toBe('approved');
});

it('parts are counted, and a type and fields are given once where the account has them', async () => {
  const tale = await opens();
  const part = person(LIN).openIssue(operations, { title: 'Tell the carriers', body: 'All three' });
  await tale.does(LIN, 'makes it a part', () => {
    person(LIN).addPart(tale.issue, `${operations}#${String(part.number)}`);
  });
  expect(tale.record()).toContain('0 of 1 sub-issues closed');
  person(MARA).offerIssueTypes(operations, ['Bug', 'Change']);
  person(MARA).offerIssueFields(operations, [
    { name: 'Change state', dataType: 'single_select', options: ['Draft', 'Review'] },
    { name: 'change start', dataType: 'date', options: [] },
    { name: 'Customer', dataType: 'text', options: [] },
  ]);
  const typed = await opens();
  const day = (await typed.change()).plan?.window?.start.slice(0, 10) ?? '';
  expect(typed.issueNow()).toMatchObject({
    type: 'Change',
    fieldValues: { 700: 'Draft', 701: day },
  });
  await typed.does(MARA, 'takes the type off', () => {
    person(MARA).editIssue(typed.issue, { type: null });
  });
  expect(await asked(() => typed.says(MARA, '/chg status'))).toEqual([]);
  expect(typed.issueNow().type).toBeNull();
});

it('a forge that has no such thing is asked once, and lacks nothing', async () => {
  const { faults } = scene.world().company.sandbox;
  const first = await opens();
  const trouble = { kind: 'refuse', status: 404 } as const;
  faults.onRequest({ method: 'GET', path: '/dependencies/', trouble });
  const waiting = { answers: { dependencies: changeName(first.number) } };
  let tale = first;
  const once = await asked(async () => (tale = await opens(waiting)));
  const links = (lines: readonly string[]) => lines.filter((line) => line.includes('depend'));
  expect(links(once)).toHaveLength(1);
  expect(links(await asked(() => opens(waiting)))).toEqual([]);
  expect([blockers(tale), tale.record().includes('Waits for')]).toEqual([[], true]);
});

leavesATrace(scene);
