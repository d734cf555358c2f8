// The checklist in the record comment. A tick is a request by whoever clicked; granted ones are steps done, refused
// ones are put back with the reason beside the step, quietly. Boxes are found by their hidden markers, never by place.
import { describe, expect, it } from 'vitest';
import {
  BOT,
  DEE,
  JONAS,
  leavesATrace,
  LIN,
  MARA,
  NINA,
  stage,
  stepLines,
  TOMAS,
  word,
  type Tale,
} from '../support/tale.ts';

const scene = stage();
const { running, approved, inReview } = scene;

const FOUR = {
  steps_execute:
    '1. Drain\n   - expect: empty\n   - rollback: undrain\n' +
    '2. Switch\n   - expect: reload returns\n   - rollback: switch back\n' +
    '3. [hold] Look from outside\n   - expect: new serial\n   - rollback: switch back\n' +
    '4. Undrain\n   - expect: traffic\n   - rollback: drain',
};

function box(tale: Tale, step: string): string {
  return /^- \[(.)\]/u.exec(stepLines(tale.record(), step))?.[1] ?? '?';
}

function boxes(tale: Tale): string {
  return [...tale.record().matchAll(/^- \[(.)\] <!-- chg:(\w+) -->/gmu)]
    .map(([, mark, step]) => `${step ?? ''}${mark === 'x' ? '+' : '-'}`)
    .join(' ');
}

async function done(tale: Tale): Promise<readonly string[]> {
  return (await tale.events())
    .filter(({ type }) => type === 'step_done')
    .map(({ data, actor }) => `${word(data['step'])} ${actor.login}`);
}

/** Saves the record as a person who edited it by hand. */
function rewrites(tale: Tale, who: string, change: (body: string) => string): Promise<void> {
  return tale.does(who, 'edits the record comment', () =>
    scene.world().company.sandbox.as(who).editComment(tale.recordId(), change(tale.record())),
  );
}

async function tampering(tale: Tale): Promise<readonly string[]> {
  return (await tale.events())
    .filter(({ type }) => type === 'tampering_found')
    .map(({ actor, texts }) => `${actor.login}: ${texts['detail'] ?? ''}`);
}

describe('a tick', () => {
  it('without words is a step done whose observation is missing; a line with its id supplies it', async () => {
    const tale = await running();
    await tale.ticks(MARA, 'E1');
    expect(await done(tale)).toEqual(['E1 mara-ops']);
    expect(stepLines(tale.record(), 'E1')).toContain('`E1: <what you saw>` in a comment');
    expect(tale.record()).toContain('E1 is ticked; what was seen?');
    const heard = await tale.says(
      MARA,
      'It went well.\n\ne1: old workers gone\nafter 41 s\n\n> E2: not mine',
    );
    expect(heard.reaction).toBe('+1');
    expect((await tale.change()).steps['E1']).toMatchObject({
      observed: 'old workers gone\nafter 41 s\n\n> E2: not mine',
    });
    expect(stepLines(tale.record(), 'E1')).toContain('saw: old workers gone');
    expect(stepLines(tale.record(), 'E1')).not.toContain('what you saw');
  });

  it('out of order is put back, and the reason stands beside the step and nowhere else', async () => {
    const tale = await running();
    await tale.ticks(MARA, 'E2');
    expect(boxes(tale)).toBe('E1- E2- V1-');
    expect(stepLines(tale.record(), 'E2')).toMatch(/`mara-ops` was refused: not its turn yet/u);
    expect(await tale.refusals()).toEqual(['done out_of_order_step']);
    expect(tale.replies()).toEqual([]);
    await tale.ticks(MARA, 'E1');
    await tale.ticks(MARA, 'E2');
    expect(stepLines(tale.record(), 'E2')).not.toContain('was refused');
    expect(await done(tale)).toEqual(['E1 mara-ops', 'E2 mara-ops']);
  });

  it('by another engineer is put back; a reader cannot even click', async () => {
    const tale = await running();
    await tale.ticks(LIN, 'E1');
    expect(box(tale, 'E1')).toBe(' ');
    expect(stepLines(tale.record(), 'E1')).toMatch(/`lin-dev` was refused: not permitted/u);
    expect(await tale.refusals()).toEqual(['done not_permitted']);
    const { sandbox } = scene.world().company;
    expect(() => sandbox.as(NINA).tick(tale.recordId(), 'chg:E1')).toThrow(/403/u);
    expect(await done(tale)).toEqual([]);
  });

  it('by a machine with write access is tampering, and no step', async () => {
    const tale = await running();
    await tale.ticks(BOT, 'E1');
    expect(await done(tale)).toEqual([]);
    expect(box(tale, 'E1')).toBe(' ');
    expect(await tampering(tale)).toEqual(['deploybot[bot]: boxes moved by a machine: E1']);
  });

  it('among several in one edit is judged for itself', async () => {
    const tale = await running({ answers: FOUR });
    await tale.does(MARA, 'ticks everything at once', () => {
      const ticks = ['E1', 'E2', 'E3', 'E4', 'V1'].map((step) => ({
        marker: `chg:${step}`,
        checked: true,
      }));
      scene.world().company.sandbox.as(MARA).tickSeveral(tale.recordId(), ticks);
    });
    expect(await done(tale)).toEqual(['E1 mara-ops', 'E2 mara-ops', 'E3 mara-ops']);
    expect(boxes(tale)).toBe('E1+ E2+ E3+ E4- V1-');
    expect(stepLines(tale.record(), 'E3')).toContain('not confirmed yet');
    expect(stepLines(tale.record(), 'E4')).toContain('was refused');
    expect(await tale.refusals()).toEqual(['done out_of_order_step', 'done out_of_order_step']);
  });

  it('saved with the line ends of the web page is a tick and nothing else', async () => {
    const tale = await running();
    await tale.does(MARA, 'ticks E1 in a browser', () =>
      scene.world().company.sandbox.as(MARA).tick(tale.recordId(), 'chg:E1', { lineEnds: 'crlf' }),
    );
    expect(await done(tale)).toEqual(['E1 mara-ops']);
    expect(await tampering(tale)).toEqual([]);
    expect(box(tale, 'E1')).toBe('x');
  });

  it('in a browser that still shows an older text counts, and undoes nothing that happened meanwhile', async () => {
    const tale = await running({ answers: FOUR });
    const shown = tale.record();
    await tale.says(MARA, '/chg done E1 empty');
    await tale.does(MARA, 'ticks E2 in the older text', () =>
      scene.world().company.sandbox.as(MARA).tick(tale.recordId(), 'chg:E2', { shown }),
    );
    expect(await done(tale)).toEqual(['E1 mara-ops', 'E2 mara-ops']);
    expect(boxes(tale)).toBe('E1+ E2+ E3- E4- V1-');
    expect((await tale.change()).steps['E1']).toMatchObject({ status: 'done', observed: 'empty' });
    expect(stepLines(tale.record(), 'E1')).toContain('saw: empty');
  });

  it('before the change runs is put back', async () => {
    const tale = await approved();
    await tale.ticks(MARA, 'E1');
    expect(await tale.refusals()).toEqual(['done not_in_state']);
    expect(box(tale, 'E1')).toBe(' ');
    expect((await tale.change()).state).toBe('approved');
  });

  it('of a pre-flight step is for any engineer, once the change is agreed', async () => {
    const tale = await inReview({
      answers: { steps_before: '1. Note the serial\n2. Tell support' },
    });
    await tale.ticks(MARA, 'P1');
    expect(await tale.refusals()).toEqual(['done not_in_state']);
    await tale.says(TOMAS, '/chg approve');
    await tale.ticks(LIN, 'P1');
    expect(await done(tale)).toEqual(['P1 lin-dev']);
    expect(boxes(tale)).toBe('P1+ P2- E1- E2- V1-');
  });

  it('while everything stands still is put back', async () => {
    const tale = await running();
    await tale.says(TOMAS, '/chg pause waiting for the backup');
    await tale.ticks(MARA, 'E1');
    expect(await tale.refusals()).toEqual(['done change_paused']);
    expect(box(tale, 'E1')).toBe(' ');
    await tale.says(MARA, '/chg resume');
    await tale.ticks(MARA, 'E1');
    expect(await done(tale)).toEqual(['E1 mara-ops']);
  });
});

describe('a tick taken away', () => {
  it('never undoes a step: the box is ticked again, and it says why', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 gone');
    const untick = (who: string): Promise<void> =>
      tale.does(who, 'unticks E1', () =>
        scene.world().company.sandbox.as(who).untick(tale.recordId(), 'chg:E1'),
      );
    await untick(MARA);
    expect(box(tale, 'E1')).toBe('x');
    expect(await tale.refusals()).toEqual(['untick already_done']);
    expect(stepLines(tale.record(), 'E1')).toMatch(/`mara-ops` was refused: it is done already/u);
    expect(tale.replies()).toEqual([]);
    await untick(LIN);
    expect(box(tale, 'E1')).toBe('x');
    expect((await tale.change()).steps['E1']).toMatchObject({ status: 'done', observed: 'gone' });
  });
});

describe('a hold', () => {
  it('is not confirmed by ticks, whoever makes them', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 gone');
    await tale.ticks(MARA, 'E2');
    expect(stepLines(tale.record(), 'E2')).toContain('not confirmed yet');
    expect(stepLines(tale.record(), 'V1')).toContain('shut by E2');
    const { sandbox } = scene.world().company;
    await tale.does(TOMAS, 'unticks E2', () => sandbox.as(TOMAS).untick(tale.recordId(), 'chg:E2'));
    await tale.does(TOMAS, 'ticks E2 again', () => {
      sandbox.as(TOMAS).untick(tale.recordId(), 'chg:E2');
      sandbox.as(TOMAS).tick(tale.recordId(), 'chg:E2');
    });
    await tale.ticks(MARA, 'V1');
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('waiting');
    expect(await done(tale)).toEqual(['E1 mara-ops', 'E2 mara-ops']);
    expect(stepLines(tale.record(), 'V1')).toContain('was refused');
    await tale.says(TOMAS, '/chg confirm E2 I see the new serial');
    await tale.ticks(MARA, 'V1');
    expect(await done(tale)).toContain('V1 mara-ops');
  });
});

describe('markers', () => {
  it('that stand twice move nothing, and the record is put right', async () => {
    const tale = await running();
    await rewrites(tale, MARA, (body) =>
      body.replace('<!-- chg:E1 -->', '<!-- chg:E1 --> **E1** Drain\n- [x] <!-- chg:E1 -->'),
    );
    expect(await done(tale)).toEqual([]);
    expect(boxes(tale)).toBe('E1- E2- V1-');
    expect(await tampering(tale)).toEqual([expect.stringContaining('boxes that are not ours: E1')]);
  });

  it('of steps that the plan does not have grant nothing', async () => {
    const tale = await running();
    await rewrites(
      tale,
      MARA,
      (body) => `- [x] <!-- chg:E9 --> forged\n- [x] <!-- chg:__proto__ --> forged\n${body}`,
    );
    expect(await done(tale)).toEqual([]);
    expect(tale.record()).not.toContain('forged');
    expect(await tampering(tale)).toEqual([expect.stringContaining('E9')]);
  });

  it('in code, in quotes or in somebody’s own comment are text', async () => {
    const tale = await running();
    await tale.says(MARA, `- [x] <!-- chg:E1 --> **E1**\n\n> - [x] <!-- chg:E1 -->`);
    await rewrites(tale, MARA, (body) => `\`\`\`\n- [x] <!-- chg:E1 -->\n\`\`\`\n${body}`);
    expect(await done(tale)).toEqual([]);
    expect(boxes(tale)).toBe('E1- E2- V1-');
  });

  it('count wherever the line was dragged to', async () => {
    const tale = await running();
    await rewrites(tale, MARA, (body) => {
      const lines = body.split('\n');
      const at = lines.findIndex((line) => line.includes('<!-- chg:E1 -->'));
      const [line] = lines.splice(at, 1);
      return [...lines.slice(0, -2), (line ?? '').replace('[ ]', '[X]'), ...lines.slice(-2)].join(
        '\n',
      );
    });
    expect(await done(tale)).toEqual(['E1 mara-ops']);
    expect(boxes(tale)).toBe('E1+ E2- V1-');
  });
});

describe('the record comment', () => {
  it('edited by somebody is restored, and it is known who did it', async () => {
    const tale = await running();
    const before = tale.record();
    await rewrites(tale, JONAS, (body) => body.replace('Switch gw-1', 'Switch gw-2'));
    expect(tale.record()).not.toContain('Switch gw-2');
    expect(tale.record().split('\n').slice(0, 4)).toEqual(before.split('\n').slice(0, 4));
    expect(await tampering(tale)).toEqual(['jonas-dba: text changed']);
  });

  it('deleted by somebody is written again, once', async () => {
    const tale = await running();
    await tale.does(DEE, 'deletes the record', () => {
      scene.world().company.sandbox.as(DEE).deleteComment(tale.recordId());
    });
    expect(
      tale.comments().filter(({ body }) => body.includes('<!-- holdpoint:record ')),
    ).toHaveLength(1);
    expect(
      (await tale.events()).filter(
        ({ type, data }) => type === 'tampering_found' && data['how'] === 'deleted',
      ),
    ).toHaveLength(1);
    await tale.ticks(MARA, 'E1');
    expect(await done(tale)).toEqual(['E1 mara-ops']);
  });
});

describe('an observation', () => {
  it('is written by who did the step or runs the change, once, and asked for before the end', async () => {
    const tale = await running();
    await tale.ticks(MARA, 'E1');
    await tale.says(LIN, 'E1: I think it worked');
    await tale.says(MARA, 'E2: too early\n```\nE1: in code\n```');
    expect(await tale.refusals()).toEqual(['observe not_permitted', 'observe out_of_order_step']);
    await tale.ticks(MARA, 'E2');
    await tale.says(TOMAS, '/chg confirm E2 fine');
    await tale.ticks(MARA, 'V1');
    expect((await tale.says(MARA, '/chg complete successful done')).reaction).toBe('confused');
    expect((await tale.refusals()).at(-1)).toBe('complete observation_missing');
    expect(tale.replies().at(-1)?.body).toMatch(/E1.*E2.*V1/u);
    await tale.says(MARA, 'E1: gone\nE2: serial 02\nV1: order accepted');
    await tale.says(MARA, 'E1: something else');
    expect((await tale.refusals()).at(-1)).toBe('observe already_done');
    expect((await tale.change()).steps['E1']?.observed).toBe('gone');
    expect((await tale.says(MARA, '/chg complete successful done')).reaction).toBe('+1');
    expect((await tale.change()).state).toBe('completed');
  });

  it('by a confirming second person does not confirm, and the doer may not confirm', async () => {
    const tale = await running();
    await tale.says(MARA, '/chg done E1 gone\n/chg done E2 serial 02');
    await tale.says(TOMAS, 'E2: I see it as well');
    await tale.says(MARA, '/chg confirm E2 fine with me');
    expect((await tale.change()).steps['E2']?.hold?.status).toBe('waiting');
    expect(await tale.refusals()).toEqual([
      'observe already_done',
      'confirm second_person_required',
    ]);
  });
});

leavesATrace(scene);
