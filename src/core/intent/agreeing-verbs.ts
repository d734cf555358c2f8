/** The verbs by which people agree, disagree and ask for time: everything that is said of a plan. */
import { spoken, written, type Verb } from './verb.ts';

export const AGREEING: readonly Verb[] = [
  spoken('submit', {
    command: 'submit',
    usage: '/chg submit',
    example: '/chg submit',
    sentence: 'Asks for review of the plan as it stands.',
  }),
  written('approve', {
    command: 'approve',
    usage: '/chg approve [note]',
    example: '/chg approve read the rollback twice',
    sentence: 'Approves exactly the plan and the commits that are shown now.',
  }),
  written('request-changes', {
    command: 'request_changes',
    usage: '/chg request-changes <text>',
    example: '/chg request-changes say who watches the error rate',
    sentence: 'Keeps the change in review until you are content or the plan is edited.',
  }),
  written('block', {
    command: 'block',
    usage: '/chg block <text>',
    example: '/chg block the supplier works on the same line that night',
    sentence: 'Stops the change until you lift the block, or a lead does with a reason.',
  }),
  written('unblock', {
    command: 'unblock',
    usage: '/chg unblock [reason]',
    example: '/chg unblock the supplier has moved',
    sentence: 'Lifts a block.',
  }),
  written('concern', {
    command: 'concern',
    usage: '/chg concern <name> <text>',
    example: '/chg concern old-clients who has asked the carriers that pin the certificate?',
    sentence:
      'Names what worries you; nothing is approved, booked, started or merged until it is resolved.',
  }),
  written('resolve', {
    command: 'resolve',
    usage: '/chg resolve <name> [reason]',
    example: '/chg resolve old-clients all three carriers answered',
    sentence:
      'Resolves a concern: your own, or that of somebody else as an approver with a reason.',
  }),
  written('hold', {
    command: 'hold',
    usage: '/chg hold [reason]',
    example: '/chg hold the network team works in the same rack',
    sentence:
      'Puts start and merge on hold without taking an approval away; so does the label `chg-flag/hold`.',
  }),
  written('unhold', {
    command: 'unhold',
    usage: '/chg unhold [reason]',
    example: '/chg unhold they are done',
    sentence: 'Lifts the hold; so does taking the label off.',
  }),
  written('reject', {
    command: 'reject',
    usage: '/chg reject <reason>',
    example: '/chg reject the service is switched off next month',
    sentence: 'Decides against the change, finally.',
  }),
  spoken('withdraw', {
    command: 'withdraw',
    usage: '/chg withdraw',
    example: '/chg withdraw',
    sentence: 'Takes back your own approval or request for changes, or the voice that you gave.',
  }),
  written('delegate', {
    command: 'delegate',
    usage: '/chg delegate @person <reason>',
    example: '/chg delegate @dee-lead on a plane until Thursday',
    sentence: 'Gives your voice for this plan to somebody who then approves in your place.',
  }),
  written('override', {
    command: 'override',
    usage: '/chg override <gate> <reason>',
    example: '/chg override lead_time_violation the certificate expires tonight',
    sentence:
      'Sets one gate aside for this change, this plan and a time, under your name; `/chg override cancel <gate>` takes it back. An author may lower the notice of a draft; everything else is for an approver.',
  }),
  written('acknowledge', {
    command: 'acknowledge',
    usage: '/chg acknowledge <change> [reason]',
    example: '/chg acknowledge CHG-00007 we work in different racks',
    sentence:
      'Says that you know of a conflict with another change: as its author or operator, or as an approver of this one.',
  }),
  spoken('depends', {
    command: 'depend',
    usage: '/chg depends <change> [order|outcome]',
    example: '/chg depends CHG-00005 outcome',
    sentence:
      'Makes the change wait for another one, by its end or by its success; `/chg depends remove <change>` takes that back, and with it the approvals that were given beside it.',
  }),
  written('bypass', {
    command: 'bypass',
    usage: '/chg bypass <gate> <reason>',
    example: '/chg bypass ci_gates_failed the runners are down, and it passed an hour ago',
    sentence:
      'Passes one gate, where the policy names you on its bypass list; from everybody else, and for a change of your own, it asks the reviewers whom the policy names.',
  }),
  written('grant', {
    command: 'grant',
    usage: '/chg grant <gate> [note]',
    example: '/chg grant ci_gates_failed I saw the run from an hour ago',
    sentence: 'Grants a bypass that somebody asked for, as one of its reviewers.',
  }),
  written('deny', {
    command: 'deny',
    usage: '/chg deny <gate> <reason>',
    example: '/chg deny ci_gates_failed the runners are back in an hour',
    sentence: 'Denies it, as one of its reviewers; whoever asked takes it back with the same word.',
  }),
];
