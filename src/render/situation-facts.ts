/**
 * What the texts of situations and reminders ask for, kind by kind, made safe. One row for each kind, so that none
 * is forgotten.
 */
import type { StateName } from '../core/change/state.ts';
import type {
  RecordView,
  Reminder,
  ReminderKind,
  Situation,
  SituationKind,
} from '../core/desired/view.ts';
import type { DutiesOwed, ReviewOwed } from '../core/desired/duties.ts';
import type { Step, Window } from '../core/plan/plan.ts';
import type { SignInAsked } from '../core/policy/sign-ins-due.ts';
import { formatMinutes } from '../core/time/window.ts';
import { questionLabel } from './fact.ts';
import { orRemark } from './length.ts';
import { asMarkdown, list, md, type Markdown } from './markdown.ts';
import { refusalText, verdictText } from './refusal.ts';
import { code, inline, login } from './safe-text.ts';
import { signInLink } from './sign-in-link.ts';
import type { Printable } from './template.ts';
import { moment, stretch, type Clock } from './when.ts';
import { CLOSURE_WORDS, RETURNED_WORDS, STATE_WORDS } from './words.ts';

/** What a situation's words need beside the situation itself. */
export type SituationScene = Pick<RecordView, 'state' | 'closure' | 'rollback' | 'endReason'>;

type SituationOf<K extends SituationKind> = Extract<Situation, { readonly kind: K }>;
type FactsOf<K extends SituationKind> = (
  situation: SituationOf<K>,
  scene: SituationScene,
  clock: Clock,
) => Printable;
type ReminderOf<K extends ReminderKind> = Extract<Reminder, { readonly kind: K }>;
type ReminderFactsOf<K extends ReminderKind> = (reminder: ReminderOf<K>, clock: Clock) => Printable;

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
const AT_A_GLANCE = 120;
const QUESTIONS_NAMED = 4;

const FACTS: { readonly [K in SituationKind]: FactsOf<K> } = {
  plan_unreadable: ({ problems }) => ({
    problems: counted(problems, md`problem stands`, md`problems stand`),
  }),
  answers_missing: ({ questions }) => ({
    count: counted(questions.length, md`answer is`, md`answers are`),
    questions: firstFew(questions.map(({ id }) => questionLabel(id))),
  }),
  sections_missing: ({ questions }) => ({
    count: counted(questions.length, md`section is`, md`sections are`),
    headings: list(
      questions.map(({ label }) => code(`### ${label}`)),
      'and',
    ),
  }),
  pull_draft: () => ({}),
  ready_to_merge: () => ({}),
  ready_to_submit: () => ({}),
  emergency_to_start: ({ authoriser }) => ({
    authoriser: authoriser === null ? null : short(authoriser),
  }),
  gate_shut: ({ verdict, unmet }, { state }, clock) => {
    const text = verdictText(verdict, clock);
    return {
      symbol: STATE_SYMBOLS[state],
      title: text.title,
      remedy: asClause(text.remedy),
      sentence: asClause(text.sentence),
      more:
        unmet > 1
          ? md`; ${counted(unmet - 1, md`more gate stands`, md`more gates stand`)} in the way, see below`
          : null,
    };
  },
  blocked: ({ objection }) => ({ by: login(objection.by.login), text: short(objection.text) }),
  changes_requested: ({ objection }) => ({
    by: login(objection.by.login),
    text: short(objection.text),
  }),
  approval_wanted: ({ given, needed, returned, signIn }, _scene, clock) => ({
    given,
    needed,
    returned: returned === null ? null : RETURNED_WORDS[returned],
    ...signInFacts(signIn, clock),
  }),
  window_wanted: () => ({}),
  window_to_book: ({ window }, _scene, clock) => windowFacts(window, clock),
  window_missed: ({ window }, _scene, clock) => windowFacts(window, clock),
  preflight: ({ step, window }, _scene, clock) => ({
    step: inline(step.id),
    text: stepText(step),
    window: window === null ? null : stretch(window, clock),
  }),
  window_ahead: ({ window }, _scene, clock) => windowFacts(window, clock),
  ready_to_start: ({ window }, _scene, clock) => windowFacts(window, clock),
  paused: ({ since, reason }) => ({ by: login(since.by.login), reason: short(reason) }),
  handover_offered: ({ from, to }) => ({ from: login(from), to: login(to) }),
  hold_waiting: ({ step, shuts }) => ({ step: inline(step.id), shuts: idOrNull(shuts) }),
  hold_declined: ({ step, by, saw }) => ({ step: inline(step.id), by: login(by), saw: short(saw) }),
  observation_missing: ({ step, then }) => ({ step: inline(step.id), then: idOrNull(then) }),
  step: ({ step, also }) => ({
    step: inline(step.id),
    text: stepText(step),
    also: also.length === 0 ? null : list(also.map(inline), 'and'),
    expected: step.expect === null ? null : short(step.expect),
  }),
  ready_to_complete: () => ({}),
  recovery_wanted: ({ promised, target }, _scene, clock) => ({
    promised: limitText(promised, clock),
    target: limitText(target, clock),
  }),
  authorisation_owed: ({ dueAt, overdueSince }, _scene, clock) => ({
    due: moment(dueAt, clock),
    overdue: overdueSince !== null,
  }),
  review_owed: (owed, _scene, clock) => reviewFacts(owed, clock),
  duties_owed: (owed, _scene, clock) => dutyFacts(owed, clock),
  ended: (_situation, scene) => ({
    symbol: STATE_SYMBOLS[scene.state],
    state: endWord(scene),
    reason: endReason(scene),
  }),
};

const REMINDER_FACTS: { readonly [K in ReminderKind]: ReminderFactsOf<K> } = {
  on_hold: ({ by, since, reason }, clock) => ({
    by: login(by),
    since: moment(since, clock),
    reason: reason === null ? null : short(reason),
  }),
  concerns_open: ({ names }) => ({
    names: list(names.map(code), 'and'),
    first: code(names[0] ?? ''),
    several: names.length > 1,
  }),
  bypasses_asked: ({ asked }, clock) => ({
    gates: list(
      asked.map(({ gate }) => code(gate)),
      'and',
    ),
    by: list([...new Set(asked.map(({ by }) => by.login))].map(login), 'and'),
    until: moment(asked[0]?.until ?? '', clock),
  }),
  overrun: ({ end }, clock) => ({ end: moment(end, clock) }),
  hold_words_missing: ({ step, by }) => ({ step: inline(step), by: login(by) }),
  observations_missing: ({ steps }) => ({
    steps: list(steps.map(inline), 'and'),
    first: inline(steps[0] ?? 'E1'),
  }),
  authorisation_owed: ({ authoriser, dueAt, overdueSince }, clock) => ({
    authoriser: authoriser === null ? null : short(authoriser),
    due: moment(dueAt, clock),
    overdue: overdueSince !== null,
  }),
  review_owed: (owed, clock) => reviewFacts(owed, clock),
  duties_owed: (owed, clock) => dutyFacts(owed, clock),
  edited_while_running: ({ by, at }, clock) => ({ by: login(by), at: moment(at, clock) }),
  reapproval_owed: () => ({}),
  second_person_unfit: ({ login: named, why }) => ({
    login: login(named),
    role: why === 'role',
  }),
  out_of_reach: ({ facts }, clock) => ({
    sentence: refusalText('no_eligible_approvers', facts, clock).sentence,
  }),
  handover_offered: ({ from, to }) => ({ from: login(from), to: login(to) }),
  processing_stopped: ({ since }, clock) => ({ since: moment(since, clock) }),
  issue_gone: ({ how }) => ({
    how: how === 'deleted' ? md`deleted` : md`moved to another place`,
  }),
};

function reviewFacts({ why, dueAt, overdueSince }: ReviewOwed, clock: Clock): Printable {
  return {
    due: moment(dueAt, clock),
    overdue: overdueSince !== null,
    failed: why === 'failed',
    rolledBack: why === 'rolled_back',
  };
}

function dutyFacts({ ids, dueAt, overdue }: DutiesOwed, clock: Clock): Printable {
  return {
    duties: list(ids.map(inline), 'and'),
    first: inline(ids[0] ?? ''),
    due: moment(dueAt, clock),
    overdue,
  };
}

export function situationFacts(
  situation: Situation,
  scene: SituationScene,
  clock: Clock,
): Printable {
  // The table gives each kind its own function; TypeScript cannot see that the two belong together.
  const facts = FACTS[situation.kind] as FactsOf<SituationKind>;
  return facts(situation, scene, clock);
}

export function reminderFacts(reminder: Reminder, clock: Clock): Printable {
  const facts = REMINDER_FACTS[reminder.kind] as ReminderFactsOf<ReminderKind>;
  return facts(reminder, clock);
}

export function short(text: string): Markdown {
  return orRemark(inline(text), SHORT, md`the issue`);
}

/** What is to be done, where it can be read at a glance; a longer one stands in the checklist below. */
function stepText({ text }: Step): Markdown | null {
  const shown = inline(text);
  return shown.length <= AT_A_GLANCE ? shown : null;
}

function signInFacts(asked: SignInAsked | null, clock: Clock): Printable & object {
  const [first] = asked?.due ?? [];
  return {
    minutes: asked?.minutes ?? null,
    sign_in: asked === null ? null : signInLink(asked.address),
    due:
      first === undefined
        ? null
        : list(
            (asked?.due ?? []).map(({ by }) => login(by.login)),
            'and',
          ),
    until: first === undefined ? null : moment(first.until, clock),
  };
}

function windowFacts(window: Window, clock: Clock): Printable {
  return {
    window: stretch(window, clock),
    start: moment(window.start, clock),
    end: moment(window.end, clock),
  };
}

function firstFew(labels: readonly Markdown[]): Markdown {
  if (labels.length <= QUESTIONS_NAMED) return list(labels, 'and');
  const named = list(labels.slice(0, QUESTIONS_NAMED - 1), 'and');
  return md`${named} and ${labels.length - QUESTIONS_NAMED + 1} more`;
}

function idOrNull(id: string | null): Markdown | null {
  return id === null ? null : inline(id);
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

/** `5 min, until 22 Nov 04:56 Europe/Berlin` */
function limitText(
  limit: { readonly minutes: number; readonly by: string } | null,
  clock: Clock,
): Markdown | null {
  if (limit === null) return null;
  return md`${inline(formatMinutes(limit.minutes))}, until ${moment(limit.by, clock)}`;
}
