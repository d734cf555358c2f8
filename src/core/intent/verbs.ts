/**
 * Every verb of `/chg`, once: how it is spelled, used and explained. Help, documentation and the suggestion for a
 * misspelt verb are made from this table; who may use a verb is not here but in the policy, under `command`.
 */
import { nearest } from '../plan/nearest.ts';
import { AGREEING } from './agreeing-verbs.ts';
import { FREEZING } from './freezing-verbs.ts';
import { spoken, written, type Verb } from './verb.ts';

const PLANNING: readonly Verb[] = [
  spoken('schedule', {
    command: 'schedule',
    usage: '/chg schedule [<start>/<end> [zone]]',
    example: '/chg schedule 2026-11-24T22:00/2026-11-25T01:00 Europe/Berlin',
    sentence: 'Books a window; without one, the window of the plan.',
  }),
  spoken('open', {
    command: 'open',
    usage: '/chg open',
    example: '/chg open',
    sentence: 'On a pull request: makes it a change of its own, where the policy lets it be one.',
  }),
  spoken('link', {
    command: 'link',
    usage: '/chg link <pull request>',
    example: '/chg link #45',
    sentence: 'Joins a pull request to the change; on a pull request, name the change.',
  }),
  spoken('unlink', {
    command: 'unlink',
    usage: '/chg unlink <pull request>',
    example: '/chg unlink #45',
    sentence: 'Takes a pull request off the change.',
  }),
  written('cancel', {
    command: 'cancel',
    usage: '/chg cancel <reason>',
    example: '/chg cancel no longer needed',
    sentence: 'Calls the change off before it has begun.',
  }),
];

const RUNNING: readonly Verb[] = [
  spoken('start', {
    command: 'start',
    usage: '/chg start [authorised by @person]',
    example: '/chg start',
    sentence: 'Begins the execution; an emergency names who gave the word.',
  }),
  spoken('begin', {
    command: 'begin',
    usage: '/chg begin <step>',
    example: '/chg begin E3',
    sentence: 'Says that you are at a step now.',
  }),
  written('done', {
    command: 'done',
    usage: '/chg done <step> <what you observed>',
    example: '/chg done E3 new serial 02:E4, chain complete',
    sentence: 'Records a step and what you saw.',
  }),
  written('skip', {
    command: 'skip',
    usage: '/chg skip <step> <reason>',
    example: '/chg skip E5 the pool is empty already',
    sentence: 'Leaves out a step that the plan calls optional.',
  }),
  written('confirm', {
    command: 'confirm',
    usage: '/chg confirm <step> <what you see>',
    example: '/chg confirm E3 serial 02:E4 from my desk as well',
    sentence: 'Opens a hold point, as the second person, with an observation of your own.',
  }),
  written('decline', {
    command: 'decline',
    usage: '/chg decline <step> <what you see>',
    example: '/chg decline E3 two of ten handshakes fail',
    sentence: 'Keeps a hold point shut: the step is done again, or all is rolled back.',
  }),
  written('waive', {
    command: 'waive',
    usage: '/chg waive <step> <reason>',
    example: '/chg waive E3 nobody else can reach the site',
    sentence: 'Goes on without the second person, as an approver, on the record.',
  }),
  written('extend', {
    command: 'extend',
    usage: '/chg extend <new end> [reason]',
    example: '/chg extend 2026-11-25T02:00 the second node drains slowly',
    sentence: 'Gives the window a later end while you run; never into a freeze.',
  }),
  written('pause', {
    command: 'pause',
    usage: '/chg pause <reason>',
    example: '/chg pause waiting for the backup to finish',
    sentence: 'Stops the clockwork: no step is taken until somebody resumes.',
  }),
  spoken('resume', {
    command: 'resume',
    usage: '/chg resume',
    example: '/chg resume',
    sentence: 'Goes on after a pause.',
  }),
  spoken('handover', {
    command: 'handover',
    usage: '/chg handover @person',
    example: '/chg handover @tomas-sre',
    sentence: 'Offers the running change to another operator.',
  }),
  spoken('accept', {
    command: 'accept',
    usage: '/chg accept',
    example: '/chg accept',
    sentence: 'Takes over a change that was offered to you.',
  }),
];

const REHEARSING: readonly Verb[] = [
  spoken('rehearse', {
    command: 'rehearse',
    usage: '/chg rehearse <environment>',
    example: '/chg rehearse staging',
    sentence: 'Begins a rehearsal of the checklist in another environment, before the start.',
  }),
  written('rehearsed', {
    command: 'rehearsed',
    usage: '/chg rehearsed <step> <minutes> <what you observed>',
    example: '/chg rehearsed E2 12m old workers gone after 41 s',
    sentence: 'Says what was seen of a step in the rehearsal, and how long it took.',
  }),
];

const ENDING: readonly Verb[] = [
  written('complete', {
    command: 'complete',
    usage: '/chg complete <successful|successful_with_issues|unsuccessful> <notes>',
    example: '/chg complete successful all gateways serve the new certificate',
    sentence: 'Closes the change with a code and notes.',
  }),
  written('rollback', {
    command: 'rollback',
    usage: '/chg rollback <reason>',
    example: '/chg rollback handshake failures above 2 %',
    sentence: 'Goes back; the state changes at once, the clock runs until it is recovered.',
  }),
  written('recovered', {
    command: 'recovered',
    usage: '/chg recovered <what you observed>',
    example: '/chg recovered old certificate served, failures back at 0.01 %',
    sentence: 'Says that the rollback was verified, and stops its clock.',
  }),
  written('reopen', {
    command: 'reopen',
    usage: '/chg reopen <reason>',
    example: '/chg reopen one node was forgotten',
    sentence: 'Goes back into a completed change; its closure is void.',
  }),
  written('authorise', {
    command: 'authorise',
    usage: '/chg authorise [note]',
    example: '/chg authorise I gave the word by phone at 02:10',
    sentence: 'Confirms an emergency, by the person who was named at its start.',
  }),
  written('review', {
    command: 'review',
    usage: '/chg review [outage <from>–<to>] <findings>',
    example: '/chg review outage 14:02–14:31 the pool ran dry; could have been normal',
    sentence: 'Gives the review that follows an emergency, or a change that failed.',
  }),
  written('template', {
    command: 'review_template',
    usage: '/chg template review <findings>',
    example: '/chg template review the drain took longer than the timeout; raised in version 4',
    sentence: 'After a change that failed: lets its template be used again, with what you found.',
  }),
];

const ASKING: readonly Verb[] = [
  spoken('status', {
    command: 'ask',
    usage: '/chg status',
    example: '/chg status',
    sentence: 'Says where the change stands and what is needed next.',
  }),
  spoken('evidence', {
    command: 'ask',
    usage: '/chg evidence',
    example: '/chg evidence',
    sentence: 'Shows the evidence as it is now.',
  }),
  spoken('conflicts', {
    command: 'ask',
    usage: '/chg conflicts',
    example: '/chg conflicts',
    sentence:
      'Shows whom the change meets, what it waits for, and which freezes lie in its window.',
  }),
  spoken('similar', {
    command: 'ask',
    usage: '/chg similar',
    example: '/chg similar',
    sentence: 'Shows changes of this repository like it that have ended, and how they ended.',
  }),
  spoken('simulate', {
    command: 'ask',
    usage:
      '/chg simulate [as|approve|ignore <person>] [category <category>] [act <act>] [at <time>]',
    example: '/chg simulate approve @tomas-sre, @dee-lead act start at Saturday 02:00',
    sentence: 'Says what the gates would answer if, and changes nothing.',
  }),
  spoken('slots', {
    command: 'ask',
    usage: '/chg slots [length]',
    example: '/chg slots 3h',
    sentence:
      'Proposes the next windows in which it could run, and says what is in the way before.',
  }),
  spoken('help', {
    command: 'ask',
    usage: '/chg help',
    example: '/chg help',
    sentence: 'Lists the commands, and who may use them in this repository.',
  }),
];

/** In the order of the documentation. */
export const VERBS: readonly Verb[] = [
  ...AGREEING,
  ...PLANNING,
  ...REHEARSING,
  ...RUNNING,
  ...ENDING,
  ...FREEZING,
  ...ASKING,
];

const BY_NAME: ReadonlyMap<string, Verb> = new Map(VERBS.map((verb) => [verb.verb, verb]));

const FURTHEST = 3;

/** `Request_Changes` and `authorize` are understood; nothing else is guessed. */
export function findVerb(word: string): Verb | null {
  const spelled = word.toLowerCase().replaceAll('_', '-');
  return BY_NAME.get(spelled === 'authorize' ? 'authorise' : spelled) ?? null;
}

/** Said where a freeze is, which is no change. */
export function isFreezing(word: string): boolean {
  return FREEZING.some(({ verb }) => verb === findVerb(word)?.verb);
}

/** For the answer to an unknown verb. */
export function nearestVerb(word: string): string {
  const names = VERBS.map(({ verb }) => verb);
  return nearest(word, names, FURTHEST) ?? 'help';
}
