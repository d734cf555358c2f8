/**
 * `policy insights`: what each gate did over a time. A gate that stops nobody may be idle, one that is passed each week
 * may be wrong, and who passes it is worth a talk; nothing here judges anybody.
 *
 * What must stay true: everything is counted from the log; what the log does not say is not in the table.
 */
import { readInsights } from '../evidence/insights.ts';
import { readEvents } from '../store/read-log.ts';
import { JSON_OPTION, printJson, WORKSPACE_OPTION, YES } from './command.ts';
import type { CliCommand } from './command.ts';
import { inRecord } from './in-record.ts';
import { insightsText } from './insights-text.ts';
import { readPeriod } from './period.ts';

export const POLICY_INSIGHTS: CliCommand = {
  name: 'policy insights',
  args: '',
  sentence:
    'Says of each gate how often it was asked, stopped somebody, and was passed, and by whom.',
  options: [
    {
      name: 'since',
      kind: 'text',
      value: '<date>',
      sentence: 'Only what happened from then on: 2026-11-01, or an instant in UTC.',
    },
    { name: 'until', kind: 'text', value: '<date>', sentence: 'Only what happened before then.' },
    WORKSPACE_OPTION,
    JSON_OPTION,
  ],
  exits: '0 printed, 2 wrong use, 3 could not tell',
  run: async (given, io) => {
    const period = readPeriod(given, { from: 'since', to: 'until' });
    const found = await inRecord(given, io, (tx) => readInsights(readEvents(tx), period));
    if (given.flag('json')) printJson(io, { since: period.from, until: period.to, ...found });
    else io.out(insightsText(found, period));
    return YES;
  },
};
