/**
 * From a line with a verb to a command of the change. What cannot be understood becomes `misread`, which is answered
 * once with what was missing; what is merely empty (a reason, an observation, a closure code) is passed on, because
 * `decide` has an obstacle of its own for it.
 *
 * What must stay true: no argument is guessed; a word that is not understood never becomes part of another argument.
 */
import type { Command, CommandType } from '../change/command.ts';
import { namedLogins } from '../change/named-logins.ts';
import type { RefusalCode } from '../change/refusal.ts';
import type { Window } from '../plan/plan.ts';
import { readZonedWindow } from '../time/window.ts';
import { findZone } from '../time/zone.ts';
import { namedChange } from './changes-named.ts';
import type { RepoRef } from './notice.ts';
import { pullNumber } from './pull-number.ts';
import { readDepends } from './read-depends.ts';
import { readExtend } from './read-extend.ts';
import { readReview } from './read-review.ts';
import { readSimulate } from './read-simulate.ts';
import { readLength, readTimed } from './read-timed.ts';
import { stepId } from './step-id.ts';
import { firstWord } from './slash.ts';
import type { SlashLine } from './slash.ts';
import { findVerb, nearestVerb } from './verbs.ts';

export type CommandLine = Extract<SlashLine, { kind: 'command' }>;

export type Place = {
  readonly repo: RepoRef;
  /** The pull request the comment stands on, or null on an issue. */
  readonly pull: number | null;
  /** For times without a zone. */
  readonly zone: string;
  /** When it was said: for times that count from there. */
  readonly now: string;
};

type Said = { readonly verb: string; readonly rest: string; readonly text: string };
type Reader = (said: Said, place: Place) => Command;

const LONGEST_VERB_SHOWN = 40;

export function readCommand(line: CommandLine, place: Place): Command {
  const verb = findVerb(line.verb);
  if (line.verb === '') return incomplete('', 'verb');
  if (verb === null) {
    const shown = line.verb.slice(0, LONGEST_VERB_SHOWN).toWellFormed();
    return misread(shown, 'command_unknown', { verb: shown, nearest: nearestVerb(line.verb) });
  }
  const reader = READERS.get(verb.verb);
  if (reader === undefined) throw new Error(`verb ${verb.verb}: no reader for it`);
  return reader({ verb: verb.verb, rest: line.rest, text: line.text }, place);
}

export function misread(
  verb: string,
  code: RefusalCode,
  facts: Readonly<Record<string, string | readonly string[]>> = {},
): Command {
  return { type: 'misread', verb, code, facts };
}

function incomplete(verb: string, missing: string): Command {
  return misread(verb, 'command_incomplete', { verb, missing });
}

/** What an emergency owes afterwards is told apart from the steps of a plan by its letter. */
export function isDuty(step: string): boolean {
  return step.startsWith('D');
}

type Stepped = { readonly step: string; readonly text: string };

function onStep(make: (said: Stepped) => Command): Reader {
  return ({ verb, rest, text }) => {
    const { word } = firstWord(rest);
    if (word === '') return incomplete(verb, 'step');
    return make({ step: stepId(word), text: text.slice(word.length).trim() });
  };
}

type Named = { readonly name: string; readonly text: string };

/** The name of a concern; whether it can be one is for `decide` to say. */
function onName(make: (said: Named) => Command): Reader {
  return ({ verb, rest, text }) => {
    const { word } = firstWord(rest);
    if (word === '') return incomplete(verb, 'name');
    return make({ name: word.toLowerCase(), text: text.slice(word.length).trim() });
  };
}

type Gated = { readonly gate: string; readonly text: string };

/** The code of a gate; whether there is one of that name is for `decide` to say. */
function onGate(make: (said: Gated) => Command): Reader {
  return ({ verb, rest, text }) => {
    const { word } = firstWord(rest);
    if (word === '') return incomplete(verb, 'gate');
    return make({ gate: gateCode(word), text: text.slice(word.length).trim() });
  };
}

/** The other change; the one that it is said in was found before. */
function readAcknowledge({ verb, rest, text }: Said): Command {
  const { word } = firstWord(rest);
  const other = namedChange(word);
  if (other === null) return incomplete(verb, 'CHG-…');
  return { type: 'acknowledge', other, reason: text.slice(word.length).trim() };
}

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['submit', () => ({ type: 'submit' })],
  ['approve', ({ text }) => ({ type: 'approve', note: text, channel: 'command', commit: null })],
  ['request-changes', ({ text }) => ({ type: 'request_changes', text })],
  ['block', ({ text }) => ({ type: 'block', text })],
  ['unblock', ({ text }) => ({ type: 'unblock', reason: text })],
  ['concern', onName(({ name, text }) => ({ type: 'concern', name, text }))],
  ['resolve', onName(({ name, text }) => ({ type: 'resolve', name, reason: text }))],
  ['hold', ({ text }) => ({ type: 'hold', reason: text, via: 'command' })],
  ['unhold', ({ text }) => ({ type: 'unhold', reason: text, via: 'command' })],
  ['reject', ({ text }) => ({ type: 'reject', reason: text })],
  ['withdraw', () => ({ type: 'withdraw' })],
  ['delegate', readDelegate],
  ['acknowledge', readAcknowledge],
  ['depends', ({ verb, rest }) => readDepends(verb, rest)],
  ['override', readOverride],
  ['bypass', onGate(({ gate, text }) => ({ type: 'bypass', gate, reason: text }))],
  ['grant', onGate(({ gate, text }) => ({ type: 'grant', gate, note: text }))],
  ['deny', onGate(({ gate, text }) => ({ type: 'deny', gate, reason: text }))],
  ['schedule', readSchedule],
  ['link', (said, place) => readLink('link', said, place)],
  ['unlink', (said, place) => readLink('unlink', said, place)],
  ['cancel', ({ text }) => ({ type: 'cancel', reason: text })],
  ['start', readStart],
  ['rehearse', readRehearse],
  ['rehearsed', readRehearsed],
  ['begin', onStep(({ step }) => ({ type: 'begin', step }))],
  [
    'done',
    onStep(({ step, text }) =>
      isDuty(step)
        ? { type: 'fulfil', duty: step, what: text, via: 'command' }
        : { type: 'done', step, observed: text, via: 'command' },
    ),
  ],
  ['skip', onStep(({ step, text }) => ({ type: 'skip', step, reason: text }))],
  ['confirm', onStep(({ step, text }) => ({ type: 'confirm', step, observed: text }))],
  ['decline', onStep(({ step, text }) => ({ type: 'decline', step, observed: text }))],
  ['waive', onStep(({ step, text }) => ({ type: 'waive', step, reason: text }))],
  ['extend', ({ verb, text }) => readExtend(text) ?? incomplete(verb, '<new end>')],
  ['pause', ({ text }) => ({ type: 'pause', reason: text })],
  ['resume', () => ({ type: 'resume' })],
  ['handover', readHandover],
  ['accept', () => ({ type: 'accept' })],
  ['complete', readComplete],
  ['rollback', ({ text }) => ({ type: 'rollback', reason: text })],
  ['recovered', ({ text }) => ({ type: 'recovered', observed: text })],
  ['reopen', ({ text }) => ({ type: 'reopen', reason: text })],
  ['authorise', ({ text }) => ({ type: 'authorise', note: text })],
  ['review', ({ text }) => readReview(text)],
  ['template', readTemplate],
  ['freeze', ({ verb }) => misread(verb, 'freeze_misplaced', { verb })],
  ['thaw', ({ verb }) => misread(verb, 'freeze_misplaced', { verb })],
  // Where there is nothing to open any more it asks what there is.
  ['open', () => ({ type: 'ask', what: 'status' })],
  ['status', () => ({ type: 'ask', what: 'status' })],
  ['evidence', () => ({ type: 'ask', what: 'evidence' })],
  ['conflicts', () => ({ type: 'ask', what: 'conflicts' })],
  ['similar', () => ({ type: 'ask', what: 'similar' })],
  ['help', () => ({ type: 'ask', what: 'help' })],
  ['simulate', readImagined],
  ['slots', readSlots],
]);

function readImagined({ verb, rest }: Said, { zone, now }: Place): Command {
  const question = readSimulate(rest, { zone: findZone(zone) ?? 'UTC', now });
  if ('missing' in question) return incomplete(verb, question.missing);
  if ('remedy' in question)
    return misread(verb, 'time_invalid', {
      found: question.found,
      remedy: question.remedy,
    });
  return { type: 'ask', what: 'simulate', question: question.spelled };
}

/** Without a length it is that of the plan. */
function readSlots({ verb, rest }: Said): Command {
  if (rest === '') return { type: 'ask', what: 'slots', question: '' };
  const minutes = readLength(rest);
  if (minutes === null) return incomplete(verb, 'how long, such as 3h or 45m,');
  return { type: 'ask', what: 'slots', question: String(minutes) };
}

function readOverride({ verb, rest, text }: Said): Command {
  const { word } = firstWord(rest);
  if (word === '') return incomplete(verb, 'gate');
  if (word.toLowerCase() === 'cancel') {
    const { word: gate } = firstWord(rest.slice(word.length).trim());
    return gate === ''
      ? incomplete(verb, 'gate')
      : { type: 'cancel_override', gate: gateCode(gate) };
  }
  return { type: 'override', gate: gateCode(word), reason: text.slice(word.length).trim() };
}

/** What else can be done with a template says so in the word behind it. */
function readTemplate({ verb, rest, text }: Said): Command {
  const { word } = firstWord(rest);
  if (word.toLowerCase() !== 'review') return incomplete(verb, 'review');
  return { type: 'review_template', findings: text.slice(word.length).trim() };
}

function gateCode(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** The closure code stands on the line itself; without one the text below is notes. */
function readComplete({ rest, text }: Said): Command {
  const { word } = firstWord(rest);
  const code = word.toLowerCase().replaceAll('-', '_');
  return { type: 'complete', code, notes: text.slice(word.length).trim() };
}

function readStart({ verb, rest }: Said): Command {
  if (rest === '') return { type: 'start', authoriser: null };
  const first = firstWord(rest);
  const second = firstWord(first.rest);
  const named =
    ['authorised', 'authorized'].includes(first.word.toLowerCase()) &&
    second.word.toLowerCase() === 'by';
  if (!named) return incomplete(verb, 'authorised by');
  // Whatever is said is kept: what names nobody is refused, not passed over for what the form says.
  const said = second.rest.trim();
  const person = said.includes(' ') ? '' : login(said);
  if (said === '') return { type: 'start', authoriser: null };
  return { type: 'start', authoriser: person === '' ? said : person };
}

function readRehearse({ verb, rest }: Said): Command {
  const { word, rest: more } = firstWord(rest);
  if (word === '' || more.trim() !== '') return incomplete(verb, 'one environment');
  return { type: 'rehearse', environment: word };
}

function readRehearsed(said: Said, place: Place): Command {
  return onStep(({ step, text }) => {
    const timed = readTimed(text);
    if (timed === null) return incomplete(said.verb, 'how long it took, such as 12m,');
    return { type: 'rehearsed', step, ...timed };
  })(said, place);
}

function readHandover({ verb, rest }: Said): Command {
  const toLogin = login(rest);
  if (toLogin === '') return incomplete(verb, 'person');
  return { type: 'handover', to: null, toLogin };
}

function readDelegate({ verb, rest, text }: Said): Command {
  const toLogin = login(rest);
  if (toLogin === '') return incomplete(verb, 'person');
  const reason = text.slice(firstWord(rest).word.length).trim();
  return { type: 'delegate', to: null, toLogin, reason };
}

/** Who is named in the first word, a machine included; empty when nobody is. */
function login(text: string): string {
  return namedLogins(firstWord(text).word)[0] ?? '';
}

function readSchedule({ verb, rest }: Said, place: Place): Command {
  if (rest === '') return schedule(null);
  const reading = readZonedWindow(rest, place.zone);
  if (reading.kind === 'window') return schedule(reading.window);
  const { code, expected, found, remedy } = reading.problem;
  const refusal = code === 'zone_unknown' ? 'zone_unknown' : 'window_invalid';
  return misread(verb, refusal, { expected, found, remedy });
}

function schedule(window: Window | null): Command {
  return { type: 'schedule', window };
}

/**
 * On an issue the pull request is named, on a pull request it is the one at hand. The head is not known here (empty):
 * whoever takes the command asks the forge for it.
 */
function readLink(
  type: Extract<CommandType, 'link' | 'unlink'>,
  said: Said,
  place: Place,
): Command {
  const named = pullNumber(said.rest, place.repo.name);
  const pull = place.pull ?? named;
  if (pull === null) return incomplete(said.verb, 'pull request');
  if (type === 'unlink') return { type, repoId: place.repo.id, pull };
  return { type, repoId: place.repo.id, repo: place.repo.name, pull, head: '' };
}
