// When a pull request asks to be its own change, and what it tells the change that it is.
import { describe, expect, it } from 'vitest';
import { intend } from '../../../src/core/intent/intend.ts';
import type { Notice, NoticeFact, PullSeen } from '../../../src/core/intent/notice.ts';
import { pullAsIssue } from '../../../src/core/intent/pull-issue.ts';
import {
  AT,
  aChange,
  aPull,
  asked,
  commentsOnPull,
  mara,
  notice,
  robot,
  tomas,
  whatIsKnown,
} from './scene.ts';

const listed = whatIsKnown({ change: null, ownPulls: ['standard'] });
const own = aChange({ number: 9, issue: 45, own: { draft: false }, state: 'review' });
const isOwn = whatIsKnown({ change: own, linked: [own], ownPulls: ['standard'] });
const stamp = { by: mara, roles: [], at: AT, url: null, seq: 9 };
const ended = { ...own, state: 'cancelled', ended: stamp } as const;

type PullAction = Extract<NoticeFact, { kind: 'pull_changed' }>['action'];

function pull(action: PullAction, told: Partial<PullSeen> = {}, actor = mara): Notice {
  return notice({ kind: 'pull_changed', action, pull: aPull(told) }, { actor });
}

function types(told: Notice, known = listed): readonly string[] {
  return asked(told, known).map(({ type }) => type);
}

describe('a pull request without a change', () => {
  it('asks to be its own when its author opens it or works on it, and is looked at again at once', () => {
    const [open, settle] = intend(pull('opened', { draft: true }), listed);
    expect(open).toMatchObject({
      change: null,
      key: 'open:pull:45:501:first',
      command: {
        type: 'open',
        issue: 45,
        issueId: 'pull:45',
        editors: [],
        pull: { head: 'a'.repeat(40), draft: true },
      },
    });
    expect(settle).toMatchObject({ change: null, command: { type: 'reconsider' } });
    expect(types(pull('pushed'))).toEqual(['open', 'reconsider']);
    // Nobody saw who wrote what by then.
    expect(asked(pull('ready'), listed)[0]).toMatchObject({ type: 'open', editors: null });
  });

  it('asks for nothing where the policy lists no category', () => {
    expect(types(pull('opened'), whatIsKnown({ change: null }))).toEqual([]);
  });

  it('asks for nothing by a bot, by somebody else, closed, or with the name of a change in it', () => {
    expect(types(pull('opened', { author: robot }, robot))).toEqual([]);
    expect(types(pull('pushed', {}, tomas))).toEqual([]);
    expect(types(pull('edited', { open: false }))).toEqual([]);
    expect(types(pull('opened', { body: 'Change: CHG-00012' }))).toEqual(['link']);
  });

  it('asks for nothing while it belongs to another change', () => {
    const linked = { ...listed, linked: [aChange({ number: 7 })] };
    expect(types(pull('opened'), linked)).toEqual(['note_head']);
  });

  it('asks when somebody marks it, by label or word, whoever wrote it', () => {
    const issue = pullAsIssue(aPull({ author: robot }));
    const labelled = notice({ kind: 'label_added', issue, label: 'change' }, { actor: tomas });
    expect(asked(labelled, listed)).toMatchObject([
      { type: 'open', author: { login: robot.login }, editors: null },
      { type: 'reconsider' },
    ]);
    expect(asked(commentsOnPull('/chg open', tomas), listed)).toMatchObject([
      { type: 'open', issue: 45, pull: { head: '' } },
      { type: 'reconsider' },
    ]);
    expect(types(commentsOnPull('/chg open', tomas), isOwn)).toEqual(['ask']);
    expect(types(labelled, whatIsKnown({ change: null }))).toEqual([]);
  });

  it('whose change has ended asks for another one only when it is opened again, or marked', () => {
    const over = whatIsKnown({ change: ended, linked: [ended], ownPulls: ['standard'] });
    expect(types(pull('pushed'), over)).toEqual(['note_head']);
    expect(intend(pull('reopened'), over).map(({ key }) => key)).toContain(
      'open:pull:45:501:after:9',
    );
    expect(types(commentsOnPull('/chg open'), over)).toEqual(['open', 'reconsider']);
  });
});

describe('a pull request that is its own change', () => {
  it('tells it of ready and draft, of an end without a merge, and of a merge', () => {
    expect(types(pull('ready'), isOwn)).toEqual(['reconsider', 'note_ready']);
    expect(types(pull('draft'), isOwn)).toEqual(['reconsider', 'note_draft']);
    expect(types(pull('closed', { open: false }), isOwn)).toEqual(['reconsider', 'note_unmerged']);
    expect(types(pull('closed', { open: false, merged: true }), isOwn)).toEqual(['note_merge']);
  });

  it('records an edit of its text as an edit of the plan, with whoever made it', () => {
    const before = { body: '', title: null };
    const edited = notice(
      { kind: 'pull_changed', action: 'edited', pull: aPull({ body: '## What\nmore' }), before },
      { actor: tomas },
    );
    expect(asked(edited, isOwn)).toMatchObject([
      { type: 'note_head' },
      { type: 'record_plan', reading: { kind: 'readable', plan: { form: 'pull/1' } } },
      { type: 'note_plan_editor' },
    ]);
  });

  it('is asked by a command below it, also when it was another one before', () => {
    const again = aChange({ number: 12, issue: 45, own: { draft: false }, state: 'review' });
    const known = whatIsKnown({ change: again, linked: [again, ended] });
    expect(intend(commentsOnPull('/chg approve', tomas), known)).toMatchObject([{ change: 12 }]);
  });
});
