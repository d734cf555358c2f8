/** Verbs that are said in an issue which is no change: they open a freeze there, make it another, and end it. */
import { written, type Verb } from './verb.ts';

export const FREEZING: readonly Verb[] = [
  written('freeze', {
    command: 'freeze',
    usage:
      '/chg freeze [from <time>] until <time> [zone] | for <length> [assets …] [environments …] [categories …] [repositories …] [lets <priority>] [override <roles>|nobody] because <reason>',
    example:
      '/chg freeze until 2026-11-30T08:00 Europe/Berlin assets db/* because the ledger is audited',
    sentence:
      'In an issue that is no change: nothing is changed until then. Said again, it makes that freeze another.',
  }),
  written('thaw', {
    command: 'thaw',
    usage: '/chg thaw [reason]',
    example: '/chg thaw the audit is over',
    sentence: 'In the issue in which a freeze was opened: ends it now.',
  }),
];
