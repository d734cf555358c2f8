// A forge in trouble: it answers an error after having done the work, it cuts connections, it asks for silence.
// Whatever it does, everything is said once, and in the end the forge shows the change as it is.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RequestTrouble } from '../../src/sandbox/faults.ts';
import { openGround, type Ground, type Sheet } from './fault-ground.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround({ sandbox: { seed: 7 } });
}, 60_000);

afterEach(() => {
  ground.company.sandbox.faults.clear();
});

afterAll(async () => {
  await ground.close();
});

const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
const REACTIONS = '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
const LABELS = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
const LABEL = '/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}';
const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';

const ANSWERS_LOST: readonly RequestTrouble[] = [
  { kind: 'apply_then_fail', status: 502 },
  { kind: 'apply_then_drop' },
];
const NOT_DONE: readonly RequestTrouble[] = [{ kind: 'refuse', status: 503 }, { kind: 'drop' }];

/** One state label, one record, one reply to each refusal, one reaction to each command. */
async function expectOneOfEverything(sheet: Sheet, state: string): Promise<void> {
  expect(sheet.labels().filter((name) => name.startsWith('chg/'))).toEqual([`chg/${state}`]);
  expect(sheet.ours('record ')).toHaveLength(1);
  const refused = (await ground.world.events(sheet.number)).filter(
    ({ type }) => type === 'refused',
  );
  const answered = refused.filter(({ data }) => data['reply'] === true);
  for (const { seq } of answered)
    expect(sheet.ours(`reply:refused:${String(seq)} `), `reply to ${String(seq)}`).toHaveLength(1);
  expect(sheet.ours('reply:')).toHaveLength(answered.length);
  for (const comment of sheet.comments().filter(({ body }) => body.startsWith('/chg')))
    expect(sheet.reactions(comment.id), comment.body).toHaveLength(1);
  // What we wrote ourselves, and were not told of, is nobody's tampering.
  expect((await sheet.events()).filter((event) => event.includes('tampering'))).toEqual([]);
  expect(await ground.world.isIntact()).toBe(true);
}

/** Submits it, and has its author try to approve it. */
async function act(sheet: Sheet): Promise<void> {
  const { company, later } = ground;
  for (const text of ['/chg submit', '/chg approve fine', '/chg complete successful done']) {
    later();
    company.sandbox.as('mara-ops').comment(sheet.ref, text);
    await company.settle();
  }
}

describe('a forge that does the work and loses the answer', () => {
  it.each(ANSWERS_LOST)('opens one record when its post is lost by $kind', async (trouble) => {
    ground.company.sandbox.faults.onRequest({ method: 'POST', path: COMMENTS, trouble, times: 1 });
    const sheet = await ground.draft(`A record lost by ${trouble.kind}`);
    await expectOneOfEverything(sheet, 'draft');
  });

  it.each([COMMENTS, COMMENT, REACTIONS, LABELS, LABEL, ISSUE])(
    'says everything once when answers are lost on %s',
    async (path) => {
      const sheet = await ground.draft('Answers are lost');
      for (const method of ['POST', 'PATCH', 'DELETE'])
        for (const trouble of ANSWERS_LOST)
          ground.company.sandbox.faults.onRequest({ method, path, trouble, times: 1 });
      await act(sheet);
      await expectOneOfEverything(sheet, 'review');
    },
  );

  it.each(NOT_DONE)(
    'says everything once when writes meet $kind and are not done',
    async (trouble) => {
      const sheet = await ground.draft('Writes are not done');
      for (const method of ['POST', 'PATCH', 'DELETE'])
        ground.company.sandbox.faults.onRequest({ method, path: '/issues/', trouble, times: 2 });
      await act(sheet);
      await expectOneOfEverything(sheet, 'review');
    },
  );

  it('says everything once when a third of all writes is lost and a fifth of all reads fails', async () => {
    const { faults } = ground.company.sandbox;
    for (const method of ['POST', 'PATCH', 'DELETE']) {
      for (const trouble of ANSWERS_LOST)
        faults.onRequest({ method, path: '/issues', trouble, probability: 0.2 });
      faults.onRequest({ method, path: '/issues', trouble: { kind: 'drop' }, probability: 0.1 });
    }
    faults.onRequest({ method: 'GET', trouble: { kind: 'refuse', status: 502 }, probability: 0.2 });
    const sheet = await ground.draft('Everything is unreliable');
    await act(sheet);
    faults.clear();
    await ground.company.settle();
    await expectOneOfEverything(sheet, 'review');
  }, 60_000);
});

describe('a forge that asks for silence', () => {
  it('is sent nothing until the time has passed, and everything afterwards', async () => {
    const { company, later } = ground;
    const { sandbox, clock } = company;
    const sheet = await ground.draft('Too much at once');
    const trouble = { kind: 'secondary_limit', retryAfterSeconds: 2 } as const;
    sandbox.requests.clear();
    sandbox.faults.onRequest({ method: 'POST', path: COMMENTS, trouble, times: 1 });
    const limited = (): number => sandbox.requests.all().findIndex(({ status }) => status === 403);
    const paused = clock.now().getTime();
    sandbox.as('mara-ops').comment(sheet.ref, '/chg approve fine');
    while (limited() === -1) await new Promise((resolve) => setTimeout(resolve, 5));
    // People go on, and the machine's own pauses pass; the story's clock, which the forge counts by, stands.
    for (const text of ['/chg submit', '/chg status'])
      sandbox.as('mara-ops').comment(sheet.ref, text);
    await sandbox.settled();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const afterwards = sandbox.requests.all().slice(limited() + 1);
    expect(afterwards.filter(({ actor }) => actor !== 'nobody')).toEqual([]);
    clock.moveTo(new Date(paused + 3_000).toISOString());
    later();
    await company.settle();
    await expectOneOfEverything({ ...sheet, ours: withoutStatus(sheet) }, 'review');
  }, 60_000);
});

/** The answer to a question is a reply as well, but not to a refusal. */
function withoutStatus(sheet: Sheet): Sheet['ours'] {
  return (surface) => sheet.ours(surface).filter(({ body }) => !body.includes('reply:ask:'));
}

describe('a comment that its author takes back', () => {
  it('keeps nothing from being shown when the reaction finds no comment', async () => {
    const { company, later } = ground;
    const sheet = await ground.draft('A comment is taken back');
    later();
    company.sandbox.faults.onDelivery({
      event: 'issue_comment',
      action: 'created',
      times: 1,
      trouble: { kind: 'hold' },
    });
    const said = company.sandbox.as('mara-ops').comment(sheet.ref, '/chg submit');
    company.sandbox.as('mara-ops').deleteComment(said.id);
    company.sandbox.faults.release();
    await company.settle();
    await expectOneOfEverything(sheet, 'review');
  });
});
