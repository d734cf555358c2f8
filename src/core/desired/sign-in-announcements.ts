/** Whom a comment of their own asks to sign in again. */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { signInAsked } from '../policy/sign-ins-due.ts';
import type { AnnouncementDraft } from './announcement.ts';
import { asks } from './asked.ts';

/** Each is told alone, as soon as they approved: a thumb up must not look like enough. */
export function signInAnnouncements(change: Change, facts: Facts): readonly AnnouncementDraft[] {
  if (facts.signInAt === null) return [];
  return (signInAsked(change, facts)?.due ?? []).map(({ by, seq, until }) => ({
    key: `sign-in:${String(seq)}`,
    about: {
      kind: 'sign_in',
      until,
      address: facts.signInAt === undefined ? null : `${facts.signInAt ?? ''}&as=${by.login}`,
    },
    notify: [by.login],
    who: asks([by.login], null, facts.policy),
  }));
}
