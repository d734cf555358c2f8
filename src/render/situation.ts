/** The first lines of the record: what is going on, what is needed next, and why. Texts: templates/situations.yml. */
import { assertNever } from '../core/assert-never.ts';
import type { StateName } from '../core/change/state.ts';
import type { Reminder, ReminderKind, RecordView, Situation, SituationKind } from '../core/desired/view.ts';
import { formatMinutes } from '../core/time/window.ts';
import { questionLabel } from './fact.ts';
import { orRemark } from './length.ts';
import { asMarkdown, list, md, type Markdown } from './markdown.ts';
import { verdictText } from './refusal.ts';
import { inline, login } from './safe-text.ts';
import { readTable, type Printable } from './template.ts';
import { moment, stretch, type Clock } from './when.ts';
import { CLOSURE_WORDS, STATE_WORDS } from './words.ts';

export type SituationText = {
  readonly symbol: Markdown;
  readonly headline: Markdown;
  readonly next: Markdown;
  readonly why: Markdown;
};

const SITUATIONS: readonly SituationKind[] = [
  'plan_unreadable',
  'answers_missing',
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
  'ended',
];
const REMINDERS: readonly ReminderKind[] = [
  'overrun',
  'observations_missing',
  'authorisation_owed',
  'review_owed',
  'edited_while_running',
  'reapproval_owed',
  'handover_offered',
  'processing_stopped',
  'issue_gone',
];
const TEXTS = readTable('situations.yml', SITUATIONS, ['symbol', 'headline', 'next', 'why']);
const REMINDER_TEXTS = readTable('reminders.yml', REMINDERS, ['text']);

export const STATE_SYMBOLS: Readonly<Record<StateName, Markdown>> = {
  draft: md`📝`,
  review: md`👀`,
  approved: md`📅`,
  scheduled: md`📅`,
  in_progress: md`▶️`,
  completed: md`🏁`,
  rolled_back: md`↩️`,
  rejected: md`✖️`,
  cancelled: md`✖️`,
};
/** A text in the first lines is short; the whole of it stands where it was written. */
const SHORT = 400;

export type SituationScene = Pick<RecordView, 'state' | 'closure' | 'rollback' | 'endReason'>;

export function situationText(situation: Situation, scene: SituationScene, clock: Clock): SituationText {
  const texts = TEXTS.get(situation.kind)?.get('');
  if (texts === undefined) throw new Error(`no text for the situation ${situation.kind}`);
  const facts = situationFacts(situation, scene, clock);
  return { symbol: texts.symbol(facts), headline: texts.headline(facts), next: texts.next(facts), why: texts.why(facts) };
}

export function reminderText(reminder: Reminder, clock: Clock): Markdown {
  const texts = REMINDER_TEXTS.get(reminder.kind)?.get('');
  if (texts === undefined) throw new Error(`no text for the reminder ${reminder.kind}`);
  return texts.text(reminderFacts(reminder, clock));
}

function situationFacts(situation: Situation, scene: SituationScene, clock: Clock): Printable {
  switch (situation.kind) {
    case 'plan_unreadable':
      return { problems: counted(situation.problems, md`problem stands`, md`problems stand`) };
    case 'answers_missing': {
      const labels = situation.questions.map(({ id }) => questionLabel(id));
      const few = labels.length <= 4 ? list(labels, 'and') : md`${list(labels.slice(0, 3), 'and')} and ${labels.length - 3} more`;
      return { count: counted(labels.length, md`answer is`, md`answers are`), questions: few };
    }
    case 'gate_shut':
      return gateFacts(situation, scene, clock);
    case 'blocked':
    case 'changes_requested':
      return { by: login(situation.objection.by.login), text: short(situation.objection.text) };
    case 'approval_wanted':
      return { given: situation.given, needed: situation.needed, returned: situation.returned };
    case 'emergency_to_start':
      return { authoriser: situation.authoriser === null ? null : short(situation.authoriser) };
    case 'window_to_book':
    case 'window_missed':
    case 'window_ahead':
    case 'ready_to_start': {
      const { window } = situation;
      return { window: stretch(window, clock), start: moment(window.start, clock), end: moment(window.end, clock) };
    }
    case 'preflight':
      return { step: inline(situation.step.id), window: situation.window === null ? null : stretch(situation.window, clock) };
    case 'paused':
      return { by: login(situation.since.by.login), reason: short(situation.reason) };
    case 'handover_offered':
      return { from: login(situation.from), to: login(situation.to) };
    case 'hold_waiting':
      return { step: inline(situation.step.id), shuts: situation.shuts === null ? null : inline(situation.shuts) };
    case 'hold_declined':
      return { step: inline(situation.step.id), by: login(situation.by), saw: short(situation.saw) };
    case 'observation_missing':
      return { step: inline(situation.step.id), then: situation.then === null ? null : inline(situation.then) };
    case 'step': {
      const { step, also } = situation;
      return { step: inline(step.id), also: also.length === 0 ? null : list(also.map(inline), 'and'), expected: step.expect === null ? null : short(step.expect) };
    }
    case 'recovery_wanted':
      return { minutes: situation.minutes === null ? null : inline(formatMinutes(situation.minutes)) };
    case 'authorisation_owed':
      return { due: moment(situation.dueAt, clock) };
    case 'review_owed':
      return { due: moment(situation.dueAt, clock), overdue: situation.overdueSince !== null };
    case 'ended':
      return { symbol: STATE_SYMBOLS[scene.state], state: endWord(scene), reason: endReason(scene) };
    case 'ready_to_submit':
    case 'window_wanted':
    case 'ready_to_complete':
      return {};
    default:
      return assertNever(situation);
  }
}

function gateFacts(situation: Extract<Situation, { kind: 'gate_shut' }>, scene: SituationScene, clock: Clock): Printable {
  const { verdict, unmet } = situation;
  const text = verdictText(verdict, clock);
  const others = unmet - 1;
  return {
    symbol: STATE_SYMBOLS[scene.state],
    title: text.title,
    remedy: asClause(text.remedy),
    sentence: asClause(text.sentence),
    more: others === 0 ? null : md`; ${others} more ${others === 1 ? md`gate stands` : md`gates stand`} in the way, see below`,
  };
}

function reminderFacts(reminder: Reminder, clock: Clock): Printable {
  switch (reminder.kind) {
    case 'overrun':
      return { end: moment(reminder.end, clock) };
    case 'observations_missing':
      return { steps: list(reminder.steps.map(inline), 'and'), first: inline(reminder.steps[0] ?? 'E1') };
    case 'authorisation_owed':
      return { authoriser: reminder.authoriser === null ? null : short(reminder.authoriser), due: moment(reminder.dueAt, clock) };
    case 'review_owed':
      return { due: moment(reminder.dueAt, clock), overdue: reminder.overdueSince !== null };
    case 'edited_while_running':
      return { by: login(reminder.by), at: moment(reminder.at, clock) };
    case 'handover_offered':
      return { from: login(reminder.from), to: login(reminder.to) };
    case 'processing_stopped':
      return { since: moment(reminder.since, clock) };
    case 'issue_gone':
      return { how: reminder.how === 'deleted' ? md`deleted` : md`moved to another place` };
    case 'reapproval_owed':
      return {};
    default:
      return assertNever(reminder);
  }
}

function endWord({ state, closure }: SituationScene): Markdown {
  const code = state === 'completed' ? CLOSURE_WORDS[closure?.code ?? ''] : undefined;
  return code === undefined ? STATE_WORDS[state] : md`completed · ${code}`;
}

function endReason({ closure, rollback, endReason: reason }: SituationScene): Markdown {
  const words = rollback?.reason ?? closure?.notes ?? reason;
  return words === null ? md`the record below says how it went` : short(words);
}

/** After a label and a colon a sentence begins small and ends without a full stop. */
function asClause(text: Markdown): Markdown {
  const small = /^[A-Z][a-z]* /u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
  return asMarkdown(small.replace(/\.$/u, ''));
}

function counted(count: number, one: Markdown, many: Markdown): Markdown {
  return count === 1 ? md`1 ${one}` : md`${count} ${many}`;
}

export function short(text: string): Markdown {
  return orRemark(inline(text), SHORT, md`the issue`);
}
