/** Ways past a gate, as the policy's page prints them: overrides that it lists, its bypass list, and its reviewers. */
import { BYPASS_HOURS, REQUEST_HOURS } from '../core/change/bypass-request.ts';
import { BYPASSABLE, listedOverrides } from '../core/gate/override.ts';
import type { Policy } from '../core/policy/policy.ts';
import { list, md } from './markdown.ts';
import { holdersText } from './policy-predicate.ts';
import { code } from './safe-text.ts';
import type { Printable } from './template.ts';

export function overrideRows(policy: Policy): readonly Printable[] {
  return listedOverrides(policy).flatMap((gate) => {
    const rule = policy.overrides[gate];
    return rule === undefined
      ? []
      : [{ code: code(gate), hours: md`${rule.hours}`, sticky: rule.sticky ? md`yes` : md`no` }];
  });
}

export function bypassTexts({ bypass: { may, reviewers } }: Policy): Printable {
  return {
    may: holdersText(may),
    reviewers: holdersText(reviewers),
    hours: md`${BYPASS_HOURS}`,
    requestHours: md`${REQUEST_HOURS}`,
    codes: list(BYPASSABLE.map(code), 'and'),
  };
}
