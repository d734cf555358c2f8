/** What the policy asks of those who approve beside their word: that they sign in again. */
import type { Facts } from '../change/facts.ts';
import type { Change } from '../change/state.ts';
import { signInMinutes } from '../policy/sign-in.ts';
import { signInsDue } from '../policy/sign-ins-due.ts';
import type { AnnouncementDraft } from './announcement.ts';
import { asks } from './asked.ts';
import type { SignInAsked } from './view.ts';

/** Null: nothing. */
export function signInAsked(change: Change, facts: Facts): SignInAsked | null {
  const minutes = signInMinutes(change, facts.policy);
  if (minutes === null) return null;
  const due = signInsDue(change, facts).map(({ by, until }) => ({ login: by.login, until }));
  return { minutes, address: facts.signInAt ?? null, due };
}

/** Each is told alone, as soon as they approved: a thumb up must not look like enough. */
export function signInAnnouncements(change: Change, facts: Facts): readonly AnnouncementDraft[] {
  if (facts.signInAt === null) return [];
  return signInsDue(change, facts).map(({ by, seq, until }) => ({
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
