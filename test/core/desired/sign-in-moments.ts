/** The moments in which somebody opens the record of a change whose approvals are to be signed. */
import type { Facts } from '../../../src/core/change/facts.ts';
import type { Change } from '../../../src/core/change/state.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { consented, submitted, telling, type Words } from './rotation.ts';
import { factsAt, type Story } from './story.ts';

type Moment = { readonly change: Change; readonly facts: Facts };

const ADDRESS = 'https://holdpoint.example.com/confirm?workspace=github:9812&change=CHG-00001';
const APPROVED = '2026-11-19T14:41:00+01:00';

function at(now: string, story: Story, signInAt: string | null = ADDRESS): Moment {
  const facts = factsAt(now, []);
  const reauthentication: Policy['reauthentication'] = {
    categories: ['normal', 'significant'],
    withinMinutes: 60,
  };
  const policy = { ...facts.policy, reauthentication };
  return { change: story.change(), facts: { ...facts, policy, signInAt } };
}

export const SIGN_IN_MOMENTS: Readonly<Record<string, (words: Words) => Moment>> = {
  'review-sign-in-ahead': (words) => at('2026-11-19T10:21:00+01:00', submitted(telling(words))),
  'review-sign-in-due': (words) => at(APPROVED, consented(telling(words))),
  'review-sign-in-not-set-up': (words) => at(APPROVED, consented(telling(words)), null),
};
