// Where the plan is the text of a pull request, nobody is sent to an issue.
import { expect, test } from 'vitest';
import type { RefusalCode } from '../../src/core/change/refusal.ts';
import { verdictText } from '../../src/render/refusal.ts';
import { UTC_CLOCK } from '../../src/render/when.ts';

const CODES: readonly RefusalCode[] = [
  'answers_missing',
  'plan_unreadable',
  'category_too_low',
  'plan_rule_unmet',
  'changes_requested',
  'policy_loosened',
];

test.each(CODES)('%s names the text that is to be edited', (code) => {
  const own = verdictText({ code, facts: { own_pull: 'yes' }, next: null }, UTC_CLOCK);
  expect(own.remedy).toContain('the text of the pull request');
  const all = [own.title, own.sentence, own.remedy, own.who].join(' ');
  expect(all.toLowerCase()).not.toContain('issue text');
  const issue = verdictText({ code, facts: {}, next: null }, UTC_CLOCK);
  expect(issue.remedy).toContain('issue text');
});
