// What is a command and what is only a text that looks like one; who is heard, and how each is answered: one reaction
// on the comment, one reply for each person and obstacle, and silence towards machines.
import { describe, expect, it } from 'vitest';
import { lighthouse, operations } from '../../src/demo/company.ts';
import { HEARD, HIDDEN } from '../core/intent/slash-corpus.ts';
import { changeBody } from '../core/plan/change-body.ts';
import {
  BOT,
  DEE,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  reactionsOn,
  SHORT,
  stage,
  TOMAS,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { opens, inReview, running, window, pass } = scene;

function sandbox(): ReturnType<typeof scene.world>['company']['sandbox'] {
  return scene.world().company.sandbox;
}

/** Says it and gives the reactions of the app on it. */
async function saying(tale: Tale, who: string, text: string): Promise<readonly string[]> {
  await tale.says(who, text);
  const said = tale.comments().filter(({ body }) => body === text);
  return reactionsOn(scene.world(), said.at(-1)?.id ?? 0);
}

describe('a text that looks like a command', () => {
  it('in quotes, code, lists, tables, HTML, comments and mails asks for nothing', async () => {
    const tale = await opens();
    const before = (await tale.events()).length;
    await tale.does(MARA, `writes ${String(HIDDEN.length)} comments`, () => {
      for (const text of HIDDEN)
        sandbox().as(MARA).comment(tale.issue, text.replaceAll('C', '/chg submit'));
    });
    expect((await tale.events()).slice(before)).toEqual([]);
    expect((await tale.change()).state).toBe('draft');
    const mine = tale
      .comments()
      .filter(({ body }) => body.includes('/chg submit') && !body.includes('holdpoint:record'));
    expect(mine).toHaveLength(HIDDEN.length);
    expect(mine.flatMap(({ id }) => reactionsOn(scene.world(), id))).toEqual([]);
  });

  it('is none before it was said: edited into an older comment, by its author or by others', async () => {
    const tale = await opens();
    const said = sandbox().as(MARA).comment(tale.issue, 'looks fine');
    await tale.does(MARA, 'edits the comment', () =>
      sandbox().as(MARA).editComment(said.id, '/chg submit'),
    );
    await tale.does(DEE, 'edits the comment of mara-ops', () =>
      sandbox().as(DEE).editComment(said.id, '/chg submit now'),
    );
    expect((await tale.change()).state).toBe('draft');
    expect(reactionsOn(scene.world(), said.id)).toEqual([]);
  });

  it('of a machine is not heard and not answered', async () => {
    const tale = await opens();
    const before = (await tale.events()).length;
    expect(await saying(tale, BOT, '/chg submit')).toEqual([]);
    expect(await saying(tale, BOT, '/chg nonsense')).toEqual([]);
    expect((await tale.events()).slice(before)).toEqual([]);
    expect(tale.replies()).toEqual([]);
  });

  it('on an issue that is no change is not answered', async () => {
    pass(1);
    const issue = sandbox()
      .as(MARA)
      .openIssue(operations, { title: 'A question', body: 'who knows?' });
    const said = sandbox()
      .as(MARA)
      .comment(`${operations}#${String(issue.number)}`, '/chg approve\n\n/chg start');
    await scene.world().company.settle();
    expect(reactionsOn(scene.world(), said.id)).toEqual([]);
    expect(sandbox().world.comments.of(issue.id)).toHaveLength(1);
  });
});

describe('a command', () => {
  it('is heard in every case, with any line ends, between other words, and answered with one reaction', async () => {
    const tale = await inReview();
    const before = (await tale.events()).length;
    await tale.does(TOMAS, `says it in ${String(HEARD.length)} ways`, () => {
      for (const text of HEARD)
        sandbox().as(TOMAS).comment(tale.issue, text.replaceAll('C', '/chg accept'));
    });
    const told = (await tale.events()).slice(before);
    expect(new Set(told.map(({ type }) => type))).toEqual(new Set(['refused']));
    const said = tale.comments().filter(({ userId }) => userId === 9004);
    expect(said).toHaveLength(HEARD.length);
    expect(said.map(({ id, body }) => [body, reactionsOn(scene.world(), id)])).toEqual(
      said.map(({ body }) => [body, ['confused']]),
    );
    expect(
      await saying(
        tale,
        MARA,
        'so\r\n/CHG Request_Changes\tname who watches\r\nthe error rate\r\n',
      ),
    ).toEqual(['confused']);
    expect(
      await saying(tale, LIN, 'so\r\n/CHG Request_Changes\tname who watches\r\nthe error rate\r\n'),
    ).toEqual(['+1']);
    expect((await tale.change()).objections.map(({ text }) => text)).toEqual([
      'name who watches\nthe error rate',
    ]);
  });

  it('among several in one comment is carried out in order, with one reaction for all', async () => {
    const tale = await running();
    expect(await saying(tale, MARA, '/chg done E1 gone\n/chg done E2 serial 02:E4')).toEqual([
      '+1',
    ]);
    expect((await tale.change()).steps['E2']).toMatchObject({
      status: 'done',
      observed: 'serial 02:E4',
    });
    // The second is refused: the whole comment is looked at again.
    expect(
      await saying(tale, MARA, '/chg pause waiting\n/chg confirm E2 fine\n/chg resume'),
    ).toEqual(['confused']);
    expect((await tale.change()).paused).toBeNull();
    expect(await tale.refusals()).toEqual(['confirm second_person_required']);
    expect(tale.replies()).toHaveLength(1);
  });

  it('that nobody knows is answered with the nearest one', async () => {
    const tale = await inReview();
    const answers: [string, string][] = [
      ['/chg aprove', '/chg approve'],
      ['/chg Shcedule 2026', '/chg schedule'],
      ['/chg rolback it burns', '/chg rollback'],
      ['/chg xyzzy', '/chg help'],
    ];
    for (const [said, meant] of answers) {
      const { reaction, reply } = await tale.says(TOMAS, said);
      expect(reaction).toBe('confused');
      expect(reply ?? tale.replies().at(-1)?.body).toContain('is not a command');
      expect(tale.record()).not.toContain(said);
      expect((await tale.events()).at(-1)?.texts['facts']).toContain(
        `"nearest":"${meant.slice(5)}"`,
      );
    }
    expect((await tale.change()).state).toBe('review');
    expect((await tale.says(MARA, '/chg')).reaction).toBe('confused');
    expect((await tale.refusals()).at(-1)).toBe('misread command_incomplete');
  });

  it('that is refused is answered once for each person, obstacle and plan, and always with a reaction', async () => {
    const tale = await inReview();
    for (let turn = 0; turn < 3; turn += 1)
      expect(await saying(tale, MARA, '/chg approve')).toContain('confused');
    expect(tale.replies()).toHaveLength(1);
    const [reply] = tale.replies();
    expect(reply?.body).toContain('`mara-ops`: `/chg approve` was not carried out');
    expect(reply?.body).toContain('`self_approval`');
    expect(reply?.body).toMatch(/\*\*Next:\*\*.+\n\*\*Who:\*\*/u);
    await tale.says(LIN, '/chg approve');
    expect(tale.replies()).toHaveLength(2);
    await tale.edits(MARA, (body) => body.replace('Switch gw-1', 'Switch gw-2'));
    await tale.says(MARA, '/chg approve');
    expect(tale.replies()).toHaveLength(3);
    expect((await tale.refusals()).length).toBe(5);
  });

  it('of somebody who may only read is refused, and help is not', async () => {
    const tale = await inReview();
    expect((await tale.says(NINA, '/chg approve')).reaction).toBe('confused');
    expect((await tale.says(NINA, '/chg cancel I do not like it')).reaction).toBe('confused');
    expect(await tale.refusals()).toEqual(['approve not_permitted', 'cancel not_permitted']);
    expect((await tale.says(NINA, '/chg status')).reaction).toBe('+1');
    expect((await tale.change()).state).toBe('review');
  });

  it('of a stranger on a public repository is refused, however often, and fills nothing', async () => {
    pass(1);
    const open = `${lighthouse}/status-page`;
    sandbox().createRepository({ owner: lighthouse, name: 'status-page', private: false });
    sandbox().createUser({ login: 'stranger' });
    sandbox().addCollaborator(open, { login: MARA, role: 'write' });
    sandbox().addCollaborator(open, { login: TOMAS, role: 'maintain' });
    const tale = await opens({
      repo: open,
      body: changeBody({ ...SHORT, window: window(25 * 60) }),
    });
    await tale.does('stranger', 'says it sixty times', () => {
      for (let turn = 0; turn < 60; turn += 1)
        sandbox().as('stranger').comment(tale.issue, '/chg cancel spam');
    });
    expect((await tale.change()).state).toBe('draft');
    expect((await tale.refusals()).length).toBeLessThanOrEqual(50);
    expect(tale.replies()).toHaveLength(1);
    await tale.does('stranger', 'opens an issue with the form', () =>
      sandbox()
        .as('stranger')
        .openIssue(open, { title: 'Mine', body: changeBody(), labels: ['change'], fromForm: true }),
    );
    expect(
      (await scene.world().events()).filter(
        ({ type, actor }) => type === 'change_opened' && actor === 'stranger',
      ),
    ).toEqual([]);
  });
});

describe('a question', () => {
  it('is answered in a comment: status, help and evidence', async () => {
    const tale = await inReview();
    const before = (await tale.events()).length;
    const status = await tale.says(LIN, '/chg status');
    expect(status.reply).toContain('waits for review');
    expect(status.reply).toContain('`approval_missing`');
    const help = await tale.says(LIN, '/chg help');
    expect(help.reply).toContain('/chg override <gate> <reason>');
    expect(help.reply).toContain('`builtin:');
    const evidence = await tale.says(LIN, '/chg evidence');
    expect(evidence.reply).toContain('There is no evidence yet');
    expect((await tale.events()).slice(before)).toEqual([]);
    for (const { body } of tale.replies())
      expect(body.split('\n').filter((line) => /^\/[a-z]/u.test(line))).toEqual([]);
  });
});

leavesATrace(scene);
