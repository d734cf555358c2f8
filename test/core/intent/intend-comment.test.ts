import { describe, expect, it } from 'vitest';

import { intend } from '../../../src/core/intent/intend.ts';
import type { NoticeActor } from '../../../src/core/intent/notice.ts';
import {
  AT,
  aChange,
  aComment,
  asked,
  comments,
  commentsOnPull,
  editsRecord,
  mara,
  nobody,
  notice,
  ourselves,
  robot,
  tomas,
  whatIsKnown,
} from './scene.ts';

const APPROVE = { type: 'approve', note: '', channel: 'command', commit: null };

describe('a new comment on the issue of a change', () => {
  it('asks for each of its commands, known by comment and line', () => {
    const intentions = intend(comments('words\n/chg done E1 gone\n/chg resume'), whatIsKnown());
    expect(intentions).toEqual([
      {
        change: 1,
        command: { type: 'done', step: 'E1', observed: 'gone', via: 'command' },
        key: 'comment:55:1',
        ref: 'comment:55',
        url: 'https://forge.example/12#55',
      },
      {
        change: 1,
        command: { type: 'resume' },
        key: 'comment:55:2',
        ref: 'comment:55',
        url: 'https://forge.example/12#55',
      },
    ]);
  });

  it('supplies an observation with a line that begins with a step of the plan', () => {
    expect(asked(comments('E2: old workers gone after 41 s'))).toEqual([
      { type: 'observe', step: 'E2', observed: 'old workers gone after 41 s' },
    ]);
    expect(asked(comments('E99: there is no such step'))).toEqual([]);
  });

  it('only talks about steps while nobody walks them yet', () => {
    for (const state of ['draft', 'review', 'completed', 'cancelled'] as const) {
      expect(
        asked(comments('E2: why not earlier?'), whatIsKnown({ change: aChange({ state }) })),
      ).toEqual([]);
    }
    for (const state of ['approved', 'scheduled', 'in_progress'] as const) {
      expect(asked(comments('P1: done'), whatIsKnown({ change: aChange({ state }) }))).toHaveLength(
        1,
      );
    }
  });

  it('is refused when it names another change, and obeyed when it names this one', () => {
    expect(asked(comments('/chg approve CHG-00001 fine'))).toEqual([{ ...APPROVE, note: 'fine' }]);
    expect(asked(comments('/chg approve chg-1'))).toEqual([APPROVE]);
    expect(asked(comments('/chg approve CHG-00002'))).toEqual([
      { type: 'misread', verb: 'approve', code: 'change_missing', facts: { verb: 'approve' } },
    ]);
  });

  it('is answered with what is missing where there is no change', () => {
    const intentions = intend(comments('/chg submit'), whatIsKnown({ change: null }));
    expect(intentions.map(({ change, command }) => [change, command.type])).toEqual([
      [null, 'misread'],
    ]);
    expect(intend(comments('no command here'), whatIsKnown({ change: null }))).toEqual([]);
  });

  it('takes the zone of the booked window, of the plan, or UTC', () => {
    const zoneOf = (known: ReturnType<typeof whatIsKnown>): unknown => {
      const [command] = asked(comments('/chg schedule 2026-11-24T22:00/2026-11-25T01:00'), known);
      return command?.type === 'schedule' ? command.window?.zone : null;
    };
    const booked = { start: AT, end: AT, zone: 'Asia/Tokyo', note: null };
    expect(zoneOf(whatIsKnown({ change: aChange({ window: booked }) }))).toBe('Asia/Tokyo');
    expect(zoneOf(whatIsKnown())).toBe('Europe/Berlin');
    expect(zoneOf(whatIsKnown({ change: aChange({ plan: null, planInForce: null }) }))).toBe('UTC');
  });
});

describe('who may give a command, by writing what, how', () => {
  const writers: readonly [string, NoticeActor, boolean][] = [
    ['the author', mara, false],
    ['somebody else', tomas, false],
    ['a bot', robot, false],
    ['our own app', ourselves, true],
    ['a deleted account', nobody, false],
  ];
  const senders: readonly [string, NoticeActor][] = writers.map(([name, actor]) => [name, actor]);
  const actions = ['comment_created', 'comment_edited', 'comment_deleted'] as const;
  const cells = writers.flatMap(([writer, author, ours]) =>
    senders.flatMap(([sender, actor]) =>
      actions.flatMap((kind) =>
        [false, true].map((touched) => ({ writer, author, ours, sender, actor, kind, touched })),
      ),
    ),
  );

  it(`lets ${String(cells.length)} cells of writer, sender and action ask only where a person writes something new`, () => {
    const heard = cells.filter(({ author, ours, actor, kind, touched }) => {
      const comment = aComment({
        body: '/chg approve',
        author,
        ours,
        updatedAt: touched ? '2026-11-22T03:46:00Z' : AT,
      });
      const where = { issue: 12, onPull: false, comment };
      const fact =
        kind === 'comment_edited'
          ? ({ kind, ...where, before: 'words' } as const)
          : ({ kind, ...where } as const);
      return asked(notice(fact, { actor, echo: actor === ourselves })).length > 0;
    });
    expect(
      heard.map(({ writer, sender, kind, touched }) => [writer, sender, kind, touched]),
    ).toEqual([
      ['the author', 'the author', 'comment_created', false],
      ['somebody else', 'somebody else', 'comment_created', false],
    ]);
  });
});

describe('a new comment on a pull request', () => {
  const one = whatIsKnown({ change: null, linked: [aChange({ number: 7 })] });
  const two = whatIsKnown({
    change: null,
    linked: [aChange({ number: 7 }), aChange({ number: 8 })],
  });
  const none = whatIsKnown({ change: null, linked: [] });

  it('is asked of the only change it is linked to', () => {
    expect(intend(commentsOnPull('/chg approve'), one)).toMatchObject([
      { change: 7, command: APPROVE },
    ]);
  });

  it('must name the change when there are several', () => {
    expect(intend(commentsOnPull('/chg approve CHG-00008, good'), two)).toMatchObject([
      { change: 8, command: { ...APPROVE, note: 'good' } },
    ]);
    expect(asked(commentsOnPull('/chg approve'), two)).toEqual([
      {
        type: 'misread',
        verb: 'approve',
        code: 'command_incomplete',
        facts: { verb: 'approve', missing: 'which change: CHG-00007 or CHG-00008' },
      },
    ]);
  });

  it('is never carried out on another change than it names', () => {
    expect(asked(commentsOnPull('/chg approve CHG-00009'), one)).toMatchObject([
      { type: 'misread', code: 'change_missing' },
    ]);
    expect(asked(commentsOnPull('/chg approve'), none)).toMatchObject([
      { type: 'misread', code: 'change_missing' },
    ]);
  });

  it('links itself to a change that it names', () => {
    const link = { type: 'link', repoId: '501', repo: 'lighthouse/edge', pull: 45, head: '' };
    expect(intend(commentsOnPull('/chg link CHG-00009'), none)).toMatchObject([
      { change: 9, command: link },
    ]);
    expect(intend(commentsOnPull('/chg link CHG-00009'), one)).toMatchObject([
      { change: 9, command: link },
    ]);
    expect(asked(commentsOnPull('/chg link'), one)).toMatchObject([
      { type: 'misread', code: 'command_incomplete' },
    ]);
    expect(intend(commentsOnPull('/chg unlink'), one)).toMatchObject([
      { change: 7, command: { type: 'unlink', repoId: '501', pull: 45 } },
    ]);
  });

  it('says what it left out to the change that the first of it was meant for', () => {
    const body = '/chg status CHG-00008\n'.repeat(62);
    expect(intend(commentsOnPull(body), two).slice(59)).toMatchObject([
      { change: 8, command: { type: 'ask' } },
      {
        change: 8,
        command: {
          code: 'commands_left_out',
          facts: { count: '2', most: '60', first: '/chg status CHG-00008' },
        },
      },
    ]);
  });

  it('does not observe steps', () => {
    expect(asked(commentsOnPull('E2: gone'), { ...one, change: aChange() })).toEqual([]);
  });
});

describe('an edit of the record comment', () => {
  const before = '- [ ] <!-- chg:E1 --> a\n- [ ] <!-- chg:E2 --> b';
  const after = '- [x] <!-- chg:E1 --> a\n- [x] <!-- chg:E2 --> b';

  it('asks for each ticked step, in the order of the checklist', () => {
    const intentions = intend(editsRecord(before, after, tomas), whatIsKnown());
    expect(intentions.map(({ command }) => command)).toEqual([
      { type: 'done', step: 'E1', observed: '', via: 'tick' },
      { type: 'done', step: 'E2', observed: '', via: 'tick' },
    ]);
    expect(intentions.map(({ ref }) => ref)).toEqual([null, null]);
    expect(intentions[0]?.key).toMatch(/^tick:300:E1:2026-11-22T03:49:00Z:[0-9a-f]{64}$/u);
    expect(intentions[0]?.key).not.toBe(intentions[1]?.key);
  });

  it('asks for a tick that is taken away', () => {
    expect(asked(editsRecord(after, before))).toEqual([
      { type: 'untick', step: 'E1' },
      { type: 'untick', step: 'E2' },
    ]);
  });

  it('is noted when it is more than a tick, and the tick still asked for', () => {
    expect(
      asked(
        editsRecord(
          before,
          after.replace(' b', ' c').replace('[x] <!-- chg:E2', '[ ] <!-- chg:E2'),
        ),
      ),
    ).toEqual([
      { type: 'done', step: 'E1', observed: '', via: 'tick' },
      { type: 'note_tampering', surface: 'record', how: 'edited', detail: 'text changed' },
    ]);
  });

  it('is noted and asks for nothing when a machine did it', () => {
    expect(asked(editsRecord(before, after, robot))).toEqual([
      {
        type: 'note_tampering',
        surface: 'record',
        how: 'edited',
        detail: 'boxes moved by a machine: E1, E2',
      },
    ]);
  });

  it('is judged from the text before, from our own copy, or not at all', () => {
    expect(asked(editsRecord(null, after), whatIsKnown({ lastRecordBody: before }))).toHaveLength(
      2,
    );
    expect(asked(editsRecord(null, after))).toEqual([{ type: 'reconsider' }]);
  });

  it('never executes commands that were written into it', () => {
    expect(asked(editsRecord(before, `${before}\n\n/chg approve`, tomas))).toEqual([
      { type: 'note_tampering', surface: 'record', how: 'edited', detail: 'text changed' },
    ]);
  });

  it('names forged and missing boxes', () => {
    const forged = `${before}\n- [x] <!-- chg:E7 --> forged`.replace(
      '- [ ] <!-- chg:E1 --> a\n',
      '',
    );
    expect(asked(editsRecord(before, forged, tomas))).toEqual([
      {
        type: 'note_tampering',
        surface: 'record',
        how: 'edited',
        detail: 'text changed; boxes taken out: E1; boxes that are not ours: E7',
      },
    ]);
  });

  it('is nothing when we did it ourselves', () => {
    const echo = { ...editsRecord(before, after, ourselves), echo: true };
    expect(asked(echo)).toEqual([]);
  });
});

describe('our own comments', () => {
  const deleted = (id: string): ReturnType<typeof notice> =>
    notice(
      {
        kind: 'comment_deleted',
        issue: 12,
        onPull: false,
        comment: aComment({ id, ours: true, author: ourselves }),
      },
      { actor: tomas },
    );

  it('are missed when somebody deletes them', () => {
    expect(asked(deleted('300'))).toMatchObject([
      { type: 'note_tampering', surface: 'record', how: 'deleted' },
    ]);
    expect(asked(deleted('400'))).toMatchObject([
      { type: 'note_tampering', surface: 'evidence', how: 'deleted' },
    ]);
    expect(asked(deleted('500'))).toEqual([]);
  });

  it('are watched when they are evidence', () => {
    const comment = aComment({ id: '400', ours: true, author: ourselves });
    const edited = notice(
      { kind: 'comment_edited', issue: 12, onPull: false, comment, before: 'x' },
      { actor: tomas },
    );
    expect(asked(edited)).toMatchObject([
      { type: 'note_tampering', surface: 'evidence', how: 'edited' },
    ]);
  });
});
