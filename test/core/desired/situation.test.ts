import { describe, expect, it } from 'vitest';
import { decide } from '../../../src/core/change/decide.ts';
import type { Actor } from '../../../src/core/change/facts.ts';
import { desire } from '../../../src/core/desired/desire.ts';
import type { RecordView, SituationKind, Who } from '../../../src/core/desired/view.ts';
import { readCommand } from '../../../src/core/intent/read-command.ts';
import { parseSlash } from '../../../src/core/intent/slash.ts';
import { situationText } from '../../../src/render/situation.ts';
import { MOMENTS, momentOf } from './moments.ts';
import { PEOPLE } from './story.ts';

function recordAt(moment: string): RecordView {
  const { change, facts } = momentOf(moment);
  return desire(change, { facts, titlePrefix: true }).record;
}

/** What is asked at each moment, and of whom first. */
const ASKED: Readonly<Record<string, readonly [SituationKind, string | null]>> = {
  'draft-unreadable': ['plan_unreadable', 'mara-ops'],
  'draft-answers-missing': ['answers_missing', 'mara-ops'],
  'draft-short-notice': ['gate_shut', 'mara-ops'],
  'draft-ready': ['ready_to_submit', 'mara-ops'],
  'review-waiting': ['approval_wanted', null],
  'review-changes-requested': ['changes_requested', 'mara-ops'],
  'review-blocked': ['blocked', 'sora-sec'],
  'review-after-edit': ['approval_wanted', null],
  'review-sign-in-ahead': ['approval_wanted', null],
  'review-sign-in-due': ['approval_wanted', 'tomas-sre'],
  'review-sign-in-not-set-up': ['gate_shut', null],
  'review-bypass-asked': ['approval_wanted', null],
  'review-bypass-granted': ['approval_wanted', null],
  'cancelled-after-bypass': ['ended', null],
  'review-checks-failing': ['gate_shut', 'lin-dev'],
  'approved-window-to-book': ['window_to_book', 'mara-ops'],
  'approved-without-window': ['window_wanted', 'mara-ops'],
  'scheduled-preflight': ['preflight', 'mara-ops'],
  'scheduled-window-ahead': ['window_ahead', 'mara-ops'],
  'scheduled-subscribed': ['preflight', 'mara-ops'],
  'scheduled-ready': ['ready_to_start', 'mara-ops'],
  'scheduled-window-missed': ['window_missed', 'mara-ops'],
  'running-first-step': ['step', 'mara-ops'],
  'running-hold-waiting': ['hold_waiting', 'tomas-sre'],
  'running-refused-confirm': ['hold_waiting', 'tomas-sre'],
  'running-hold-declined': ['hold_declined', 'mara-ops'],
  'running-observation-missing': ['observation_missing', 'mara-ops'],
  'running-next-step': ['step', 'mara-ops'],
  'running-paused': ['paused', 'mara-ops'],
  'running-handover': ['handover_offered', 'priya-net'],
  'running-overrun': ['step', 'mara-ops'],
  'running-edited': ['step', 'mara-ops'],
  'running-with-pull': ['hold_waiting', 'tomas-sre'],
  'running-pressed-and-forged': ['step', 'mara-ops'],
  'running-ready-to-complete': ['ready_to_complete', 'mara-ops'],
  'running-reopened': ['ready_to_complete', 'mara-ops'],
  'rolling-back': ['recovery_wanted', 'mara-ops'],
  'rolled-back': ['ended', null],
  'failed-review-owed': ['review_owed', null],
  'rolled-back-review-owed': ['review_owed', null],
  'rolled-back-review-overdue': ['review_owed', null],
  'rolled-back-reviewed': ['ended', null],
  completed: ['ended', null],
  'completed-with-issues': ['ended', null],
  rejected: ['ended', null],
  cancelled: ['ended', null],
  'emergency-to-start': ['emergency_to_start', 'sora-sec'],
  'emergency-running': ['step', 'priya-net'],
  'emergency-authorisation-owed': ['authorisation_owed', 'dee-lead'],
  'emergency-review-owed': ['review_owed', null],
  'emergency-overdue': ['review_owed', null],
  'emergency-silent': ['authorisation_owed', 'dee-lead'],
  'emergency-reviewed': ['ended', null],
  'own-pull-draft': ['pull_draft', 'lin-dev'],
  'own-pull-sections-missing': ['sections_missing', 'lin-dev'],
  'own-pull-not-listed': ['gate_shut', 'lin-dev'],
  'own-pull-to-merge': ['ready_to_merge', 'lin-dev'],
  'own-pull-merged': ['ended', null],
  'trouble-closed-early': ['approval_wanted', null],
  'trouble-processing-stopped': ['gate_shut', null],
};

describe('what is needed next', () => {
  it('is tried at every moment in which a record can be opened', () => {
    expect(Object.keys(ASKED).toSorted()).toEqual(Object.keys(MOMENTS).toSorted());
  });

  it.each(Object.entries(ASKED))('is at the moment %s: %j', (moment, [kind, first]) => {
    const { situation, who } = recordAt(moment);
    expect(situation.kind).toBe(kind);
    expect(who.kind === 'people' ? (who.named[0] ?? null) : null).toBe(first);
  });

  it('bars the person who did the step from confirming it', () => {
    const { who } = recordAt('running-hold-waiting');
    expect(who).toMatchObject({ except: [{ login: 'mara-ops', because: 'did_step', step: 'E3' }] });
  });

  it('names the step that stays shut behind a hold', () => {
    expect(recordAt('running-hold-waiting').situation).toMatchObject({
      kind: 'hold_waiting',
      shuts: 'E4',
    });
  });

  it('tells of a window that ended without stopping anybody', () => {
    const { situation, reminders } = recordAt('running-overrun');
    expect(situation.kind).toBe('step');
    expect(reminders).toEqual([{ kind: 'overrun', end: '2026-11-22T04:30:00Z' }]);
  });

  it('reminds of an edit that is not in force', () => {
    expect(recordAt('running-edited').reminders.map(({ kind }) => kind)).toEqual([
      'edited_while_running',
    ]);
  });

  it('reminds of what an emergency owes while it still runs', () => {
    expect(recordAt('emergency-running').reminders.map(({ kind }) => kind)).toEqual([
      'authorisation_owed',
      'review_owed',
    ]);
  });
});

const PLACEHOLDERS: readonly (readonly [string, string])[] = [
  ['<code> <notes>', 'successful all well'],
  ['<start>/<end> <zone>', '2027-01-10T22:00/2027-01-11T01:00 Europe/Berlin'],
  ['@person', '@dee-lead'],
];

/** The first command of a line, as somebody would type it. */
function commandIn(next: string): string | null {
  const span = /`(\/chg [^`]*)`/u.exec(next)?.[1];
  if (span === undefined) return null;
  const filled = PLACEHOLDERS.reduce((text, [hole, word]) => text.replace(hole, word), span);
  return filled.replaceAll(/<[^>]*>/gu, 'what I saw');
}

function asked(who: Who): readonly Actor[] {
  if (who.kind === 'nobody') return [];
  const barred = who.except.map(({ login }) => login);
  const named = PEOPLE.filter(({ login }) => who.named.includes(login));
  const others = PEOPLE.filter(
    ({ login, roles }) => !barred.includes(login) && roles.some((role) => who.roles.includes(role)),
  );
  return [...named, ...others].filter(({ kind }) => kind === 'human');
}

describe('the command that the record asks for', () => {
  /** A gate that is shut names what would open it, which is not always a command of the person asked. */
  const commanded = Object.keys(MOMENTS).filter((moment) => {
    const view = recordAt(moment);
    const { next } = situationText(view.situation, view, view.clock);
    const waits =
      view.situation.kind === 'window_ahead' ||
      view.situation.kind === 'answers_missing' ||
      view.situation.kind === 'gate_shut';
    return !waits && commandIn(next) !== null;
  });

  it.each(commanded)('is accepted from somebody who is asked, at the moment %s', (moment) => {
    const { change, facts } = momentOf(moment);
    const view = recordAt(moment);
    const text = commandIn(situationText(view.situation, view, view.clock).next) ?? '';
    const [line] = parseSlash(text);
    if (line?.kind !== 'command') throw new Error(`not a command: ${text}`);
    const command = readCommand(line, {
      repo: { id: '4711', name: 'lighthouse-freight/operations' },
      pull: null,
      zone: 'UTC',
      now: facts.now,
    });
    const answers = asked(view.who).map((actor) => ({
      actor: actor.login,
      decision: decide(change, command, { ...facts, actor }),
    }));
    const refusals = answers.flatMap(({ actor, decision }) =>
      decision.kind === 'refused' ? [`${actor}: ${decision.refusal.code}`] : [],
    );
    expect(answers.length, `nobody is asked for ${text}`).toBeGreaterThan(0);
    expect(
      refusals.length,
      `${text} is refused to everybody who is asked: ${refusals.join(', ')}`,
    ).toBeLessThan(answers.length);
  });
});
