/** The first lines of the record: what is going on, what is needed next, and why. Texts: templates/situations.yml. */
import type { Reminder, ReminderKind, Situation, SituationKind } from '../core/desired/view.ts';
import type { Markdown } from './markdown.ts';
import { reminderFacts, situationFacts, type SituationScene } from './situation-facts.ts';
import { readTable } from './template.ts';
import type { Clock } from './when.ts';

export type SituationText = {
  readonly symbol: Markdown;
  readonly headline: Markdown;
  readonly next: Markdown;
  readonly why: Markdown;
};

const SITUATIONS: readonly SituationKind[] = [
  'plan_unreadable',
  'answers_missing',
  'sections_missing',
  'pull_draft',
  'ready_to_merge',
  'ready_to_submit',
  'emergency_to_start',
  'gate_shut',
  'blocked',
  'changes_requested',
  'approval_wanted',
  'window_wanted',
  'window_to_book',
  'window_missed',
  'preflight',
  'window_ahead',
  'ready_to_start',
  'paused',
  'handover_offered',
  'hold_waiting',
  'hold_declined',
  'observation_missing',
  'step',
  'ready_to_complete',
  'recovery_wanted',
  'authorisation_owed',
  'review_owed',
  'duties_owed',
  'ended',
];
const REMINDERS: readonly ReminderKind[] = [
  'on_hold',
  'concerns_open',
  'bypasses_asked',
  'overrun',
  'observations_missing',
  'hold_words_missing',
  'authorisation_owed',
  'review_owed',
  'duties_owed',
  'edited_while_running',
  'reapproval_owed',
  'second_person_unfit',
  'out_of_reach',
  'handover_offered',
  'processing_stopped',
  'issue_gone',
];
const TEXTS = readTable('situations.yml', SITUATIONS, ['symbol', 'headline', 'next', 'why']);
const REMINDER_TEXTS = readTable('reminders.yml', REMINDERS, ['text']);

export function situationText(
  situation: Situation,
  scene: SituationScene,
  clock: Clock,
): SituationText {
  const texts = TEXTS.get(situation.kind)?.get('');
  if (texts === undefined) throw new Error(`no text for the situation ${situation.kind}`);
  const facts = situationFacts(situation, scene, clock);
  return {
    symbol: texts.symbol(facts),
    headline: texts.headline(facts),
    next: texts.next(facts),
    why: texts.why(facts),
  };
}

export function reminderText(reminder: Reminder, clock: Clock): Markdown {
  const texts = REMINDER_TEXTS.get(reminder.kind)?.get('');
  if (texts === undefined) throw new Error(`no text for the reminder ${reminder.kind}`);
  return texts.text(reminderFacts(reminder, clock));
}
