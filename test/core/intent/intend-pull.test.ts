import { describe, expect, it } from 'vitest';

import { intend } from '../../../src/core/intent/intend.ts';
import type { NoticeFact, PullSeen } from '../../../src/core/intent/notice.ts';
import { AT, aChange, aPull, asked, mara, notice, robot, tomas, whatIsKnown } from './scene.ts';

const none = whatIsKnown({ change: null });
const two = whatIsKnown({ change: null, linked: [aChange({ number: 7 }), aChange({ number: 8 })] });

type PullAction = Extract<NoticeFact, { kind: 'pull_changed' }>['action'];

function pull(
  action: PullAction,
  told: Partial<PullSeen> = {},
  actor = mara,
): ReturnType<typeof notice> {
  return notice({ kind: 'pull_changed', action, pull: aPull(told) }, { actor });
}

describe('a pull request', () => {
  it('is linked by a line in its description, once', () => {
    const link = {
      type: 'link',
      repoId: '501',
      repo: 'lighthouse/edge',
      pull: 45,
      head: 'a'.repeat(40),
    };
    const opened = intend(pull('opened', { body: 'What\n\nchange: CHG-00009\n' }), none);
    expect(opened).toMatchObject([{ change: 9, command: link, key: 'link:501:45:9' }]);
    expect(intend(pull('edited', { body: 'Change:   chg-9' }), none)).toMatchObject([
      { key: 'link:501:45:9' },
    ]);
    expect(
      asked(pull('opened', { body: 'Change: CHG-00007\nChange: CHG-00009' }), two).map(
        ({ type }) => type,
      ),
    ).toEqual(['link', 'note_head', 'note_head']);
  });

  it('is not linked by a mention, a template, a quote, or somebody else', () => {
    const bodies = [
      'see CHG-00009',
      'Change: CHG-00009 and more',
      'Change: CHG-',
      'Change: CHG-00000',
      '<!-- Change: CHG-00009 -->',
      '<!--\nChange: CHG-00009\n-->',
      '> Change: CHG-00009',
      '```\nChange: CHG-00009\n```',
    ];
    expect(bodies.flatMap((body) => asked(pull('opened', { body }), none))).toEqual([]);
    expect(asked(pull('edited', { body: 'Change: CHG-00009' }, tomas), none)).toEqual([]);
    expect(
      asked(pull('opened', { body: 'Change: CHG-00009', author: robot }, robot), none),
    ).toEqual([]);
  });

  it('tells each of its changes of a push, and of the same commit pushed again', () => {
    const head = 'b'.repeat(40);
    const intentions = intend(pull('pushed', { head }), two);
    expect(intentions).toMatchObject([
      { change: 7, command: { type: 'note_head', repoId: '501', pull: 45, head } },
      { change: 8, command: { type: 'note_head', repoId: '501', pull: 45, head } },
    ]);
    expect(intentions.map(({ key }) => key)).toEqual([
      `push:501:45:${head}:${AT}:7`,
      `push:501:45:${head}:${AT}:8`,
    ]);
    const later = { ...pull('pushed', { head }), occurredAt: '2026-11-22T04:00:00Z' };
    expect(intend(later, two)[0]?.key).not.toBe(intentions[0]?.key);
  });

  it('tells of its merge, and only looks again when it is closed without', () => {
    const merged = { merged: true, open: false, mergeSha: 'c'.repeat(40) };
    expect(intend(pull('closed', merged), two)).toMatchObject([
      { change: 7, key: 'merge:501:45:7', command: { type: 'note_merge', sha: 'c'.repeat(40) } },
      { change: 8, key: 'merge:501:45:8' },
    ]);
    expect(asked(pull('closed', { ...merged, mergeSha: null }), two)[0]).toMatchObject({
      sha: 'a'.repeat(40),
    });
    expect(asked(pull('closed', { open: false }), two)).toEqual([
      { type: 'reconsider' },
      { type: 'reconsider' },
    ]);
    for (const action of ['ready', 'draft'] as const) {
      expect(asked(pull(action), two)).toEqual([{ type: 'reconsider' }, { type: 'reconsider' }]);
    }
  });

  it('tells of its head when it is reopened: it may have moved while nobody told', () => {
    const head = 'd'.repeat(40);
    expect(asked(pull('reopened', { head }), two)).toMatchObject([
      { type: 'note_head', pull: 45, head },
      { type: 'note_head', pull: 45, head },
    ]);
  });

  it('that no change knows asks for nothing', () => {
    for (const action of ['pushed', 'closed', 'reopened'] as const)
      expect(asked(pull(action), none)).toEqual([]);
  });
});

describe('a review', () => {
  const review = (
    state: 'approved' | 'changes_requested' | 'commented',
    body: string,
    actor = tomas,
  ): ReturnType<typeof notice> =>
    notice(
      {
        kind: 'review_submitted',
        pull: aPull(),
        review: {
          id: '900',
          state,
          body,
          commit: 'a'.repeat(40),
          url: 'https://forge.example/45#r900',
        },
      },
      { actor },
    );

  it('that approves is the approval of each linked change, bound to the commit', () => {
    expect(intend(review('approved', ' read it \n'), two)).toEqual([
      {
        change: 7,
        command: {
          type: 'approve',
          note: 'read it',
          channel: 'review',
          commit: 'a'.repeat(40),
          among: ['CHG-00007', 'CHG-00008'],
        },
        key: 'review:900:7',
        ref: null,
        url: 'https://forge.example/45#r900',
      },
      expect.objectContaining({ change: 8, key: 'review:900:8' }),
    ]);
  });

  it('speaks of one plan alone where every other change of the pull request is over', () => {
    const ended = { at: AT, by: tomas, roles: [], seq: 9, url: null };
    const linked = [aChange({ number: 7 }), aChange({ number: 8, ended })];
    const [command] = asked(review('approved', ''), whatIsKnown({ change: null, linked }));
    expect(command).not.toHaveProperty('among');
  });

  it('that asks for changes says something even when the reviewer did not', () => {
    expect(asked(review('changes_requested', 'who watches?'), two)[0]).toEqual({
      type: 'request_changes',
      text: 'who watches?',
    });
    expect(asked(review('changes_requested', ''), two)[0]).toMatchObject({
      text: expect.stringContaining('review') as string,
    });
  });

  it('that only comments, or comes from a machine, asks for nothing', () => {
    expect(asked(review('commented', '/chg approve'), two)).toEqual([]);
    expect(asked(review('approved', '', robot), two)).toEqual([]);
  });

  it('that is dismissed is noted for the reviewer', () => {
    const dismissed = notice({
      kind: 'review_dismissed',
      pull: aPull(),
      review: { id: '900', by: tomas },
    });
    expect(asked(dismissed, two)).toEqual([
      { type: 'note_review_dismissed', person: { id: '12', login: 'tomas-sre' } },
      { type: 'note_review_dismissed', person: { id: '12', login: 'tomas-sre' } },
    ]);
  });
});

describe('checks', () => {
  const sha = 'a'.repeat(40);

  it('make each linked change look again', () => {
    for (const fact of [
      { kind: 'checks_changed', sha },
      { kind: 'check_requested', sha, identifier: null },
      { kind: 'check_requested', sha, identifier: 'unknown:button' },
    ] as const) {
      expect(asked(notice(fact), two)).toEqual([{ type: 'reconsider' }, { type: 'reconsider' }]);
      expect(new Set(intend(notice(fact), two).map(({ key }) => key)).size).toBe(2);
    }
  });
});

describe('the rest', () => {
  it('asks for nothing of a change', () => {
    const facts: readonly NoticeFact[] = [
      { kind: 'installation_changed', how: 'deleted' },
      { kind: 'label_registry_changed', label: 'chg/draft' },
      { kind: 'nothing', why: 'a star' },
    ];
    expect(facts.flatMap((fact) => asked(notice(fact), two))).toEqual([]);
  });
});
