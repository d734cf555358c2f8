import { describe, expect, it } from 'vitest';

import { intend } from '../../../src/core/intent/intend.ts';
import { STATES } from '../../../src/core/change/state.ts';
import type { Notice } from '../../../src/core/intent/notice.ts';
import { digestPlan } from '../../../src/core/plan/digest.ts';
import {
  AT,
  EXAMPLE,
  aChange,
  anIssue,
  asked,
  lena,
  mara,
  nobody,
  notice,
  ourselves,
  robot,
  tomas,
  whatIsKnown,
} from './scene.ts';

const unopened = whatIsKnown({ change: null });

describe('an issue', () => {
  it('becomes a change by the marker label, with its plan read', () => {
    const [intention] = intend(
      notice({ kind: 'issue_opened', issue: anIssue({ title: EXAMPLE.title }) }),
      unopened,
    );
    expect(intention).toMatchObject({
      change: null,
      key: 'open:7001',
      ref: null,
      command: {
        type: 'open',
        repoId: '501',
        repo: 'lighthouse/edge',
        issueId: '7001',
        issue: 12,
        title: EXAMPLE.title,
        author: { id: mara.id, login: mara.login },
        reading: { kind: 'readable' },
        editors: [],
      },
    });
  });

  it('becomes one when the label comes later: the author wrote it, and nobody knows who else did', () => {
    const labelled = notice(
      { kind: 'label_added', issue: anIssue({ labels: [] }), label: 'Change' },
      { actor: tomas },
    );
    expect(intend(labelled, unopened)).toMatchObject([
      { key: 'open:7001', command: { author: { id: mara.id }, editors: null } },
    ]);
  });

  it('opens although its body cannot be read, with the problems', () => {
    const issue = anIssue({ body: 'please just do it' });
    expect(asked(notice({ kind: 'issue_opened', issue }), unopened)).toMatchObject([
      { type: 'open', reading: { kind: 'unreadable' } },
    ]);
  });

  it('stays an issue without the label, and opens only once', () => {
    expect(
      asked(notice({ kind: 'issue_opened', issue: anIssue({ labels: ['bug'] }) }), unopened),
    ).toEqual([]);
    expect(asked(notice({ kind: 'issue_opened', issue: anIssue() }))).toEqual([]);
  });
});

describe('an edit of the issue', () => {
  const edited = (
    before: { body: string | null; title: string | null },
    issue = anIssue(),
  ): ReturnType<typeof notice> => notice({ kind: 'issue_edited', issue, before });

  it('is a plan edit when the body or the title changed', () => {
    expect(asked(edited({ body: 'before', title: null }))).toMatchObject([
      { type: 'record_plan', title: EXAMPLE.title, reading: { kind: 'readable' } },
      { type: 'note_plan_editor', digest: digestPlan(EXAMPLE.plan) },
    ]);
    expect(asked(edited({ body: null, title: 'Old title' }))).toMatchObject([
      { type: 'record_plan' },
    ]);
  });

  it('names its editor only when it is known to have moved the substance', () => {
    const types = (told: Notice): readonly string[] => asked(told).map(({ type }) => type);
    const sameSubstance = edited({ body: `${EXAMPLE.body}\n`, title: null });
    expect(types(sameSubstance)).toEqual(['record_plan']);
    expect(types(edited({ body: null, title: 'Old title' }))).toEqual(['record_plan']);
    const unknown = { ...edited({ body: 'before', title: null }), actor: nobody };
    expect(types(unknown)).toEqual(['record_plan']);
  });

  it('that was found and the delivery that names its editor are two reports', () => {
    const told = edited({ body: 'before', title: null });
    const swept = { ...edited({ body: null, title: null }), actor: nobody };
    const keys = (one: Notice): readonly string[] =>
      intend(one, whatIsKnown()).map(({ key }) => key);
    expect(new Set([...keys(told), ...keys(swept)]).size).toBe(3);
    expect(keys(told)).toEqual(keys(told));
  });

  it('is read again when the forge does not say what changed', () => {
    expect(asked(edited({ body: null, title: null }))).toMatchObject([{ type: 'record_plan' }]);
  });

  it('is no plan edit when only our prefix or the line ends changed', () => {
    expect(asked(edited({ body: null, title: EXAMPLE.title }))).toEqual([{ type: 'reconsider' }]);
    expect(
      asked(
        edited(
          { body: null, title: `CHG-00001: ${EXAMPLE.title}` },
          anIssue({ title: EXAMPLE.title }),
        ),
      ),
    ).toEqual([{ type: 'reconsider' }]);
    expect(asked(edited({ body: EXAMPLE.body.replaceAll('\n', '\r\n'), title: null }))).toEqual([]);
  });

  it('is noted when the title claims to be another change', () => {
    const issue = anIssue({ title: `CHG-00002: ${EXAMPLE.title}` });
    expect(
      asked(edited({ body: null, title: `CHG-00001: ${EXAMPLE.title}` }, issue)),
    ).toMatchObject([{ type: 'note_tampering', surface: 'title', how: 'edited' }]);
  });

  it('asks for nothing when we did it, or when the issue is no change', () => {
    expect(
      asked({ ...edited({ body: 'before', title: null }), actor: ourselves, echo: true }),
    ).toEqual([]);
    expect(asked(edited({ body: 'before', title: null }), unopened)).toEqual([]);
  });

  it('is another act when the text comes back to what it was', () => {
    const keyAt = (updatedAt: string): string | undefined =>
      intend(edited({ body: 'before', title: null }, anIssue({ updatedAt })), whatIsKnown())[0]
        ?.key;
    expect(keyAt(AT)).toBe(keyAt(AT));
    expect(keyAt(AT)).not.toBe(keyAt('2026-11-22T03:50:00Z'));
  });
});

describe('an issue that ends', () => {
  it('is noted when anybody closes it, moves it or deletes it', () => {
    expect(asked(notice({ kind: 'issue_closed', issue: anIssue() }, { actor: tomas }))).toEqual([
      { type: 'note_closed' },
    ]);
    expect(asked(notice({ kind: 'issue_closed', issue: anIssue() }, { actor: robot }))).toEqual([
      { type: 'note_closed' },
    ]);
    expect(asked(notice({ kind: 'issue_gone', issue: anIssue(), how: 'transferred' }))).toEqual([
      { type: 'note_moved', how: 'transferred' },
    ]);
    expect(asked(notice({ kind: 'issue_reopened', issue: anIssue() }))).toEqual([]);
    expect(asked(notice({ kind: 'issue_closed', issue: anIssue() }), unopened)).toEqual([]);
  });
});

describe('a label', () => {
  const adds = (label: string, actor = lena): ReturnType<typeof notice> =>
    notice({ kind: 'label_added', issue: anIssue(), label }, { actor });
  const removes = (label: string, actor = lena): ReturnType<typeof notice> =>
    notice({ kind: 'label_removed', issue: anIssue(), label }, { actor });
  const inDraft = whatIsKnown({ change: aChange({ state: 'draft' }), stateLabel: 'chg/draft' });

  it('of a state asks for the transition, and is judged like the command', () => {
    const asks = STATES.filter((state) => state !== 'draft').flatMap((state) =>
      asked(adds(`chg/${state.replaceAll('_', '-')}`), inDraft),
    );
    expect(asks).toEqual([
      { type: 'submit' },
      { type: 'approve', note: '', channel: 'command', commit: null },
      { type: 'schedule', window: null },
      { type: 'start', authoriser: null },
      { type: 'complete', code: '', notes: '' },
      { type: 'rollback', reason: '' },
      { type: 'reject', reason: '' },
      { type: 'cancel', reason: '' },
    ]);
  });

  it('cannot lead back to draft', () => {
    expect(asked(adds('chg/draft'))).toEqual([
      {
        type: 'misread',
        verb: 'draft',
        code: 'not_in_state',
        facts: { verb: 'draft', state: 'in_progress' },
      },
    ]);
  });

  it('asks for nothing when it is the one that belongs there, or none of ours', () => {
    expect(asked(adds('chg/in-progress'))).toEqual([]);
    expect(asked(adds('chg/nonsense'))).toEqual([]);
    expect(asked(adds('risk/high'))).toEqual([]);
    expect(asked(adds('chg/review'), unopened)).toEqual([]);
  });

  it('is noted when a machine moves it', () => {
    expect(asked(adds('chg/completed', robot))).toEqual([
      { type: 'note_tampering', surface: 'state_label', how: 'moved', detail: 'chg/completed' },
    ]);
  });

  it('is noted when a machine takes the current state off, and only then', () => {
    expect(asked(removes('chg/in-progress', robot))).toEqual([
      { type: 'note_tampering', surface: 'state_label', how: 'moved', detail: 'chg/in-progress' },
    ]);
    expect(asked(removes('chg/review', robot))).toEqual([]);
    expect(asked(removes('change', robot))).toEqual([]);
  });

  it('is no offence when a person takes it off: that is how a label is moved', () => {
    expect(asked(removes('chg/in-progress'))).toEqual([]);
  });

  it('is one act per moment', () => {
    expect(intend(adds('chg/review'), inDraft)[0]?.key).toBe(`label:7001:chg/review:${AT}`);
  });
});
